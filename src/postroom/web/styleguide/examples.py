"""Believable things to draw the components with; nothing of it is stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from postroom.models import Priority, TicketState

NOW = datetime(2026, 3, 12, 9, 41, tzinfo=UTC)


class Row(NamedTuple):
    """A ticket as a list shows it."""

    number: str
    title: str
    customer: str
    group: str
    owner: str
    state: TicketState
    priority: Priority
    changed: datetime
    tags: tuple[str, ...] = ()
    unread: bool = False


class Step(NamedTuple):
    """A step of a probe."""

    title: str
    state: str
    seconds: float | None = None
    detail: str = ""
    remedy: str = ""
    words: str = ""


def tickets() -> list[Row]:
    """Return rows in every state."""
    new, opened, closed = TicketState.NEW, TicketState.OPEN, TicketState.CLOSED
    low, normal, high = Priority.LOW, Priority.NORMAL, Priority.HIGH
    hour, day = timedelta(hours=1), timedelta(days=1)
    return [
        Row(
            "260312004",
            "Rechnung 2026-0311 doppelt erhalten",
            "Jana Öztürk",
            "Buchhaltung",
            "",
            new,
            high,
            NOW,
            (),
            True,
        ),
        Row(
            "260312003",
            "Cannot sign in since this morning",
            "Samuel Whitfield",
            "Support",
            "",
            new,
            normal,
            NOW - hour,
            (),
            True,
        ),
        Row(
            "260311019",
            "Lieferung an die neue Adresse in Tübingen",
            "Karl-Heinz Großmann",
            "Verkauf",
            "Mira Lang",
            opened,
            normal,
            NOW - 5 * hour,
            ("versand",),
        ),
        Row(
            "260311002",
            "Re: Quote for 40 seats, including the training days we talked about on the phone last Thursday",
            "procurement@northwind.example",
            "Verkauf",
            "Mira Lang",
            opened,
            high,
            NOW - day,
            ("quote", "vip"),
        ),
        Row(
            "260310011",
            "Rückruf erbeten",
            "Agnieszka Wójcik",
            "Support",
            "Tom Becker",
            TicketState.PENDING_REMINDER,
            normal,
            NOW - 2 * day,
        ),
        Row(
            "260309044",
            "Kündigung zum Quartalsende",
            "Stadtwerke Neustadt",
            "Verkauf",
            "Tom Becker",
            TicketState.PENDING_CLOSE,
            low,
            NOW - 3 * day,
        ),
        Row(
            "260306027",
            "Password reset mail never arrives",
            "Léa Fontaine",
            "Support",
            "Mira Lang",
            closed,
            normal,
            NOW - 6 * day,
        ),
        Row(
            "260305008",
            "Password reset",
            "Léa Fontaine",
            "Support",
            "Mira Lang",
            TicketState.MERGED,
            normal,
            NOW - 7 * day,
        ),
    ]


def steps() -> list[Step]:
    """Return a probe that got stuck."""
    return [
        Step(_("Find the server"), "ok", 0.1, "outlook.office365.com, 40.99.1.2"),
        Step(_("Connect"), "ok", 0.3, "TLS 1.3"),
        Step(
            _("Sign in"),
            "failed",
            1.8,
            remedy=_(
                "The server refused the password. Check it, or make an app password "
                "if the account uses two-step sign-in."
            ),
            words="A0001 NO [AUTHENTICATIONFAILED] Authentication failed.",
        ),
        Step(_("Read the folder"), "skipped"),
        Step(_("Send a test mail"), "running"),
        Step(_("Wait for the test mail"), "waiting"),
    ]


def mailbox_kinds() -> list[dict[str, Any]]:
    """Return choice cards."""
    return [
        {
            "value": "microsoft",
            "title": "Microsoft 365",
            "icon": "mail",
            "text": _("Sign in with Microsoft; no password is stored."),
            "note": _("Takes about three minutes."),
        },
        {
            "value": "imap",
            "title": "IMAP",
            "icon": "inbox",
            "text": _("Any mailbox with a server address and a password."),
        },
        {
            "value": "pop3",
            "title": "POP3",
            "icon": "download",
            "text": _("Old mailboxes that know nothing else."),
            "disabled": True,
        },
    ]
