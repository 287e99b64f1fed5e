"""IDLE (RFC 2177)."""

from __future__ import annotations

import asyncio

from postroom.practice.imap.grammar import Argument
from postroom.practice.imap.session import Bad, Session

_LOOK_AT_TOKEN = 1.0


async def idle(session: Session, _arguments: list[Argument]) -> None:
    session.own_mailbox()
    session.send(b"+ IDLE accepted, awaiting DONE command.")
    await session.writer.drain()
    done = asyncio.ensure_future(session.reader.readline())
    try:
        await _tell_until(session, done)
    finally:
        done.cancel()
    if done.result().strip().upper() != b"DONE":
        raise Bad("Command Argument Error. 11")


async def _tell_until(session: Session, done: asyncio.Future[bytes]) -> None:
    while not done.done():
        news = asyncio.ensure_future(_news(session))
        await asyncio.wait((done, news), timeout=_LOOK_AT_TOKEN, return_when=asyncio.FIRST_COMPLETED)
        news.cancel()
        session.check_token()
        if session.view is not None:
            session.view.catch_up(session.send)
            await session.writer.drain()


async def _news(session: Session) -> None:
    """Wait for a change in the open folder; without one there is nothing to hear but DONE."""
    await (session.view.news if session.view else asyncio.Event()).wait()
