"""The choice of an app in a kind's form: there is usually one, and then the form does not ask."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from postroom.models import OAuthApp


def app_field() -> forms.ModelChoiceField[OAuthApp]:
    """Return the field, still without apps."""
    return forms.ModelChoiceField(label=_("App"), queryset=OAuthApp.objects.none(), empty_label=None)


def offer_apps(field: forms.Field, provider: str) -> None:
    """Let the apps of a provider be chosen, the first one as it is."""
    apps = OAuthApp.objects.filter(provider=provider)
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = apps
    field.initial = apps.first()
