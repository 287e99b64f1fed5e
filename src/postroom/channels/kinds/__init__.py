"""The kinds of channels there are, one line each."""

from __future__ import annotations

from typing import Final

from postroom.channels.kinds.base import Kind
from postroom.channels.kinds.mail import MailKind

KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        MailKind(),
    )
}  # fmt: skip
