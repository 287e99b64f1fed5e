"""Form fields of the ticket pages: addresses as people write them, several files, tags, points in time, rich text."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import getaddresses
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from postroom.mail.values import Address

MOST_BYTES = 25 * 1024 * 1024
"""Of attachments in one answer: more is refused by most mailboxes (Exchange Online: 35 MB in base64)."""


class AtOnce(ModelChoiceIterator[Any]):
    """Choices by one statement for a whole form.

    Django's own way asks for every look at them, and opens a cursor in the database for it.
    """

    def __iter__(self) -> Iterator[tuple[ModelChoiceIteratorValue | str, str]]:
        """Yield value and label of each."""
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        yield from map(self.choice, self.queryset)


class AddressesField(forms.CharField):
    """One or more addresses: `Name <a@b.example>, c@d.example`."""

    def clean(self, value: Any) -> tuple[Address, ...]:
        """Return the addresses; raise ValidationError naming the one that is none."""
        text = str(super().clean(value) or "").replace(";", ",")
        entries = [_read(entry) for entry in _entries(text)]
        for address, entry in entries:
            try:
                validate_email(address.email)
            except forms.ValidationError as error:
                raise forms.ValidationError(_("“%(text)s” is not an e-mail address.") % {"text": entry}) from error
        return tuple(address for address, _entry in entries)


def _entries(text: str) -> list[str]:
    """Split at commas outside quotes; the standard library gives up on a whole header for one bad entry."""
    entries, quoted = [""], False
    for character in text:
        quoted ^= character == '"'
        if character in ",\n" and not quoted:
            entries.append("")
        else:
            entries[-1] += character
    return [entry.strip() for entry in entries if entry.strip()]


def _read(entry: str) -> tuple[Address, str]:
    name, email = next(iter(getaddresses([entry])), ("", ""))
    return Address(name, email), entry


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, together not over the limit."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the uploaded files."""
        files = [super(FilesField, self).clean(item, initial) for item in (data or []) if item]
        if sum(file.size for file in files) > MOST_BYTES:
            raise forms.ValidationError(
                _("Together the files are larger than %(limit)d MB, more than most mailboxes take.")
                % {"limit": MOST_BYTES // 1024 // 1024}
            )
        return files


class TagsField(forms.CharField):
    """Tags separated by commas, offered while one types."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs |= {"data-addresses": reverse_lazy("tag_offers"), "data-addresses-label": self.label}

    def clean(self, value: Any) -> list[str]:
        """Return the tags, each once, in alphabetical order."""
        text = str(super().clean(value) or "")
        return sorted({tag.strip()[:100] for tag in text.split(",") if tag.strip()})

    def prepare_value(self, value: Any) -> Any:
        """Show a list as people write it."""
        return ", ".join(value) if isinstance(value, list) else value


def time_field(label: Any) -> forms.DateTimeField:
    """Return a field for a point in time, with the browser's own calendar."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget)
