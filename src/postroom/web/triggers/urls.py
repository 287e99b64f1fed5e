"""Addresses below `triggers/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.triggers import listing, trigger

urlpatterns = [
    path("", listing.triggers, name="triggers"),
    path("new/", trigger.trigger, name="trigger_new"),
    path("<int:pk>/", trigger.trigger, name="trigger"),
    path("<int:pk>/switch/", listing.switch, name="trigger_switch"),
    path("<int:pk>/clone/", listing.clone, name="trigger_clone"),
    path("<int:pk>/remove/", listing.remove, name="trigger_remove"),
    path("<int:pk>/move/<slug:where>/", listing.move, name="trigger_move"),
]
