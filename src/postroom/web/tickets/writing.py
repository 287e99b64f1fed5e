"""What agents fill in to write: answer, forward, note, a new ticket."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.mail.editing import from_editor, goes_beyond, own_words, text_goes_beyond
from postroom.mail.fold import fold_text
from postroom.mail.html import make_safe
from postroom.mail.html_text import html_to_text
from postroom.mail.text_html import text_to_html
from postroom.models import EmailAddress, Group, Priority, Ticket, TicketState, User
from postroom.models.groups import Encryption
from postroom.models.tickets import PENDING_STATES
from postroom.tickets.access import may_own
from postroom.tickets.drafts import FileDraft
from postroom.web.tickets.fields import AddressesField, FilesField, TagsField, time_field
from postroom.web.tickets.forms import PRIORITIES, STATES
from postroom.web.tickets.tag_choice import refuse_new_tags

DRAFTED = (
    *("sender", "to", "cc", "bcc", "subject", "body", "rich", "plain", "whole", "protection", "state"),
    *("pending_until", "how", "customer", "group", "title", "owner", "priority", "tags"),
)
"""Fields that a draft keeps."""
THEN = {
    "closed": (TicketState.CLOSED.value, 0),
    "tomorrow": (TicketState.PENDING_REMINDER.value, 1),
    "week": (TicketState.PENDING_REMINDER.value, 7),
}
"""What the buttons beside Send set: a state and for how many days."""


class WritingForm(forms.Form):
    """What all writing shares. `body` is plain text; where the rich editor runs, it sends `rich` beside it.

    `plain`: it is to leave as plain text. `whole`: signature and quote stood in the editor and are what was made of
    them there; without it they are added below.
    """

    body = forms.CharField(
        label=gettext_lazy("Text"), required=False, widget=forms.Textarea(attrs={"rows": 8, "data-rich": ""})
    )
    rich = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-rich-value": ""}))
    plain = forms.CharField(required=False, widget=forms.HiddenInput)
    whole = forms.CharField(required=False, widget=forms.HiddenInput)
    attachments = FilesField(label=gettext_lazy("Attachments"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Then set state"), required=False)
    pending_until = time_field(gettext_lazy("Pending until"))
    then = forms.ChoiceField(required=False, choices=[(name, name) for name in ("", *THEN)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._given = ""
        self._cids: frozenset[str] = frozenset()
        self._may_be_empty = False
        self.fields["state"] = forms.ChoiceField(
            label=_("Then set state"), required=False, choices=[("", _("leave state as it is")), *STATES]
        )

    def begin_with(self, given: str, cids: frozenset[str], *, may_be_empty: bool = False) -> None:
        """Say what stands there before anybody writes, as HTML, and which images the text may show."""
        self._given, self._cids, self._may_be_empty = given, cids, may_be_empty

    @property
    def is_plain(self) -> bool:
        """Whether it leaves as plain text."""
        return bool(self.cleaned_data.get("plain"))

    @property
    def is_whole(self) -> bool:
        """Whether signature and quote stand in it already."""
        return bool(self.cleaned_data.get("whole"))

    def clean(self) -> dict[str, Any]:
        """A text is needed, and a pending state needs a time."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self._may_be_empty and not self._is_written():
            self.add_error("body", _("Write something first."))
        if not cleaned.get("then") and cleaned.get("state") in PENDING_STATES and not cleaned.get("pending_until"):
            self.add_error("pending_until", _("Say until when the ticket is pending."))
        return cleaned

    def html(self) -> str:
        """Return what was written as safe HTML; empty where it leaves as plain text."""
        if self.is_plain:
            return ""
        rich = self._rich()
        return make_safe(from_editor(rich), self._cids).html if rich else text_to_html(self._body())

    def text(self) -> str:
        """Return what was written as plain text."""
        return html_to_text(self.html()) if self._rich() else self._body()

    def own_text(self) -> str:
        """Return what was written beside signature and quote."""
        if not self.is_whole:
            return self.text()
        if self._rich():
            return own_words(self.html())
        body, given = self._body().strip(), html_to_text(self._given).strip()
        if given and body.endswith(given):
            return body.removesuffix(given).strip()
        return html_to_text(fold_text(body).new)

    def wanted_state(self, now: datetime.datetime) -> tuple[str, datetime.datetime | None]:
        """Return the state to set, if any, and until when it is pending: of the button pressed, else of the field."""
        if self.cleaned_data.get("then"):
            state, days = THEN[self.cleaned_data["then"]]
            return state, now + datetime.timedelta(days=days) if days else None
        return self.cleaned_data.get("state") or "", self.cleaned_data.get("pending_until")

    def drafted(self) -> dict[str, str]:
        """Return the fields as they were sent, to be shown again."""
        return {name: str(self.data[name]) for name in DRAFTED if name in self.data}

    def _is_written(self) -> bool:
        if not self._rich():
            return text_goes_beyond(self._body(), self._given if self.is_whole else "")
        html = self.html()
        above = html.partition('<div data-mail="signature"')[0].partition("<blockquote")[0]
        return goes_beyond(html, self._given) or "<img " in above

    def _rich(self) -> str:
        return "" if self.is_plain else self.cleaned_data.get("rich") or ""

    def _body(self) -> str:
        return str(self.cleaned_data.get("body") or "").replace("\r\n", "\n")

    def uploaded(self) -> tuple[FileDraft, ...]:
        """Return the files that were added; none where they were refused."""
        return tuple(
            FileDraft(file.name or "file", file.content_type or "application/octet-stream", _whole(file))
            for file in self.cleaned_data.get("attachments", ())
        )


