"""The mark on the test mails that a channel sends to itself, so that no ticket is made of them."""

from __future__ import annotations

import datetime

from django.core import signing

HEADER = "X-Postroom-Verify"
VALID_FOR = datetime.timedelta(minutes=30)
"""Older test mails are ordinary mail again: a stolen header must not hide mail for ever."""


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="postroom.channels.verify")


def sign(probe_id: int, number: int = 0) -> str:
    """Return the header's value for a test mail of a probe: signed with the secret key, with the time."""
    return _signer().sign(f"{probe_id}-{number}")


def is_verify(header_value: str) -> bool:
    """Whether this is a test mail of this installation, not older than half an hour. Intake passes such mail over."""
    try:
        _signer().unsign("".join(header_value.split()), max_age=VALID_FOR)
    except signing.BadSignature:
        return False
    return True
