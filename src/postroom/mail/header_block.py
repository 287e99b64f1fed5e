"""Cut a header block into fields, as real mail writes it rather than as RFC 5322 section 2.2 wants it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from postroom.mail import limits
from postroom.mail.limits import Budget
from postroom.sentences import sentence as _

_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
# What may come after a line that is no header, so that the line was a fold without its indent and not the body.
_KNOWN_FIELD = re.compile(
    rb"(?im)^(?:x-[a-z0-9-]+|content-[a-z-]+|received|from|to|cc|bcc|subject|date|message-id|mime-version|reply-to|sender"
    rb"|return-path|references|in-reply-to|delivered-to|dkim-signature|authentication-results|thread-[a-z]+"
    rb"|auto-submitted|precedence|list-[a-z-]+|importance|priority|errors-to|user-agent|mailer|organization)[ \t]*:"
)
_PARAMETER = re.compile(rb"[A-Za-z0-9*_-]+=")
_VITAL = frozenset(
    b"from to cc subject date sender reply-to message-id in-reply-to references content-type content-transfer-encoding "
    b"mime-version return-path".split()
)


@dataclass(slots=True)
class RawField:
    """One header field, undecoded."""

    name: str
    lines: list[bytes]

    @property
    def value(self) -> bytes:
        """The value with its folds undone (RFC 5322 section 2.2.3), cut to `limits.MAX_HEADER_BYTES`."""
        return b"".join(self.lines)[: limits.MAX_HEADER_BYTES].strip()


@dataclass(slots=True)
class HeaderBlock:
    """The fields of a block, and where what follows them begins."""

    fields: list[RawField] = field(default_factory=list)
    body_start: int = 0

    def first(self, name: str) -> bytes:
        """Return the first value of that lower-case name, or nothing."""
        return next((item.value for item in self.fields if item.name.lower() == name), b"")


def read_header_block(source: bytes, start: int, end: int, budget: Budget) -> HeaderBlock:
    """Read the header fields of `source[start:end]` up to the blank line, or to the first line that can be none."""
    block = HeaderBlock(body_start=start)
    stop = min(end, start + limits.MAX_HEADER_BLOCK)
    last_known: int | None = None
    seen: Counter[bytes] = Counter()
    chunks: list[bytes] = []
    position = start
    while position < stop:
        line, following = _line_at(source, position, stop)
        if not line or (line.isspace() and not _goes_on(source, following, stop)):
            block.body_start = following
            break
        match = _FIELD.match(line)
        if match and line[:1] not in b" \t":
            chunks = _open_field(block, match, line, seen, budget)
        elif line[:1] not in b" \t":
            if last_known is None:
                last_known = _last_known_field(source, position, stop)
            if not _is_lost_fold(line, position, last_known, chunks):
                block.body_start = position
                break
            budget.note(_("A header was folded without the indent that RFC 5322 asks for."))
            chunks.append(b" " + line)
        else:
            chunks.append(line)
        position = block.body_start = following
    return block


def _line_at(source: bytes, position: int, stop: int) -> tuple[bytes, int]:
    """Return the line without its end, and where the next one begins."""
    newline = source.find(b"\n", position, stop)
    if newline < 0:
        return source[position:stop], stop
    return source[position:newline].rstrip(b"\r"), newline + 1


def _goes_on(source: bytes, position: int, stop: int) -> bool:
    """Say whether headers go on after a line of blanks only: some gateways fold like that."""
    line, _end = _line_at(source, position, stop)
    return bool(_KNOWN_FIELD.match(line))


def _open_field(
    block: HeaderBlock, match: re.Match[bytes], line: bytes, seen: Counter[bytes], budget: Budget
) -> list[bytes]:
    name = match[1]
    key = name.lower()
    seen[key] += 1
    chunks = [line[match.end() :]]
    too_many = seen[key] > limits.MAX_SAME_HEADER or len(block.fields) >= limits.MAX_HEADERS
    if too_many and not (key in _VITAL and seen[key] == 1):
        budget.note(_("Some of very many headers were left out."))
        return chunks
    block.fields.append(RawField(name.decode("ascii"), chunks))
    return chunks


def _last_known_field(source: bytes, position: int, stop: int) -> int:
    """Return where the last well-known header before the blank line stands, or -1."""
    blank = re.compile(rb"\n\r*\n").search(source, position, stop)
    last = -1
    for match in _KNOWN_FIELD.finditer(source, position, blank.start() if blank else stop):
        last = match.start()
    return last


def _is_lost_fold(line: bytes, position: int, last_known: int, chunks: list[bytes]) -> bool:
    """Say whether a line that is no header still belongs to the one above it."""
    if line.startswith(b"--"):
        return False
    return position < last_known or bool(chunks and chunks[-1].rstrip().endswith(b";") and _PARAMETER.match(line))
