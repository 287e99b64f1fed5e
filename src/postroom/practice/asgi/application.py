"""The ASGI application: reads a request, asks the routers one after another, writes the response."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from postroom.practice.asgi.messages import Request, Response
from postroom.practice.asgi.router import Router

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_LARGEST_BODY = 64 * 1024 * 1024
_LONGEST_HANG = 600.0


class Application:
    """One port for everything that is HTTP: identity, Graph and the pages."""

    def __init__(self, routers: Sequence[Router]) -> None:
        self._routers = routers

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await _write(await self._answer(await _read(scope, receive)), receive, send)

    async def _answer(self, request: Request | None) -> Response:
        if request is None:
            return Response(413, b"Request Entity Too Large")
        if urlsplit(request.base_url).hostname not in _LOOPBACK:
            # A page elsewhere that points its own name at 127.0.0.1 must not reach the tenant (DNS rebinding).
            return Response(421, b"Misdirected Request")
        for router in self._routers:
            response = await router.answer(request)
            if response is not None:
                return response
        known = any(router.knows(request.path) for router in self._routers)
        return Response(405 if known else 404, b"", {"content-type": "text/plain"})


async def _read(scope: dict[str, Any], receive: Receive) -> Request | None:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    body = bytearray()
    more = True
    while more:
        event = await receive()
        body += event.get("body", b"")
        more = event.get("more_body", False)
        if len(body) > _LARGEST_BODY:
            return None
    base_url = f"{scope['scheme']}://{headers.get('host', '127.0.0.1')}"
    # The raw path: ids and addresses may hold an encoded slash.
    path = scope["raw_path"].decode("latin-1").partition("?")[0]
    return Request(scope["method"], path, scope["query_string"].decode("latin-1"), headers, bytes(body), base_url)


async def _write(response: Response, receive: Receive, send: Send) -> None:
    if response.hang:
        await _wait_for_disconnect(receive)
    # An answer cut off promises one byte more than it brings; the server then has to break the connection.
    length = len(response.body) + (1 if response.cut_off else 0)
    headers = {"content-length": str(length), **response.headers}
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": pairs})
    if not response.cut_off:
        await send({"type": "http.response.body", "body": response.body})


async def _wait_for_disconnect(receive: Receive) -> None:
    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    await asyncio.wait_for(gone(), _LONGEST_HANG)
