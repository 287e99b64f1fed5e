"""What every driver offers: a Source gives mail, a Sink takes it."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part that was not fetched because its message is over the size limit; `size` is its encoded bytes."""

    filename: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class RawMail:
    """One message as the server holds it.

    `key` is the server's stable id within the folder: `UIDVALIDITY:UID` for IMAP, the UIDL for POP3, the immutable
    id for Graph. `content` is the raw bytes; where `size` is over the limit asked for, only headers and the first
    text are there and `complete` is False.
    """

    key: str
    content: bytes
    size: int
    received: datetime.datetime | None
    """The server's own time of arrival (IMAP INTERNALDATE), aware."""
    seen: bool = False
    complete: bool = True
    left_out: tuple[LeftOut, ...] = ()
    """Where not complete: what is missing, as far as the server tells (IMAP)."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One message in a listing: enough to decide whether to fetch it."""

    key: str
    size: int
    received: datetime.datetime | None
    seen: bool


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder to choose: `path` is the decoded full name, `delimiter` what separates its levels."""

    path: str
    delimiter: str
    selectable: bool = True
    special_use: str = ""
    """RFC 6154 word without backslash (Sent, Junk, Trash, ...), or empty."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies in a folder, before anything is imported."""

    count: int
    unread: int
    oldest: datetime.datetime | None
    newest: datetime.datetime | None


class AfterImport(enum.StrEnum):
    """What happens on the server to a message that is safely stored."""

    DELETE = "delete"
    MARK_READ = "mark_read"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Settled:
    """How settling went: `done` keys are settled; `warnings` are the server's words for what did not work."""

    done: tuple[str, ...]
    warnings: tuple[str, ...] = ()


class Source(Protocol):
    """A mailbox folder that mail is fetched from. Used as a context manager: entering connects and opens the folder.

    Every method raises only errors of `postroom.drivers.errors`, and each network step has a deadline.
    """

    def __enter__(self) -> Source: ...

    def __exit__(self, *exc: object) -> None: ...

    def folders(self) -> list[Folder]:
        """Return the server's folders, sorted by path."""
        ...

    def survey(self) -> Survey:
        """Count what lies in the folder, without changing any flag."""
        ...

    def list(self) -> Sequence[Listed]:
        """Return every message in the folder that is not marked deleted, oldest first."""
        ...

    def leftovers(self) -> Sequence[str]:
        """Return the keys of messages that the last `list` left out: marked deleted, by whomever, but not gone."""
        ...

    def message_ids(self, keys: Sequence[str]) -> dict[str, str]:
        """Return by key what the header Message-ID says, as far as messages have one and are still there.

        Cheap beside fetching them: it is asked of whole folders, once, where the keys of a channel change.
        """
        ...

    def fetch(self, keys: Sequence[str], max_size: int) -> Iterator[RawMail]:
        """Yield the messages of `keys` in order, without marking them read (BODY.PEEK).

        A message over `max_size` bytes comes with `complete=False`: its headers and its first text part at most.
        A key that has vanished is passed over.
        """
        ...

    def settle(self, keys: Sequence[str], after: AfterImport, folder: str = "") -> Settled:
        """Delete, mark read or move (to `folder`) messages that are safely stored. Settling again is harmless."""
        ...

    def wait(self, timeout: float, stop: Callable[[], bool]) -> bool:
        """Wait up to `timeout` seconds for news (IMAP IDLE); True if there may be some. Look at `stop` each second."""
        ...

    @property
    def can_wait(self) -> bool:
        """Whether `wait` hears news from the server instead of only letting time pass."""
        ...


@dataclass(frozen=True, slots=True)
class News:
    """What came or changed in a folder since a mark, oldest first, and the mark to go on from next time."""

    listed: tuple[Listed, ...]
    mark: str


@runtime_checkable
class Following(Protocol):
    """A Source whose server can tell what changed in the folder, so that not everything is listed at each look."""

    def news_since(self, mark: str) -> News:
        """Return what changed since `mark`; everything where it is empty, of another folder, or forgotten."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """The server took responsibility for the message. `server_text` is its answer, often with a queue id.

    `refused` holds recipients the server did not accept while it accepted others.
    """

    server_text: str
    refused: dict[str, str] = field(default_factory=dict)


class Sink(Protocol):
    """A way to send. Used as a context manager: entering connects and signs in."""

    def __enter__(self) -> Sink: ...

    def __exit__(self, *exc: object) -> None: ...

    def send(self, content: bytes, sender: str, recipients: Sequence[str]) -> Receipt:
        """Hand over one composed message, envelope `sender` to `recipients`.

        Raises DriverError; `Uncertain` where the connection broke after the data, so that the server may have it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a connection as it went, for the doctor and the set-up page."""

    name: str
    """resolve, connect, tls, greeting, sign-in, folder, sender, ..."""
    detail: str
    """What was done, with host, port, protocol version, user: never a secret."""
    milliseconds: float
    facts: Mapping[str, str] = field(default_factory=dict)
    """What else was learned, such as of TLS: `protocol`, `issuer`, and `valid_until` of the certificate (ISO 8601)."""


StepListener = Callable[[Step], None]
