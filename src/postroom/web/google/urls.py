"""Addresses of the Google pages."""

from __future__ import annotations

from django.urls import path

from postroom.channels.oauth.google import CALLBACK_ROUTE
from postroom.web.google import apps, callback, converting, sign_in

urlpatterns = [
    path("google/", apps.listing, name="google"),
    path("google/apps/new/", apps.new, name="google_app_new"),
    path("google/apps/<int:app_id>/", apps.page, name="google_app"),
    path("google/apps/<int:app_id>/edit/", apps.edit, name="google_app_edit"),
    path("google/apps/<int:app_id>/check/", apps.check, name="google_app_check"),
    path("google/apps/<int:app_id>/delete/", apps.delete, name="google_app_delete"),
    path("channels/connect/google/", sign_in.start, name="google_start"),
    path("channels/<int:channel_id>/convert/google/", converting.start, name="google_convert"),
    path("channels/<int:channel_id>/google-sign-in-again/", sign_in.again, name="google_sign_in_again"),
    path(CALLBACK_ROUTE, callback.answer, name="google_callback"),
]
