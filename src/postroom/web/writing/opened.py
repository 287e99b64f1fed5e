"""What the editor shows when it opens: a draft, or the beginning of a mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from postroom.mail.address_text import addresses_text
from postroom.mail.editing import from_editor, own_words, to_editor
from postroom.mail.html import make_safe
from postroom.mail.html_text import html_to_text
from postroom.models import Attachment, Draft, DraftFile, User
from postroom.tickets.composing import Beginning
from postroom.web.tickets.files import address_of
from postroom.web.writing.drafts import saved_words
from postroom.web.writing.files import described


@dataclass(frozen=True, slots=True)
class Opened:
    """Initial values of the form, and what the rich editor starts with: `rich`, and `below` it what one can change."""

    initial: dict[str, Any]
    rich: str
    below: str
    below_text: str
    """What is appended where there is no editor to show it in."""


def opened(beginning: Beginning, draft: Draft | None, user: User, attachments: Iterable[Attachment]) -> Opened:
    """Return what to show: the draft, if something was saved in it."""
    sources = {file.content_id: address_of(file) for file in attachments if file.content_id}
    if draft is not None and (draft.values.get("rich") or draft.values.get("plain")):
        return _restored(draft, sources)
    initial = {
        "to": addresses_text(beginning.to),
        "cc": addresses_text(beginning.cc),
        "subject": beginning.subject,
        "body": html_to_text(beginning.body),
    }
    below_text = html_to_text(beginning.below)
    if draft is not None and draft.values:
        # Written without the rich editor: what is added below is still to come.
        return Opened({**initial, **draft.values}, "", to_editor(beginning.below, sources), below_text)
    if user.plain_text:
        body = f"{initial['body']}\n\n{below_text}" if below_text else initial["body"]
        return Opened(initial | {"body": body, "plain": "1", "whole": "1" if below_text else ""}, "", "", "")
    return Opened(initial, to_editor(beginning.body, sources), to_editor(beginning.below, sources), below_text)


def shown_of(draft: Draft | None) -> dict[str, Any]:
    """Return what the templates of the composer say about a draft."""
    files = [described(file) for file in draft.files.all() if not file.inline] if draft else []
    text = saved_words(draft.saved_at) if draft and draft.values else ""
    return {"draft": draft, "draft_files": files, "draft_text": text}


def draft_sources(files: Iterable[DraftFile]) -> dict[str, str]:
    """Return where the images of a draft are shown, by Content-ID."""
    return {file.content_id: reverse("draft_file", args=[file.pk]) for file in files if file.content_id}


def _restored(draft: Draft, sources: dict[str, str]) -> Opened:
    sources = sources | draft_sources(draft.files.all())
    values = {name: value for name, value in draft.values.items() if name not in ("rich", "whole")}
    if values.get("plain"):
        return Opened({**values, "whole": draft.values.get("whole", "")}, "", "", "")
    safe = make_safe(from_editor(draft.values.get("rich", "")), frozenset(sources)).html
    return Opened({**values, "body": own_words(safe)}, to_editor(safe, sources) or "<p></p>", "", "")
