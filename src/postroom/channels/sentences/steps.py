"""What the steps of a connection are called on a page."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from postroom.models import Direction

STEPS: Final[dict[str, StrOrPromise]] = {
    "resolve": _("Look up the server name"),
    "connect": _("Connect"),
    "tls": _("Encrypt the connection"),
    "greeting": _("Hear the server's greeting"),
    "hello": _("Introduce ourselves"),
    "token": _("Get an access token"),
    "metadata": _("Ask the sign-in service about itself"),
    "identity": _("Check who signed in"),
    "sign-in": _("Sign in"),
    "folders": _("List the folders"),
    "folder": _("Open the folder"),
    "survey": _("Count what lies in it"),
    "list": _("List the messages"),
    "fetch": _("Read a message"),
    "settle": _("Delete the test mail"),
    "sender": _("Name the sender"),
    "recipient": _("Name the recipient"),
    "data": _("Hand over the test mail"),
    "verdict": _("Hear whether it was accepted"),
    "arrival": _("Find the test mail in the mailbox"),
    "newest": _("Read the newest message"),
    "sent": _("Send a test mail"),
    "copy": _("Find the copy of the sent mail"),
    "app": _("Ask whether the app is registered"),
    "clock": _("Compare the clocks"),
    "permissions": _("Look at the access token"),
    "ledger": _("Hold the ledger against the mailbox"),
    "unknown": _("Mail that Postroom does not know"),
    "leftovers": _("Mail that is only marked as deleted"),
    "quarantine": _("Mail in quarantine"),
    "elsewhere": _("Look into another folder"),
    "throttling": _("How it went lately"),
    "last-fetch": _("Last look into the mailbox"),
    "fence": _("Try to open another mailbox"),
    "subscription": _("Be told of new mail"),
    "save": _("Save the channel"),
    "trial": _("Look for a server"),
    "probe": _("Try it"),
}


_SECTIONS: Final[dict[str, StrOrPromise]] = {
    Direction.IN: _("Receiving"),
    Direction.OUT: _("Sending"),
    "app": _("App and tokens"),
    "metadata": _("App and tokens"),
    "permissions": _("App and tokens"),
    "clock": _("Clock"),
    "arrival": _("Test mails"),
    "ledger": _("Ledger"),
    "unknown": _("Ledger"),
    "leftovers": _("Ledger"),
    "quarantine": _("Ledger"),
    "elsewhere": _("Other folders"),
    "fence": _("Other mailboxes"),
}
"""By direction, else by step."""


def section_title(direction: str, step: str) -> StrOrPromise:
    """Return under what a line stands."""
    return _SECTIONS.get(direction or step, _("Result"))


def step_title(step: str) -> StrOrPromise:
    """Return the title; a word that a driver added shows itself until it is named here."""
    return STEPS.get(step, step)
