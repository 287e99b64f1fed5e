"""The body of a mail: whole, made safe, and cut into new text, signature and past."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from postroom.mail import limits
from postroom.mail.body import SplitBody, split_safe_html, split_text
from postroom.mail.html import make_safe
from postroom.mail.limits import Budget
from postroom.mail.parts import Part
from postroom.mail.plain_text import to_plain
from postroom.sentences import sentence as _


@dataclass(frozen=True, slots=True)
class Content:
    """What a mail says; `shown` are the content ids that its HTML shows."""

    text: str
    html: str | None
    split: SplitBody
    shown: frozenset[str] = frozenset()


def read_content(body: list[Part], known_cids: frozenset[str], budget: Budget, sender_name: str = "") -> Content:
    """Join the parts of a body in their order: as HTML as soon as one of them is.

    `sender_name` is the display name in From: it often opens the signature.
    """
    said = [part for part in body if (part.text or "").strip()]
    if any(part.content_type == "text/html" for part in said):
        return _html_content(said, known_cids, budget, sender_name)
    text = "\n\n".join(_plain(part, budget).strip("\n") for part in said)
    return Content(text=text, html=None, split=split_text(text, sender_name))


def _html_content(body: list[Part], known_cids: frozenset[str], budget: Budget, sender_name: str) -> Content:
    joined = "\n<br>\n".join(_as_html(part, budget) for part in body)
    safe = make_safe(joined, known_cids)
    for defect in safe.defects:
        budget.note(defect)
    split = split_safe_html(safe.html, sender_name)
    return Content(text=split.text, html=safe.html, split=split, shown=safe.cids)


def _as_html(part: Part, budget: Budget) -> str:
    if part.content_type == "text/html":
        return _cut(part, budget)
    lines = escape(_plain(part, budget).strip("\n"), quote=False).split("\n")
    return f"<div>{'<br>'.join(lines)}</div>"


def _plain(part: Part, budget: Budget) -> str:
    return to_plain(_cut(part, budget), part.content_type, part.params).replace("\0", "")


def is_overlong(part: Part) -> bool:
    """Say whether a part of the body is more than is shown."""
    return len(part.text or "") > limits.MAX_BODY_CHARS or len(part.content) > limits.MAX_TEXT_BYTES


def _cut(part: Part, budget: Budget) -> str:
    if is_overlong(part):
        shown = limits.MAX_BODY_CHARS
        budget.note(_("Of a very long body %(shown)s characters are shown: the whole of it is attached.", shown=shown))
    return (part.text or "")[: limits.MAX_BODY_CHARS]
