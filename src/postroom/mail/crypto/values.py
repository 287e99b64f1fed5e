"""What goes into and comes out of signing, verifying, encrypting and decrypting."""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass, field


class SignatureState(enum.StrEnum):
    """What became of one signature. Only `GOOD` is good."""

    GOOD = "good"
    ALTERED = "altered"
    """The content is not what was signed."""
    UNTRUSTED = "untrusted"
    """No chain to the trust store, or an unknown or revoked key."""
    EXPIRED = "expired"
    WRONG_SENDER = "wrong_sender"
    """Signed by somebody else than the sender of the mail."""
    WEAK = "weak"
    """Made with a digest that can be forged (MD5, SHA-1)."""
    PARTLY = "partly"
    """Good, but what is shown holds more than what was signed."""
    UNREADABLE = "unreadable"
    UNCHECKED = "unchecked"
    """There was nothing to verify it with: no trust store or no key of the signer."""


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """One signature and what became of it."""

    state: SignatureState
    signers: tuple[str, ...] = ()
    """Addresses that the signing certificates or keys name."""
    fingerprint: str = ""
    """Hexadecimal fingerprint of the (first) signing certificate or key."""
    detail: str = ""
    """What the verifying program said, for people who know it."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer taken off a mail: `kind` is `smime` or `pgp`; `check` is None for pure encryption."""

    kind: str
    encrypted: bool
    check: SignatureCheck | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail with its layers taken off.

    `content` is exactly what was signed or decrypted, as a MIME entity; show this and nothing else beside the result.
    It is None where nothing was signed or encrypted, or nothing could be opened.
    """

    content: bytes | None = None
    layers: tuple[Layer, ...] = ()
    problem: str = ""
    """Why an encrypted layer could not be opened, in a word: `no-key`, `unreadable`, `timeout`."""


@dataclass(frozen=True, slots=True)
class SmimeKey:
    """A certificate with its private key, both PEM; the key without passphrase, so keep it in memory only."""

    certificate: bytes
    private_key: bytes = field(repr=False)
    chain: bytes = b""
    """Intermediate certificates to send along, PEM."""


@dataclass(frozen=True, slots=True)
class SmimeTrust:
    """Certificates that are trusted, PEM, any number in a row: roots, intermediates or those of single people."""

    trusted: bytes = b""


@dataclass(frozen=True, slots=True)
class PgpKey:
    """An armored secret key and its passphrase."""

    armored: bytes = field(repr=False)
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Keys:
    """What one mail is opened and verified with."""

    sender: str
    """Address of the From header: who must have signed."""
    at: datetime.datetime
    """When the mail came; certificates must have been valid then. Aware."""
    smime_keys: tuple[SmimeKey, ...] = ()
    smime_trust: SmimeTrust = field(default_factory=SmimeTrust)
    pgp_keys: tuple[PgpKey, ...] = ()
    pgp_public_keys: bytes = b""


class CryptoError(Exception):
    """Signing, encrypting or decrypting did not work. `code`: no-key, unreadable, timeout, program-missing, refused."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail
