"""LIST, LSUB, STATUS, NAMESPACE, CREATE, DELETE, SUBSCRIBE, SELECT, EXAMINE, UNSELECT, CLOSE."""

from __future__ import annotations

import re

from postroom.practice.imap.expunge import expunge_deleted
from postroom.practice.imap.grammar import Argument, listed, string, word
from postroom.practice.imap.names import decode_name, encode_name
from postroom.practice.imap.session import Bad, No, Session
from postroom.practice.imap.view import View
from postroom.practice.mailstore.folders import Folder
from postroom.practice.mailstore.message import FLAGS


def existing(session: Session, argument: Argument) -> Folder:
    """The folder of that name. Raises No as Exchange does."""
    name = word(argument)
    try:
        path = decode_name(name)
    except ValueError as error:
        raise Bad("Command Argument Error. 12") from error
    folder = session.world.post.folders.by_path(session.own_mailbox().address.lower(), path)
    if folder is None or not session.speech.can_select(path):
        raise No(f"{name.decode('ascii', 'replace')} doesn't exist.")
    return folder


async def list_folders(session: Session, arguments: list[Argument]) -> None:
    """LIST, also with the selection and return options of RFC 5258, of which SPECIAL-USE counts."""
    mailbox = session.own_mailbox()
    special_only = isinstance(arguments[0], list) and b"SPECIAL-USE" in [word(one).upper() for one in arguments[0]]
    plain = arguments[1:] if isinstance(arguments[0], list) else arguments
    if not word(plain[1]):
        session.send(rb'* LIST (\Noselect \HasChildren) "/" ""')
        return
    for folder, pattern in _matching(session, word(plain[0]), plain[1]):
        if pattern and (folder.well_known in session.speech.special_uses or not special_only):
            session.send(b"* LIST " + _line(session, folder, mailbox.address.lower()))


async def list_subscribed(session: Session, arguments: list[Argument]) -> None:
    """LSUB: everything counts as subscribed."""
    mailbox = session.own_mailbox()
    for folder, pattern in _matching(session, word(arguments[0]), arguments[1]):
        if pattern:
            session.send(b"* LSUB " + _line(session, folder, mailbox.address.lower()))


def _matching(session: Session, reference: bytes, patterns: Argument) -> list[tuple[Folder, bool]]:
    folders = session.world.post.folders
    mailbox = session.own_mailbox().address.lower()
    expressions = [_expression(reference + word(pattern)) for pattern in listed(patterns)]
    paths = sorted((folders.path(folder), folder) for folder in folders.all(mailbox))
    return [(folder, any(one.fullmatch(encode_name(path)) for one in expressions)) for path, folder in paths]


def _expression(pattern: bytes) -> re.Pattern[bytes]:
    escaped = re.escape(pattern).replace(rb"\*", rb".*").replace(rb"%", rb"[^/]*")
    return re.compile(escaped, re.IGNORECASE)


def _line(session: Session, folder: Folder, mailbox: str) -> bytes:
    folders = session.world.post.folders
    has_children = bool(folders.children(mailbox, folder.id, hidden=False))
    flags = [rb"\HasChildren" if has_children else rb"\HasNoChildren"]
    special = session.speech.special_uses.get(folder.well_known)
    flags += [special] if special else []
    path = folders.path(folder)
    flags += [] if session.speech.can_select(path) else [rb"\Noselect"]
    return b"(%s) " % b" ".join(flags) + b'"/" ' + string(encode_name(path))


async def namespace(session: Session, _arguments: list[Argument]) -> None:
    session.own_mailbox()
    session.send(b'* NAMESPACE (("" "/")) NIL NIL')


async def status(session: Session, arguments: list[Argument]) -> None:
    folder = existing(session, arguments[0])
    messages = session.world.post.messages.in_folder(folder)
    figures = {
        b"MESSAGES": len(messages),
        b"RECENT": 0,
        b"UIDNEXT": folder.uidnext,
        b"UIDVALIDITY": folder.uidvalidity,
        b"UNSEEN": sum(not message.seen for message in messages),
    }
    wanted = [word(item).upper() for item in listed(arguments[1])]
    if not set(wanted) <= figures.keys():
        raise Bad("Command Argument Error. 11")
    items = b" ".join(b"%s %d" % (name, figures[name]) for name in wanted)
    session.send(b"* STATUS " + string(word(arguments[0])) + b" (" + items + b") ")


async def create(session: Session, arguments: list[Argument]) -> None:
    path = decode_name(word(arguments[0])).rstrip("/")
    mailbox = session.own_mailbox().address.lower()
    if session.world.post.folders.by_path(mailbox, path) is not None or not path:
        raise No("CREATE failed. Mailbox already exists.")
    session.world.post.folders.create_path(mailbox, path)


async def delete(session: Session, arguments: list[Argument]) -> None:
    folder = existing(session, arguments[0])
    folders, messages = session.world.post.folders, session.world.post.messages
    if folder.well_known or folders.children(folder.mailbox, folder.id):
        raise No("DELETE failed.")
    bin_folder = folders.well_known(folder.mailbox, "recoverableitemsdeletions")
    for message in messages.in_folder(folder):
        messages.move(message, bin_folder)
    folders.delete(folder)


async def subscribe(session: Session, arguments: list[Argument]) -> None:
    """SUBSCRIBE and UNSUBSCRIBE: the folder has to exist, nothing else happens."""
    existing(session, arguments[0])


async def select(session: Session, arguments: list[Argument]) -> str:
    return _open(session, arguments, read_only=False)


async def examine(session: Session, arguments: list[Argument]) -> str:
    return _open(session, arguments, read_only=True)


def _open(session: Session, arguments: list[Argument], *, read_only: bool) -> str:
    session.close_view()
    folder = existing(session, arguments[0])
    session.view = View(session.world.post, folder, session.loop, read_only=read_only)
    _describe(session, folder, session.world.post.messages.flags_in_folder(folder))
    return "[READ-ONLY] EXAMINE completed." if read_only else "[READ-WRITE] SELECT completed."


def _describe(session: Session, folder: Folder, messages: dict[int, frozenset[str]]) -> None:
    flags = " ".join(FLAGS).encode()
    session.send(b"* %d EXISTS" % len(messages))
    session.send(b"* 0 RECENT")
    session.send(b"* FLAGS (%s)" % flags)
    session.send(b"* OK [PERMANENTFLAGS (%s)] Permanent flags" % flags)
    unseen = next((number for number, has in enumerate(messages.values(), 1) if r"\Seen" not in has), None)
    if unseen:
        session.send(b"* OK [UNSEEN %d] Is the first unseen message" % unseen)
    session.send(b"* OK [UIDVALIDITY %d] UIDVALIDITY value" % folder.uidvalidity)
    session.send(b"* OK [UIDNEXT %d] The next unique identifier value" % folder.uidnext)


async def unselect(session: Session, _arguments: list[Argument]) -> None:
    session.open_view()
    session.close_view()


async def close(session: Session, _arguments: list[Argument]) -> None:
    """CLOSE expunges without a word (RFC 3501 section 6.4.2)."""
    if not session.open_view().read_only:
        expunge_deleted(session, None)
    session.close_view()
