"""Taking large attachments out of a message that is too large for one request."""

from __future__ import annotations

import copy
import email
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import Message

from postroom.drivers import codes
from postroom.drivers.errors import TooLarge
from postroom.drivers.part_names import part_name

_WHOLE_ONLY = {"multipart/signed", "multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_AS_IS = policy.compat32.clone(linesep="\r\n", max_line_length=None)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes up by itself. `content_id` is set where the text shows it."""

    name: str
    content_type: str
    content_id: str
    inline: bool
    content: bytes = field(repr=False)


def split(content: bytes, limit: int) -> tuple[bytes, list[Attachment]]:
    """Return the message without its largest attachments, `limit` bytes at most, and those attachments.

    Raises TooLarge where it is signed or encrypted (`graph-cannot-split`), or its text alone is over the limit.
    """
    mail = email.message_from_bytes(content, policy=policy.compat32)
    if mail.get_content_type() in _WHOLE_ONLY:
        raise TooLarge(f"{mail.get_content_type()} of {len(content)} bytes", code=codes.GRAPH_CANNOT_SPLIT, step="data")
    taken: list[Attachment] = []
    for parent, part in sorted(_files(mail), key=_size, reverse=True):
        parent.set_payload([child for child in _children(parent) if child is not part])
        taken.append(_attachment(part))
        rest = mail.as_bytes(policy=_AS_IS)
        if len(rest) <= limit:
            return rest, taken
    raise TooLarge(f"{len(content)} bytes, and no attachment to take out", code=codes.TOO_LARGE, step="data")


def _files(parent: Message) -> Iterator[tuple[Message, Message]]:
    for part in _children(parent):
        if part.get_content_maintype() == "multipart":
            yield from _files(part)
        elif _is_file(part):
            yield parent, part


def _children(part: Message) -> list[Message]:
    payload = part.get_payload() if part.get_content_maintype() == "multipart" else []
    return [child for child in payload if isinstance(child, Message)]


def _is_file(part: Message) -> bool:
    named = part.get_filename() is not None or part.get("Content-ID") is not None
    return named or part.get_content_disposition() == "attachment"


def _size(pair: tuple[Message, Message]) -> int:
    return len(pair[1].as_bytes())


def _attachment(part: Message) -> Attachment:
    kind, content_id = part.get_content_type(), str(part.get("Content-ID", "")).strip().strip("<>")
    name = _name(part) or ("message.eml" if kind == "message/rfc822" else "attachment")
    inline = bool(content_id) and part.get_content_disposition() != "attachment"
    return Attachment(name, kind, content_id, inline, _content(part))


def _name(part: Message) -> str:
    shell = copy.copy(part)
    shell.set_payload("")
    return part_name(shell.as_bytes())


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    if isinstance(content, bytes):
        return content
    return b"".join(inner.as_bytes(policy=_AS_IS) for inner in part.get_payload() if isinstance(inner, Message))