def _whole(file: UploadedFile[bytes]) -> bytes:
    """What was read to be sent is read again to be kept when sending was refused."""
    file.seek(0)
    content: bytes = file.read()
    return content


PROTECTIONS: dict[str, tuple[bool | None, bool | None]] = {
    "": (None, None),
    "none": (False, False),
    "sign": (True, False),
    "encrypt": (False, True),
    "both": (True, True),
}
"""What `sign` and `encrypt` of a mail become; None: as the group does."""


class MailForm(WritingForm):
    """An answer or a forward."""

    sender = forms.ModelChoiceField(EmailAddress.objects.none(), label=gettext_lazy("From"), empty_label=None)
    to = AddressesField(label=gettext_lazy("To"))
    cc = AddressesField(label=gettext_lazy("Cc"), required=False)
    bcc = AddressesField(label=gettext_lazy("Bcc"), required=False)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=1000)
    protection = forms.ChoiceField(
        label=gettext_lazy("Protection"),
        required=False,
        choices=[
            ("", gettext_lazy("as the group does")),
            ("none", gettext_lazy("neither sign nor encrypt")),
            ("sign", gettext_lazy("sign")),
            ("encrypt", gettext_lazy("encrypt")),
            ("both", gettext_lazy("sign and encrypt")),
        ],
    )

    def __init__(self, *args: Any, ticket: Ticket, protectable: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._group = ticket.group
        field = self.fields["sender"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = addresses_of(ticket.group)
            field.initial = ticket.group.email_address_id
            field.widget.attrs["data-signature"] = ""
        for name in ("to", "cc", "bcc"):
            self.fields[name].widget.attrs |= offering_people(self.fields[name].label)
        if not protectable:
            # Nobody here signs or encrypts: no question about it.
            del self.fields["protection"]

    def clean(self) -> dict[str, Any]:
        """Whoever opens an encrypted mail can see for which keys it was encrypted: blind copies would not be blind."""
        cleaned = super().clean()
        if cleaned.get("bcc") and self._is_encrypted(cleaned.get("protection", "")):
            self.add_error("bcc", _("An encrypted mail has no blind copies: every recipient can see who can read it."))
        return cleaned

    def _is_encrypted(self, protection: str) -> bool:
        _sign, encrypt = PROTECTIONS[protection]
        return self._group.encrypt_mail == Encryption.ALWAYS if encrypt is None else encrypt

    def protected(self) -> tuple[bool | None, bool | None]:
        """Return whether to sign and whether to encrypt; None means as the group does."""
        return PROTECTIONS[self.cleaned_data.get("protection", "")]


class NoteForm(WritingForm):
    """An internal note."""


class NewTicketForm(WritingForm):
    """A ticket for a customer."""

    how = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[
            ("phone", gettext_lazy("The customer called")),
            ("mail", gettext_lazy("Write a mail to the customer")),
        ],
        widget=forms.RadioSelect,
        initial="phone",
    )
    customer = AddressesField(
        label=gettext_lazy("Customer"), help_text=gettext_lazy("Name <address>, or the address alone.")
    )
    group = forms.ModelChoiceField(Group.objects.none(), label=gettext_lazy("Group"), empty_label=None)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=1000)
    owner = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Owner"), required=False, empty_label=gettext_lazy("nobody")
    )
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"),
        choices=PRIORITIES,
        coerce=int,
        required=False,
        initial=Priority.NORMAL,
    )
    tags = TagsField(label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("Separated by commas."))

    def offer(self, groups: QuerySet[Group], owners: QuerySet[User], by: User) -> None:
        """Offer these groups and owners to `by`."""
        self._by = by
        for name, offered in (("group", groups), ("owner", owners)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = offered
        for name in ("how", "group"):
            self.fields[name].widget.attrs["data-signature"] = ""
        customer = self.fields["customer"]
        customer.widget.attrs |= {**offering_people(customer.label), "data-addresses-one": ""}

    def clean(self) -> dict[str, Any]:
        """An owner has to be one who may own tickets of the group."""
        cleaned = super().clean()
        owner, group = cleaned.get("owner"), cleaned.get("group")
        if owner and group and not may_own(owner, group):
            refusal = _("%(owner)s may not work on tickets of the group %(group)s.") % {"owner": owner, "group": group}
            self.add_error("owner", refusal)
        return cleaned

    def clean_tags(self) -> list[str]:
        """Refuse tags that are not in the list, where agents may only choose."""
        tags: list[str] = self.cleaned_data["tags"]
        refuse_new_tags(self._by, tags)
        return tags

    def clean_customer(self) -> Any:
        """One ticket has one customer."""
        addresses = self.cleaned_data["customer"]
        if len(addresses) > 1:
            raise forms.ValidationError(_("A ticket has one customer. Name one address."))
        return addresses[0]


def offering_people(label: object) -> dict[str, object]:
    """Return what makes a field offer people."""
    return {"data-addresses": reverse("writing_people"), "data-addresses-label": label}


def addresses_of(group: Group) -> Any:
    """Return the addresses that answers of a group may come from: those of the channel it sends by."""
    if group.email_address is None or group.email_address.channel is None:
        return EmailAddress.objects.none()
    return EmailAddress.objects.filter(channel=group.email_address.channel).select_related("channel")
