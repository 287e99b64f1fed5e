"""What an app's own token has to name before the mail servers listen to it.

Source: "Authenticate an IMAP, POP or SMTP connection using OAuth" (learn.microsoft.com/exchange/client-developer/
legacy-protocols): the application permissions IMAP.AccessAsApp and SMTP.SendAsApp, consented to by an administrator. A
token without them is given all the same, and the mail servers refuse it without saying why.
"""

from __future__ import annotations

from collections.abc import Callable

from postroom.channels.oauth.claims import claims_of
from postroom.channels.sentences.app_roles import LACKING
from postroom.drivers.errors import SignInRefused

Token = Callable[[str], str]


def naming(role: str, get: Token) -> Token:
    """Return what gives tokens as `get` does, but none without `role`: then it raises SignInRefused, which names it."""

    def give(refused: str) -> str:
        token = get(refused)
        if role not in _roles(token):
            # It may be permitted since that token was made.
            token = get(token)
        if role not in _roles(token):
            raise SignInRefused(f"roles: {' '.join(_roles(token)) or '-'}", code=LACKING[role], step="token")
        return token

    return give


def _roles(token: str) -> list[str]:
    roles = claims_of(token).get("roles")
    return [str(role) for role in roles] if isinstance(roles, list) else []
