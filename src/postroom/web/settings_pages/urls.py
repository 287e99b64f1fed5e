"""Addresses below `settings/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.settings_pages import appearance, views

urlpatterns = [
    path("", views.settings, name="settings"),
    path("appearance/", appearance.appearance, name="appearance_settings"),
    path("appearance/colour/remove/", appearance.accent_remove, name="accent_remove"),
    path("appearance/logo/", appearance.logo_keep, name="logo_keep"),
    path("appearance/logo/remove/", appearance.logo_remove, name="logo_remove"),
]
