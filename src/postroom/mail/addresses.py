"""Address headers (RFC 5322 section 3.4) as people and programs write them.

The structure is read from the undecoded value, so that a comma inside an encoded name separates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from postroom.mail import limits
from postroom.mail.encoded_words import decode_text
from postroom.mail.limits import Budget
from postroom.mail.values import Address
from postroom.sentences import sentence as _

# Angle brackets, separators, the start of a comment, and runs of anything else.
_TOKEN = re.compile(
    rb"""(?P<angle><[^<>]*>)|(?P<separator>[,;])|(?P<colon>:)|(?P<open>\()"""
    rb"""|(?P<blank>[ \t\r\n]+)|(?P<word>[^"<>,;:( \t\r\n]+|.)""",
    re.DOTALL,
)
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_EMAIL = re.compile(
    r"(?:\"[^\"@<>]{1,64}\"|[^\s@<>\"'(),;:\[\]]+)"
    r"@(?:\[[^\[\]\s]{1,60}\]|[^\s@<>\"'(),;:\[\]]*[^\s@<>\"'(),;:.\[\]])"
)
_ATOM = re.compile(r"[^\s@<>\"'(),;:\\\[\]]+")
_ROUTE = re.compile(r"^@[^:]*:")
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_MAILTO = re.compile(r"^(?:mailto|smtp):", re.IGNORECASE)
_COMMENT_DEPTH = 20
_QUOTE = 0x22


@dataclass(slots=True)
class _Entry:
    """What stood between two separators."""

    phrase: list[bytes] = field(default_factory=list)
    comments: list[bytes] = field(default_factory=list)
    angle: bytes | None = None

    def is_empty(self) -> bool:
        return self.angle is None and not b"".join(self.phrase).strip() and not self.comments


def parse_addresses(value: bytes, budget: Budget, hint: str = "") -> tuple[Address, ...]:
    """Return the mailboxes of a raw header value in order, groups dissolved; entries without one are left out."""
    found: list[Address] = []
    waiting: list[_Entry] = []
    for entry in _entries(value):
        address = _read(entry, budget, hint)
        if address.email:
            found.append(_with_split_name(address, waiting, entry, budget, hint))
            waiting = []
        else:
            waiting.append(entry)
        if len(found) >= limits.MAX_ADDRESSES:
            most = limits.MAX_ADDRESSES
            budget.note(_("More than %(most)s addresses in one header: the rest was left out.", most=most))
            break
    return tuple(found)


def parse_sender(value: bytes, budget: Budget, hint: str = "") -> Address:
    """Return the first mailbox of a From header; where none has an address, the name alone."""
    found = parse_addresses(value, budget, hint)
    if found:
        return found[0]
    return next((_read(entry, budget, hint) for entry in _entries(value)), Address("", ""))


def _entries(value: bytes) -> Iterator[_Entry]:
    """Cut the value at its commas and semicolons; a group's name before its colon goes (RFC 5322 section 3.4)."""
    entry = _Entry()
    for kind, token in _tokens(value):
        if kind == "separator":
            if not entry.is_empty():
                yield entry
            entry = _Entry()
        elif kind == "comment":
            entry.comments.append(token)
        elif kind == "angle" and (entry.angle is None or not entry.angle.strip(b"<> ")):
            entry.angle = token
        elif kind == "colon" and _opens_group(entry):
            entry = _Entry()
        else:
            entry.phrase.append(token)
    if not entry.is_empty():
        yield entry


def _tokens(value: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (kind, bytes): quoted strings, comments without their brackets, and what `_TOKEN` names."""
    position = 0
    quotes_close = True
    while position < len(value):
        if quotes_close and value[position] == _QUOTE:
            quoted = _QUOTED.match(value, position)
            # Once a quote never closes, none after it is tried: that would take quadratic time.
            quotes_close = quoted is not None
            if quoted:
                yield "quoted", quoted[0]
                position = quoted.end()
                continue
        match = _TOKEN.match(value, position)
        assert match is not None, "the last branch of the pattern takes any byte"
        if match.lastgroup == "open":
            comment, position = _comment(value, match.end())
            yield "comment", comment
        else:
            yield str(match.lastgroup), match[0]
            position = match.end()


def _opens_group(entry: _Entry) -> bool:
    phrase = b"".join(entry.phrase).strip().lower()
    return entry.angle is None and b"@" not in phrase and phrase not in (b"mailto", b"smtp")


def _comment(value: bytes, position: int) -> tuple[bytes, int]:
    """Return the text of a comment that opened just before `position`, and where it ends."""
    depth = 1
    start = position
    for match in re.finditer(rb"\\.|[()]", value[position : position + 10_000], re.DOTALL):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if depth == 0 or depth > _COMMENT_DEPTH:
            end = position + match.start()
            return value[start:end], end + 1
    return value[start:], len(value)


def _read(entry: _Entry, budget: Budget, hint: str) -> Address:
    phrase = b"".join(entry.phrase).strip()
    comment = _name(b" ".join(entry.comments), budget, hint)
    if entry.angle is not None:
        email = _clean_email(decode_text(entry.angle[1:-1], budget, hint))
        if email:
            return Address(_name(phrase, budget, hint) or comment, email)
    return _read_bare(phrase, comment, budget, hint)


def _read_bare(phrase: bytes, comment: str, budget: Budget, hint: str) -> Address:
    """Read an entry without usable brackets: an address alone, or somewhere in a name."""
    text = decode_text(phrase, budget, hint)
    match = _EMAIL.search(_MAILTO.sub("", text))
    if match is None:
        return Address(_name(phrase, budget, hint) or comment, "")
    rest = _MAILTO.sub("", text)
    name = _tidy(rest[: match.start()] + " " + rest[match.end() :])
    if name:
        budget.note(_("An address stands without angle brackets."))
    return Address(name or comment, _clean_email(match[0]))


def _name(phrase: bytes, budget: Budget, hint: str) -> str:
    return _tidy(decode_text(phrase, budget, hint)) if phrase else ""


def _tidy(text: str) -> str:
    """Take quotes, quoted pairs and doubled blanks from a display name."""
    text = _BLANKS.sub(" ", text).strip(" <>")
    if '"' in text:
        text = text.replace('\\"', "\0").replace('"', "").replace("\0", '"')
    if "\\" in text:
        text = _QUOTED_PAIR.sub(r"\1", text)
    if len(text) > 1 and text[0] == text[-1] == "'":
        text = text[1:-1]
    return text.strip()


def _clean_email(text: str) -> str:
    """Return the addr-spec out of what stood in angle brackets, or nothing where there is no address."""
    squeezed = text.strip() if text.lstrip().startswith('"') else _BLANKS.sub("", text)
    email = _ROUTE.sub("", _MAILTO.sub("", squeezed).strip("'<>,;"))
    if email.startswith('"') and email.endswith('"'):
        email = email.strip('"')
    local, at, domain = email.rpartition("@")
    if not at or not local or not domain:
        return ""
    # Quotes around what needs none say nothing (RFC 5322 section 3.2.4).
    bare = local.strip("'\"")
    if not local.startswith('"') or _ATOM.fullmatch(bare):
        local = bare
    return f"{local}@{domain.rstrip('.')}"


def _with_split_name(address: Address, waiting: list[_Entry], entry: _Entry, budget: Budget, hint: str) -> Address:
    """Give back the first half of `Last, First <address>`, whose unquoted comma cut the name in two."""
    if not waiting or entry.angle is None or not address.name:
        return address
    halves = [_name(b"".join(item.phrase).strip(), budget, hint) for item in waiting[-1:]]
    return Address(", ".join([*halves, address.name]), address.email)
