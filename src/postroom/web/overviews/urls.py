"""Addresses below `overviews/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.overviews import editor, listing

urlpatterns = [
    path("", listing.own, name="overviews"),
    path("new/", editor.new, name="overview_new"),
    path("shared/", listing.shared, name="overviews_shared"),
    path("shared/new/", editor.new_shared, name="overview_new_shared"),
    path("<int:pk>/", editor.overview, name="overview"),
    path("<int:pk>/remove/", listing.remove, name="overview_remove"),
    path("<int:pk>/move/<slug:where>/", listing.move, name="overview_move"),
]
