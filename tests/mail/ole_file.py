"""Write a small OLE compound file ([MS-CFB]): enough for an Outlook message in a test."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
# Streams below this size live in a mini stream, which this writer does not make: it pads them with zeros instead.
_SMALLEST_STREAM = 4096


@dataclass
class Folder:
    """A storage: streams and storages by name."""

    streams: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    child: int = _FREE
    right: int = _FREE
    start: int = _END


def write_ole(root: Folder) -> bytes:
    """Return the file."""
    entries = [_Entry("Root Entry", 5)]
    _add(entries, 0, root)
    sectors: list[bytes] = []
    fat: list[int] = []
    for entry in entries:
        if entry.kind == 2:
            entry.start = _store(sectors, fat, entry.data.ljust(_SMALLEST_STREAM, b"\0"))
    directory = b"".join(map(_directory_entry, entries))
    directory_start = _store(sectors, fat, directory + b"\0" * (-len(directory) % _SECTOR))
    count = len(fat) // (_SECTOR // 4) + 1
    fat_start = len(sectors)
    fat += [_FAT] * count + [_FREE] * (count * (_SECTOR // 4) - len(fat) - count)
    table = struct.pack(f"<{len(fat)}I", *fat)
    sectors += [table[index : index + _SECTOR] for index in range(0, len(table), _SECTOR)]
    return _header(directory_start, fat_start, count) + b"".join(sectors)


def _add(entries: list[_Entry], parent: int, folder: Folder) -> None:
    """Append what a folder holds; the entries of one folder hang to the right of each other."""
    before: int | None = None
    items = sorted([*folder.streams, *folder.folders], key=lambda name: (len(name), name.upper()))
    for name in items:
        entries.append(_Entry(name, 2, folder.streams[name]) if name in folder.streams else _Entry(name, 1))
        number = len(entries) - 1
        if before is None:
            entries[parent].child = number
        else:
            entries[before].right = number
        before = number
        if name in folder.folders:
            _add(entries, number, folder.folders[name])


def _store(sectors: list[bytes], fat: list[int], data: bytes) -> int:
    start = len(sectors)
    pieces = [data[index : index + _SECTOR].ljust(_SECTOR, b"\0") for index in range(0, len(data), _SECTOR)]
    sectors += pieces
    fat += [*range(start + 1, start + len(pieces)), _END]
    return start


def _directory_entry(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    size = max(len(entry.data), _SMALLEST_STREAM) if entry.kind == 2 else 0
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(name), entry.kind, 1, _FREE, entry.right, entry.child)
        + b"\0" * 36
        + struct.pack("<IQ", entry.start if entry.kind == 2 else 0 if entry.kind == 1 else _END, size)
    )


def _header(directory_start: int, fat_start: int, fat_count: int) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, fat_count, directory_start, 0, _SMALLEST_STREAM, _END, 0, _END, 0)
    places = [*range(fat_start, fat_start + fat_count), *[_FREE] * (109 - fat_count)]
    return head + struct.pack("<109I", *places)
