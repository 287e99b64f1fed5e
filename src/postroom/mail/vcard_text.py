"""A vCard (RFC 6350 and older) as text: who, where to reach them."""

from __future__ import annotations

from postroom.mail import charsets, transfer
from postroom.mail.content_lines import ContentLine, content_lines

VCARD_TYPES = frozenset(("text/vcard", "text/x-vcard", "text/directory"))
_LABELS = {"FN": "Name", "ORG": "Organisation", "TITLE": "Title", "EMAIL": "E-mail", "TEL": "Phone", "ADR": "Address",
           "URL": "Web", "NOTE": "Note"}  # fmt: skip
_MOST_LINES = 200
_SOFT_BREAK = "=\n"


def describe_vcard(text: str) -> str:
    """Return what a vCard says, a line a property and a blank line between cards; empty where it says nothing."""
    cards: list[list[str]] = []
    # vCard 2.1 breaks quoted-printable values without folding them.
    for line in content_lines(text.replace(_SOFT_BREAK, "")):
        if line.name == "BEGIN":
            cards.append([])
        elif cards and line.name in _LABELS and (value := _value(line)):
            cards[-1].append(f"{_LABELS[line.name]}: {value}")
    return "\n\n".join("\n".join(card[:_MOST_LINES]) for card in cards if card)


def _value(line: ContentLine) -> str:
    text = line.value
    if line.params.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        data = transfer.decode_quoted_printable(text.encode("utf-8"))
        text, _ = charsets.decode(data, line.params.get("CHARSET", "utf-8"))
    plain = ContentLine(line.name, line.params, text).text
    if line.name in ("ADR", "ORG"):
        plain = ", ".join(piece.strip() for piece in plain.split(";") if piece.strip())
    return plain.removeprefix("tel:").removeprefix("mailto:")
