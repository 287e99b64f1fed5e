"""The settings by section, in the order of the page; every name is one of `configuration.Configuration`."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Section:
    """Settings that belong together."""

    slug: str
    title: str | Promise
    help: str | Promise
    names: tuple[str, ...]


SECTIONS = (
    Section(
        "installation",
        _("Installation"),
        _("Who you are and where these pages are reached."),
        ("organisation", "public_url", "default_language", "time_zone", "audit_days", "notification_days"),
    ),
    Section(
        "tickets",
        _("Ticket numbers and subjects"),
        _("Numbers stay. After a change of the mark, answers to older mail are found by their references."),
        (
            "ticket_number_kind",
            "ticket_mark",
            "ticket_mark_place",
            "reply_prefix",
            "forward_prefix",
            "subject_length",
            "agents_make_tags",
        ),
    ),
    Section(
        "incoming",
        _("Mail that comes in"),
        _("These settings apply to mail that comes in from now on."),
        (
            "reply_to_as_sender",
            "customer_from_recipient",
            "size_limit",
            "tell_sender_too_large",
            "trusted_authserv_ids",
            "blocked_senders",
            "monitoring",
            "outside_references",
        ),
    ),
    Section(
        "outgoing",
        _("Mail that leaves"),
        _("These settings apply to mail that is written from now on."),
        (
            "sender_format",
            "sender_separator",
            "undo_seconds",
            "notification_sender",
            "no_automatic_mail_to",
            "retry_hours",
        ),
    ),
    Section(
        "sign-in",
        _("Sign-in"),
        _("Whom a second step is required of, their roles say."),
        ("password_length", "forbidden_words", "session_days", "idle_minutes"),
    ),
    Section(
        "webhooks",
        _("Webhooks"),
        _("Triggers can call other programs. Programs on the internet can always be called."),
        ("webhook_networks",),
    ),
)
NOT_SHOWN = ("set_up", "accent", "logo")
"""A fact that nobody chooses, and what has a page of its own."""
