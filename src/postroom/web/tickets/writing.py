"""What agents fill in to write: answer, forward, note, a new ticket."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.mail.html import make_safe
from postroom.mail.html_text import html_to_text
from postroom.mail.text_html import text_to_html
from postroom.models import EmailAddress, Group, MailKey, Ticket
from postroom.models.tickets import PENDING_STATES
from postroom.tickets.drafts import FileDraft
from postroom.web.tickets.fields import AddressesField, FilesField, time_field
from postroom.web.tickets.forms import STATES


class WritingForm(forms.Form):
    """What all writing shares. `body` is plain text; where the editor runs, it sends `rich` beside it."""

    body = forms.CharField(
        label=gettext_lazy("Text"), required=False, widget=forms.Textarea(attrs={"rows": 8, "data-rich": ""})
    )
    rich = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-rich-value": ""}))
    attachments = FilesField(label=gettext_lazy("Attachments"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Then set state"), required=False)
    pending_until = time_field(gettext_lazy("Pending until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"] = forms.ChoiceField(
            label=_("Then set state"), required=False, choices=[("", _("leave state as it is")), *STATES]
        )

    def clean(self) -> dict[str, Any]:
        """A text is needed, and a pending state needs a time."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.text().strip():
            self.add_error("body", _("Write something first."))
        if cleaned.get("state") in PENDING_STATES and not cleaned.get("pending_until"):
            self.add_error("pending_until", _("Say until when the ticket is pending."))
        return cleaned

    def html(self) -> str:
        """Return what was written as safe HTML."""
        rich = self.cleaned_data.get("rich") or ""
        return make_safe(rich).html if rich else text_to_html(self.cleaned_data.get("body") or "")

    def text(self) -> str:
        """Return what was written as plain text."""
        rich = self.cleaned_data.get("rich") or ""
        return html_to_text(rich) if rich else str(self.cleaned_data.get("body") or "")

    def uploaded(self) -> tuple[FileDraft, ...]:
        """Return the files that were added."""
        return tuple(
            FileDraft(file.name or "file", file.content_type or "application/octet-stream", file.read())
            for file in self.cleaned_data["attachments"]
        )


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

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sender"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = addresses_of(ticket.group)
            field.initial = ticket.group.email_address_id
        if not MailKey.objects.exists():
            # Nobody here signs or encrypts: no question about it.
            del self.fields["protection"]

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

    def offer(self, groups: QuerySet[Group]) -> None:
        """Offer these groups."""
        field = self.fields["group"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = groups

    def clean_customer(self) -> Any:
        """One ticket has one customer."""
        addresses = self.cleaned_data["customer"]
        if len(addresses) > 1:
            raise forms.ValidationError(_("A ticket has one customer. Name one address."))
        return addresses[0]


def addresses_of(group: Group) -> Any:
    """Return the addresses that answers of a group may come from: those of the channel it sends by."""
    if group.email_address is None or group.email_address.channel is None:
        return EmailAddress.objects.none()
    return EmailAddress.objects.filter(channel=group.email_address.channel).select_related("channel")
