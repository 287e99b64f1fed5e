"""One HTTP exchange with an identity provider: deadlines, a size limit, and never in clear text over a network."""

from __future__ import annotations

import datetime
import json
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from postroom.drivers import codes
from postroom.drivers.errors import DriverError, Insecure, ProtocolBroken, Throttled, Unreachable
from postroom.drivers.http_answers import retry_after
from postroom.drivers.wire_errors import translate_wire_error

SECONDS = 20.0
"""For a whole exchange. Microsoft answers in one; behind a slow proxy it may take some more."""

LARGEST_ANSWER = 1024 * 1024

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON object of an answer."""

    status: int
    body: dict[str, Any]
    date: datetime.datetime | None = None
    """The server's clock, as its `Date` header tells (RFC 9110 section 6.6.1)."""


def post_form(url: str, form: Mapping[str, str], step: str) -> Answer:
    """POST a form and return the JSON answer, whatever its status. Raises DriverError without any value of the form."""
    return _exchange("POST", url, step, form)


def get_json(url: str, step: str) -> Answer:
    """GET a JSON document. Raises DriverError."""
    return _exchange("GET", url, step, None)


def _exchange(method: str, url: str, step: str, form: Mapping[str, str] | None) -> Answer:
    _demand_safe(url, step)
    ends = time.monotonic() + SECONDS
    try:
        with (
            httpx.Client(verify=ssl.create_default_context(), timeout=SECONDS / 2, follow_redirects=False) as client,
            client.stream(method, url, data=form, headers={"Accept": "application/json"}) as response,
        ):
            content = b"".join(_limited(response, ends))
    except httpx.HTTPError as error:
        raise _translated(error, step) from None
    except httpx.InvalidURL as error:
        raise Unreachable(str(error), code=codes.NAME_UNKNOWN, step=step) from None
    _check_service(response, step)
    return Answer(response.status_code, _json(content, response.status_code, step), _date(response))


def _demand_safe(url: str, step: str) -> None:
    # RFC 8252 section 8.3: loopback never leaves the machine, so plain HTTP is safe there and only there.
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise Insecure(f"{parts.scheme}://{parts.hostname}", code=codes.TLS_NOT_SPOKEN, step=step)


def _limited(response: httpx.Response, ends: float) -> Iterator[bytes]:
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > LARGEST_ANSWER:
            raise httpx.DecodingError("the answer is too large")
        if time.monotonic() > ends:
            raise httpx.ReadTimeout("the answer did not come to an end in time")
        yield chunk


def _check_service(response: httpx.Response, step: str) -> None:
    if response.status_code == 429:
        raise Throttled("HTTP 429", code=codes.THROTTLED, retry_after=retry_after(response.headers), step=step)
    if response.status_code >= 500:
        text = f"HTTP {response.status_code}"
        raise Unreachable(text, code=codes.SERVER_BUSY, retry_after=retry_after(response.headers), step=step)


def _date(response: httpx.Response) -> datetime.datetime | None:
    try:
        return parsedate_to_datetime(response.headers["Date"])
    except (KeyError, ValueError):
        return None


def _json(content: bytes, status: int, step: str) -> dict[str, Any]:
    try:
        body = json.loads(content)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ProtocolBroken(f"HTTP {status} without JSON", code=codes.PROTOCOL, step=step)
    return body


def _translated(error: httpx.HTTPError, step: str) -> DriverError:
    """Return what went wrong. The library's text names hosts and reasons, never what was sent."""
    reason = _system_error(error)
    known = reason and translate_wire_error(reason, "connect" if isinstance(error, httpx.ConnectError) else step)
    if known:
        known.step = step
        return known
    if isinstance(error, httpx.ConnectTimeout):
        return Unreachable(str(error), code=codes.CONNECTION_TIMEOUT, step=step)
    if isinstance(error, httpx.TimeoutException):
        return Unreachable(str(error), code=codes.ANSWER_TIMEOUT, step=step)
    if isinstance(error, httpx.DecodingError | httpx.UnsupportedProtocol):
        return ProtocolBroken(str(error), code=codes.PROTOCOL, step=step)
    return Unreachable(str(error), code=codes.CONNECTION_LOST, step=step)


def _system_error(error: BaseException | None) -> OSError | None:
    """Return the operating system's or TLS's own error below what the libraries made of it."""
    while error is not None:
        if isinstance(error, OSError) and not isinstance(error, TimeoutError):
            return error
        error = error.__cause__ or error.__context__
    return None
