"""Keys made for one test run, by the real programs."""

from __future__ import annotations

from postroom.mail.crypto.gpg import throwaway_home
from postroom.mail.crypto.values import SmimeKey
from tests.mail.crypto.authority import Authority, root

__all__ = ["Authority", "SmimeKey", "pgp_pair", "root", "whole"]


def pgp_pair(user_id: str, passphrase: str = "open sesame") -> tuple[bytes, bytes]:
    """Return the public and the secret key, armored."""
    with throwaway_home() as gpg:
        made = gpg.do(["--quick-generate-key", user_id, "ed25519", "sign", "never"], passphrase=passphrase)
        fingerprint = made.all("KEY_CREATED")[0].split(" ")[1]
        gpg.do(["--quick-add-key", fingerprint, "cv25519", "encr", "never"], passphrase=passphrase)
        public = gpg.do(["--armor", "--export", fingerprint]).output
        secret = gpg.do(["--armor", "--export-secret-keys", fingerprint], passphrase=passphrase).output
    return public, secret


def whole(key: SmimeKey) -> bytes:
    """Return certificate and private key in one PEM text, as administrators are given it."""
    return key.certificate + key.private_key
