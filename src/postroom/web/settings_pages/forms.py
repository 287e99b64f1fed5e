"""The form of all settings: labels, explanations, and what makes no sense."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

import regex
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from postroom.configuration import Configuration
from postroom.delivery.webhook_target import read_network
from postroom.models import EmailAddress
from postroom.web.users.forms import time_zones

_MEGABYTE = 1024 * 1024
_SMALLEST, _LARGEST = 1, 150
_SHORTEST_WORD = 3
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")


class SettingsForm(forms.Form):
    """Every field of `Configuration` that a person chooses; the size limit in megabytes, lists one a line."""

    organisation = forms.CharField(
        label=_("Organisation"), required=False, max_length=200, help_text=_("Stands in mails and signatures.")
    )
    public_url = forms.URLField(
        label=_("Public address"),
        required=False,
        assume_scheme="https",
        max_length=300,
        help_text=_("Where your agents reach these pages, such as https://desk.example.org. Links in mails begin so."),
    )
    default_language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of mails to people whose language is not known."),
    )
    ticket_number_kind = forms.ChoiceField(
        label=_("Ticket numbers"),
        widget=forms.RadioSelect,
        choices=[("counter", _("count up: 12345")), ("date", _("begin with the date: 2026013112345"))],
        help_text=_("No number is ever given twice."),
    )
    ticket_mark = forms.CharField(
        label=_("Ticket mark"),
        max_length=40,
        help_text=_("What stands before the number in the subject, as in [Ticket#12345]."),
    )
    ticket_mark_place = forms.ChoiceField(
        label=_("Place of the mark"),
        widget=forms.RadioSelect,
        choices=[
            ("right", _("at the end of the subject")),
            ("left", _("at its beginning")),
            ("off", _("nowhere: answers are found by their references only")),
        ],
    )
    reply_prefix = forms.CharField(
        label=_("Prefix of answers"), required=False, max_length=20, help_text=_("Without the colon.")
    )
    forward_prefix = forms.CharField(
        label=_("Prefix of forwarded mail"), required=False, max_length=20, help_text=_("Without the colon.")
    )
    subject_length = forms.IntegerField(
        label=_("Longest subject"),
        min_value=20,
        max_value=900,
        help_text=_("Characters; what is longer is cut when an answer is written."),
    )
    agents_make_tags = forms.BooleanField(
        label=_("Agents may make new tags"),
        required=False,
        help_text=_("Otherwise they choose among the tags there are. Mail, filters and triggers bring theirs anyway."),
    )
    reply_to_as_sender = forms.ChoiceField(
        label=_("Reply-To of mail that comes in"),
        widget=forms.RadioSelect,
        choices=[
            ("off", _("is only where the answer goes")),
            ("sender", _("becomes the customer, as web forms need it")),
            ("sender_keep_name", _("becomes the customer, with the name that From has")),
        ],
    )
    customer_from_recipient = forms.BooleanField(
        label=_("An agent who writes in opens the ticket for the recipient"),
        required=False,
        help_text=_("The first recipient that is not one of your addresses becomes the customer."),
    )
    size_limit = forms.IntegerField(
        label=_("Largest mail (MB)"),
        min_value=_SMALLEST,
        max_value=_LARGEST,
        help_text=_("A larger one becomes a ticket with headers, text and a list of what was left out."),
    )
    tell_sender_too_large = forms.BooleanField(label=_("Tell the sender of a mail that is too large"), required=False)
    trusted_authserv_ids = forms.CharField(
        label=_("Servers whose checks of the sender count"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "One a line: the name at the beginning of Authentication-Results that your own mail server writes."
        ),
    )
    blocked_senders = forms.CharField(
        label=_("Blocked senders"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "One a line: an address, or @example.com for all of a domain. Their mail becomes no ticket; it stays in "
            "the ledger, marked as ignored. Agents add to the list when they mark a ticket as spam."
        ),
    )
    monitoring = forms.BooleanField(
        label=_("One ticket for each fault that a monitoring system reports"),
        required=False,
        help_text=_("Later mails about the fault are added to it, and its recovery closes it."),
    )
    outside_references = forms.BooleanField(
        label=_("One ticket for each issue of Jira and ServiceNow"),
        required=False,
        help_text=_("Only mails with that system’s own header, from the address that wrote before, are joined."),
    )
    sender_format = forms.ChoiceField(
        label=_("Sender of answers"),
        widget=forms.RadioSelect,
        choices=[
            ("agent_via", _("agent via address: “Anna Miller via Example Support”")),
            ("address", _("address only: “Example Support”")),
            ("agent", _("agent only: “Anna Miller”")),
        ],
    )
    sender_separator = forms.CharField(
        label=_("Word between the two"), max_length=20, help_text=_("Only for the first choice above.")
    )
    notification_sender = forms.ChoiceField(
        label=_("Sender of Postroom’s own mails"),
        required=False,
        help_text=_("Of notices, invitations and passwords."),
    )
    no_automatic_mail_to = forms.CharField(
        label=_("No automatic mail to"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_(
            "A regular expression that the whole address has to match. Automatic mail is never answered anyway."
        ),
    )
    undo_seconds = forms.IntegerField(
        label=_("Answers can be called back for (seconds)"),
        min_value=0,
        max_value=300,
        help_text=_("So long they wait after Send. With 0 they leave at once."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[("UTC", "UTC"), *((zone, zone) for zone in time_zones())],
        help_text=_("In which the hours of scheduled jobs are meant."),
    )
    audit_days = forms.IntegerField(
        label=_("Keep the audit log for (days)"),
        min_value=0,
        max_value=36500,
        help_text=_("Who changed what of the installation, and who signed in. With 0 it is kept for ever."),
    )
    notification_days = forms.IntegerField(
        label=_("Keep notifications for (days)"),
        min_value=0,
        max_value=36500,
        help_text=_("Those in the page, read or not. With 0 they are kept for ever."),
    )
    retry_hours = forms.IntegerField(
        label=_("Try to send for (hours)"),
        min_value=1,
        max_value=240,
        help_text=_("While a server is in trouble; lasting errors fail at once."),
    )

    password_length = forms.IntegerField(
        label=_("Shortest password"),
        min_value=8,
        max_value=64,
        help_text=_("Characters that a new password needs. Very common passwords are refused at any length."),
    )
    forbidden_words = forms.CharField(
        label=_("Words that no password may contain"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_("One a line, three characters at least: what everybody here would try first, such as your name."),
    )
    session_days = forms.IntegerField(
        label=_("Sign in anew after (days)"),
        min_value=1,
        max_value=90,
        help_text=_("At the latest, whatever somebody does."),
    )
    idle_minutes = forms.IntegerField(
        label=_("Sign in anew without a click for (minutes)"),
        min_value=0,
        max_value=60 * 24,
        help_text=_("What an open page asks by itself does not count. With 0 nobody is signed out for being idle."),
    )
    webhook_networks = forms.CharField(
        label=_("Addresses in your own network that webhooks may call"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "One a line: a network such as 10.1.0.0/16, an address, or the name of a server. Everything else in your "
            "own network is refused, so that nobody who may write triggers reaches what is hidden there."
        ),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, now: Configuration) -> None:
        super().__init__(data, initial=as_initial(now))
        field = self.fields["notification_sender"]
        assert isinstance(field, forms.ChoiceField)
        addresses = EmailAddress.objects.filter(channel__isnull=False).values_list("email", flat=True)
        # An address whose channel was deleted stays to be seen, or saving would change it by the way.
        chosen = {now.notification_sender} - {""} if not self.is_bound else set()
        field.choices = [
            ("", _("the first sending address")),
            *((email, email) for email in sorted({*addresses, *chosen})),
        ]

    def clean_public_url(self) -> str:
        """Return the address without a slash at its end: paths are put behind it."""
        address = str(self.cleaned_data["public_url"]).rstrip("/")
        parts = urlsplit(address)
        if address and (parts.scheme not in ("http", "https") or parts.query or parts.fragment):
            raise forms.ValidationError(_("The address begins with https:// or http:// and has no ? or #."))
        return address

    def clean_ticket_mark(self) -> str:
        """Refuse what would not be found again in a subject."""
        mark = str(self.cleaned_data["ticket_mark"]).strip()
        if re.search(r"[\[\]\r\n]", mark):
            raise forms.ValidationError(_("The brackets are added automatically: leave them out."))
        if mark[-1:].isdigit():
            raise forms.ValidationError(_("The mark must not end with a digit, or it would run into the number."))
        return mark

    def clean_no_automatic_mail_to(self) -> str:
        """Refuse what is no regular expression, or stops all automatic mail."""
        pattern = str(self.cleaned_data["no_automatic_mail_to"]).strip()
        try:
            re.compile(pattern)
            stops_all = bool(pattern) and _matches(pattern, "somebody@example.org")
            _matches(pattern, f"{'a' * 64}@{'a' * 180}")
        except (re.error, regex.error) as error:
            raise forms.ValidationError(
                _("This is no regular expression: %(error)s"), params={"error": error}
            ) from error
        except TimeoutError as error:
            raise forms.ValidationError(_("This expression takes too long. Write a simpler one.")) from error
        if stops_all:
            raise forms.ValidationError(_("This matches every address: no automatic mail would leave at all."))
        return pattern

    def clean_trusted_authserv_ids(self) -> list[str]:
        """Return the names, one a line or between commas."""
        return [word for word in re.split(r"[\s,;]+", self.cleaned_data["trusted_authserv_ids"].lower()) if word]

    def clean_blocked_senders(self) -> list[str]:
        """Return the addresses and domains in lower case, refusing what is neither."""
        words = re.split(r"[\s,;]+", self.cleaned_data["blocked_senders"].lower())
        listed = sorted({word for word in words if word})
        wrong = next((word for word in listed if not re.fullmatch(r"[^@]*@[^@]+", word)), None)
        if wrong is not None:
            raise forms.ValidationError(
                _("“%(word)s” is neither an address nor @ and a domain."), params={"word": wrong}
            )
        return listed

    def clean_forbidden_words(self) -> list[str]:
        """Return the words, refusing those so short that hardly any password would be left."""
        words = sorted(set(self.cleaned_data["forbidden_words"].split()))
        if any(len(word) < _SHORTEST_WORD for word in words):
            raise forms.ValidationError(_("A word needs three characters at least."))
        return words

    def clean_webhook_networks(self) -> list[str]:
        """Return networks, addresses and host names, refusing what is neither."""
        words = [word for word in re.split(r"[\s,;]+", self.cleaned_data["webhook_networks"].lower()) if word]
        wrong = next((word for word in words if not (read_network(word) or _HOST.fullmatch(word))), None)
        if wrong is not None:
            raise forms.ValidationError(
                _("“%(word)s” is neither a network such as 10.1.0.0/16 nor the name of a server."),
                params={"word": wrong},
            )
        return words

    @property
    def values(self) -> dict[str, Any]:
        """What `configure` takes."""
        return {**self.cleaned_data, "size_limit": self.cleaned_data["size_limit"] * _MEGABYTE}


def _matches(pattern: str, address: str) -> bool:
    """Try the pattern with a deadline, which the standard library has none of: mail must not wait for an expression."""
    return regex.fullmatch(pattern, address, regex.IGNORECASE, timeout=0.5) is not None


def as_initial(now: Configuration) -> dict[str, Any]:
    """Return the settings as the form shows them."""
    shown = asdict(now)
    shown["size_limit"] = max(_SMALLEST, round(now.size_limit / _MEGABYTE))
    shown["trusted_authserv_ids"] = "\n".join(now.trusted_authserv_ids)
    shown["webhook_networks"] = "\n".join(now.webhook_networks)
    shown["forbidden_words"] = "\n".join(now.forbidden_words)
    shown["blocked_senders"] = "\n".join(now.blocked_senders)
    return shown
