"""Reading IMAP commands and writing IMAP strings (RFC 3501 section 9)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import TypeAlias

Argument: TypeAlias = "bytes | list[Argument]"

_LITERAL = re.compile(rb"\{(\d+)(\+?)\}$")
_LARGEST_LITERAL = 160 * 1024 * 1024
# A bracketed section belongs to its atom, blanks and parentheses included: BODY.PEEK[HEADER.FIELDS (From)]<0.100>
_TOKEN = re.compile(
    rb'\s*(?:(?P<open>\()|(?P<close>\))|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<atom>(?:\[[^\]]*\]|[^\s()"\[])+))'
)


class SyntaxProblem(Exception):
    """The command is not IMAP."""


async def read_command(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> list[Argument] | None:
    """Read one command with its literals; None when the client is gone. Raises SyntaxProblem."""
    tokens: list[bytes | str] = []
    while True:
        line = await reader.readline()
        if not line.endswith(b"\n"):
            return None
        line = line.rstrip(b"\r\n")
        literal = _LITERAL.search(line)
        tokens += _tokens(line[: literal.start()] if literal else line)
        if literal is None:
            return _nest(iter(tokens), inside=False)
        tokens.append(await _read_literal(reader, writer, int(literal[1]), wait=not literal[2]))


async def _read_literal(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, size: int, *, wait: bool) -> bytes:
    if size > _LARGEST_LITERAL:
        raise SyntaxProblem
    if wait:
        writer.write(b"+ Ready for additional command text.\r\n")
        await writer.drain()
    return await reader.readexactly(size)


def _tokens(line: bytes) -> Iterator[bytes | str]:
    """Bytes for atoms and strings, the characters ( and ) as str."""
    position, end = 0, len(line.rstrip())
    while position < end:
        match = _TOKEN.match(line, position)
        if match is None:
            raise SyntaxProblem
        position = match.end()
        if match["quoted"] is not None:
            yield re.sub(rb"\\(.)", rb"\1", match["quoted"])
        elif match["atom"] is not None:
            yield match["atom"]
        else:
            yield "(" if match["open"] else ")"


def _nest(tokens: Iterator[bytes | str], *, inside: bool) -> list[Argument]:
    arguments: list[Argument] = []
    for piece in tokens:
        if isinstance(piece, bytes):
            arguments.append(piece)
        elif piece == "(":
            arguments.append(_nest(tokens, inside=True))
        elif inside:
            return arguments
        else:
            raise SyntaxProblem
    if inside:
        raise SyntaxProblem
    return arguments


def string(value: bytes | str | None) -> bytes:
    """An nstring: NIL, quoted, or a literal where quoting is not allowed."""
    if value is None:
        return b"NIL"
    raw = value.encode() if isinstance(value, str) else value
    if any(byte < 32 or byte > 126 for byte in raw) or len(raw) > 1000:
        return literal(raw)
    return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def literal(raw: bytes) -> bytes:
    return b"{%d}\r\n" % len(raw) + raw


def number_set(text: bytes, largest: int) -> list[tuple[int, int]]:
    """A sequence set as ranges; `*` is `largest`. Raises SyntaxProblem."""
    ranges = []
    for piece in text.split(b","):
        first, _, last = piece.partition(b":")
        low, high = _number(first, largest), _number(last or first, largest)
        ranges.append((min(low, high), max(low, high)))
    return ranges


def _number(text: bytes, largest: int) -> int:
    if text == b"*":
        return largest
    if not text.isdigit() or int(text) == 0:
        raise SyntaxProblem
    return int(text)


def word(argument: Argument) -> bytes:
    """The argument as atom or string. Raises SyntaxProblem where it is a list."""
    if isinstance(argument, bytes):
        return argument
    raise SyntaxProblem


def listed(argument: Argument) -> list[Argument]:
    """The argument as a list; one atom counts as a list of one."""
    return argument if isinstance(argument, list) else [argument]
