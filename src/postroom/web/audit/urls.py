"""Addresses below `audit/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.audit import listing

urlpatterns = [path("", listing.audit, name="audit")]
