"""How a person wishes to see the pages."""

from __future__ import annotations

from postroom.models import User


def choose_language(user: User, language: str) -> None:
    """Show pages and send notices in this language (a code of `settings.LANGUAGES`)."""
    User.objects.filter(pk=user.pk).update(language=language)


def choose_theme(user: User, theme: str) -> None:
    """Show pages light or dark; empty follows the system."""
    User.objects.filter(pk=user.pk).update(theme=theme)
