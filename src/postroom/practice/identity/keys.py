"""The signing key of the identity platform: JSON Web Tokens and the key set that proves them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey


class SigningKey:
    """An RSA key, kept in the data folder so that tokens live through a restart."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.touch(mode=0o600)
            file.write_bytes(RSAKey.generate_key(2048).as_pem(private=True))
        self._key = RSAKey.import_key(file.read_bytes(), {"use": "sig", "alg": "RS256"})
        self._key.ensure_kid()

    def sign(self, claims: dict[str, Any]) -> str:
        header = {"typ": "JWT", "alg": "RS256", "kid": self._key.kid}
        return jwt.encode(header, claims, self._key, algorithms=["RS256"])

    def read(self, token: str) -> dict[str, Any] | None:
        """The claims of a token this key signed, or None. Times are not looked at."""
        try:
            return jwt.decode(token, self._key, algorithms=["RS256"]).claims
        except (JoseError, ValueError):
            return None

    def key_set(self) -> dict[str, Any]:
        return dict(KeySet([self._key]).as_dict(private=False))
