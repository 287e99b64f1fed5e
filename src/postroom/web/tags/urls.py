"""Addresses below `tags/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.tags import offers, pages, removing

urlpatterns = [
    path("", pages.tags, name="tags"),
    path("offers/", offers.offers, name="tag_offers"),
    path("<int:pk>/", pages.tag, name="tag"),
    path("<int:pk>/remove/", removing.remove, name="tag_remove"),
]
