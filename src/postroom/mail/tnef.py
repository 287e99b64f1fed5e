"""winmail.dat: the container that Exchange and Outlook wrap a mail in ([MS-OXTNEF]).

Read here and not by a library: the one there is cuts zero bytes from the end of files, which damages them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from postroom.mail import charset_names, charsets, mapi, rtf
from postroom.mail.mapi import Property

SIGNATURE = b"\x78\x9f\x3e\x22"
_LEVEL_ATTACHMENT = 2
_MESSAGE_CLASS = 0x8008
_BODY = 0x800C
_ATTACH_DATA = 0x800F
_ATTACH_TITLE = 0x8010
_ATTACH_REND_DATA = 0x9002
_MESSAGE_PROPERTIES = 0x9003
_ATTACHMENT_PROPERTIES = 0x9005
_OEM_CODEPAGE = 0x9007
_HEADER = 9
_CHECKSUM = 2
_MOST_FILES = 500


@dataclass(slots=True)
class TnefFile:
    """One file in the container."""

    title: bytes = b""
    content: bytes = b""
    properties: dict[int, Property] = field(default_factory=dict)


@dataclass(slots=True)
class Tnef:
    """What a container holds."""

    codec: str = "cp1252"
    plain_body: bytes = b""
    message_class: str = ""
    """What Outlook takes the message for: `IPM.Note`, `IPM.Schedule.Meeting.Request`, ..."""
    properties: dict[int, Property] = field(default_factory=dict)
    files: list[TnefFile] = field(default_factory=list)
    cut: bool = False

    def body(self) -> tuple[str, str]:
        """Return the body as (content type, text): HTML, else what the RTF holds, else plain; or nothing."""
        html = self.properties.get(mapi.BODY_HTML)
        if html and html.value.strip(b"\0 \r\n"):
            return "text/html", self._html(html)
        packed = self.properties.get(mapi.RTF_COMPRESSED)
        if packed and (found := rtf.read_compressed(packed.value)):
            return found
        plain = self.properties.get(mapi.BODY)
        text = plain.text(self.codec) if plain else charsets.decode(self.plain_body.rstrip(b"\0"), self.codec)[0]
        return "text/plain", text.replace("\r\n", "\n").replace("\r", "\n")

    def _html(self, html: Property) -> str:
        codepage = self.properties.get(mapi.INTERNET_CODEPAGE)
        label = f"cp{codepage.number() & 0xFFFFFFFF}" if codepage else self.codec
        if html.kind in (0x001E, 0x001F):
            return html.text(charset_names.codec_name(label) or "cp1252")
        return charsets.decode(html.value.rstrip(b"\0"), label)[0]

    def name_of(self, item: TnefFile) -> str:
        """Return the name of a file, the long one where there is one."""
        for tag in (mapi.ATTACH_LONG_FILENAME, mapi.ATTACH_FILENAME):
            if tag in item.properties and (name := item.properties[tag].text(self.codec).strip()):
                return name
        title = charsets.decode(item.title.rstrip(b"\0"), self.codec)[0]
        shown = item.properties.get(mapi.DISPLAY_NAME)
        return title or (shown.text(self.codec) if shown else "")


def read_tnef(data: bytes) -> Tnef | None:
    """Return what the container holds, or None where `data` is none. Never raises; `.cut` says that it ends early."""
    if not data.startswith(SIGNATURE):
        return None
    found = Tnef()
    try:
        for level, name, value in _attributes(data):
            _take(found, level, name, value)
    except struct.error:
        found.cut = True
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    offset = len(SIGNATURE) + 2
    while offset + _HEADER < len(data):
        level, name, _kind, size = struct.unpack_from("<BHHI", data, offset)
        offset += _HEADER
        if offset + size > len(data):
            raise struct.error("attribute longer than the data")
        yield level, name, data[offset : offset + size]
        offset += size + _CHECKSUM


def _take(found: Tnef, level: int, name: int, value: bytes) -> None:
    if level == _LEVEL_ATTACHMENT:
        _take_file(found, name, value)
    elif name == _OEM_CODEPAGE:
        found.codec = charset_names.codec_name(f"cp{int.from_bytes(value[:4], 'little')}") or found.codec
    elif name == _MESSAGE_CLASS:
        found.message_class = value.rstrip(b"\0").decode("latin-1")
    elif name == _BODY:
        found.plain_body = value
    elif name == _MESSAGE_PROPERTIES:
        found.properties = mapi.read_properties(value)


def _take_file(found: Tnef, name: int, value: bytes) -> None:
    if name == _ATTACH_REND_DATA and len(found.files) < _MOST_FILES:
        found.files.append(TnefFile())
    if not found.files:
        return
    item = found.files[-1]
    if name == _ATTACH_TITLE:
        item.title = value
    elif name == _ATTACH_DATA:
        item.content = value
    elif name == _ATTACHMENT_PROPERTIES:
        item.properties = mapi.read_properties(value)
        inside = item.properties.get(mapi.ATTACH_DATA)
        if inside and not item.content:
            item.content = inside.value
