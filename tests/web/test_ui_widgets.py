"""Form widgets: those written without a template are what Django's templates make of them."""

from __future__ import annotations

import datetime

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from postroom.web.ui.widgets import Renderer


class Everything(forms.Form):
    text = forms.CharField(widget=forms.TextInput(attrs={"dir": "auto", "autofocus": True, "disabled": False}))
    email = forms.EmailField(required=False)
    number = forms.IntegerField(min_value=3)
    hidden = forms.CharField(widget=forms.HiddenInput)
    moment = forms.DateTimeField()
    chosen = forms.ChoiceField(choices=[("", "—"), ("a", "A & B"), ("Group <1>", [("b", "B"), (3, "C")])])
    several = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])


GIVEN = {
    "text": '"quoted" & <b>',
    "email": "a@b.example",
    "number": 7,
    "hidden": "h",
    "moment": datetime.datetime(2026, 1, 31, 8, 0, tzinfo=datetime.UTC),
    "chosen": 3,
    "several": ["b"],
}


@pytest.mark.parametrize("name", Everything.base_fields)
@pytest.mark.parametrize("initial", [{}, GIVEN])
def test_widget_is_what_the_template_makes(name: str, initial: dict[str, object]) -> None:
    ours, theirs = (
        str(Everything(initial=initial, renderer=renderer())[name]) for renderer in (Renderer, DjangoTemplates)
    )
    assert parse_html(ours) == parse_html(theirs)
    assert "<b>" not in ours
