"""Addresses below `settings/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.settings_pages import views

urlpatterns = [path("", views.settings, name="settings")]
