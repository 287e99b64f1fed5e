"""multipart/form-data (RFC 7578), whole in memory: the customer form sends a few files at most."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message


@dataclass(frozen=True)
class Upload:
    """One field of the form; `filename` is empty where it is no file."""

    name: str
    filename: str
    content_type: str
    content: bytes


def parse_multipart(content_type: str, body: bytes) -> list[Upload]:
    """Return the fields in order; an empty list where the body is something else."""
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_boundary()
    if header.get_content_type() != "multipart/form-data" or not boundary:
        return []
    pieces = body.split(b"--" + boundary.encode())
    return [_upload(piece) for piece in pieces[1:] if not piece.startswith(b"--")]


def _upload(piece: bytes) -> Upload:
    head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    fields = Message()
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        fields[name] = value.strip()
    return Upload(
        str(fields.get_param("name", "", "content-disposition")),
        str(fields.get_param("filename", "", "content-disposition")),
        fields.get_content_type(),
        content.removesuffix(b"\r\n"),
    )
