"""HTTP over the wire that all drivers use: the same steps, deadlines and certificate checks as IMAP and SMTP.

httpx starts its timeout anew with every byte that arrives. Here a whole request, from the first byte sent to the last
one read, ends when the `Clock` of the thread that makes it says so.
"""

from __future__ import annotations

import select
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from postroom.drivers.base import StepListener
from postroom.drivers.clock import Clock, TimedSocket, TimedTlsSocket
from postroom.drivers.connection import ConnectionSettings, Security, Wire


class Deadlines(threading.local):
    """The clock of the request that runs in this thread."""

    def __init__(self) -> None:
        self.clock = Clock()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Give everything inside `seconds` together."""
        self.clock.start(seconds)
        yield


class GraphTransport(httpx.BaseTransport):
    """Connections that are kept and used again, `most` of them at once."""

    def __init__(self, timeout: float, *, verify: bool, on_step: StepListener | None, most: int) -> None:
        self.deadlines = Deadlines()
        backend = _Backend(timeout, verify, on_step, self.deadlines)
        self._pool = httpcore.ConnectionPool(max_connections=most, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises DriverError while connecting, httpcore's errors and OSError after that."""
        assert isinstance(request.stream, Iterable)
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, timeout: float, verify: bool, on_step: StepListener | None, deadlines: Deadlines) -> None:
        self._timeout = timeout
        self._verify = verify
        self._on_step = on_step
        self._deadlines = deadlines

    def connect_tcp(self, host: str, port: int, *_args: Any, **_options: Any) -> httpcore.NetworkStream:
        settings = ConnectionSettings(host, port, Security.NONE, self._verify, self._timeout)
        # The steps of the first connection say it all; the others would only repeat them.
        on_step, self._on_step = self._on_step, None
        wire = Wire(settings, on_step=on_step)
        sock = wire.connect()
        assert isinstance(sock, TimedSocket)
        return _Stream(wire, sock, self._deadlines)


class _Stream(httpcore.NetworkStream):
    def __init__(self, wire: Wire, sock: TimedSocket | TimedTlsSocket, deadlines: Deadlines) -> None:
        self._wire = wire
        self._sock = sock
        self._deadlines = deadlines

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._sock.clock = self._deadlines.clock
        buffer = bytearray(max_bytes)
        try:
            return bytes(buffer[: self._sock.recv_into(buffer)])
        except TimeoutError as error:
            raise httpcore.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._sock.clock = self._deadlines.clock
        try:
            self._sock.sendall(buffer)
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error
        except OSError as error:
            # httpcore still reads what the server said before it hung up, such as 413.
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        self._sock.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        assert isinstance(self._sock, TimedSocket)
        return _Stream(self._wire, self._wire.secure(self._sock), self._deadlines)

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return _is_readable(self._sock)
        return None


def _is_readable(sock: socket.socket) -> bool:
    """Whether an idle connection has something to read, which can only be its end."""
    if sock.fileno() < 0:
        return True
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
