"""Addresses below `text-modules/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.text_modules import offers, pages

urlpatterns = [
    path("", pages.text_modules, name="text_modules"),
    path("new/", pages.text_module, name="text_module_new"),
    path("offers/", offers.offers, name="text_module_offers"),
    path("<int:pk>/", pages.text_module, name="text_module"),
    path("<int:pk>/remove/", pages.remove, name="text_module_remove"),
]
