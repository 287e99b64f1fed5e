"""Addresses below `filters/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.filters import editor, listing

urlpatterns = [
    path("", listing.filters, name="filters"),
    path("new/", editor.editor, name="filter_new"),
    path("<int:pk>/", editor.editor, name="filter"),
    path("<int:pk>/switch/", listing.switch, name="filter_switch"),
    path("<int:pk>/remove/", listing.remove, name="filter_remove"),
    path("<int:pk>/move/<slug:where>/", listing.move, name="filter_move"),
]
