"""One address that takes a person's choice, and the organisation's own look."""

from __future__ import annotations

from django.urls import path

from postroom.web.appearance import brand, views

urlpatterns = [
    path("", views.choose, name="appearance"),
    path("accent.css", brand.accent, name="accent"),
    path("logo", brand.logo, name="logo"),
]
