"""A TCP server that can go away and come back on the same port."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from weakref import WeakSet

from postroom.practice.switches import Fault, Switches

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

_LONGEST_LINE = 4 * 1024 * 1024
_HOST = "127.0.0.1"


class Listener:
    """Accepts connections for `serve`, unless the fault says that the service is away."""

    def __init__(self, serve: Serve, switches: Switches, away: Fault, tls: ssl.SSLContext | None = None) -> None:
        self._serve = serve
        self._switches = switches
        self._away = away
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._writers: WeakSet[asyncio.StreamWriter] = WeakSet()
        self.port = 0

    async def start(self, port: int) -> None:
        self.port = port
        self._server = await asyncio.start_server(
            self._accept, _HOST, port, ssl=self._tls, limit=_LONGEST_LINE, reuse_address=True
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def obey_switches(self) -> None:
        """Stop or start listening, as the fault now says; what is connected is cut off when the service goes away."""
        switch = self._switches.look(self._away)
        if switch is not None:
            self._cut_off()
        if switch is not None and switch.value == "refuse" and self._server is not None:
            self._server.close()
            self._server = None
        await self.come_back()

    async def come_back(self) -> None:
        """Listen again where the time of a refusal is over."""
        switch = self._switches.look(self._away)
        if self._server is None and (switch is None or switch.value != "refuse"):
            await self.start(self.port)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        task = asyncio.current_task()
        if task is not None:
            self._connections.add(task)
            task.add_done_callback(self._connections.discard)
        try:
            await self._answer(reader, writer)
        except asyncio.CancelledError:
            # Cut off on purpose. Not re-raised: the stream machinery would report it as a crash.
            pass
        finally:
            with suppress(OSError, RuntimeError):
                writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection: socket.socket | None = writer.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        switch = self._switches.hit(self._away)
        if switch is None:
            await self._serve(reader, writer)
        elif switch.value == "hang":
            await reader.read()

    def _cut_off(self) -> None:
        for task in list(self._connections):
            task.cancel()

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._cut_off()
        if self._connections:
            await asyncio.wait(set(self._connections), timeout=5)
        # A closed TLS connection waits half a minute for the other side to agree.
        for writer in list(self._writers):
            writer.transport.abort()
