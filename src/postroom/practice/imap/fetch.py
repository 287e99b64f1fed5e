"""FETCH and UID FETCH."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from email.utils import formatdate

from postroom.practice.clock import utc
from postroom.practice.imap.grammar import Argument, SyntaxProblem, listed, literal, word
from postroom.practice.imap.mime_tree import Part, cut
from postroom.practice.imap.session import Session
from postroom.practice.imap.structure import body_structure, envelope
from postroom.practice.mailstore.message import FLAGS, Gone, Message
from postroom.practice.switches import Fault

_MACROS: dict[bytes, list[bytes]] = {
    b"FAST": [b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE"],
    b"ALL": [b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", b"ENVELOPE"],
    b"FULL": [b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", b"ENVELOPE", b"BODY"],
}
_SECTION = re.compile(
    rb"BODY(?P<peek>\.PEEK)?\[(?P<numbers>[\d.]*?)\.?(?P<what>HEADER\.FIELDS(?:\.NOT)?|HEADER|TEXT|MIME)?"
    rb"(?: \((?P<fields>[^)]*)\))?\](?:<(?P<start>\d+)(?:\.(?P<count>\d+))?>)?",
    re.IGNORECASE,
)
_OLD = {b"RFC822": b"BODY[]", b"RFC822.HEADER": b"BODY.PEEK[HEADER]", b"RFC822.TEXT": b"BODY[TEXT]"}


@dataclass
class Subject:
    """The message being fetched; its content is read only if an item needs it."""

    session: Session
    message: Message
    _part: Part | None = None

    @property
    def part(self) -> Part:
        if self._part is None:
            raw = self.session.world.post.messages.content(self.message)
            self._part = cut(_cannot_retrieve(self.message) if self.message.broken else raw)
        return self._part


def _cannot_retrieve(message: Message) -> bytes:
    """What Exchange gives instead of an item it cannot convert, as after Defender's Dynamic Delivery.

    The mail has no usable sender; the original stays in the mailbox.
    """
    return (
        'MIME-Version: 1.0\r\nContent-Type: text/plain; charset="us-ascii"\r\n'
        "From: Microsoft Exchange Server 2010\r\n"
        f"Subject: Retrieval using the IMAP4 protocol failed for the following\r\n message: {message.uid}\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        "The server couldn't retrieve the following message:\r\n\r\n"
        f'Subject: "{message.subject.encode("ascii", "replace").decode()}"\r\n'
        f"From: {message.sender.encode('ascii', 'replace').decode()}\r\n"
        f"Sent date: {formatdate(message.received)}\r\n\r\n"
        "The message hasn't been deleted. You might be able to view it using either Outlook or Outlook Web App. You "
        "can also contact the sender to find out what the message says.=20\r\n"
    ).encode()


async def fetch(session: Session, arguments: list[Argument]) -> None:
    await _fetch(session, arguments, by_uid=False)


async def uid_fetch(session: Session, arguments: list[Argument]) -> None:
    await _fetch(session, arguments, by_uid=True)


async def _fetch(session: Session, arguments: list[Argument], *, by_uid: bool) -> None:
    view = session.open_view()
    names = _names([word(one) for one in listed(arguments[1])])
    if by_uid and b"UID" not in names:
        names.append(b"UID")
    for number, message in view.messages(word(arguments[0]), by_uid=by_uid):
        # What another client expunges meanwhile is left out, as RFC 2180 section 4.1.2 allows.
        with contextlib.suppress(Gone):
            await _fetch_one(session, number, message, names)


async def _fetch_one(session: Session, number: int, message: Message, names: list[bytes]) -> None:
    view = session.open_view()
    reads = any(_marks_seen(name) for name in names) and not view.read_only
    if reads and not message.seen:
        message = session.world.post.messages.set_flags(message, message.flags | {r"\Seen"})
        view.know_flags(message)
    subject = Subject(session, message)
    drops = any(_SECTION.fullmatch(_OLD.get(name, name)) for name in names) and session.world.switches.hit(
        Fault.DROP_IN_FETCH, message.mailbox
    )
    items = [_item(subject, name) for name in [*names, *([b"FLAGS"] if reads and b"FLAGS" not in names else [])]]
    line = b"* %d FETCH (" % number + b" ".join(items) + b")"
    await _write(session, line, whole=not drops)


async def _write(session: Session, line: bytes, *, whole: bool) -> None:
    if whole:
        session.send(line)
    else:
        session.writer.write(line[: len(line) // 2])
    await session.writer.drain()
    if not whole:
        raise ConnectionResetError


def _names(names: list[bytes]) -> list[bytes]:
    upper = [name if b"[" in name else name.upper() for name in names]
    return _MACROS.get(upper[0], upper) if len(upper) == 1 else upper


def _marks_seen(name: bytes) -> bool:
    section = _SECTION.fullmatch(_OLD.get(name, name))
    return section is not None and not section["peek"]


def _item(subject: Subject, name: bytes) -> bytes:
    message = subject.message
    if name == b"FLAGS":
        return b"FLAGS (" + " ".join(flag for flag in FLAGS if flag in message.flags).encode() + b")"
    if name == b"UID":
        return b"UID %d" % message.uid
    if name == b"INTERNALDATE":
        return b'INTERNALDATE "' + utc(message.received).strftime("%d-%b-%Y %H:%M:%S +0000").encode() + b'"'
    if name == b"RFC822.SIZE":
        return b"RFC822.SIZE %d" % message.size
    if name == b"ENVELOPE":
        return b"ENVELOPE " + envelope(subject.part.headers)
    if name in (b"BODY", b"BODYSTRUCTURE"):
        return name + b" " + body_structure(subject.part, extended=name == b"BODYSTRUCTURE")
    return _section_item(subject, name)


def _section_item(subject: Subject, name: bytes) -> bytes:
    section = _SECTION.fullmatch(_OLD.get(name, name))
    if section is None:
        raise SyntaxProblem
    data = _section(subject.part, section)
    label = name if name in _OLD else re.sub(rb"(?i)^BODY\.PEEK", b"BODY", name)
    if section["start"] is not None:
        label = re.sub(rb"\.\d+>$", b">", label)
        start = int(section["start"])
        data = data and data[start : start + int(section["count"])] if section["count"] else data and data[start:]
    return label + b" " + (b"NIL" if data is None else literal(data))


def _section(whole: Part, section: re.Match[bytes]) -> bytes | None:
    numbers = [int(number) for number in section["numbers"].split(b".") if number]
    part = whole.section(numbers)
    if part is None:
        return None
    what = (section["what"] or b"").upper()
    if what == b"MIME":
        return part.head
    if numbers and what:
        part = part.children[0] if part.is_message else None
        if part is None:
            return None
    if what == b"TEXT":
        return part.body
    if what == b"HEADER":
        return part.head
    if what:
        return _fields(part.head, (section["fields"] or b"").split(), without=what.endswith(b".NOT"))
    return part.body if numbers else part.head + part.body


def _fields(head: bytes, names: list[bytes], *, without: bool) -> bytes:
    """The chosen header fields as they stand, and the empty line after them."""
    wanted = {name.strip(b'"').lower() for name in names}
    fields = re.findall(rb"[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*", head)
    chosen = [field for field in fields if (field.partition(b":")[0].strip().lower() in wanted) != without]
    return b"".join(chosen) + b"\r\n"
