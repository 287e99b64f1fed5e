"""An article before it is written."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from postroom.models import ArticleKind, SenderKind


@dataclass(frozen=True, slots=True)
class FileDraft:
    """A file to attach."""

    filename: str
    content_type: str
    content: bytes
    content_id: str = ""
    inline: bool = False
    digest: str = ""
    """Set where the content is stored already."""
    size: int = 0
    """Bytes; needed only with `digest`."""


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """Everything an article needs but its ticket. Fields are those of `models.Article`."""

    kind: ArticleKind
    sender: SenderKind
    internal: bool = False
    from_header: str = ""
    to_header: str = ""
    cc_header: str = ""
    bcc_header: str = ""
    reply_to_header: str = ""
    subject: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    body_text: str = ""
    body_html: str = ""
    new_text: str = ""
    signature_text: str = ""
    nature: str = ""
    nature_because: tuple[str, ...] = ()
    may_answer: bool = True
    security: dict[str, Any] = field(default_factory=dict)
    defects: tuple[str, ...] = ()
    raw_digest: str | None = None
    created_at: datetime.datetime | None = None
    """None: the time of the act."""
    files: tuple[FileDraft, ...] = ()
