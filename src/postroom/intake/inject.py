"""Putting mails from files into a channel as if they had been fetched."""

from __future__ import annotations

import hashlib
import mailbox
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from postroom.drivers.base import RawMail
from postroom.intake.process import process
from postroom.intake.store import store
from postroom.models import Channel, Inbound

FOLDER = "(injected)"
"""Stands for the server's folder in the ledger."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mail in a file; `name` says where."""

    name: str
    content: bytes


def find_mails(path: Path) -> Iterator[Found]:
    """Yield the mails of an .eml file, an mbox, a Maildir, or of every file below a folder, in the order of names.

    Raises OSError where something cannot be read.
    """
    if path.is_dir():
        if (path / "cur").is_dir() and (path / "new").is_dir():
            yield from _files([*(path / "new").iterdir(), *(path / "cur").iterdir()])
        else:
            yield from _files(found for found in path.rglob("*") if found.suffix.lower() in (".eml", ".mbox", ".msg"))
        return
    content = path.read_bytes()
    if content.startswith(b"From ") and path.suffix.lower() != ".eml":
        box = mailbox.mbox(path, create=False)
        for key in box.iterkeys():
            yield Found(f"{path}#{key}", box.get_bytes(key))
        return
    yield Found(str(path), content)


def inject(channel: Channel, found: Found) -> tuple[Inbound, bool]:
    """Store and process one mail; return its row, and whether the mail is new here. Triggers follow by a job."""
    digest = hashlib.sha256(found.content).hexdigest()
    raw = RawMail(key=digest, content=found.content, size=len(found.content), received=timezone.now())
    new = store(channel, FOLDER, [raw])
    if new:
        process(new)
    return Inbound.objects.select_related("ticket").get(channel=channel, digest=digest), bool(new)


def _files(paths: Iterable[Path]) -> Iterator[Found]:
    for path in sorted(paths):
        if path.is_file():
            yield from find_mails(path)
