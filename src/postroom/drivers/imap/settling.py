"""What happens on the server to messages that are safely stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from postroom.drivers.base import AfterImport
from postroom.drivers.imap.keys import in_slices
from postroom.drivers.imap.session import ImapSession

SLICE = 200
"""UIDs in one command: even of ten digits each they stay well below the line length servers take."""

SEEN = rb"\Seen"
DELETED = rb"\Deleted"


def settle_messages(session: ImapSession, uids: Sequence[int], after: AfterImport, folder: str) -> list[str]:
    """Settle and return the server's words for what did not work though the messages count as settled.

    Raises DriverError where they are not settled. Settling again is harmless: UIDs that are gone are passed over.
    """
    act = _ACTS[after]
    marked: list[int] = []
    for some in in_slices(uids, SLICE):
        with session.step("settle", f"{after}, {len(some)} messages", _seconds(session)):
            marked.extend(act(session, some, folder))
    return _expunge(session, marked) if marked else []


def _seconds(session: ImapSession) -> float:
    # Exchange takes its time over an EXPUNGE in a large folder.
    return session.settings.timeout * 4


def _mark_read(session: ImapSession, uids: Sequence[int], _folder: str) -> Sequence[int]:
    session.client.add_flags(uids, [SEEN], silent=True)
    return ()


def _delete(session: ImapSession, uids: Sequence[int], _folder: str) -> Sequence[int]:
    session.client.add_flags(uids, [DELETED], silent=True)
    return uids


def _move(session: ImapSession, uids: Sequence[int], folder: str) -> Sequence[int]:
    if session.offers("MOVE"):
        session.client.move(uids, folder)
        return ()
    # Without MOVE a broken connection between COPY and EXPUNGE would copy again: so only what is still here unmarked.
    there = session.search("UID", _set(uids), "UNDELETED")
    if there:
        session.client.copy(there, folder)
    return _delete(session, uids, folder)


def _expunge(session: ImapSession, uids: Sequence[int]) -> list[str]:
    """Remove what is marked deleted, and only ours; return the server's words where it refuses."""
    if session.offers("UIDPLUS"):
        refusals = [_refused(session, partial(session.client.uid_expunge, some)) for some in in_slices(uids, SLICE)]
        return [words for words in dict.fromkeys(refusals) if words]
    if foreign := _marked(session) - set(uids):
        return [f"not expunged: {len(foreign)} other messages are marked deleted and would go too"]
    words = _refused(session, session.client.expunge)
    return [words] if words else []


def _marked(session: ImapSession) -> set[int]:
    with session.step("settle", "search"):
        return set(session.search("DELETED"))


def _refused(session: ImapSession, expunge: Callable[[], object]) -> str:
    """Expunge and return the words of a NO, or nothing. Exchange may refuse for hours: then the mark has to do."""
    with session.step("settle", "expunge", _seconds(session)):
        try:
            expunge()
        except session.imap.abort:
            raise
        except session.imap.error as error:
            return str(error)
    return ""


def _set(uids: Sequence[int]) -> str:
    return ",".join(str(uid) for uid in uids)


_ACTS: dict[AfterImport, Callable[[ImapSession, Sequence[int], str], Sequence[int]]] = {
    AfterImport.DELETE: _delete,
    AfterImport.MARK_READ: _mark_read,
    AfterImport.MOVE: _move,
}
