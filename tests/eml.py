"""Mails for tests, made from their headers."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from typing import Any


def eml(**fields: Any) -> bytes:
    """Return a mail; `body` is its text, underscores in other names are hyphens in headers."""
    message = EmailMessage()
    body = fields.pop("body", "Hello")
    headers = {
        "from_": "Carl Customer <carl@customer.example>",
        "to": "support@desk.example",
        "subject": "Printer on fire",
        "message_id": f"<{hashlib.sha256(repr((fields, body)).encode()).hexdigest()[:20]}@customer.example>",
        **fields,
    }
    for name, value in headers.items():
        message[name.rstrip("_").replace("_", "-").title()] = value
    message.set_content(body)
    return message.as_bytes()
