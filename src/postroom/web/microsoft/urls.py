"""Addresses of the Microsoft 365 pages."""

from __future__ import annotations

from django.urls import path

from postroom.channels.kinds.microsoft365.subscribing import NOTIFICATION_ROUTE
from postroom.web.microsoft import (
    apps,
    callback,
    certificates,
    consent,
    converting,
    notifications,
    opener,
    sign_in,
)
from postroom.web.microsoft.addresses import CALLBACK_ROUTE

urlpatterns = [
    path("microsoft/", apps.listing, name="microsoft"),
    path("microsoft/apps/new/", apps.new, name="microsoft_app_new"),
    path("microsoft/apps/<int:app_id>/", apps.page, name="microsoft_app"),
    path("microsoft/apps/<int:app_id>/edit/", apps.edit, name="microsoft_app_edit"),
    path("microsoft/apps/<int:app_id>/check/", apps.check, name="microsoft_app_check"),
    path("microsoft/apps/<int:app_id>/delete/", apps.delete, name="microsoft_app_delete"),
    path("microsoft/apps/<int:app_id>/certificate/", certificates.download, name="microsoft_app_certificate"),
    path("microsoft/apps/<int:app_id>/certificate/new/", certificates.renew, name="microsoft_app_certificate_new"),
    path("microsoft/apps/<int:app_id>/consent/", consent.ask, name="microsoft_consent_ask"),
    path("microsoft/consent/<int:request_id>/", consent.page, name="microsoft_consent"),
    path("microsoft/consent/<int:request_id>/state/", consent.state, name="microsoft_consent_state"),
    path("channels/connect/microsoft365/", sign_in.start, name="microsoft_start"),
    path("channels/<int:channel_id>/convert/microsoft365/", converting.start, name="microsoft_convert"),
    path("channels/drafts/<int:draft_id>/sign-in/", sign_in.change, name="microsoft_draft_sign_in"),
    path("channels/<int:channel_id>/opener/", opener.page, name="microsoft_opener"),
    path("channels/<int:channel_id>/opener/app/", opener.by_app, name="microsoft_opener_app"),
    path("channels/<int:channel_id>/opener/person/", opener.by_person, name="microsoft_opener_person"),
    path("channels/<int:channel_id>/sign-in-again/", sign_in.again, name="microsoft_sign_in_again"),
    path("channels/<int:channel_id>/delegate/<int:grant_id>/", sign_in.delegate, name="microsoft_delegate"),
    path(NOTIFICATION_ROUTE, notifications.notified, name="microsoft_notifications"),
    path(CALLBACK_ROUTE, callback.answer, name="microsoft_callback"),
]
