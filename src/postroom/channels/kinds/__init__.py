"""The kinds of channels there are, one line each."""

from __future__ import annotations

from typing import Final

from postroom.channels.kinds.base import Kind
from postroom.channels.kinds.google import GoogleKind
from postroom.channels.kinds.mail import MailKind
from postroom.channels.kinds.microsoft365 import Microsoft365Kind

KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Microsoft365Kind(),
        GoogleKind(),
        MailKind(),
    )
}  # fmt: skip
