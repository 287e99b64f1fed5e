"""The two choices of how mail comes and goes, with what speaks for each."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from postroom.channels.kinds.microsoft365.config import Way, Ways

RECEIVING: Final = (Way.GRAPH, Way.IMAP)
SENDING: Final = (Way.GRAPH, Way.SMTP)

_LABELS = {
    Way.GRAPH: _("Microsoft Graph (recommended)"),
    Way.IMAP: _("IMAP"),
    Way.SMTP: _("SMTP"),
}


def receive_field() -> forms.ChoiceField:
    """Return the choice of how mail comes."""
    return forms.ChoiceField(
        label=_("Receive by"),
        choices=[(way.value, _LABELS[way]) for way in RECEIVING],
        widget=forms.RadioSelect,
        help_text=_(
            "Graph is Microsoft's own way: it works where IMAP is switched off, and what is deleted stays in Deleted "
            "Items for a while. Take IMAP where an administrator has allowed only that."
        ),
    )


def send_field() -> forms.ChoiceField:
    """Return the choice of how mail goes."""
    return forms.ChoiceField(
        label=_("Send by"),
        choices=[(way.value, _LABELS[way]) for way in SENDING],
        widget=forms.RadioSelect,
        help_text=_(
            "Graph needs no SMTP AUTH and keeps the copy in Sent Items of the mailbox itself. SMTP keeps the sender's "
            "name as it is written here, and takes large attachments from a shared mailbox; of that one the copy goes "
            "to Sent Items of whoever is signed in."
        ),
    )


def initial_of(ways: Ways) -> dict[str, Any]:
    """Return what the fields show."""
    return {"receive": ways.receive.value, "send": ways.send.value}


def chosen(cleaned: dict[str, Any]) -> Ways:
    """Return what was chosen."""
    return Ways(Way(cleaned["receive"]), Way(cleaned["send"]))
