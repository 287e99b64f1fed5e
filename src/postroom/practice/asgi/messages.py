"""Requests and responses as values."""

from __future__ import annotations

import http.cookies
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from postroom.practice.asgi.multipart import Upload, parse_multipart


@dataclass(frozen=True)
class Request:
    """One HTTP request. Header names are lower case; of a repeated query field the last value counts."""

    method: str
    path: str
    query_string: str
    headers: dict[str, str]
    body: bytes
    base_url: str

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.query_string, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        if self._is_multipart:
            return {part.name: part.content.decode() for part in self.uploads if not part.filename}
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @property
    def form_lists(self) -> dict[str, list[str]]:
        """The form with every value of a repeated field."""
        lists: dict[str, list[str]] = {}
        pairs: list[tuple[str, str]] = (
            [(part.name, part.content.decode()) for part in self.uploads if not part.filename]
            if self._is_multipart
            else parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        )
        for name, value in pairs:
            lists.setdefault(name, []).append(value)
        return lists

    @property
    def uploads(self) -> list[Upload]:
        return parse_multipart(self.headers.get("content-type", ""), self.body)

    @property
    def _is_multipart(self) -> bool:
        return self.headers.get("content-type", "").startswith("multipart/form-data")

    def json(self) -> Any:
        """The body as JSON. Raises ValueError."""
        return json.loads(self.body or b"{}")

    @property
    def cookies(self) -> dict[str, str]:
        jar = http.cookies.SimpleCookie(self.headers.get("cookie", ""))
        return {name: morsel.value for name, morsel in jar.items()}


@dataclass(frozen=True)
class Response:
    """One HTTP answer. `cut_off` breaks the connection in the middle of it, `hang` never answers."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut_off: bool = False
    hang: bool = False


def html_response(text: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    safe = {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'",
        # Not no-referrer: with it browsers send "Origin: null" with the page's own forms.
        "referrer-policy": "same-origin",
    }
    return Response(status, text.encode(), {**safe, **(headers or {})})


def json_response(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    kind = {"content-type": "application/json; charset=utf-8", "cache-control": "no-store"}
    return Response(status, json.dumps(value, ensure_ascii=False).encode(), {**kind, **(headers or {})})


def redirect(address: str, query: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> Response:
    """A 302 to `address`, with `query` added to what query it has."""
    if query:
        address += ("&" if "?" in address else "?") + urlencode(query)
    return Response(302, b"", {"location": address, "cache-control": "no-store", **(headers or {})})
