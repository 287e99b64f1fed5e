"""BODYSTRUCTURE (RFC 3501 section 7.4.2), as IMAPClient parsed it: which parts a message has, without reading them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part that is no multipart. `section` is its IMAP number, `size` its encoded bytes."""

    section: str
    content_type: str
    size: int
    attached: bool

    @property
    def is_text(self) -> bool:
        """Whether it is text to read rather than a file."""
        return self.content_type.startswith("text/") and not self.attached


def leaves(structure: Sequence[Any], prefix: str = "") -> Iterator[Leaf]:
    """Yield the leaves in order. A message inside counts as one leaf."""
    if not is_multipart(structure):
        yield _leaf(structure, prefix.rstrip(".") or "1")
        return
    for number, part in enumerate(structure[0], 1):
        yield from leaves(part, f"{prefix}{number}.")


def is_multipart(structure: Sequence[Any]) -> bool:
    """Whether the structure has parts."""
    return isinstance(structure[0], list)


def boundary_of(structure: Sequence[Any]) -> bytes:
    """Return the boundary of a multipart, empty where the server does not tell it."""
    # ([parts], subtype, (name, value, ...), disposition, ...)
    params = structure[2] if len(structure) > 2 and isinstance(structure[2], tuple) else ()
    pairs = zip(params[::2], params[1::2], strict=False)
    return next((_bytes(value) for name, value in pairs if _bytes(name).lower() == b"boundary"), b"")


def _leaf(part: Sequence[Any], section: str) -> Leaf:
    # (type, subtype, params, id, description, encoding, size, ...)
    content_type = f"{_text(part[0])}/{_text(part[1])}"
    size = part[6] if len(part) > 6 and isinstance(part[6], int) else 0
    return Leaf(section, content_type, size, _is_attached(part[7:]))


def _is_attached(extension: Sequence[Any]) -> bool:
    # The disposition stands at another place for text, messages and the rest; it is the tuple that begins so.
    tuples = (field for field in extension if isinstance(field, tuple) and len(field) == 2)
    return any(isinstance(field[0], bytes) and field[0].lower() == b"attachment" for field in tuples)


def _bytes(value: Any) -> bytes:
    # The parser makes numbers of digits, also where they are a name.
    return value if isinstance(value, bytes) else str(value).encode()


def _text(value: Any) -> str:
    return _bytes(value).decode("ascii", "replace").lower()
