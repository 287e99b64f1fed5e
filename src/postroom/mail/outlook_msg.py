"""Outlook's .msg files ([MS-OXMSG]): a mail as MAPI properties in an OLE container, read as an ordinary mail."""

from __future__ import annotations

import datetime
import io
import struct
from email.utils import format_datetime

import olefile

from postroom.mail import charset_names, charsets, mapi, rtf
from postroom.mail.made_eml import MadeFile, MadeMail

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT_TYPES = frozenset(("application/vnd.ms-outlook", "application/msoutlook"))
_SENDER_NAME = 0x0C1A
_SENDER_EMAIL = 0x0C1F
_SENDER_SMTP = 0x5D01
_SMTP = 0x39FE
_EMAIL = 0x3003
_RECIPIENT_KIND = 0x0C15
_DELIVERED = 0x0E06
_MESSAGE_CODEPAGE = 0x3FFD
_EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)
_KINDS = {1: "To", 2: "Cc", 3: "Bcc"}
_MOST_ITEMS = 500
_MOST_DEPTH = 5
_ROOT_HEADER = 32
_ITEM_HEADER = 8
_EMBEDDED_HEADER = 24


def is_msg(data: bytes) -> bool:
    """Say whether `data` is an Outlook message, and not another OLE file such as a Word document."""
    return data.startswith(SIGNATURE) and b"_\0_\0s\0u\0b\0s\0t\0g\0" in data


def as_eml(data: bytes) -> bytes | None:
    """Return an Outlook message as an ordinary mail, or None where it cannot be read. Never raises."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return _Storage(container, (), _ROOT_HEADER).mail(0).as_eml()
    except Exception:
        # olefile meets cut and looped containers with errors of every kind.
        return None


class _Storage:
    """One object of the file: the message, a recipient, or an attachment."""

    def __init__(self, container: olefile.OleFileIO, path: tuple[str, ...], header: int) -> None:
        self._container = container
        self._path = path
        self._fixed = _fixed_properties(self._stream("__properties_version1.0"), header)
        codepage = self._fixed.get(mapi.INTERNET_CODEPAGE) or self._fixed.get(_MESSAGE_CODEPAGE) or b"\xe4\x04"
        self._codec = charset_names.codec_name(f"cp{int.from_bytes(codepage[:4], 'little')}") or "cp1252"

    def mail(self, depth: int) -> MadeMail:
        """Return the message with its files."""
        made = MadeMail(headers=self._headers(), text=self._text(mapi.BODY).replace("\r\n", "\n"), html=self._html())
        packed = self._binary(mapi.RTF_COMPRESSED)
        if not made.html and packed and (found := rtf.read_compressed(packed)):
            made.html = found[1] if found[0] == "text/html" else ""
            made.text = made.text or ("" if made.html else found[1])
        for number in range(_MOST_ITEMS):
            name = f"__attach_version1.0_#{number:08X}"
            if not self._container.exists([*self._path, name]):
                break
            made.files.append(_Storage(self._container, (*self._path, name), _ITEM_HEADER).file(depth))
        return made

    def file(self, depth: int) -> MadeFile:
        """Return the attachment; a message inside becomes a mail."""
        name = self._text(mapi.ATTACH_LONG_FILENAME) or self._text(mapi.ATTACH_FILENAME)
        name = name or self._text(mapi.DISPLAY_NAME)
        embedded = f"__substg1.0_{mapi.ATTACH_DATA:04X}000D"
        if depth < _MOST_DEPTH and self._container.exists([*self._path, embedded, "__properties_version1.0"]):
            inner = _Storage(self._container, (*self._path, embedded), _EMBEDDED_HEADER).mail(depth + 1)
            return MadeFile(f"{name or 'mail'}.eml", "message/rfc822", inner.as_eml())
        said = self._text(mapi.ATTACH_MIME_TYPE) or "application/octet-stream"
        return MadeFile(name, said, self._binary(mapi.ATTACH_DATA), self._text(mapi.ATTACH_CONTENT_ID))

    def _headers(self) -> list[tuple[str, str]]:
        """Return the headers as they came over the wire; where the mail never went there, made of the properties."""
        transport = self._text(mapi.TRANSPORT_HEADERS)
        if "\n" in transport.strip():
            return _split_headers(transport)
        headers = [("From", _mailbox(self._text(_SENDER_NAME), self._text(_SENDER_SMTP) or self._text(_SENDER_EMAIL)))]
        recipients = self._recipients()
        headers += [(kind, ", ".join(recipients[kind])) for kind in _KINDS.values() if kind in recipients]
        headers.append(("Subject", self._text(mapi.SUBJECT)))
        sent = self._moment(mapi.SENT) or self._moment(_DELIVERED)
        if sent:
            headers.append(("Date", format_datetime(sent)))
        if self._text(mapi.MESSAGE_ID):
            headers.append(("Message-ID", self._text(mapi.MESSAGE_ID)))
        return headers

    def _recipients(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for number in range(_MOST_ITEMS):
            name = f"__recip_version1.0_#{number:08X}"
            if not self._container.exists([*self._path, name]):
                break
            item = _Storage(self._container, (*self._path, name), _ITEM_HEADER)
            kind = _KINDS.get(int.from_bytes(item._fixed.get(_RECIPIENT_KIND, b"\1")[:4], "little"), "To")
            email = item._text(_SMTP) or item._text(_EMAIL)
            found.setdefault(kind, []).append(_mailbox(item._text(mapi.DISPLAY_NAME), email))
        return found

    def _html(self) -> str:
        data = self._binary(mapi.BODY_HTML)
        if data:
            return charsets.decode(data, self._codec)[0]
        return self._text(mapi.BODY_HTML)

    def _text(self, tag: int) -> str:
        unicode = self._stream(f"__substg1.0_{tag:04X}001F")
        if unicode:
            return unicode.decode("utf-16-le", "replace").rstrip("\0")
        return self._stream(f"__substg1.0_{tag:04X}001E").decode(self._codec, "replace").rstrip("\0")

    def _binary(self, tag: int) -> bytes:
        return self._stream(f"__substg1.0_{tag:04X}0102")

    def _moment(self, tag: int) -> datetime.datetime | None:
        ticks = int.from_bytes(self._fixed.get(tag, b"")[:8], "little")
        try:
            return _EPOCH + datetime.timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    def _stream(self, name: str) -> bytes:
        path = [*self._path, name]
        if not self._container.exists(path):
            return b""
        content: bytes = self._container.openstream(path).read()
        return content


def _fixed_properties(data: bytes, header: int) -> dict[int, bytes]:
    """Return the eight bytes of each property of fixed size ([MS-OXMSG] section 2.4.2)."""
    found: dict[int, bytes] = {}
    for offset in range(header, len(data) - 15, 16):
        (tag,) = struct.unpack_from("<H", data, offset + 2)
        found[tag] = data[offset + 8 : offset + 16]
    return found


def _split_headers(transport: str) -> list[tuple[str, str]]:
    """Return the fields of a header block, folds joined; a first line that is none (Exchange writes one) goes."""
    headers: list[tuple[str, str]] = []
    for line in transport.replace("\r\n", "\n").split("\n"):
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and headers:
            headers[-1] = (headers[-1][0], headers[-1][1] + line)
        elif colon and name and " " not in name and "\t" not in name:
            headers.append((name, value.strip()))
    return headers


def _mailbox(name: str, email: str) -> str:
    escaped = name.replace("\\", "").replace('"', "'")
    return f'"{escaped}" <{email}>' if email else f'"{escaped}"'
