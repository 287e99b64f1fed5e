"""The form of a text module."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.mail.editing import from_editor
from postroom.mail.html import make_safe
from postroom.mail.html_text import html_to_text
from postroom.mail.text_html import text_to_html
from postroom.models import TextModule

OTHER_LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code != "en"]


class TextModuleForm(forms.ModelForm[TextModule]):
    """Name in every language, keyword, text. `rich` is what the editor sends; `body` is plain text without it."""

    body = forms.CharField(
        label=gettext_lazy("Text"), required=False, widget=forms.Textarea(attrs={"rows": 8, "data-rich": ""})
    )
    rich = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-rich-value": ""}))

    class Meta:
        model = TextModule
        fields = ("name", "keyword", "groups", "active")
        widgets = {"groups": forms.CheckboxSelectMultiple}
        help_texts = {
            "keyword": gettext_lazy("Typed behind :: in the editor, it finds this text at once."),
            "groups": gettext_lazy("Where it is offered. None chosen: in all groups."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].initial = html_to_text(self.instance.body)
        for code, language in OTHER_LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": language},
                required=False,
                max_length=160,
                initial=self.instance.names.get(code, ""),
            )

    def names(self) -> list[forms.BoundField]:
        """Return the fields of the name in other languages."""
        return [self[f"name_{code}"] for code, _language in OTHER_LANGUAGES]

    def clean(self) -> dict[str, Any]:
        """A text is needed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not html_to_text(self._html()).strip():
            self.add_error("body", _("Write something first."))
        return cleaned

    def save(self, commit: bool = True) -> TextModule:
        """Keep the text made safe, and the names."""
        self.instance.body = self._html()
        names = {code: self.cleaned_data[f"name_{code}"].strip() for code, _language in OTHER_LANGUAGES}
        self.instance.names = {code: name for code, name in names.items() if name}
        return super().save(commit)

    def _html(self) -> str:
        rich = self.cleaned_data.get("rich") or ""
        return make_safe(from_editor(rich)).html if rich else text_to_html(self.cleaned_data.get("body") or "")
