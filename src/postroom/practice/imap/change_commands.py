"""STORE, COPY, MOVE and APPEND."""

from __future__ import annotations

import datetime

from postroom.practice.imap.folder_commands import existing
from postroom.practice.imap.grammar import Argument, SyntaxProblem, listed, word
from postroom.practice.imap.session import Bad, Session
from postroom.practice.mailstore.folders import Folder
from postroom.practice.mailstore.headers import with_crlf
from postroom.practice.mailstore.message import FLAGS, Message

_KNOWN = {flag.lower(): flag for flag in FLAGS}


async def store(session: Session, arguments: list[Argument]) -> None:
    _store(session, arguments, by_uid=False)


async def uid_store(session: Session, arguments: list[Argument]) -> None:
    _store(session, arguments, by_uid=True)


def _store(session: Session, arguments: list[Argument], *, by_uid: bool) -> None:
    view = session.writable_view()
    how = word(arguments[1]).upper()
    flags = _flags([one for argument in arguments[2:] for one in listed(argument)])
    kind = how.removesuffix(b".SILENT")
    if kind not in (b"FLAGS", b"+FLAGS", b"-FLAGS"):
        raise Bad("Command Argument Error. 11")
    for number, message in view.messages(word(arguments[0]), by_uid=by_uid):
        wanted = {b"FLAGS": flags, b"+FLAGS": message.flags | flags, b"-FLAGS": message.flags - flags}[kind]
        changed = session.world.post.messages.set_flags(message, wanted)
        view.know_flags(changed)
        if not how.endswith(b".SILENT"):
            _tell_flags(session, number, changed, by_uid=by_uid)


def _tell_flags(session: Session, number: int, message: Message, *, by_uid: bool) -> None:
    uid = b" UID %d" % message.uid if by_uid else b""
    flags = " ".join(flag for flag in FLAGS if flag in message.flags).encode()
    session.send(b"* %d FETCH (FLAGS (%s)%s)" % (number, flags, uid))


def _flags(arguments: list[Argument]) -> frozenset[str]:
    """The flags Exchange keeps; keywords of the user's own are dropped without a word."""
    names = (word(argument).decode("ascii", "replace").lower() for argument in arguments)
    return frozenset(_KNOWN[name] for name in names if name in _KNOWN)


async def copy(session: Session, arguments: list[Argument]) -> str:
    return _transfer(session, arguments, by_uid=False, move=False)


async def uid_copy(session: Session, arguments: list[Argument]) -> str:
    return _transfer(session, arguments, by_uid=True, move=False)


async def move(session: Session, arguments: list[Argument]) -> str:
    return _transfer(session, arguments, by_uid=False, move=True)


async def uid_move(session: Session, arguments: list[Argument]) -> str:
    return _transfer(session, arguments, by_uid=True, move=True)


def _transfer(session: Session, arguments: list[Argument], *, by_uid: bool, move: bool) -> str:
    view = session.writable_view() if move else session.open_view()
    target = existing(session, arguments[1])
    chosen = [message for _, message in view.messages(word(arguments[0]), by_uid=by_uid)]
    messages = session.world.post.messages
    arrived = [messages.move(one, target) if move else messages.copy(one, target) for one in chosen]
    code = _copyuid(target, chosen, arrived)
    if not move:
        return f"{code}COPY completed."
    # RFC 6851 section 4.3: COPYUID goes out before the EXPUNGE responses, in an untagged OK.
    if code:
        session.send(f"* OK {code.strip()}".encode())
    view.news.set()
    view.catch_up(session.send)
    return "MOVE completed."


def _copyuid(target: Folder, before: list[Message], after: list[Message]) -> str:
    """The COPYUID response code of RFC 4315, or nothing where nothing was copied."""
    if not before:
        return ""
    old, new = (",".join(str(message.uid) for message in side) for side in (before, after))
    return f"[COPYUID {target.uidvalidity} {old} {new}] "


async def append(session: Session, arguments: list[Argument]) -> str:
    folder = existing(session, arguments[0])
    options = arguments[1:-1]
    flags = next((_flags(one) for one in options if isinstance(one, list)), frozenset())
    dates = [one for one in options if isinstance(one, bytes)]
    received = _date(dates[0]) if dates else None
    content = with_crlf(word(arguments[-1]))
    message = session.world.post.messages.add(folder, content, received=received, flags=flags)
    return f"[APPENDUID {folder.uidvalidity} {message.uid}] APPEND completed."


def _date(text: bytes) -> float:
    try:
        return datetime.datetime.strptime(text.decode().strip(), "%d-%b-%Y %H:%M:%S %z").timestamp()
    except ValueError as error:
        raise SyntaxProblem from error
