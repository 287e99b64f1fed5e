"""Addresses below `keys/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.keys import listing, opening

urlpatterns = [
    path("", listing.keys, name="keys"),
    path("open-waiting/", opening.open_waiting, name="keys_open_waiting"),
    path("new/", listing.new, name="key_new"),
    path("<int:pk>/", listing.key, name="key"),
    path("<int:pk>/remove/", listing.remove, name="key_remove"),
    path("articles/<int:pk>/open-again/", opening.open_again, name="article_open_again"),
]
