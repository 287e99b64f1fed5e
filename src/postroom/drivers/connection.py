"""From host and port to a connected socket, step by step, each with its deadline."""

from __future__ import annotations

import enum
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from postroom.drivers.base import Step, StepListener
from postroom.drivers.clock import Clock, TimedSocket, TimedTlsSocket
from postroom.drivers.errors import DriverError
from postroom.drivers.tls_facts import tls_facts
from postroom.drivers.wire_errors import translate_wire_error


class Security(enum.StrEnum):
    """How the connection is made safe."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """Where a server is and how to reach it. `timeout` is seconds for each single step."""

    host: str
    port: int
    security: Security = Security.TLS
    verify_certificate: bool = True
    timeout: float = 30.0


Translator = Callable[[Exception, str], DriverError | None]
"""A driver's own table: from a library's exception, raised in the named step, to a DriverError, or None."""

_Address = tuple[socket.AddressFamily, socket.SocketKind, int, tuple[object, ...]]
"""Family, kind, protocol and where: what `socket.socket` and `connect` want."""


class Wire:
    """One connection being made: resolves, dials, does TLS, tells of each step and translates what goes wrong."""

    def __init__(
        self,
        settings: ConnectionSettings,
        *,
        translate: Translator = translate_wire_error,
        secrets: tuple[str, ...] = (),
        on_step: StepListener | None = None,
    ) -> None:
        self.settings = settings
        self.clock = Clock()
        self._translate = translate
        self._secrets = tuple(secret for secret in secrets if secret)
        self._on_step = on_step
        self._facts: dict[str, str] = {}

    def connect(self) -> TimedSocket | TimedTlsSocket:
        """Return a connected socket, already in TLS where the settings say `tls`.

        Raises Unreachable or Insecure.
        """
        sock = self._dial(self._resolve())
        if self.settings.security is not Security.TLS:
            return sock
        try:
            return self._handshake(sock)
        except DriverError:
            sock.close()
            raise

    @contextmanager
    def step(self, name: str, detail: str = "", seconds: float | None = None) -> Iterator[None]:
        """Run one step: start the clock, tell the listener how long it took, translate what it raises."""
        self.clock.start(self.settings.timeout if seconds is None else seconds)
        started = time.monotonic()
        self._facts = {}
        try:
            yield
        except Exception as error:
            raise self._translated(error, name) from None
        if self._on_step is not None:
            self._on_step(Step(name, detail, (time.monotonic() - started) * 1000, self._facts))

    def tls_context(self) -> ssl.SSLContext:
        """Return a client context with the system's trust store; without any check only where the settings say so."""
        context = ssl.create_default_context()
        context.sslsocket_class = TimedTlsSocket
        if not self.settings.verify_certificate:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def secure(self, sock: TimedSocket) -> TimedTlsSocket:
        """Do the TLS handshake on a socket that `connect` returned, for a protocol that asks for it by itself."""
        return self._handshake(sock)

    def adopt(self, sock: object) -> None:
        """Put a socket that a library made by STARTTLS under this wire's clock."""
        assert isinstance(sock, TimedTlsSocket)
        sock.clock = self.clock
        self._facts = tls_facts(sock)

    def _resolve(self) -> list[_Address]:
        settings = self.settings
        with self.step("resolve", settings.host):
            return _look_up(settings.host, settings.port, settings.timeout)

    def _dial(self, addresses: list[_Address]) -> TimedSocket:
        with self.step("connect", f"{self.settings.host}:{self.settings.port}"):
            for place, address in enumerate(addresses):
                try:
                    return self._dial_one(address, attempts_left=len(addresses) - place)
                except OSError:
                    if place == len(addresses) - 1:
                        raise
        raise AssertionError("getaddrinfo returned no address")

    def _dial_one(self, address: _Address, attempts_left: int) -> TimedSocket:
        family, kind, protocol, where = address
        sock = TimedSocket(family, kind, protocol)
        try:
            # A dead IPv6 route must not eat the time that IPv4 needs.
            sock.settimeout((self.clock.left() or self.settings.timeout) / attempts_left)
            sock.connect(where)
            _tune(sock)
        except BaseException:
            sock.close()
            raise
        sock.clock = self.clock
        return sock

    def _handshake(self, sock: TimedSocket) -> TimedTlsSocket:
        with self.step("tls", self.settings.host):
            sock.arm()
            secured = self.tls_context().wrap_socket(sock, server_hostname=self.settings.host)
            self._facts = tls_facts(secured)
        assert isinstance(secured, TimedTlsSocket)
        secured.clock = self.clock
        return secured

    def _translated(self, error: Exception, step: str) -> Exception:
        self._strike_secrets(error)
        known = error if isinstance(error, DriverError) else self._translate(error, step)
        known = known or translate_wire_error(error, step)
        if known is None:
            return error
        known.step = known.step or step
        return known

    def _strike_secrets(self, error: BaseException | None) -> None:
        """Take secrets that a server repeated out of an exception and of those it was raised from."""
        while error is not None:
            error.args = tuple(self._without_secrets(arg) for arg in error.args)
            if isinstance(error, DriverError):
                error.server_text = str(self._without_secrets(error.server_text))
            error = error.__context__

    def _without_secrets(self, value: object) -> object:
        for secret in self._secrets:
            if isinstance(value, str):
                value = value.replace(secret, "***")
            elif isinstance(value, bytes):
                value = value.replace(secret.encode(), b"***")
        return value


def _tune(sock: socket.socket) -> None:
    # Commands are small and each waits for its answer: Nagle's algorithm would cost 40 ms apiece.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # Firewalls forget connections that are still for minutes, as in IDLE; this keeps them, or tells that they are gone.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 60)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 20)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 4)


def _look_up(host: str, port: int, seconds: float) -> list[_Address]:
    # getaddrinfo knows no timeout, so it runs beside and is left behind when it takes too long.
    answers: queue.SimpleQueue[list[_Address] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([(family, kind, protocol, where) for family, kind, protocol, _, where in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(f"no answer about {host} from the resolver") from None
    if isinstance(answer, UnicodeError):
        # Labels that are empty or too long never reach the resolver.
        raise socket.gaierror(socket.EAI_NONAME, f"{host!r} is no host name")
    if isinstance(answer, OSError):
        raise answer
    return answer
