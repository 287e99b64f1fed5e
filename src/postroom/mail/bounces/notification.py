"""Bounces that Amazon SES sends as JSON through SNS (Amazon SES, "Notification contents")."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from postroom.mail.bounces.delivery_status import StatusFields
from postroom.mail.bounces.original import Original


@dataclass(frozen=True, slots=True)
class Notification:
    """What one SNS mail says; `fields` is empty for complaints and deliveries."""

    fields: tuple[StatusFields, ...]
    original: Original


def read_notification(text: str) -> Notification | None:
    """Return what the JSON in `text` says, or None where there is none of this kind."""
    start = text.find("{")
    if start < 0 or not ('"notificationType"' in text or '"eventType"' in text or '"bouncedRecipients"' in text):
        return None
    try:
        told, _ = json.JSONDecoder().raw_decode(text[start : start + 200_000])
    except (ValueError, RecursionError):
        return None
    return _read(told) if isinstance(told, dict) else None


def _read(told: dict[str, Any]) -> Notification | None:
    inner = told.get("Message")
    if isinstance(inner, str):
        return read_notification(inner)
    bounce = _dict(told.get("bounce"))
    transient = str(bounce.get("bounceType", "")).lower() == "transient"
    recipients = bounce.get("bouncedRecipients")
    rows = recipients if isinstance(recipients, list) else []
    return Notification(
        fields=tuple(_field(_dict(row), transient) for row in rows[:1000]),
        original=_original(_dict(told.get("mail"))),
    )


def _field(row: dict[str, Any], transient: bool) -> StatusFields:
    status = str(row.get("status") or "") or ("4.0.0" if transient else "5.0.0")
    words = str(row.get("diagnosticCode") or "")
    return StatusFields(
        email=str(row.get("emailAddress") or ""),
        original_email="",
        action=str(row.get("action") or "failed").lower(),
        status=status,
        diagnostic=words.partition("; ")[2] or words,
    )


def _original(mail: dict[str, Any]) -> Original:
    common = _dict(mail.get("commonHeaders"))
    to = mail.get("destination")
    return Original(
        message_id=str(common.get("messageId") or mail.get("messageId") or "").strip("<>") or None,
        subject=str(common.get("subject") or "") or None,
        recipients=tuple(str(one) for one in to) if isinstance(to, list) else (),
        sender=str(mail.get("source") or ""),
    )


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
