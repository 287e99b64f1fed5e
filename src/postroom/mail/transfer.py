"""Undo Content-Transfer-Encoding (RFC 2045 section 6), also where it is written or used wrongly."""

from __future__ import annotations

import binascii
import re

from postroom.mail import uuencode
from postroom.mail.limits import Budget
from postroom.sentences import sentence as _

_NOT_LETTERS = re.compile(r"[^a-z0-9]")
_BASE64_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_WHITE = b" \t\r\n"
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64_ALPHABET + b"="))
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]{2,}={0,2}")
_LONG_LINE = 40
_MOST_STRANGE = 3
_SOFT_BREAK_WITH_BLANKS = re.compile(rb"=[ \t]+(?=\r?\n)")
_PLAIN = frozenset(("", "7bit", "8bit", "binary", "none", "8bits", "7bits", "identity"))


def is_encoded(label: str) -> bool:
    """Say whether a transfer encoding changes the bytes."""
    return _NOT_LETTERS.sub("", label.lower()) not in _PLAIN


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
    budget.note(_("Unknown transfer encoding '%(label)s': the part was read as it stands.", label=label[:40]))
    return data


def decode_base64(data: bytes, budget: Budget) -> bytes:
    """Decode base64 that may be cut, padded in the middle, broken by blanks or followed by a footer."""
    dense = data.translate(None, _WHITE)
    if not dense.translate(None, _BASE64_ALPHABET + b"="):
        return b"".join(_decode_runs(dense))
    lines = [line for line in map(_base64_line, data.splitlines()) if line]
    if not lines:
        budget.note(_("A part said to be base64 is not: it was read as it stands."))
        return data
    budget.note(_("Base64 with characters or lines that do not belong there."))
    return b"".join(_decode_runs(b"".join(lines)))


def _base64_line(line: bytes) -> bytes:
    """Return a line of base64, a few strange characters taken out; nothing where it is another text, as a footer."""
    stripped = line.strip()
    if _BASE64_LINE.fullmatch(stripped):
        return stripped
    clean = stripped.translate(None, _NOT_BASE64)
    return clean if len(clean) >= _LONG_LINE and len(stripped) - len(clean) <= _MOST_STRANGE else b""


def _decode_runs(dense: bytes) -> list[bytes]:
    """Decode each run up to its padding: mail joined from several encoded pieces pads in the middle."""
    return [_decode_run(run) for run in dense.split(b"=") if run]


def _decode_run(run: bytes) -> bytes:
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
