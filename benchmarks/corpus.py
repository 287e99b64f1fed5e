"""Mails to measure with, mean size about 20 KB: the mail cases where they are at hand (made up ones where not), and
between them mails with a picture, as customers send them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import cycle
from pathlib import Path

from tests.eml import eml

CASES = Path(__file__).parents[2] / "shared/mail-cases"
_PICTURE_EVERY = 4
_PICTURE_BYTES = 37_000
_MESSAGE_ID = re.compile(rb"(?im)^message-id:.*(?:\r?\n[ \t].*)*")


def corpus(count: int) -> Iterator[bytes]:
    """Yield `count` different mails; each has a Message-ID of its own."""
    base = cycle(_base())
    for number in range(count):
        mail = _with_picture(number) if number % _PICTURE_EVERY == 0 else next(base)
        identity = b"Message-ID: <%d@bench.example>" % number
        body, found = _MESSAGE_ID.subn(identity, mail, count=1)
        yield body if found else identity + b"\r\n" + body


def _base() -> list[bytes]:
    mails = [path.read_bytes() for path in sorted(CASES.rglob("*.eml"))]
    return mails or [eml(subject=f"Question {number}", body="What people write.\n" * 100) for number in range(50)]


def _with_picture(number: int) -> bytes:
    chance = random.Random(number)
    sender = f"Customer {number % 700} <customer{number % 700}@bench.example>"
    message = message_from_bytes(
        eml(from_=sender, subject=f"Picture {number}"), _class=EmailMessage, policy=policy.SMTP
    )
    message.add_attachment(chance.randbytes(_PICTURE_BYTES), maintype="image", subtype="jpeg", filename="IMG_0815.jpg")
    return message.as_bytes()
