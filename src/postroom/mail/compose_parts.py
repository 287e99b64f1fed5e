"""MIME parts of outgoing mail, built by hand so that every byte is known: 7 bit, short lines, CRLF."""

from __future__ import annotations

import base64
import hashlib
import quopri
import re
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass

from postroom.mail.compose_words import clean, encode_words
from postroom.mail.values import Attachment

LONGEST_LINE = 78
"""Beyond it, text goes as quoted-printable: some servers break long lines by themselves."""

_PLAIN_BYTES = re.compile(rb"[\t\r\n\x20-\x7e]*")
_CONTENT_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_SEGMENT = 54


@dataclass(frozen=True, slots=True)
class Built:
    """A part: its header lines and its encoded content, which ends with a line break."""

    headers: tuple[bytes, ...]
    content: bytes


def text_part(subtype: str, text: str) -> Built:
    """Return text/plain or text/html in UTF-8, by the encoding that stays readable or else the shorter one."""
    data = _with_crlf(text.encode("utf-8", "replace"))
    encoding, content = _encoded_text(data)
    charset = b"us-ascii" if data.isascii() else b"utf-8"
    return Built(
        (
            b'Content-Type: text/%s; charset="%s"' % (subtype.encode("ascii"), charset),
            b"Content-Transfer-Encoding: " + encoding,
        ),
        content,
    )


def file_part(file: Attachment, *, inline: bool = False) -> Built:
    """Return an attachment, or an image inside HTML, in base64; a mail inside a mail as it is."""
    content_type, encoding, content = _file_content(file)
    disposition = "inline" if inline else "attachment"
    headers = [
        f"Content-Type: {content_type};\r\n {_name_2047(file.filename)}",
        f"Content-Transfer-Encoding: {encoding}",
        f"Content-Disposition: {disposition};\r\n {_name_2231(file.filename)}",
    ]
    if file.content_id:
        headers.append(f"Content-ID: <{_content_id(file.content_id)}>")
    return Built(tuple(header.encode("ascii") for header in headers), content)


def multipart(subtype: str, parts: Sequence[Built], seed: str, *, root_type: str = "") -> Built:
    """Return the parts under a boundary made of `seed`, the Message-ID, and the subtype: no other mail has it."""
    # "=_" cannot occur in quoted-printable or base64 (RFC 2045 section 6.7).
    boundary = b"=_" + hashlib.sha256(f"{subtype} {seed}".encode("utf-8", "replace")).hexdigest()[:32].encode()
    pieces = [b"--" + boundary + b"\r\n" + b"\r\n".join([*part.headers, b"", part.content]) for part in parts]
    parameters = b'; boundary="%s"' % boundary
    if root_type:
        parameters = b'; type="%s"%s' % (root_type.encode("ascii"), parameters)
    header = b"Content-Type: multipart/" + subtype.encode("ascii") + parameters.replace(b"; ", b";\r\n ")
    return Built((header,), b"\r\n".join([*pieces, b"--" + boundary + b"--", b""]))


def _encoded_text(data: bytes) -> tuple[bytes, bytes]:
    lines = data.split(b"\r\n")
    # "From " at the start of a line is changed by mailboxes in mbox format, a lone dot by careless servers.
    delicate = any(line.startswith(b"From ") or line == b"." for line in lines)
    if _PLAIN_BYTES.fullmatch(data) and max(map(len, lines)) <= LONGEST_LINE and not delicate:
        return b"7bit", data
    readable = _quoted_printable(lines)
    compact = base64.encodebytes(data).replace(b"\n", b"\r\n")
    # Readable where it is about as short.
    if len(readable) <= len(compact) * 1.2:
        return b"quoted-printable", readable
    return b"base64", compact


def _quoted_printable(lines: Sequence[bytes]) -> bytes:
    encoded = b"\r\n".join(quopri.encodestring(line, quotetabs=False).replace(b"\n", b"\r\n") for line in lines)
    return re.sub(rb"(?m)^(F(?=rom )|\.(?=\r?$))", lambda found: b"=%02X" % found[0][0], encoded)


def _file_content(file: Attachment) -> tuple[str, str, bytes]:
    content_type = file.content_type.strip().lower()
    if content_type == "message/rfc822":
        data = _with_crlf(file.content)
        # RFC 2046 section 5.2.1 allows no encoding here, so only what is harmless already may go so.
        if _PLAIN_BYTES.fullmatch(data) and max(map(len, data.split(b"\r\n"))) < 998:
            return content_type, "7bit", data
    if not _CONTENT_TYPE.fullmatch(content_type) or content_type.startswith(("multipart/", "message/")):
        content_type = "application/octet-stream"
    return content_type, "base64", base64.encodebytes(file.content).replace(b"\n", b"\r\n")


def _name_2047(filename: str) -> str:
    """Return `name=`, which older Outlooks read, as encoded words where it is not ASCII."""
    name = clean(filename)
    if name.isascii() and len(name) <= _SEGMENT:
        return f'name="{_escaped(name)}"'
    return f'name="{encode_words(name)}"'


def _name_2231(filename: str) -> str:
    """Return `filename=`, in the pieces of RFC 2231 where it is long or not ASCII."""
    name = clean(filename)
    if name.isascii() and len(name) <= _SEGMENT:
        return f'filename="{_escaped(name)}"'
    quoted = urllib.parse.quote(name, safe="")
    if len(quoted) <= _SEGMENT:
        return f"filename*=utf-8''{quoted}"
    pieces = re.findall(rf"(?:%[0-9A-F]{{2}}|[^%]){{1,{_SEGMENT // 3}}}", quoted)
    numbered = [f"filename*{number}*={piece}" for number, piece in enumerate(pieces)]
    numbered[0] = numbered[0].replace("*=", "*=utf-8''", 1)
    return ";\r\n ".join(numbered)


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


def _content_id(content_id: str) -> str:
    return re.sub(r"[^!-;=?-~]", "", content_id)


def _with_crlf(data: bytes) -> bytes:
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", data)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"
