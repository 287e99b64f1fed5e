"""A mail that came in another form (TNEF, Outlook .msg), written down as an ordinary one so that all can read it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

_DROPPED = ("content-type", "content-transfer-encoding", "mime-version", "content-disposition")


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file of such a mail."""

    filename: str
    content_type: str
    content: bytes
    content_id: str = ""


@dataclass(slots=True)
class MadeMail:
    """What is known of such a mail: headers in order, and its body in one or two forms."""

    headers: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    html: str = ""
    files: list[MadeFile] = field(default_factory=list)

    def as_eml(self) -> bytes:
        """Return it as RFC 5322 with RFC 6532 headers; the same content gives the same bytes."""
        bodies = [_text_part("plain", self.text)] if self.text or not self.html else []
        bodies += [_text_part("html", self.html)] if self.html else []
        inner = bodies[0] if len(bodies) == 1 else _multipart("alternative", bodies)
        whole = _multipart("mixed", [inner, *map(_file_part, self.files)]) if self.files else inner
        head = "".join(
            f"{name}: {' '.join(value.split())}\r\n" for name, value in self.headers if name.lower() not in _DROPPED
        )
        return head.encode("utf-8", "replace") + b"MIME-Version: 1.0\r\n" + whole


def _text_part(subtype: str, text: str) -> bytes:
    return _encoded(f"Content-Type: text/{subtype}; charset=utf-8\r\n", text.encode("utf-8", "replace"))


def _file_part(item: MadeFile) -> bytes:
    name = " ".join(item.filename.replace("\\", "_").replace('"', "'").split())
    head = f'Content-Type: {item.content_type}\r\nContent-Disposition: attachment; filename="{name}"\r\n'
    if item.content_id:
        head += f"Content-ID: <{item.content_id}>\r\n"
    if item.content_type == "message/rfc822":
        # RFC 2046 section 5.2.1: an attached mail is never encoded.
        return head.encode("utf-8", "replace") + b"\r\n" + item.content
    return _encoded(head, item.content)


def _encoded(head: str, content: bytes) -> bytes:
    return head.encode("utf-8", "replace") + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content)


def _multipart(subtype: str, parts: list[bytes]) -> bytes:
    digest = hashlib.sha256(b"".join(parts)).hexdigest()[:32]
    boundary = f"made-{digest}"
    lines = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'
    return head.encode() + lines + b"--" + boundary.encode() + b"--\r\n"
