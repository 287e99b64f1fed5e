"""Signature and encryption as the structure shows them, and what a trusted server wrote about the sender."""

from __future__ import annotations

from postroom.mail.crypto.cms import is_signed_data
from postroom.mail.header_index import Headers
from postroom.mail.parts import Part
from postroom.mail.sender_checks import authentication_results
from postroom.mail.values import Security

_SMIME_DATA = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SMIME_SIGNATURE = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})


def read_security(root: Part, headers: Headers, trusted_authserv_ids: frozenset[str]) -> Security:
    """Return the kind of signature and encryption, and the DMARC result of a trusted authserv-id (RFC 8601).

    `trusted_authserv_ids` are in lower case. Nothing is verified here: `signature_valid` is None.
    """
    return Security(
        signed=_signed(root),
        encrypted=_encrypted(root),
        dmarc=authentication_results(headers, trusted_authserv_ids).get("dmarc"),
    )


def _signed(root: Part) -> str | None:
    for part in root.walk():
        protocol = part.params.get("protocol", "").lower()
        if part.content_type in _SMIME_SIGNATURE or protocol in _SMIME_SIGNATURE or _smime_kind(part) == "signed":
            return "smime"
        if part.content_type == "application/pgp-signature" or protocol == "application/pgp-signature":
            return "pgp"
        if part.text and "-----BEGIN PGP SIGNED MESSAGE-----" in part.text:
            return "pgp"
    return None


def _encrypted(root: Part) -> str | None:
    for part in root.walk():
        if _smime_kind(part) == "encrypted":
            return "smime"
        if part.content_type in ("multipart/encrypted", "application/pgp-encrypted"):
            return "pgp"
        if part.text and "-----BEGIN PGP MESSAGE-----" in part.text:
            return "pgp"
    return None


def _smime_kind(part: Part) -> str:
    """Return `signed`, `encrypted` or nothing. The smime-type is often left out; then the data says what it is."""
    if part.content_type not in _SMIME_DATA:
        return ""
    named = part.params.get("smime-type", "").lower()
    if named == "signed-data" or (not named and is_signed_data(part.content)):
        return "signed"
    return "encrypted" if named in ("", "enveloped-data", "authenveloped-data") else ""
