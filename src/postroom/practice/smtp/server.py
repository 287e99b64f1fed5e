"""The SMTP server: one connection, command by command (RFC 5321, RFC 3207, RFC 4954).

CHUNKING and BINARYMIME, which Exchange offers too, are left out: nobody has to use what is not offered.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter

from postroom.practice.smtp.session import Reply, Session, Speech
from postroom.practice.smtp.submit import LARGEST_ADVERTISED, MOST_RECIPIENTS
from postroom.practice.world import World

_COMMAND_LIMIT = 600.0
_PATH = re.compile(r"(?:FROM|TO):\s*<([^>]*)>\s*(.*)", re.IGNORECASE)


class SmtpServer:
    """Counts the connections of each mailbox, because Exchange limits them."""

    def __init__(self, world: World, speech: Speech) -> None:
        self._world = world
        self._speech = speech
        self._connections: Counter[str] = Counter()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it ends."""
        session = Session(self._world, self._speech, reader, writer)
        try:
            await session.reply(f"220 {self._speech.greeting}")
            while not (session.leaving or session.broken_off):
                await self._one_command(session)
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            # Gone, or silent for too long, or a line without end: nobody is left to tell.
            return
        finally:
            self._count(session, -1)

    async def _one_command(self, session: Session) -> None:
        line = await asyncio.wait_for(session.reader.readline(), _COMMAND_LIMIT)
        if not line:
            session.leaving = True
            return
        verb, _, argument = line.decode("utf-8", "replace").strip().partition(" ")
        try:
            await self._run(session, verb.upper(), argument.strip())
        except Reply as refusal:
            await session.reply(str(refusal))

    async def _run(self, session: Session, verb: str, argument: str) -> None:
        if verb == "AUTH":
            await session.speech.auth(session, argument)
            self._count(session, 1)
        elif verb == "DATA":
            _, mailbox = session.signed_in()
            await session.speech.data(session, self._connections[mailbox.address])
        elif verb in _SIMPLE:
            await _SIMPLE[verb](session, argument)
        else:
            raise Reply("500 5.3.3 Unrecognized command")

    def _count(self, session: Session, step: int) -> None:
        if session.mailbox is not None:
            self._connections[session.mailbox.address] += step


async def _ehlo(session: Session, _argument: str) -> None:
    session.greeted = True
    session.reset()
    lines = [f"{session.speech.host} Hello", *session.speech.offers(session)]
    await session.reply(*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}")


async def _helo(session: Session, _argument: str) -> None:
    session.greeted = True
    await session.reply(f"250 {session.speech.host} Hello")


async def _starttls(session: Session, _argument: str) -> None:
    if session.secure:
        raise Reply("503 5.5.2 Already in TLS")
    await session.reply("220 2.0.0 SMTP server ready")
    await session.writer.start_tls(session.world.tls.context)
    # RFC 3207 section 4.2: what was said before is forgotten.
    session.secure, session.greeted = True, False


async def _mail(session: Session, argument: str) -> None:
    session.signed_in()
    match = _PATH.fullmatch(argument)
    if match is None:
        raise Reply("501 5.5.4 Invalid arguments")
    size = re.search(r"\bSIZE=(\d+)", match[2], re.IGNORECASE)
    if size and int(size[1]) > LARGEST_ADVERTISED:
        raise Reply("552 5.3.4 Message size exceeds fixed maximum message size")
    session.reset()
    session.sender = match[1]
    await session.reply("250 2.1.0 Sender OK")


async def _rcpt(session: Session, argument: str) -> None:
    match = _PATH.fullmatch(argument)
    if session.sender is None:
        raise Reply("503 5.5.2 Need mail command")
    if match is None or "@" not in match[1]:
        raise Reply("501 5.1.3 Invalid address")
    if len(session.recipients) >= MOST_RECIPIENTS:
        raise Reply("452 4.5.3 Too many recipients")
    session.recipients.append(match[1])
    await session.reply("250 2.1.5 Recipient OK")


async def _rset(session: Session, _argument: str) -> None:
    session.reset()
    await session.reply("250 2.0.0 Resetting")


async def _noop(session: Session, _argument: str) -> None:
    await session.reply("250 2.0.0 OK")


async def _quit(session: Session, _argument: str) -> None:
    session.leaving = True
    await session.reply("221 2.0.0 Service closing transmission channel")


_SIMPLE = {
    "EHLO": _ehlo,
    "HELO": _helo,
    "STARTTLS": _starttls,
    "MAIL": _mail,
    "RCPT": _rcpt,
    "RSET": _rset,
    "NOOP": _noop,
    "QUIT": _quit,
}
