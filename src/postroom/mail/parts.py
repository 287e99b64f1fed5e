"""The tree of MIME parts (RFC 2046) after every transfer encoding and charset has been undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Part:
    """One MIME part. Leaves hold `content`; multiparts and message/rfc822 hold `children`."""

    content_type: str
    """Lower case, such as `text/plain`; never empty."""
    params: Mapping[str, str] = field(default_factory=dict)
    """Parameters of Content-Type, names in lower case, values decoded (RFC 2231)."""
    headers: tuple[tuple[str, str], ...] = ()
    """Headers of this part, values unfolded and decoded."""
    disposition: str = ""
    """`attachment`, `inline` or empty."""
    filename: str = ""
    content_id: str = ""
    """Without angle brackets."""
    content: bytes = b""
    text: str | None = None
    """Decoded text for text/*, message/delivery-status and the like; else None."""
    children: tuple[Part, ...] = ()
    source: bytes = field(default=b"", repr=False, compare=False)
    """The bytes this part was cut from, shared by its siblings; `start` and `end` delimit the part with its headers."""
    start: int = 0
    end: int = 0

    @property
    def raw(self) -> bytes:
        """The part as it came, its headers included, up to the line end before the next boundary."""
        return self.source[self.start : self.end]

    def walk(self) -> Iterator[Part]:
        """Yield this part and everything below it, depth first, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def header(self, name: str) -> str:
        """Return the first header of that name (case ignored), or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")
