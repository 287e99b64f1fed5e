"""Something between Postroom and Graph that answers some requests itself: the moods the practice tenant has not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """An answer. Status 0 ends the connection instead."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


Meddling = Callable[[Asked, Callable[[], Said]], Said]
"""Gives the answer to a request; the second argument asks the real server."""


@contextmanager
def meddling(target: str, meddle: Meddling) -> Iterator[str]:
    """Yield the base address of a server that asks `target` (scheme, host and port) for what it does not answer."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            self.say(meddle(asked, lambda: _forwarded(target, asked)))

        def say(self, said: Said) -> None:
            if said.status == 0:
                self.close_connection = True
                return
            self.send_response(said.status)
            for name, value in {**said.headers, "Content-Length": str(len(said.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _forwarded(target: str, asked: Asked) -> Said:
    headers = {name: value for name, value in asked.headers.items() if name not in {"host", "accept-encoding"}}
    with httpx.Client(trust_env=False) as http:
        answer = http.request(asked.method, target + asked.path, headers=headers, content=asked.body)
    kept = {name: value for name, value in answer.headers.items() if name in {"content-type", "retry-after"}}
    return Said(answer.status_code, answer.content, kept)
