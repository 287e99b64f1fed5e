"""What happens on the server to messages that are safely stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
    warnings: list[str] = []
    for some in in_slices(uids, SLICE):
        with session.step("settle", f"{after}, {len(some)} messages", _seconds(session)):
            warnings.extend(act(session, some, folder))
    return warnings


def _seconds(session: ImapSession) -> float:
    # Exchange takes its time over an EXPUNGE in a large folder.
    return session.settings.timeout * 4


def _mark_read(session: ImapSession, uids: Sequence[int], _folder: str) -> list[str]:
    session.client.add_flags(uids, [SEEN], silent=True)
    return []


def _delete(session: ImapSession, uids: Sequence[int], _folder: str) -> list[str]:
    session.client.add_flags(uids, [DELETED], silent=True)
    return _expunge(session, uids)


def _move(session: ImapSession, uids: Sequence[int], folder: str) -> list[str]:
    if session.offers("MOVE"):
        session.client.move(uids, folder)
        return []
    # Without MOVE a broken connection between COPY and EXPUNGE would copy again: so only what is still here unmarked.
    there = session.search("UID", _set(uids), "UNDELETED")
    if there:
        session.client.copy(there, folder)
    return _delete(session, uids, folder)


def _expunge(session: ImapSession, uids: Sequence[int]) -> list[str]:
    """Remove what is marked deleted, and only ours. Exchange may say NO: then the mark has to do."""
    try:
        if session.offers("UIDPLUS"):
            session.client.uid_expunge(uids)
        elif foreign := set(session.search("DELETED")) - set(uids):
            return [f"not expunged: {len(foreign)} other messages are marked deleted and would go too"]
        else:
            session.client.expunge()
    except session.imap.abort:
        raise
    except session.imap.error as error:
        return [str(error)]
    return []


def _set(uids: Sequence[int]) -> str:
    return ",".join(str(uid) for uid in uids)


_ACTS: dict[AfterImport, Callable[[ImapSession, Sequence[int], str], list[str]]] = {
    AfterImport.DELETE: _delete,
    AfterImport.MARK_READ: _mark_read,
    AfterImport.MOVE: _move,
}
