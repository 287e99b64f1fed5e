"""Addresses below `outbox/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.outbox import listing, mail

urlpatterns = [
    path("", listing.outbox, name="outbox"),
    path("resend/", mail.resend_chosen, name="outbox_resend"),
    path("<int:pk>/", mail.mail, name="outbox_mail"),
    path("<int:pk>/<slug:decision>/", mail.decide, name="outbox_decide"),
]
