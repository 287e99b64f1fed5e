"""Requests to Graph and their answers, as values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from postroom.drivers.errors import ProtocolBroken

BATCH_PATH = "/$batch"

_SLICE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `path` stands below the base address, or is an address that Graph gave.

    `most` is the number of bytes of the answer that are read; what is longer is left there. `expected` is how many may
    come, for the deadline. `signed` False leaves the token out, for addresses that carry a right of their own. `places`
    is how many of the four places at the gate it takes. `once` marks what must not be done twice: where nobody can know
    whether it was done, Uncertain is raised.
    """

    step: str
    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = field(default=None, repr=False)
    content: bytes | None = field(default=None, repr=False)
    most: int | None = None
    expected: int = 0
    prefer: str = ""
    signed: bool = True
    places: int = 1
    once: bool = False

    @property
    def has_body(self) -> bool:
        """Whether something is sent, be it nothing."""
        return self.method in {"POST", "PUT", "PATCH"}

    @property
    def sends(self) -> bool:
        """Whether it lets a message leave, which takes another permission than everything else."""
        return self.path.endswith(("/sendMail", "/send"))

    @property
    def repeatable(self) -> bool:
        """Whether doing it twice is as good as once; of batches that holds because only such things go into them."""
        return self.method == "GET" or self.path == BATCH_PATH

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


class Body(httpx.SyncByteStream):
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
