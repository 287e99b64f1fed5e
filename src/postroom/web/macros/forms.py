"""The forms of a macro: its name and where it is offered, and those of its actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from postroom.mail.html import make_safe
from postroom.models import Macro
from postroom.triggers.actions.change_ticket import ME
from postroom.web.triggers.action_forms import ActionForm, ChangeForm, NoteForm, TagsForm


class MacroForm(forms.ModelForm[Macro]):
    """What a macro is called, where it is offered, and what comes after it."""

    class Meta:
        model = Macro
        fields = ("name", "after", "groups", "active", "note")
        widgets = {
            "after": forms.RadioSelect,
            "groups": forms.CheckboxSelectMultiple,
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "groups": _("Where it is offered. None chosen: in all groups."),
            "note": _("Only for you and other administrators."),
        }


class MacroChangeForm(ChangeForm):
    """Change the ticket; the owner may be whoever runs the macro."""

    more_owners = ((ME, _("whoever runs the macro")),)

    def to_action(self) -> dict[str, Any]:
        """Return only what is to be changed."""
        if self.cleaned_data.get("owner") != ME:
            return super().to_action()
        self.cleaned_data["owner"] = ""
        return {**super().to_action(), "owner": ME}


class AnswerForm(ActionForm):
    """Answer the customer."""

    action, title, icon, takes_variables = "answer", _("Answer the customer"), "reply", True

    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 6, "class": "mono", "spellcheck": "false"}),
        help_text=_("HTML, such as <p> and <br>, with variables. Signature and quote follow below."),
    )

    def clean_body(self) -> str:
        """Return the HTML made safe."""
        safe = make_safe(self.cleaned_data["body"]).html
        if not safe.strip():
            raise ValidationError(_("Write something first."))
        return safe


MACRO_FORMS: dict[str, type[ActionForm]] = {
    form.action: form for form in (MacroChangeForm, TagsForm, AnswerForm, NoteForm)
}
