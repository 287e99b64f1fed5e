"""What agents fill in on the ticket pages."""

from __future__ import annotations

from email.utils import formataddr, getaddresses
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.mail.values import Address
from postroom.models import EmailAddress, Group, Priority, Ticket, TicketState, User
from postroom.models.tickets import PENDING_STATES
from postroom.tickets.access import possible_owners

STATES = [choice for choice in TicketState.choices if choice[0] != TicketState.MERGED]
MOST_BYTES = 25 * 1024 * 1024
"""Of attachments in one answer: more is refused by most mailboxes (Exchange Online: 35 MB in base64)."""


class AddressesField(forms.CharField):
    """One or more addresses as people write them: `Name <a@b.example>, c@d.example`."""

    def clean(self, value: Any) -> tuple[Address, ...]:
        """Return the addresses; raise ValidationError naming the one that is none."""
        text = str(super().clean(value) or "").replace(";", ",")
        addresses = [Address(name, email) for name, email in getaddresses([text]) if name or email]
        for address in addresses:
            try:
                validate_email(address.email)
            except forms.ValidationError as error:
                shown = address.email or address.name
                raise forms.ValidationError(_("“%(text)s” is no e-mail address.") % {"text": shown}) from error
        return tuple(addresses)


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, together not over the limit."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the uploaded files."""
        files = [super(FilesField, self).clean(item, initial) for item in (data or []) if item]
        if sum(file.size for file in files) > MOST_BYTES:
            raise forms.ValidationError(
                _("Together the files are larger than %(limit)d MB, more than most mailboxes take.")
                % {"limit": MOST_BYTES // 1024 // 1024}
            )
        return files


class WritingForm(forms.Form):
    """What reply, forward and note share."""

    body = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 10}))
    files = FilesField(label=gettext_lazy("Attachments"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Then set state"), required=False)
    pending_until = forms.DateTimeField(
        label=gettext_lazy("Pending until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("leave as it is")), *STATES]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A pending state needs a time."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("state") in PENDING_STATES and not cleaned.get("pending_until"):
            self.add_error("pending_until", _("Say until when the ticket is pending."))
        return cleaned


class MailForm(WritingForm):
    """A reply or a forward."""

    sender = forms.ModelChoiceField(EmailAddress.objects.none(), label=gettext_lazy("From"), empty_label=None)
    to = AddressesField(label=gettext_lazy("To"))
    cc = AddressesField(label=gettext_lazy("Cc"), required=False)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=500)

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sender"]
        field.queryset = EmailAddress.objects.filter(channel__isnull=False)  # type: ignore[attr-defined]
        field.initial = ticket.group.email_address_id


class NoteForm(WritingForm):
    """An internal note."""


class TicketForm(forms.Form):
    """The attributes of a ticket."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=2000)
    group = forms.ModelChoiceField(Group.objects.none(), label=gettext_lazy("Group"), empty_label=None)
    owner = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Owner"), required=False, empty_label=gettext_lazy("nobody")
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=STATES)
    pending_until = forms.DateTimeField(
        label=gettext_lazy("Pending until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    priority = forms.TypedChoiceField(label=gettext_lazy("Priority"), choices=Priority.choices, coerce=int)
    tags = forms.CharField(label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("Separated by commas."))

    def __init__(self, *args: Any, ticket: Ticket, groups: Any, **kwargs: Any) -> None:
        initial = {
            "title": ticket.title,
            "group": ticket.group_id,
            "owner": ticket.owner_id,
            "state": ticket.state,
            "pending_until": ticket.pending_until,
            "priority": ticket.priority,
            "tags": ", ".join(ticket.tags),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        self.fields["owner"].queryset = possible_owners(ticket.group)  # type: ignore[attr-defined]

    def clean_tags(self) -> list[str]:
        """Return the tags as a list."""
        return [tag.strip()[:100] for tag in self.cleaned_data["tags"].split(",") if tag.strip()]


def header(addresses: tuple[Address, ...]) -> str:
    """Return addresses as people write them."""
    return ", ".join(formataddr((address.name, address.email)) for address in addresses)
