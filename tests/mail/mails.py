"""Postroom's own mails, named by what is odd in them."""

from __future__ import annotations

from pathlib import Path

from postroom.mail.message import parse
from postroom.mail.values import InboundMail

FOLDER = Path(__file__).parents[1] / "mails"
FAILED = "The reader failed"


def raw(name: str) -> bytes:
    """Return the bytes of `tests/mails/NAME.eml`."""
    return (FOLDER / f"{name}.eml").read_bytes()


def read(name: str) -> InboundMail:
    """Return `tests/mails/NAME.eml` as the reader sees it; a fault of the reader is a failure."""
    mail = parse(raw(name))
    assert not any(defect.startswith(FAILED) for defect in mail.defects), mail.defects
    return mail


def emails(mail: InboundMail) -> list[str]:
    """Return the addresses in To."""
    return [address.email for address in mail.to]


def names(mail: InboundMail) -> list[str]:
    """Return the file names of the attachments."""
    return [attachment.filename for attachment in mail.attachments]
