"""Letting people choose their password: a mail with a link that works once."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from postroom.configuration import configuration
from postroom.models import User
from postroom.tickets.notifying import notify


def password_path(user: User) -> str:
    """Return where `user` chooses a password once, within `settings.PASSWORD_RESET_TIMEOUT`."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def invite(user: User, by: User | None, link: str) -> bool:
    """Put the mail with the link in the outbox; False where no channel can send it."""
    with override(user.language or configuration().default_language):
        return notify(user.email, _subject(), _body(link, user, by)) is not None


def _subject() -> str:
    organisation = configuration().organisation
    if not organisation:
        return _("Your access to the help desk")
    return _("Your access to the help desk of %(organisation)s") % {"organisation": organisation}


def _body(link: str, user: User, by: User | None) -> str:
    who = str(by) if by else configuration().organisation or "Postroom"
    lines = [
        _("Hello %(name)s,") % {"name": user},
        _("%(by)s lets you work in the help desk. Choose your password here:") % {"by": who},
        link,
        _("The link works once and for three days. Afterwards sign in with %(email)s.") % {"email": user.email},
    ]
    return "\n\n".join(lines)
