"""A proxy in front of a real line-based server that meddles: the servers nobody has at hand, made of one that is."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

CUT = b""
"""As an answer: end the connection."""


@dataclass(slots=True)
class Meddler:
    """Answers some commands itself and rewrites some lines of the server; everything else passes."""

    port: int = 0
    answers: list[tuple[re.Pattern[bytes], bytes]] = field(default_factory=list)
    rewrites: list[tuple[re.Pattern[bytes], bytes]] = field(default_factory=list)
    seen: list[bytes] = field(default_factory=list)
    """Every line the client sent."""

    def answer(self, command: bytes, reply: bytes) -> None:
        """Give `reply` (TAG stands for the command's tag) to commands that match, instead of passing them on."""
        self.answers.append((re.compile(command, re.IGNORECASE), reply))

    def rewrite(self, line: bytes, replacement: bytes) -> None:
        """Replace what matches within lines of the server."""
        self.rewrites.append((re.compile(line), replacement))

    def commands(self) -> list[str]:
        """Return what the client sent, without tags."""
        return [line.partition(b" ")[2].decode().strip() for line in self.seen]


@contextmanager
def meddling(target: int) -> Iterator[Meddler]:
    """Put a Meddler in front of a port on loopback."""
    meddler = Meddler()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        meddler.port = listener.getsockname()[1]
        acceptor = threading.Thread(target=_accept, args=(listener, target, meddler), daemon=True)
        acceptor.start()
        try:
            yield meddler
        finally:
            # Closing alone would leave accept() waiting.
            listener.shutdown(socket.SHUT_RDWR)
            acceptor.join(5)


def _accept(listener: socket.socket, target: int, meddler: Meddler) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        server = socket.create_connection(("127.0.0.1", target))
        for pump in (_commands, _lines):
            threading.Thread(target=pump, args=(client, server, meddler), daemon=True).start()


def _commands(client: socket.socket, server: socket.socket, meddler: Meddler) -> None:
    with _both_closed(client, server), client.makefile("rb") as lines:
        for line in lines:
            meddler.seen.append(line)
            reply = next((reply for command, reply in meddler.answers if command.search(line)), None)
            if reply is None:
                server.sendall(line)
            elif reply == CUT:
                return
            else:
                client.sendall(reply.replace(b"TAG", line.partition(b" ")[0]))


def _lines(client: socket.socket, server: socket.socket, meddler: Meddler) -> None:
    with _both_closed(client, server), server.makefile("rb") as lines:
        for line in lines:
            for pattern, replacement in meddler.rewrites:
                line = pattern.sub(replacement, line)
            client.sendall(line)


@contextmanager
def _both_closed(*sockets: socket.socket) -> Iterator[None]:
    with contextlib.suppress(OSError):
        try:
            yield
        finally:
            for sock in sockets:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
                sock.close()
