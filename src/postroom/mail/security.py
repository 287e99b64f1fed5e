"""Signature and encryption as the structure shows them, and what a trusted server wrote about the sender."""

from __future__ import annotations

import re

from postroom.mail.crypto.cms import is_signed_data
from postroom.mail.header_index import Headers
from postroom.mail.parts import Part
from postroom.mail.values import Security

EXCHANGE_ONLINE = "exchange-online"
"""Stands for the authserv-id that Exchange Online leaves out (against RFC 8601 section 2.2); nobody can write it."""
_NAMELESS = "="

_SMIME_DATA = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SMIME_SIGNATURE = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})
_COMMENT = re.compile(r"\([^()]{0,1000}\)")
_METHOD = re.compile(r"(?i)^([a-z][a-z0-9-]{0,40})(?:/\d+)?[ \t]*=[ \t]*([a-z]{1,20})")


def read_security(root: Part, headers: Headers, trusted_authserv_ids: frozenset[str]) -> Security:
    """Return the kind of signature and encryption, and the DMARC result of a trusted authserv-id (RFC 8601).

    `trusted_authserv_ids` are in lower case. Nothing is verified here: `signature_valid` is None.
    """
    return Security(
        signed=_signed(root),
        encrypted=_encrypted(root),
        dmarc=authentication_results(headers, trusted_authserv_ids).get("dmarc"),
    )


def authentication_results(headers: Headers, trusted_authserv_ids: frozenset[str]) -> dict[str, str]:
    """Return method -> result word (both lower case) of what a trusted server wrote on receiving the mail.

    Anyone can write such a header into a mail, so only one whose authserv-id is ours may be believed (RFC 8601 section
    5), and only the topmost run of them, down to the next Received: what stands below came with the mail.
    """
    results: dict[str, str] = {}
    found = False
    for name, value in headers:
        lowered = name.lower()
        if lowered == "authentication-results":
            authserv_id, said = _parse(value)
            if authserv_id == _NAMELESS:
                return said if EXCHANGE_ONLINE in trusted_authserv_ids and not found else results
            if authserv_id in trusted_authserv_ids - {EXCHANGE_ONLINE}:
                results = {**said, **results}
                found = True
        elif found and lowered == "received":
            break
    return results


def _parse(value: str) -> tuple[str, dict[str, str]]:
    bare = _COMMENT.sub(" ", value[:20_000])
    first, *rest = bare.split(";")
    if _METHOD.match(first.strip()):
        first, rest = _NAMELESS, [first, *rest]
    words = first.split()
    results: dict[str, str] = {}
    for result in rest:
        match = _METHOD.match(result.strip())
        if match:
            results.setdefault(match[1].lower(), match[2].lower())
    return words[0].lower() if words else "", results


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
