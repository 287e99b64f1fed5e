"""Header fields decoded, and the parameters of structured ones (RFC 2045 section 5.1, RFC 2231)."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from postroom.mail import charsets
from postroom.mail.encoded_words import decode_text
from postroom.mail.header_block import HeaderBlock
from postroom.mail.limits import Budget
from postroom.sentences import sentence as _

_PARAMETER = re.compile(
    rb"""[;\s]*(?P<name>[^\s=;"]{1,80})\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"?|(?P<bare>[^;]*))""", re.DOTALL
)
_QUOTED_PAIR = re.compile(rb"\\([\"\\])")
_SECTION = re.compile(r"^(?P<name>[^*]+)(?:\*(?P<index>\d{1,3}))?(?P<encoded>\*)?$")
_MAX_PARAMETERS = 200


def decode_headers(block: HeaderBlock, budget: Budget, hint: str = "") -> tuple[tuple[str, str], ...]:
    """Return every field of the block with its value as text."""
    return tuple((item.name, decode_text(item.value, budget, hint)) for item in block.fields)


def split_parameters(value: bytes, budget: Budget) -> tuple[str, dict[str, str]]:
    """Return the leading token of a structured header in lower case, and its parameters, decoded."""
    head, _sign, rest = value.partition(b";")
    token = head.split(b"(")[0].strip().strip(b"\"'").lower().decode("ascii", "ignore")
    if not rest and b"=" in head:
        # The semicolon is missing: `text/plain charset=utf-8`, or the value is nothing but a parameter.
        first, _sign, rest = head.partition(b" ") if b" " in head.split(b"=")[0].strip() else (b"", b"", head)
        token = first.strip().lower().decode("ascii", "ignore")
    return " ".join(token.split()), _join_sections(_raw_parameters(rest), budget)


def _raw_parameters(rest: bytes) -> dict[str, bytes]:
    """Return parameters as written, the first of each name."""
    found: dict[str, bytes] = {}
    for count, match in enumerate(_PARAMETER.finditer(rest)):
        if count >= _MAX_PARAMETERS:
            break
        name = match["name"].lower().decode("latin-1")
        quoted = match["quoted"]
        raw = _QUOTED_PAIR.sub(rb"\1", quoted) if quoted is not None else match["bare"].strip().strip(b"\"'")
        found.setdefault(name, raw)
    return found


def _join_sections(raw: dict[str, bytes], budget: Budget) -> dict[str, str]:
    """Join `name*0*`, `name*1` and decode percent and charset (RFC 2231); decode encoded words that stand there too."""
    sections: dict[str, list[tuple[int, bool, bytes]]] = {}
    plain: dict[str, str] = {}
    for name, value in raw.items():
        match = _SECTION.match(name)
        if match is None or (match["index"] is None and match["encoded"] is None):
            plain[name] = _decode_plain(value, budget)
        else:
            sections.setdefault(match["name"], []).append((int(match["index"] or 0), bool(match["encoded"]), value))
    return plain | {name: _decode_sections(found, budget) for name, found in sections.items()}


def _decode_plain(value: bytes, budget: Budget) -> str:
    """RFC 2047 forbids encoded words in parameters, and half the world writes them."""
    return decode_text(value, budget)


def _decode_sections(found: list[tuple[int, bool, bytes]], budget: Budget) -> str:
    found.sort(key=lambda section: section[0])
    charset = ""
    if found[0][1] and found[0][2].count(b"'") >= 2:
        label, _language, rest = found[0][2].split(b"'", 2)
        charset = label.decode("latin-1")
        found[0] = (found[0][0], True, rest)
    data = b"".join(unquote_to_bytes(value) if encoded else value for _number, encoded, value in found)
    if b"=?" in data:
        return decode_text(data, budget)
    text, defect = charsets.decode(data, charset or "utf-8")
    if defect:
        budget.note(_("In a parameter: %(defect)s", defect=defect))
    return text
