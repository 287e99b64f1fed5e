"""Undo Content-Transfer-Encoding (RFC 2045 section 6), also where it is written or used wrongly."""

from __future__ import annotations

import binascii
import re

from postroom.mail import uuencode
from postroom.mail.limits import Budget

_NOT_LETTERS = re.compile(r"[^a-z0-9]")
_BASE64_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_WHITE = b" \t\r\n"
_PADDING = re.compile(rb"=+")
_SOFT_BREAK_WITH_BLANKS = re.compile(rb"=[ \t]+(?=\r?\n)")
_PLAIN = frozenset(("", "7bit", "8bit", "binary", "none", "8bits", "7bits", "identity"))


def undo_transfer_encoding(data: bytes, label: str, budget: Budget) -> bytes:
    """Return `data` decoded as `label` says; as it stands, with a defect noted, where it cannot be."""
    name = _NOT_LETTERS.sub("", label.lower())
    if name in _PLAIN:
        return data
    if "base64" in name:
        return decode_base64(data, budget)
    if "quoted" in name or name == "qp":
        return decode_quoted_printable(data)
    if "uue" in name:
        return uuencode.decode_stream(data)
    budget.note(f"Unknown transfer encoding {label[:40]!r}: the part was read as it stands.")
    return data


def decode_base64(data: bytes, budget: Budget) -> bytes:
    """Decode base64 that may be cut, padded in the middle, broken by blanks or followed by a footer."""
    dense = data.translate(None, _WHITE)
    clean = dense.translate(None, b"=")
    strange = len(clean.translate(None, _BASE64_ALPHABET))
    if strange * 4 > len(clean):
        budget.note("A part said to be base64 is not: it was read as it stands.")
        return data
    if strange:
        budget.note("Base64 with characters that do not belong there.")
        return b"".join(_decode_runs(_first_run(dense)))
    return b"".join(_decode_runs(dense))


def _first_run(dense: bytes) -> bytes:
    """Cut a footer that a mailing list wrote under the padding; drop other strange characters."""
    padding = _PADDING.search(dense)
    if padding and dense[padding.end() :].translate(None, _BASE64_ALPHABET + b"="):
        return dense[: padding.end()]
    return dense


def _decode_runs(dense: bytes) -> list[bytes]:
    """Decode each run up to its padding: mail joined from several encoded pieces pads in the middle."""
    return [_decode_run(run) for run in _PADDING.split(dense) if run]


def _decode_run(run: bytes) -> bytes:
    if run.translate(None, _BASE64_ALPHABET):
        run = bytes(byte for byte in run if byte in _BASE64_ALPHABET)
    missing = -len(run) % 4
    if missing == 3:
        # One letter alone is six bits: no byte can be made of it.
        run, missing = run[:-1], 0
    return binascii.a2b_base64(run + b"=" * missing)


def decode_quoted_printable(data: bytes) -> bytes:
    """Decode quoted-printable; what is no escape stays as written."""
    if b"= " in data or b"=\t" in data:
        data = _SOFT_BREAK_WITH_BLANKS.sub(b"=", data)
    return binascii.a2b_qp(data)
