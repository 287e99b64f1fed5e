"""Forms that are the same for every kind of channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from postroom.channels.foresight import Choices, Foresight, Found, foresee
from postroom.channels.registry import kind_of
from postroom.models import AfterImport, Channel, ChannelDraft, EmailAddress, Group, TicketState

INBOX = "INBOX"
"""RFC 3501 section 5.1: the one name that is the same on every server, in any case of letters."""

ARCHIVE_STATES = (TicketState.CLOSED, TicketState.OPEN, TicketState.NEW)


class FolderForm(forms.Form):
    """A folder of the server's list, or a path typed by hand."""

    folder = forms.ChoiceField(label=_("Folder"))
    typed = forms.CharField(
        label=_("Or type a path"),
        required=False,
        max_length=250,
        help_text=_("For a folder that is not in the list; levels separated by /, such as Support/Germany."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, draft: ChannelDraft) -> None:
        listed = [path for path in draft.folders if path.upper() != INBOX]
        typed = draft.folder if draft.folder not in listed else ""
        super().__init__(data, initial={"folder": draft.folder or INBOX, "typed": typed})
        field = self.fields["folder"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(INBOX, _("Inbox")), *((path, path) for path in listed)]

    @property
    def path(self) -> str:
        """The chosen folder, empty for the inbox."""
        path = str(self.cleaned_data["typed"].strip() or self.cleaned_data["folder"])
        return "" if path.upper() == INBOX else path


def _kept_checkbox() -> forms.CheckboxInput:
    """A box that stays as it is while the sentences around it come anew: it may be ticked before they arrive."""
    return forms.CheckboxInput(attrs={"hx-preserve": True})


class ImportForm(forms.ModelForm[ChannelDraft]):
    """What happens to the mail, where it goes, and the confirmations that follow from it."""

    confirm_delete = forms.BooleanField(
        required=False, widget=_kept_checkbox(), label=_("Yes, delete imported mail from the mailbox")
    )
    confirm_answers = forms.BooleanField(
        required=False,
        widget=_kept_checkbox(),
        label=_("Yes, treat this mail as new and let it be answered automatically"),
    )

    class Meta:
        model = ChannelDraft
        fields = (
            "after_import",
            "move_to",
            "archive",
            "archive_before",
            "archive_state",
            "group",
            "for_group_mail",
        )
        labels = {
            "after_import": _("Once a mail is safely stored in Postroom"),
            "move_to": _("Folder to move it to"),
            "archive": _("Archive old mail"),
            "archive_before": _("Old is what arrived before"),
            "archive_state": _("Archived tickets are"),
            "group": _("New mail becomes tickets of this group"),
            "for_group_mail": _("Send this group's outgoing mail from this address"),
        }
        help_texts = {
            "archive": _("It becomes tickets with its own dates, without automatic replies and without notifications."),
        }
        widgets = {
            "after_import": forms.RadioSelect,
            "archive_before": forms.DateTimeInput(
                attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"
            ),
        }

    def __init__(self, data: Mapping[str, Any] | None = None, *, draft: ChannelDraft) -> None:
        self.found = Found.of(draft)
        super().__init__(data, instance=draft, initial=_suggestions(draft, self.found))
        labels = dict(AfterImport.choices)
        allowed = kind_of(draft).after_import_choices(draft)
        self.fields["after_import"] = forms.ChoiceField(
            label=self.fields["after_import"].label,
            choices=[(choice.value, labels[choice.value]) for choice in allowed],
            widget=forms.RadioSelect,
        )
        self.fields["archive_state"] = forms.ChoiceField(
            label=self.fields["archive_state"].label, choices=[(state.value, state.label) for state in ARCHIVE_STATES]
        )
        group = self.fields["group"]
        assert isinstance(group, forms.ModelChoiceField)
        group.queryset, group.required = Group.objects.filter(active=True), True
        group.empty_label = str(_("choose a group"))
        self.fields["archive_before"].required = False
        self.order_fields(self.Meta.fields)

    def clean(self) -> dict[str, Any]:
        """Demand what the choices need, and the confirmation of what follows from them."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("after_import") == AfterImport.MOVE and not cleaned.get("move_to"):
            self.add_error("move_to", _("Name the folder that imported mail is moved to."))
        if cleaned.get("archive") and not cleaned.get("archive_before"):
            cleaned["archive_before"] = timezone.now()
        foresight = self.foresight
        if foresight.deletes and not cleaned.get("confirm_delete"):
            self.add_error("confirm_delete", _("Confirm this, or keep the mail in the mailbox."))
        if foresight.answers and not cleaned.get("confirm_answers"):
            self.add_error("confirm_answers", _("Confirm this, or archive old mail."))
        return cleaned

    @property
    def foresight(self) -> Foresight:
        """What follows from the choices as they stand in the form."""
        values = self.cleaned_data if self.is_bound and hasattr(self, "cleaned_data") else self.initial
        choices = Choices(
            values.get("after_import", AfterImport.DELETE), bool(values.get("archive")), values.get("archive_before")
        )
        return foresee(self.found, choices)


class AddressForm(forms.Form):
    """One address of a channel. Whether it may be ours is known to the verb, not to the form."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("An alias has to exist on the mail server first: Postroom does not make it."),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("What recipients see as the sender, such as “Example Support”."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=250, required=False, help_text=_("Only for you and other administrators.")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, address: EmailAddress | None = None) -> None:
        initial = {"email": address.email, "name": address.name, "note": address.note} if address else {}
        super().__init__(data, initial=initial)


class GroupForm(forms.Form):
    """Another group for new mail."""

    group = forms.ModelChoiceField(
        Group.objects.none(), label=_("New mail becomes tickets of this group"), empty_label=_("choose a group")
    )
    sending_address = forms.ModelChoiceField(
        EmailAddress.objects.none(),
        label=_("The group sends its mail from"),
        required=False,
        empty_label=_("leave as it is"),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, channel: Channel) -> None:
        super().__init__(data, initial={"group": channel.group})
        for name, rows in (("group", Group.objects.filter(active=True)), ("sending_address", channel.addresses.all())):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


class DeleteForm(forms.Form):
    """Deleting is confirmed by typing the channel's name."""

    name = forms.CharField(
        label=_("Type the name of the channel to delete it"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, channel: Channel) -> None:
        super().__init__(data)
        self._channel = channel

    def clean_name(self) -> str:
        """Compare without case: it is a question, not a password."""
        typed: str = self.cleaned_data["name"]
        if typed.strip().casefold() != self._channel.name.casefold():
            raise forms.ValidationError(_("This is not the name of the channel."))
        return typed


def _suggestions(draft: ChannelDraft, found: Found) -> dict[str, Any]:
    """Suggest what is safe while nothing was decided: old mail is archived as of now."""
    if draft.group_id is not None:
        return {"archive_before": draft.archive_before or timezone.now()}
    groups = Group.objects.filter(active=True)[:2]
    return {
        "archive": found.count > 0,
        "archive_before": timezone.now(),
        # Where there are several, somebody has to choose: mail in the wrong group is seen by the wrong people.
        "group": groups[0] if len(groups) == 1 else None,
    }
