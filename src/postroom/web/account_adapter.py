"""How django-allauth signs people in here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from postroom.configuration import configuration
from postroom.models import User
from postroom.people.auditing import auditing, note_refused_sign_in, note_sign_in
from postroom.people.sessions import end_sessions
from postroom.web.sign_in.lasting import note_browser


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """People are invited or created from mail; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: there is no sign-up page."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in the language of its reader, not of whoever sits before the page that asked for it."""
        language = getattr(context.get("user"), "language", "") or configuration().default_language
        with override(language):
            super().send_mail(template_prefix, email, context)

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """Write down who came in, by password or passkey."""
        note_sign_in(user, _ip(request))
        note_browser(request)
        response: HttpResponse = super().post_login(request, user, **how)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down who was refused; never what was entered as the password."""
        note_refused_sign_in(str(credentials.get("email", "")), _ip(request))

    def set_password(self, user: User, password: str) -> None:
        """Write down that a password was changed by whom it belongs to, and end what was begun with the old one."""
        with auditing(user, "web", _ip(self.request)):
            super().set_password(user, password)
        end_sessions(user, but=self.request.session.session_key or "")


def _ip(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
