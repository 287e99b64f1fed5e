"""One IMAP connection: greeting, STARTTLS and signing in, each a step of its own; and IMAPClient's calls, typed."""

from __future__ import annotations

import contextlib
import imaplib
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from imapclient import IMAPClient

from postroom.drivers import codes
from postroom.drivers.base import StepListener
from postroom.drivers.connection import ConnectionSettings, Security, Wire
from postroom.drivers.credentials import Credentials
from postroom.drivers.errors import DriverError, Insecure
from postroom.drivers.imap.errors import closing, translate
from postroom.drivers.imap.sign_in import sign_in


class _Imap4(imaplib.IMAP4):
    """imaplib on a socket that is already connected."""

    def __init__(self, settings: ConnectionSettings, ready: socket.socket) -> None:
        self._ready = ready
        super().__init__(settings.host, settings.port)

    def _create_socket(self, *_timeout: object) -> socket.socket:
        return self._ready


class _Client(IMAPClient):  # type: ignore[misc]  # IMAPClient carries no types, and its one seam is a method to override
    """IMAPClient on a socket that is already connected and keeps its own deadlines."""

    def __init__(self, settings: ConnectionSettings, ready: socket.socket) -> None:
        self._settings = settings
        self._ready = ready
        super().__init__(settings.host, settings.port, ssl=settings.security is Security.TLS)
        self.normalise_times = False
        # IMAPClient turns on imaplib's log of every line: the contents of mails, and a third of the time of a fetch.
        self._imap.debug = 0

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802  # IMAPClient's name
        return _Imap4(self._settings, self._ready)

    def _set_read_timeout(self) -> None:
        """Leave timeouts to the clock of the wire."""


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """What SELECT told."""

    path: str
    count: int
    uidvalidity: int


Fetched = Mapping[int, Mapping[bytes, Any]]
"""By UID, then by data item, as IMAPClient parsed it."""


class ImapSession:
    """A connection that is open, safe as demanded and signed in after `open`. Every call belongs inside a `step`."""

    client: Any
    """The IMAPClient, for the calls that `imap/*.py` make; it speaks only UIDs."""

    def __init__(
        self, settings: ConnectionSettings, credentials: Credentials, on_step: StepListener | None = None
    ) -> None:
        self.settings = settings
        self._credentials = credentials
        self._wire = Wire(settings, translate=self._translate, secrets=credentials.secrets(), on_step=on_step)
        self._capabilities: frozenset[str] = frozenset()
        self.client = None

    def open(self) -> None:
        """Connect and sign in. Raises Unreachable, Insecure, SignInRefused, TokenRefused, ProtocolBroken, Throttled."""
        ready = self._wire.connect()
        try:
            self._greet(ready)
            if self.settings.security is Security.STARTTLS:
                self._start_tls()
            self._sign_in()
        except BaseException:
            ready.close()
            self.drop()
            raise

    def close(self) -> None:
        """Say LOGOUT where the connection still stands; what goes wrong now no longer matters."""
        try:
            with self.step("logout", seconds=min(5.0, self.settings.timeout)):
                self.client.logout()
        except DriverError:
            pass
        finally:
            self.drop()

    def drop(self) -> None:
        """Cut the connection."""
        if self.client is not None:
            with contextlib.suppress(OSError):
                self.imap.shutdown()

    @contextmanager
    def step(self, name: str, detail: str = "", seconds: float | None = None) -> Iterator[None]:
        """Run one step with its deadline, errors translated."""
        with self._wire.step(name, detail, seconds):
            yield

    @contextmanager
    def instant(self) -> Iterator[None]:
        """Within it a read finds bytes or none, and waits for nothing."""
        with self._wire.clock.instant():
            yield

    @property
    def imap(self) -> imaplib.IMAP4:
        """The imaplib object below IMAPClient."""
        imap: imaplib.IMAP4 = self.client._imap
        return imap

    def offers(self, capability: str) -> bool:
        """Whether the server, after signing in, has this capability."""
        return capability in self._capabilities

    def select(self, path: str) -> OpenFolder:
        """Open a folder for reading and writing."""
        told = self.client.select_folder(path)
        return OpenFolder(path, int(told.get(b"EXISTS", 0)), int(told.get(b"UIDVALIDITY", 0)))

    def latest_uidvalidity(self) -> int:
        """Return the UIDVALIDITY that the server told last: it may tell a new one at any time."""
        told = self.imap.untagged_responses.get("UIDVALIDITY", [])
        numbers = [int(number) for number in told if isinstance(number, bytes) and number.isdigit()]
        return numbers[-1] if numbers else 0

    def fetch(self, uids: Sequence[int] | str, items: Sequence[str]) -> Fetched:
        """UID FETCH. Vanished UIDs are missing in the answer."""
        answer: Fetched = self.client.fetch(uids, items)
        return answer

    def search(self, *criteria: str) -> list[int]:
        """UID SEARCH."""
        return [int(uid) for uid in self.client.search(list(criteria))]

    def _translate(self, error: Exception, step: str) -> DriverError | None:
        if isinstance(error, imaplib.IMAP4.abort) and (goodbye := self._goodbye()):
            return closing(goodbye, step)
        return translate(error, step)

    def _goodbye(self) -> str:
        """Return the words of an untagged BYE; imaplib keeps them and raises something that does not say so."""
        told = self.imap.untagged_responses.get("BYE", []) if self.client is not None else []
        return told[-1].decode("utf-8", "replace") if told and isinstance(told[-1], bytes) else ""

    def _greet(self, ready: socket.socket) -> None:
        with self.step("greeting", self.settings.host):
            self.client = _Client(self.settings, ready)

    def _start_tls(self) -> None:
        with self.step("tls", self.settings.host):
            # PREAUTH would let an attacker skip both TLS and the password (RFC 9051 section 11.1).
            if "STARTTLS" not in self.imap.capabilities or self.imap.state != "NONAUTH":
                raise Insecure("the server does not offer STARTTLS", code=codes.STARTTLS_MISSING)
            self.client.starttls(self._wire.tls_context())
            self._wire.adopt(self.imap.sock)

    def _sign_in(self) -> None:
        with self.step("sign-in", self._credentials.user):
            sign_in(self.client, self._credentials)
            self._capabilities = frozenset(name.decode("ascii", "replace") for name in self.client.capabilities())
            if self.offers("ID"):
                # NetEase refuses every SELECT as "unsafe" until a client has named itself (RFC 2971).
                self.client.id_({"name": "Postroom"})
