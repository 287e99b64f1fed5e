"""Asking Graph: token, ids that stay, patience with throttling, and errors in our own words.

Sources, below learn.microsoft.com/graph: "Best practices for working with Microsoft Graph" (best-practices-concept) for
client-request-id; "Obtain immutable identifiers for Outlook resources" (outlook-immutable-id).
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from postroom.drivers import codes
from postroom.drivers.base import Step, StepListener
from postroom.drivers.errors import DriverError, ProtocolBroken, SignInRefused, Uncertain, Unreachable
from postroom.drivers.graph.asking import Ask, Body, Told
from postroom.drivers.graph.errors import Answer, refusal, translate
from postroom.drivers.graph.gate import AT_ONCE, gate_of
from postroom.drivers.graph.retrying import Patience, may_pass
from postroom.drivers.graph.settings import GraphSettings, TokenSource
from postroom.drivers.graph.transport import GraphTransport

IMMUTABLE_IDS = 'IdType="ImmutableId"'

_NOBODY_KNOWS = {500, 502, 504}
"""Something in the middle failed, and what stands behind it may have done what it was asked."""

SLOWEST_BYTES_PER_SECOND = 50_000
"""What a poor line still carries: deadlines grow with what is sent and what may come by this."""

_LARGEST_REFUSAL = 256 * 1024


class GraphClient:
    """One mailbox at Graph. May be used by several threads at once."""

    def __init__(self, settings: GraphSettings, token: TokenSource, on_step: StepListener | None = None) -> None:
        self.settings = settings
        self._source = token
        self._token = ""
        self._signing_in = threading.Lock()
        self._on_step = on_step
        self._gate = gate_of(settings.base_url, settings.mailbox)
        self._transport: GraphTransport | None = None
        self._http: httpx.Client | None = None

    def open(self) -> None:
        """Get ready; nothing is sent yet."""
        settings = self.settings
        self._transport = GraphTransport(
            settings.timeout, verify=settings.verify_certificate, on_step=self._on_step, most=AT_ONCE
        )
        self._http = httpx.Client(transport=self._transport, trust_env=False, timeout=None)  # noqa: S113 - a deadline of our own, see transport.py

    def close(self) -> None:
        """Close every connection."""
        if self._http is not None:
            self._http.close()
        self._http = self._transport = None

    def ask(self, ask: Ask) -> Told:
        """Send a request until it succeeds, is refused for good, or has been tried often enough. Raises DriverError."""
        bearer = self._bearer() if ask.signed else ""
        told = self._persist(ask, bearer)
        if told.status == 401 and ask.signed:
            told = self._persist(ask, self._bearer(refused=bearer))
        if isinstance(told, Told):
            return told
        raise self._refused(told, ask)

    @contextmanager
    def step(self, name: str, detail: str = "") -> Iterator[None]:
        """Tell the listener how long what happens inside took."""
        started = time.monotonic()
        yield
        if self._on_step is not None:
            self._on_step(Step(name, detail, (time.monotonic() - started) * 1000))

    def sign_in(self) -> None:
        """Have a token ready. Raises what the token source raises."""
        with self.step("sign-in", self.settings.mailbox):
            self._bearer()

    def pages(self, ask: Ask) -> Iterator[dict[str, Any]]:
        """Yield page after page of a collection, following @odata.nextLink."""
        page = self.ask(ask).json()
        yield page
        while link := page.get("@odata.nextLink"):
            page = self.ask(Ask(ask.step, "GET", self.same_origin(link), prefer=ask.prefer)).json()
            yield page

    def same_origin(self, link: str) -> str:
        """Return the link. Raises ProtocolBroken where it leads to another server, which must not get our token."""
        ours, theirs = urlsplit(self.settings.base_url), urlsplit(link)
        if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
            raise ProtocolBroken(f"a link of {ours.netloc} leads to {theirs.netloc}")
        return link

    def _persist(self, ask: Ask, bearer: str) -> Told | Answer:
        patience = Patience()
        while True:
            told = self._once_or_twice(ask, bearer)
            if isinstance(told, Told) or not may_pass(told.status, repeatable=ask.repeatable):
                return told
            if not patience.wait(told.headers):
                return told

    def _once_or_twice(self, ask: Ask, bearer: str) -> Told | Answer:
        try:
            return self._once(ask, bearer)
        except Unreachable as error:
            # A server may end an idle connection just when it is used again (RFC 9112 section 9.3.1).
            if error.code != codes.CONNECTION_LOST or not ask.repeatable:
                raise
            return self._once(ask, bearer)

    def _once(self, ask: Ask, bearer: str) -> Told | Answer:
        asked = str(uuid.uuid4())
        body = Body(ask)
        patience = self.settings.final_seconds if ask.once else self.settings.timeout
        seconds = patience + (len(body) + ask.expected) / SLOWEST_BYTES_PER_SECOND
        assert self._http is not None
        assert self._transport is not None
        try:
            with self._gate.passing(ask.places), self._transport.deadlines.within(seconds):
                told = self._exchange(self._http, ask, body, self._headers(ask, bearer, asked), asked)
        except DriverError:
            raise
        except Exception as error:
            known = translate(error, ask.step, asked)
            if known is None:
                raise
            raise (_uncertain(known) if ask.once and body.sent else known) from None
        if ask.once and isinstance(told, Answer) and told.status in _NOBODY_KNOWS:
            raise _uncertain(self._refused(told, ask))
        return told

    def _exchange(self, http: httpx.Client, ask: Ask, body: Body, headers: dict[str, str], asked: str) -> Told | Answer:
        address = ask.path if "://" in ask.path else self.settings.base_url + ask.path
        params = dict(ask.params) or None
        content = body if ask.has_body else None
        with http.stream(ask.method, address, params=params, headers=headers, content=content) as response:
            if not response.is_success:
                words, _ = _read(response, _LARGEST_REFUSAL)
                return Answer(response.status_code, response.headers, words, asked)
            answer, whole = _read(response, ask.most)
            return Told(response.status_code, response.headers, answer, whole, asked)

    def _headers(self, ask: Ask, bearer: str, asked: str) -> dict[str, str]:
        headers = {"Accept-Encoding": "gzip", "client-request-id": asked, "return-client-request-id": "true"}
        if ask.signed:
            headers["Authorization"] = f"Bearer {bearer}"
            headers["Prefer"] = ", ".join(part for part in (IMMUTABLE_IDS, ask.prefer) if part)
        if ask.json is not None:
            headers["Content-Type"] = "application/json"
        if ask.has_body:
            headers["Content-Length"] = str(len(ask.body))
        return headers | dict(ask.headers)

    def _bearer(self, *, refused: str = "") -> str:
        """Return the token, a fresh one where `refused` is still the one at hand: another thread may have been here."""
        with self._signing_in:
            if not self._token or self._token == refused:
                self._token = self._source(bool(refused))
            return self._token

    def _refused(self, answer: Answer, ask: Ask) -> DriverError:
        error = refusal(answer, ask.step)
        if self.settings.alone and error.code == codes.GRAPH_ACCESS_DENIED:
            # No token names what Exchange's RBAC gives an app; what was asked for tells which role it takes.
            error.code = codes.GRAPH_APP_MAY_NOT_SEND if ask.sends else codes.GRAPH_APP_MAY_NOT_READ
        if self._token:
            error.server_text = error.server_text.replace(self._token, "***")
            error.args = (error.server_text,)
        if isinstance(error, SignInRefused):
            self._token = ""
        return error


def _uncertain(error: DriverError) -> Uncertain:
    return Uncertain(error.server_text, code=codes.UNCERTAIN, step=error.step)


def _read(response: httpx.Response, most: int | None) -> tuple[bytes, bool]:
    if most is None:
        return response.read(), True
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > most:
            return bytes(content[:most]), False
    return bytes(content), True
