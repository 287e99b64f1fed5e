"""Addresses below `templates/`."""

from __future__ import annotations

from django.urls import path

from postroom.web.ticket_templates import pages

urlpatterns = [
    path("", pages.templates, name="ticket_templates"),
    path("new/", pages.template, name="ticket_template_new"),
    path("<int:pk>/", pages.template, name="ticket_template"),
    path("<int:pk>/remove/", pages.remove, name="ticket_template_remove"),
]
