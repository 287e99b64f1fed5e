"""Addresses below `quarantine/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.quarantine import listing, mail

urlpatterns = [
    path("", listing.quarantine, name="quarantine"),
    path("again/", listing.try_again, name="quarantine_again"),
    path("<int:pk>/", mail.mail, name="quarantine_mail"),
    path("<int:pk>/download/", mail.download, name="quarantine_download"),
    path("<int:pk>/ticket/", mail.make_ticket, name="quarantine_ticket"),
    path("<int:pk>/discard/", mail.discard, name="quarantine_discard"),
]
