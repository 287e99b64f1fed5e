"""Issuing and checking tokens.

Sources: "Access tokens", "ID tokens" and "Refresh tokens in the Microsoft identity platform" (learn.microsoft.com):
access tokens live 60 to 90 minutes, refresh tokens 90 days from their last use and are replaced at every use while the
old one stays valid.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from postroom.practice.clock import now
from postroom.practice.database import Database
from postroom.practice.identity.directory import App, Directory, Tenant, User
from postroom.practice.identity.keys import SigningKey

ACCESS_TOKEN_SECONDS = 3600
REFRESH_TOKEN_SECONDS = 90 * 86400


@dataclass(frozen=True)
class Bearer:
    """What an access token proves: a user (delegated) or an app alone (`user` None), and what it may do where."""

    audience: str
    tenant_id: str
    client_id: str
    user: User | None
    scopes: tuple[str, ...]
    roles: tuple[str, ...]

    def may(self, *names: str) -> bool:
        return any(name in self.scopes or name in self.roles for name in names)


class Tokens:
    """Access tokens are signed and listed, so that one can be made to expire early."""

    def __init__(self, database: Database, directory: Directory, key: SigningKey) -> None:
        self._database = database
        self._directory = directory
        self._key = key

    def access_token(self, tenant: Tenant, app: App, user: User | None, audience: str, names: list[str]) -> str:
        issued, uti = now(), secrets.token_urlsafe(16)
        expires = issued + ACCESS_TOKEN_SECONDS + secrets.randbelow(1800)
        claims: dict[str, Any] = {
            "aud": audience,
            "iss": f"https://sts.windows.net/{tenant.id}/",
            "iat": int(issued),
            "nbf": int(issued),
            "exp": int(expires),
            "appid": app.client_id,
            "tid": tenant.id,
            "uti": uti,
            "ver": "1.0",
        }
        if user is None:
            principal = app.principal_in(tenant)
            claims |= {"idtyp": "app", "sub": principal, "oid": principal}
            # Without any the claim is left out ("Access token claims reference", learn.microsoft.com).
            claims |= {"roles": names} if names else {}
        else:
            claims |= {"scp": " ".join(names), "upn": user.upn, "oid": user.id, "name": user.name, "sub": user.id}
        self._database.run(
            "INSERT INTO access_tokens VALUES (?, ?, ?, ?, ?)",
            uti, tenant.id, app.client_id, user.upn.lower() if user else "", expires,
        )  # fmt: skip
        return self._key.sign(claims)

    def bearer(self, token: str) -> Bearer | None:
        """What the token proves now, or None where it is forged, expired or of a disabled user or app."""
        claims = self._key.read(token)
        row = claims and self._database.row("SELECT * FROM access_tokens WHERE uti=?", str(claims.get("uti")))
        if not claims or not row or row["expires"] <= now():
            return None
        user = self._directory.user(claims["upn"]) if "upn" in claims else None
        return Bearer(
            claims["aud"],
            claims["tid"],
            claims["appid"],
            user,
            tuple(claims.get("scp", "").split()),
            tuple(claims.get("roles", ())),
        )

    def id_token(self, issuer: str, tenant: Tenant, app: App, user: User, nonce: str) -> str:
        issued = int(now())
        claims: dict[str, Any] = {
            "aud": app.client_id,
            "iss": issuer,
            "iat": issued,
            "nbf": issued,
            "exp": issued + ACCESS_TOKEN_SECONDS,
            "name": user.name,
            "oid": user.id,
            "preferred_username": user.upn,
            "sub": str(uuid.uuid5(uuid.UUID(user.id), app.client_id)),
            "tid": tenant.id,
            "uti": secrets.token_urlsafe(16),
            "ver": "2.0",
        }
        if user.mailbox:
            claims["email"] = user.mailbox
        if nonce:
            claims["nonce"] = nonce
        return self._key.sign(claims)

    def refresh_token(self, tenant: Tenant, app: App, user: User, scope: str, *, mfa: bool) -> str:
        token = "1.A" + secrets.token_urlsafe(64)
        self._database.run(
            "INSERT INTO refresh_tokens (token, tenant, client_id, user, scope, issued, mfa) VALUES (?,?,?,?,?,?,?)",
            token, tenant.id, app.client_id, user.upn.lower(), scope, now(), int(mfa),
        )  # fmt: skip
        return token

    def expire_access_tokens(self, upn: str = "") -> int:
        """Make access tokens expire now: all, or those of one user. Returns how many there were."""
        return self._database.run(
            "UPDATE access_tokens SET expires=0 WHERE expires > 0 AND (?='' OR user=?)", upn.lower(), upn.lower()
        )

    def end_refresh_tokens(self, fate: str, upn: str = "", *, only_superseded: bool = False) -> int:
        """Make refresh tokens useless: `fate` is revoked, inactive or frequency (sign-in frequency policy)."""
        return self._database.run(
            "UPDATE refresh_tokens SET fate=? WHERE fate='' AND (?='' OR user=?) AND superseded >= ?",
            fate, upn.lower(), upn.lower(), int(only_superseded),
        )  # fmt: skip
