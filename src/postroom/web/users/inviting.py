"""Letting people choose their password: a mail with a link, or the link itself where no mail can leave yet."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from postroom.configuration import configuration
from postroom.models import User
from postroom.tickets.notifying import notify


def password_link(request: HttpRequest, user: User) -> str:
    """Return an address where `user` chooses a password once, within `settings.PASSWORD_RESET_TIMEOUT`."""
    key = default_token_generator.make_token(user)
    place = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    public = configuration().public_url
    return f"{public}{place}" if public else request.build_absolute_uri(place)


def send_invitation(request: HttpRequest, user: User, by: User) -> bool:
    """Put the mail with the link in the outbox; False where no channel can send it."""
    with override(user.language or configuration().default_language):
        return notify(user.email, _subject(), _body(password_link(request, user), user, by)) is not None


def _subject() -> str:
    organisation = configuration().organisation
    if not organisation:
        return _("Your access to the help desk")
    return _("Your access to the help desk of %(organisation)s") % {"organisation": organisation}


def _body(link: str, user: User, by: User) -> str:
    lines = [
        _("Hello %(name)s,") % {"name": user},
        _("%(by)s lets you work in the help desk. Choose your password here:") % {"by": by},
        link,
        _("The link works once and for three days. Afterwards sign in with %(email)s.") % {"email": user.email},
    ]
    return "\n\n".join(lines)
