"""Asking Graph: token, ids that stay, patience with throttling, and errors in our own words.

Sources, below learn.microsoft.com/graph: "Best practices for working with Microsoft Graph" (best-practices-concept) for
client-request-id; "Obtain immutable identifiers for Outlook resources" (outlook-immutable-id).
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from postroom.drivers import codes
from postroom.drivers.base import Step, StepListener
from postroom.drivers.errors import DriverError, ProtocolBroken, SignInRefused, Uncertain
from postroom.drivers.graph.errors import Answer, refusal, translate
from postroom.drivers.graph.gate import AT_ONCE, gate_of
from postroom.drivers.graph.retrying import Patience, may_pass
from postroom.drivers.graph.settings import GraphSettings, TokenSource
from postroom.drivers.graph.transport import GraphTransport

IMMUTABLE_IDS = 'IdType="ImmutableId"'

FINAL_ANSWER_SECONDS = 120.0
"""Graph's own gateway gives up on what stands behind it before that: after less nobody would know what was done."""

_NOBODY_KNOWS = {500, 502, 504}
"""Something in the middle failed, and what stands behind it may have done what it was asked."""

_SLICE = 64 * 1024

SLOWEST_BYTES_PER_SECOND = 50_000
"""What a poor line still carries: deadlines grow with what is sent by this."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `path` stands below the base address, or is an address that Graph gave.

    `most` is the number of bytes of the answer that are read; what is longer is left there. `signed` False leaves the
    token out, for addresses that carry a right of their own. `places` is how many of the four places at the gate it
    takes. `once` marks what must not be done twice: where nobody can know whether it was done, Uncertain is raised.
    """

    step: str
    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    content: bytes | None = field(default=None, repr=False)
    most: int | None = None
    prefer: str = ""
    signed: bool = True
    places: int = 1
    once: bool = False

    @property
    def has_body(self) -> bool:
        """Whether something is sent, be it nothing."""
        return self.method in {"POST", "PUT", "PATCH"}

    @property
    def body(self) -> bytes:
        """What is sent."""
        return json.dumps(self.json).encode() if self.json is not None else self.content or b""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that is a success. `whole` is False where more followed than was asked for."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    whole: bool
    asked: str
    """Our client-request-id."""

    def json(self) -> dict[str, Any]:
        """Return the body as a JSON object. Raises ProtocolBroken."""
        try:
            value = json.loads(self.content)
        except ValueError as error:
            raise ProtocolBroken(f"no JSON: {error}") from error
        if not isinstance(value, dict):
            raise ProtocolBroken("JSON, and no object")
        return value


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
        raise self._refused(told, ask.step)

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
            told = self._once(ask, bearer)
            if isinstance(told, Told) or not may_pass(told.status) or not patience.wait(told.headers):
                return told

    def _once(self, ask: Ask, bearer: str) -> Told | Answer:
        asked = str(uuid.uuid4())
        body = _Body(ask)
        seconds = self.settings.timeout + len(body) / SLOWEST_BYTES_PER_SECOND
        if ask.once:
            seconds = max(seconds, FINAL_ANSWER_SECONDS)
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
            raise _uncertain(self._refused(told, ask.step))
        return told

    def _exchange(
        self, http: httpx.Client, ask: Ask, body: _Body, headers: dict[str, str], asked: str
    ) -> Told | Answer:
        address = ask.path if "://" in ask.path else self.settings.base_url + ask.path
        params = dict(ask.params) or None
        content = body if ask.has_body else None
        with http.stream(ask.method, address, params=params, headers=headers, content=content) as response:
            if not response.is_success:
                return Answer(response.status_code, response.headers, response.read(), asked)
            answer, whole = _read(response, ask.most)
            return Told(response.status_code, response.headers, answer, whole, asked)

    def _headers(self, ask: Ask, bearer: str, asked: str) -> dict[str, str]:
        prefer = ", ".join(part for part in (IMMUTABLE_IDS, ask.prefer) if part)
        own = {"Prefer": prefer, "client-request-id": asked, "return-client-request-id": "true"}
        signed = {"Authorization": f"Bearer {bearer}"} if ask.signed else {}
        kind = {"Content-Type": "application/json"} if ask.json is not None else {}
        length = {"Content-Length": str(len(ask.body))} if ask.has_body else {}
        return {"Accept-Encoding": "gzip", **own, **signed, **kind, **length, **ask.headers}

    def _bearer(self, *, refused: str = "") -> str:
        """Return the token, a fresh one where `refused` is still the one at hand: another thread may have been here."""
        with self._signing_in:
            if not self._token or self._token == refused:
                self._token = self._source(bool(refused))
            return self._token

    def _refused(self, answer: Answer, step: str) -> DriverError:
        error = refusal(answer, step)
        if self._token:
            error.server_text = error.server_text.replace(self._token, "***")
            error.args = (error.server_text,)
        if isinstance(error, SignInRefused):
            self._token = ""
        return error


class _Body(httpx.SyncByteStream):
    """The body of a request, which knows whether all of it has left."""

    def __init__(self, ask: Ask) -> None:
        self._content = ask.body
        self.sent = False

    def __len__(self) -> int:
        return len(self._content)

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._content), _SLICE):
            yield self._content[start : start + _SLICE]
        # Whoever sends asks for more only when the last slice has been written.
        self.sent = True


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
