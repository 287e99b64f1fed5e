"""Per-recipient fields of a delivery status notification (RFC 3464), wherever they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from postroom.mail.bounces.original import addresses, header_lines
from postroom.mail.parts import Part

STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_BLANK = re.compile(r"\n[ \t]*\n")
_STATUS = re.compile(r"([245])[. ](\d{1,3})[. ](\d{1,3})")
_ARRIVED = frozenset({"delivered", "relayed", "expanded", "deliverable"})


@dataclass(frozen=True, slots=True)
class StatusFields:
    """What one block of RFC 3464 section 2.3 says of one recipient."""

    email: str
    original_email: str
    action: str
    status: str | None
    diagnostic: str

    @property
    def is_failure(self) -> bool:
        """Whether it says that the mail did not arrive, or not yet."""
        return self.action not in _ARRIVED and (self.status or "5")[0] in "45"


def status_parts(root: Part) -> tuple[StatusFields, ...]:
    """Return the recipients of every delivery-status part."""
    blocks: list[StatusFields] = []
    for part in root.walk():
        if part.content_type in STATUS_TYPES:
            blocks.extend(read_fields(_text_of(part)))
    return tuple(blocks)


def read_fields(text: str) -> tuple[StatusFields, ...]:
    """Return the recipients that the fields in `text` speak of."""
    found = (_block(block) for block in _BLANK.split(text.replace("\r\n", "\n")[:200_000]))
    return tuple(fields for fields in found if fields is not None)


def _text_of(part: Part) -> str:
    """Readers differ: some keep the blocks as text, some as header-only children (RFC 3464 section 2.1)."""
    if part.text is not None:
        return part.text
    if part.children:
        return "\n\n".join(_as_lines(child) for child in part.children)
    return part.content.decode("utf-8", "replace")


def _as_lines(part: Part) -> str:
    return "\n".join(f"{name}: {value}" for name, value in part.headers) + "\n\n" + (part.text or "")


def _block(text: str) -> StatusFields | None:
    fields: dict[str, str] = {}
    for name, value in header_lines(text):
        fields.setdefault(name.lower(), value)
    if not fields.keys() & {"final-recipient", "original-recipient", "action", "x-actual-recipient"}:
        return None
    status = _STATUS.search(fields.get("status", ""))
    return StatusFields(
        email=_recipient(fields.get("final-recipient", "")),
        original_email=_recipient(fields.get("original-recipient", "")),
        action=fields.get("action", "").lower().split(" ")[0].strip("();"),
        status=".".join(status.groups()) if status else None,
        diagnostic=_after_type(fields.get("diagnostic-code", "")),
    )


def _recipient(value: str) -> str:
    return next(iter(addresses(_after_type(value))), "")


def _after_type(value: str) -> str:
    """Take the type (`rfc822;`, `smtp;`) off; some servers write none."""
    kind, separator, rest = value.partition(";")
    return rest.strip() if separator and len(kind) < 20 and " " not in kind.strip() else value.strip()
