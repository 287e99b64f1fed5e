"""What a password must be, as the settings say: validators of Django (`AUTH_PASSWORD_VALIDATORS`)."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from postroom.configuration import configuration
from postroom.models import User


class LongEnough:
    """The shortest length is a setting."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError where the password is too short."""
        _shortest().validate(password, user)

    def get_help_text(self) -> str:
        """Return how long it has to be."""
        return _shortest().get_help_text()


class WithoutForbiddenWords:
    """Words that everybody here would try first, such as the name of the organisation."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError where the password contains such a word, whatever its case."""
        folded = password.casefold()
        if any(word.casefold() in folded for word in configuration().forbidden_words):
            raise ValidationError(_("This password contains a word that is easy to guess here. Choose another one."))

    def get_help_text(self) -> str:
        """Return what is not allowed, without the words."""
        return _("It must not contain words that are easy to guess here, such as the name of your organisation.")


def _shortest() -> MinimumLengthValidator:
    return MinimumLengthValidator(configuration().password_length)
