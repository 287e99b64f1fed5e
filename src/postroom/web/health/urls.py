"""Addresses below `health/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.health import page

urlpatterns = [path("", page.health, name="health")]
