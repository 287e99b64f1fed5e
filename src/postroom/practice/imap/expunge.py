"""EXPUNGE and UID EXPUNGE: what becomes of the messages is for the server's speech to say."""

from __future__ import annotations

from postroom.practice.imap.grammar import Argument, word
from postroom.practice.imap.session import No, Session
from postroom.practice.switches import Fault


async def expunge(session: Session, _arguments: list[Argument]) -> None:
    session.writable_view()
    expunge_deleted(session, None)


async def uid_expunge(session: Session, arguments: list[Argument]) -> None:
    """RFC 4315 section 2.1."""
    session.writable_view()
    expunge_deleted(session, word(arguments[0]))


def expunge_deleted(session: Session, uids: bytes | None) -> None:
    """Remove what is marked deleted, of `uids` or of all. Raises No while the fault is on."""
    view = session.open_view()
    if session.world.switches.hit(Fault.EXPUNGE, view.folder.mailbox):
        raise No("[SERVERBUG] EXPUNGE failed.")
    chosen = view.all() if uids is None else view.messages(uids, by_uid=True)
    for _, message in chosen:
        if r"\Deleted" in message.flags:
            session.speech.remove(session, message)
    # The view hears of its own changes like everybody else; EXPUNGE has to be told before the command ends.
    view.news.set()
    view.catch_up(session.send)
