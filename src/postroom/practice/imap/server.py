"""The IMAP server: one connection, command by command."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from postroom.practice.imap import change_commands, expunge, fetch, folder_commands, idle, search, sign_in
from postroom.practice.imap.grammar import Argument, SyntaxProblem, read_command, word
from postroom.practice.imap.session import Bad, Ended, No, Session, Speech
from postroom.practice.mailstore.message import Gone
from postroom.practice.switches import Fault
from postroom.practice.world import World

Command = Callable[[Session, list[Argument]], Awaitable[str | None]]

_IDLE_LIMIT = 1800.0
_COMMANDS: dict[bytes, Command] = {
    b"CAPABILITY": sign_in.capability,
    b"AUTHENTICATE": sign_in.authenticate,
    b"LOGIN": sign_in.login,
    b"ID": sign_in.identify,
    b"NOOP": sign_in.noop,
    b"CHECK": sign_in.noop,
    b"LOGOUT": sign_in.logout,
    b"LIST": folder_commands.list_folders,
    b"LSUB": folder_commands.list_subscribed,
    b"NAMESPACE": folder_commands.namespace,
    b"STATUS": folder_commands.status,
    b"CREATE": folder_commands.create,
    b"DELETE": folder_commands.delete,
    b"SUBSCRIBE": folder_commands.subscribe,
    b"UNSUBSCRIBE": folder_commands.subscribe,
    b"SELECT": folder_commands.select,
    b"EXAMINE": folder_commands.examine,
    b"UNSELECT": folder_commands.unselect,
    b"CLOSE": folder_commands.close,
    b"SEARCH": search.search,
    b"FETCH": fetch.fetch,
    b"STORE": change_commands.store,
    b"COPY": change_commands.copy,
    b"MOVE": change_commands.move,
    b"APPEND": change_commands.append,
    b"EXPUNGE": expunge.expunge,
    b"IDLE": idle.idle,
    b"UID SEARCH": search.uid_search,
    b"UID FETCH": fetch.uid_fetch,
    b"UID STORE": change_commands.uid_store,
    b"UID COPY": change_commands.uid_copy,
    b"UID MOVE": change_commands.uid_move,
    b"UID EXPUNGE": expunge.uid_expunge,
}
# While the numbers of these are being answered, sequence numbers must not move (RFC 3501 section 7.4.1).
_KEEP_NUMBERS = (b"FETCH", b"STORE", b"SEARCH")


async def serve_imap(world: World, speech: Speech, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one connection until it ends."""
    session = Session(world, speech, reader, writer)
    session.send(speech.greeting)
    try:
        while not session.leaving:
            await writer.drain()
            await _one_command(session)
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
        # The client went away in the middle of a line, or sent a line without end: nobody is left to tell.
        return
    finally:
        session.close_view()


async def _one_command(session: Session) -> None:
    try:
        arguments = await asyncio.wait_for(read_command(session.reader, session.writer), _IDLE_LIMIT)
    except TimeoutError:
        session.send(b"* BYE Connection is closed. 13")
        session.leaving = True
        return
    except SyntaxProblem:
        session.send(b"* BAD Command Error. 10")
        return
    if arguments is None:
        session.leaving = True
    elif arguments:
        await _run(session, arguments)


async def _run(session: Session, arguments: list[Argument]) -> None:
    tag = word(arguments[0])
    name = word(arguments[1]).upper() if len(arguments) > 1 else b""
    rest = arguments[2:]
    if name == b"UID" and rest:
        name, rest = b"UID " + word(rest[0]).upper(), rest[1:]
    try:
        text = await _execute(session, name, rest)
        _catch_up(session, name)
        session.send(tag + b" OK " + text.encode())
    except Gone:
        # RFC 2180 section 4.1.3: another client has expunged what this command still meant.
        session.send(tag + b" NO Some of the requested messages no longer exist.")
    except No as refusal:
        session.send(tag + f" NO {refusal}".encode())
    except Ended as end:
        session.send(f"* BYE {end}".encode())
        session.leaving = True
    except Bad as refusal:
        session.send(tag + f" BAD {refusal}".encode())
        _close_after_many(session)
    except (SyntaxProblem, IndexError, ValueError):
        session.send(tag + b" BAD Command Argument Error. 11")


async def _execute(session: Session, name: bytes, arguments: list[Argument]) -> str:
    command = _COMMANDS.get(name)
    if command is None:
        raise Bad("Command Error. 10")
    session.check_token()
    owner = session.mailbox.address if session.mailbox else ""
    if session.mailbox and name != b"LOGOUT" and session.world.switches.hit(Fault.THROTTLE_IMAP, owner):
        raise session.speech.throttle()
    label = name.removeprefix(b"UID ").decode()
    return await command(session, arguments) or f"{label} completed."


def _catch_up(session: Session, name: bytes) -> None:
    if session.view is not None:
        session.view.catch_up(session.send, expunges=name not in _KEEP_NUMBERS)


def _close_after_many(session: Session) -> None:
    """Exchange hangs up on a client that keeps sending commands it cannot have."""
    session.refused += 1
    if session.refused >= 10:
        session.send(b"* BYE Connection closed. 14")
        session.leaving = True
