"""Tokens as Google gives them: opaque, and the refresh token stays the same when it is used.

Sources: "Using OAuth 2.0 for Web Server Applications" and "Refresh token expiration" (developers.google.com/identity/
protocols/oauth2): access tokens last an hour; a refresh token ends when it is revoked, when the password changes, after
six months without use, and after seven days where the app's publishing status is Testing.
"""

from __future__ import annotations

import secrets
from typing import Any

from postroom.practice.clock import now
from postroom.practice.database import Database
from postroom.practice.google.accounts import Account, Client

MAIL = "https://mail.google.com/"
ACCESS_SECONDS = 3599
TESTING_SECONDS = 7 * 86400
UNUSED_SECONDS = 183 * 86400
_ACCESS, _REFRESH = "google-access", "google-refresh"


class GoogleTokens:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._access = {body["token"]: body for body in database.load(_ACCESS)}
        self._refresh = {body["token"]: body for body in database.load(_REFRESH)}

    def access(self, account: Account, client: Client, scope: str) -> str:
        token = "ya29." + secrets.token_urlsafe(96)
        self._keep(_ACCESS, self._access, token, account, client, scope)
        return token

    def refresh(self, account: Account, client: Client, scope: str) -> str:
        token = "1//0" + secrets.token_urlsafe(64)
        self._keep(_REFRESH, self._refresh, token, account, client, scope)
        return token

    def _keep(
        self, kind: str, known: dict[str, dict[str, Any]], token: str, account: Account, client: Client, scope: str
    ) -> None:
        body = {
            "token": token, "user": account.email, "client_id": client.client_id, "scope": scope, "since": now(),
            "testing": client.testing,
        }  # fmt: skip
        known[token] = body
        self._database.save(kind, token, body)

    def who_may_mail(self, token: str) -> str:
        """The address whose mailbox the access token opens; empty where it opens none."""
        body = self._access.get(token)
        if body is None or body["since"] + ACCESS_SECONDS < now() or MAIL not in body["scope"].split():
            return ""
        return str(body["user"])

    def refreshable(self, token: str, client: Client) -> dict[str, Any] | None:
        """What a refresh token was given for, while it holds."""
        body = self._refresh.get(token)
        if body is None or body["client_id"] != client.client_id:
            return None
        return body if body["since"] + (TESTING_SECONDS if body["testing"] else UNUSED_SECONDS) > now() else None

    def seconds_left(self, token: str) -> int | None:
        """How long a refresh token holds however much it is used; None where nobody is told an end."""
        body = self._refresh[token]
        return int(body["since"] + TESTING_SECONDS - now()) if body["testing"] else None

    def expire_access(self, user: str = "") -> None:
        """Let access tokens have ended: all, or those of one account."""
        self._end(_ACCESS, self._access, user)

    def revoke(self, user: str = "") -> None:
        """As when a password changes or somebody removes the app: every token ends."""
        self._end(_ACCESS, self._access, user)
        self._end(_REFRESH, self._refresh, user)

    def give_back(self, token: str) -> bool:
        """Revoke the grant that a token belongs to; False where nobody knows it."""
        body = self._refresh.get(token) or self._access.get(token)
        if body is None:
            return False
        self.revoke(body["user"])
        return True

    def let_days_pass(self, days: int) -> None:
        """Let every refresh token be so much older."""
        for body in self._refresh.values():
            body["since"] -= days * 86400
            self._database.save(_REFRESH, body["token"], body)

    def _end(self, kind: str, known: dict[str, dict[str, Any]], user: str) -> None:
        for token in [token for token, body in known.items() if not user or body["user"] == user.lower()]:
            del known[token]
            self._database.forget(kind, token)
