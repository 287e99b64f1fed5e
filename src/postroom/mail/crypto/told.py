"""Tell cheaply, from the bytes, whether a mail may be signed or encrypted: all others must not become slower."""

from __future__ import annotations

import re

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEAD = 256 * 1024
_CONTENT_TYPE = re.compile(rb"(?im)^content-type[ \t]*:[ \t\r\n]*([^;\s]*)")
_PROTECTED = (b"multipart/signed", b"multipart/encrypted", b"application/pkcs7-mime", b"application/x-pkcs7-mime")
_FIRST_PARTS = 64 * 1024
"""Bytes in which the parts stand that Exchange makes of an encrypted mail."""
_ARMOR = b"-----BEGIN PGP "
_ARMOR_IN_BASE64 = b"LS0tLS1CRUdJTiBQR1Ag"
"""The armor at the head of a body in base64; elsewhere in it, text around the block would spoil the verdict anyway."""


def may_be_protected(raw: bytes) -> bool:
    """Whether `opener.open_mail` may find something to open in `raw`: by its outermost type, or a PGP block in text."""
    end = _HEAD_END.search(raw, 0, _LONGEST_HEAD)
    head = raw[: end.start() if end else _LONGEST_HEAD]
    match = _CONTENT_TYPE.search(head)
    kind = match[1].lower() if match else b"text/plain"
    if kind in _PROTECTED:
        return True
    if kind == b"multipart/mixed":
        return raw.find(b"application/pgp-encrypted", 0, _FIRST_PARTS) >= 0
    if kind == b"application/octet-stream":
        return b".p7m" in head.lower()
    return kind == b"text/plain" and (_ARMOR in raw or _ARMOR_IN_BASE64 in raw)
