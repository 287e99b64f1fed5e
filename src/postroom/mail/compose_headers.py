"""Header lines of outgoing mail, folded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from postroom.mail.compose_addresses import Uncomposable, format_address
from postroom.mail.compose_words import LONGEST_WORD, clean, encode_words, needs_encoding
from postroom.mail.values import Address

_NAME = re.compile(r"[!-9;-~]{1,70}")
_COLUMN = 78


def text_header(name: str, value: str) -> bytes:
    """Return `Name: text` (RFC 5322 unstructured), encoded where it must be. Raises Uncomposable for a bad name."""
    if not _NAME.fullmatch(name):
        raise Uncomposable(f"{name!r} is no header name")
    text = clean(value)
    if needs_encoding(text):
        return f"{name}: {encode_words(text, len(name))}".encode("ascii")
    return _fold(f"{name}:", text.split(" "), " ")


def address_header(name: str, addresses: Sequence[Address]) -> bytes:
    """Return `Name: address, address`. Raises Uncomposable."""
    *most, last = (format_address(address) for address in addresses)
    return _fold(f"{name}:", [*(f"{address}," for address in most), last], " ")


def ids_header(name: str, ids: Sequence[str], limit: int) -> bytes:
    """Return `Name: <id> <id>`. Ids that are none are left out; the value stays below `limit` characters.

    Where it would not, the first stays, because it names the thread, and then the newest that fit.
    """
    usable = list(dict.fromkeys(f"<{found}>" for given in ids if (found := _bare_id(given))))
    return _fold(f"{name}:", _shortened(usable, limit), " ")


def _bare_id(given: str) -> str:
    bare = given.strip().removeprefix("<").removesuffix(">")
    fits = bare.isascii() and bare.isprintable() and not set(bare) & set(" <>") and len(bare) < LONGEST_WORD
    return bare if fits else ""


def _shortened(ids: list[str], limit: int) -> list[str]:
    first, rest = ids[:1], ids[1:]
    room = limit - sum(len(one) + 1 for one in first)
    newest: list[str] = []
    for one in reversed(rest):
        room -= len(one) + 1
        if room < 0:
            break
        newest.append(one)
    return [*first, *reversed(newest)]


def _fold(start: str, words: Sequence[str], separator: str) -> bytes:
    """Return the words behind `start`, lines broken before a word that would pass column 78."""
    lines, line = [], start
    for word in words:
        width = len(line) + len(separator) + len(word.partition("\r\n")[0])
        # Never before an empty word (two spaces in a row): a line of nothing but spaces ends the headers for some.
        if width > _COLUMN and word and line != start:
            lines.append(line)
            line = ""
        line = f"{line}{separator}{word}"
    return "\r\n".join([*lines, line]).encode("utf-8")
