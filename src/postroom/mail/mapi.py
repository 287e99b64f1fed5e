"""MAPI property lists as TNEF carries them ([MS-OXTNEF] section 2.1.3.4), values kept exactly as they came."""

from __future__ import annotations

import datetime
import struct
from collections.abc import Iterator
from dataclasses import dataclass

MESSAGE_CLASS = 0x001A
SUBJECT = 0x0037
SENT = 0x0039
SENT_FOR = 0x0042
START = 0x0060
END = 0x0061
TRANSPORT_HEADERS = 0x007D
DISPLAY_TO = 0x0E04
BODY = 0x1000
RTF_COMPRESSED = 0x1009
BODY_HTML = 0x1013
MESSAGE_ID = 0x1035
DISPLAY_NAME = 0x3001
ATTACH_DATA = 0x3701
ATTACH_FILENAME = 0x3704
ATTACH_LONG_FILENAME = 0x3707
ATTACH_MIME_TYPE = 0x370E
ATTACH_CONTENT_ID = 0x3712
INTERNET_CODEPAGE = 0x3FDE

_UNKNOWN = 0x1_0000
_APPOINTMENT = 0x2_0000
_MEETING = 0x3_0000
# PSETID_Appointment and PSETID_Meeting ([MS-OXPROPS] section 1.3.2), as bytes.
_SETS = {
    bytes.fromhex("0220060000000000c000000000000046"): _APPOINTMENT,
    bytes.fromhex("90dad86e0b451b1098da00aa003f1305"): _MEETING,
}
MEETING_PLACE = _APPOINTMENT | 0x8208
MEETING_START = _APPOINTMENT | 0x820D
MEETING_END = _APPOINTMENT | 0x820E
MEETING_EVERYBODY = _APPOINTMENT | 0x8238
MEETING_WHERE = _MEETING | 0x0002

_FIXED = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8, 0x0040: 8,
          0x0048: 16}  # fmt: skip
_STRING8 = 0x001E
_UNICODE = 0x001F
_VARIABLE = frozenset((_STRING8, _UNICODE, 0x000D, 0x0102))
_OBJECT = 0x000D
_MANY = 0x1000
_NAMED = 0x8000
_INTERFACE_ID = 16
_EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)
_MOST_PROPERTIES = 5_000
_MOST_VALUES = 1_000


@dataclass(frozen=True, slots=True)
class Property:
    """One property: its id, its type without the flag for many values, and its first value."""

    tag: int
    kind: int
    value: bytes

    def text(self, codec: str) -> str:
        """Return a string value; `codec` is for those that are not Unicode."""
        if self.kind == _UNICODE:
            return self.value.decode("utf-16-le", "replace").rstrip("\0")
        return self.value.decode(codec, "replace").rstrip("\0")

    def number(self) -> int:
        """Return the value of a fixed-size property as an integer."""
        return int.from_bytes(self.value[:8], "little")

    def moment(self) -> datetime.datetime | None:
        """Return a time (PtypTime: tenths of microseconds since 1601, UTC), None where it is none."""
        try:
            return _EPOCH + datetime.timedelta(microseconds=self.number() // 10)
        except OverflowError:
            return None


def read_properties(data: bytes) -> dict[int, Property]:
    """Return the properties by id, as many as can be read."""
    found: dict[int, Property] = {}
    try:
        for item in _properties(data):
            found.setdefault(item.tag, item)
    except (struct.error, IndexError):
        # Cut short: what was read so far counts.
        pass
    return found


def _properties(data: bytes) -> Iterator[Property]:
    (count,) = struct.unpack_from("<I", data)
    offset = 4
    for _ in range(min(count, _MOST_PROPERTIES)):
        kind, tag = struct.unpack_from("<HH", data, offset)
        offset += 4
        if tag >= _NAMED:
            tag, offset = _name(data, offset)
        many = bool(kind & _MANY)
        values, offset = _values(data, offset, kind & ~_MANY, many)
        if values:
            yield Property(tag, kind & ~_MANY, values[0])


def _name(data: bytes, offset: int) -> tuple[int, int]:
    """Return the id of a property with a name of its own, and where its value begins.

    A name is a number or a text within a set; only the numbers of sets we know (`_SETS`) become an id of theirs.
    """
    kind, number = struct.unpack_from("<II", data, offset + 16)
    own = _SETS.get(data[offset : offset + 16])
    offset += 24
    if kind == 0:
        return (_UNKNOWN if own is None else own | number & 0xFFFF), offset
    return _UNKNOWN, offset + _padded(int(number))


def _values(data: bytes, offset: int, kind: int, many: bool) -> tuple[list[bytes], int]:
    count = 1
    if many or kind in _VARIABLE:
        (count,) = struct.unpack_from("<I", data, offset)
        offset += 4
    values: list[bytes] = []
    for _ in range(min(count, _MOST_VALUES)):
        if kind in _VARIABLE:
            (size,) = struct.unpack_from("<I", data, offset)
            offset += 4
        elif kind in _FIXED:
            size = _FIXED[kind]
        else:
            raise struct.error(f"unknown property type {kind:#06x}")
        if offset + size > len(data):
            raise struct.error("value longer than the data")
        start = offset + (_INTERFACE_ID if kind == _OBJECT else 0)
        values.append(data[start : offset + size])
        offset += _padded(size)
    return values, offset


def _padded(size: int) -> int:
    return size + -size % 4
