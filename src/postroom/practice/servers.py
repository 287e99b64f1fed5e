"""All servers of one practice tenant in one event loop."""

from __future__ import annotations

import asyncio
import socket
import threading
from dataclasses import dataclass
from functools import partial

import uvicorn

from postroom.practice.application import practice_application
from postroom.practice.control import Control
from postroom.practice.graph.notifier import Notifier
from postroom.practice.graph.subscriptions import Subscriptions
from postroom.practice.imap import exchange as imap_exchange
from postroom.practice.imap import gmail as imap_gmail
from postroom.practice.imap.server import serve_imap
from postroom.practice.listener import Listener
from postroom.practice.smtp import exchange as smtp_exchange
from postroom.practice.smtp import gmail as smtp_gmail
from postroom.practice.smtp.server import SmtpServer
from postroom.practice.switches import Fault
from postroom.practice.world import World

_LOOK_AT_SWITCHES = 1.0


def _http_socket(port: int) -> socket.socket:
    # With the protocol named: asyncio turns Nagle's algorithm off only for sockets that say they are TCP, and with it
    # every answer would wait 40 ms for an acknowledgement.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen(100)
    except OSError:
        listening.close()
        raise
    return listening


@dataclass(frozen=True)
class Ports:
    """On which port each server listens; 0 is any free one."""

    http: int = 0
    imap: int = 0
    smtp: int = 0
    gmail_imap: int = 0
    gmail_smtp: int = 0


class Servers:
    """`ready` is set when everything listens or `problem` says why it does not."""

    def __init__(self, world: World, ports: Ports) -> None:
        self.ready = threading.Event()
        self.problem: OSError | None = None
        self._world = world
        self._ports = ports
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        imap = partial(serve_imap, world, imap_exchange.Exchange())
        self.imap = Listener(imap, world.switches, Fault.AWAY_IMAP, world.tls.context)
        self.imap_plain = Listener(imap, world.switches, Fault.AWAY_IMAP)
        self.smtp = Listener(SmtpServer(world, smtp_exchange.Exchange()).serve, world.switches, Fault.AWAY_SMTP)
        gmail = partial(serve_imap, world, imap_gmail.Gmail())
        self.gmail_imap = Listener(gmail, world.switches, Fault.AWAY_IMAP, world.tls.context)
        self.gmail_smtp = Listener(SmtpServer(world, smtp_gmail.Gmail()).serve, world.switches, Fault.AWAY_SMTP)
        self._listeners = (self.imap, self.imap_plain, self.smtp, self.gmail_imap, self.gmail_smtp)
        self._subscriptions = Subscriptions(world)
        self._notifier: Notifier | None = None
        self.control = Control(world, self._lifecycle)

    def _lifecycle(self, event: str) -> None:
        if self._notifier is not None:
            self._notifier.lifecycle(event)

    async def run(self) -> None:
        """Serve until `stop` is called."""
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        try:
            listening = await self._listen()
        except OSError as problem:
            self.problem = problem
            self.ready.set()
        else:
            await self._serve(self._http(), listening, self._end)
        finally:
            await asyncio.gather(*(listener.stop() for listener in self._listeners))

    async def _listen(self) -> socket.socket:
        """Open all ports; the base address is known then. Raises OSError where one is taken."""
        await self.imap.start(self._ports.imap)
        await self.imap_plain.start(0)
        await self.smtp.start(self._ports.smtp)
        await self.gmail_imap.start(self._ports.gmail_imap)
        await self.gmail_smtp.start(self._ports.gmail_smtp)
        listening = _http_socket(self._ports.http)
        self._world.base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self._world.switches.listen(self._switches_changed)
        return listening

    async def _serve(self, http: uvicorn.Server, listening: socket.socket, end: asyncio.Event) -> None:
        self._notifier = Notifier(self._world, self._subscriptions, asyncio.get_running_loop())
        serving = asyncio.ensure_future(http.serve(sockets=[listening]))
        watching = asyncio.ensure_future(self._watch())
        while not http.started:
            await asyncio.sleep(0.01)
        self.ready.set()
        await end.wait()
        watching.cancel()
        await self._notifier.close()
        http.should_exit = True
        await serving

    def _http(self) -> uvicorn.Server:
        application = practice_application(self._world, self._subscriptions, self.control)
        return uvicorn.Server(
            uvicorn.Config(
                application, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1, ws="none"
            )
        )

    def _switches_changed(self) -> None:
        """Called in any thread; returns when the listeners have obeyed, so that a test may rely on it."""
        if self._loop is None or self._loop.is_closed():
            return
        obeyed = asyncio.run_coroutine_threadsafe(self._obey(), self._loop)
        if threading.current_thread().name != "practice-tenant":
            obeyed.result(5)

    async def _obey(self) -> None:
        for listener in self._listeners:
            await listener.obey_switches()

    async def _watch(self) -> None:
        """A fault that was for some seconds only ends without anybody pressing anything."""
        while True:
            await asyncio.sleep(_LOOK_AT_SWITCHES)
            await self._bring_back()

    async def _bring_back(self) -> None:
        for listener in self._listeners:
            await listener.come_back()

    def stop(self) -> None:
        if self._loop is not None and self._end is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end.set)
