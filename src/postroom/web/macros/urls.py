"""Addresses below `macros/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.macros import pages, running

urlpatterns = [
    path("", pages.macros, name="macros"),
    path("new/", pages.macro, name="macro_new"),
    path("run/", running.run, name="macro_run"),
    path("<int:pk>/", pages.macro, name="macro"),
    path("<int:pk>/remove/", pages.remove, name="macro_remove"),
]
