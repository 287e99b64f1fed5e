"""Which parts of a mail are its body, and which are attached to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from postroom.mail.calendar_text import start_clock
from postroom.mail.containers import TNEF_TYPE
from postroom.mail.parts import Part
from postroom.mail.structure import MESSAGE_TYPES
from postroom.mail.vcard_text import VCARD_TYPES

_LONG_HTML = 4_000
_UNSEEN = re.compile(r"<(style|title)[^>]*>[^<]*</\1>|<[^<>]*>|&nbsp;|&#160;", re.IGNORECASE)
_BODY_TYPES = frozenset(("text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown"))
_CONTAINERS_OF_FILES = frozenset(("multipart/encrypted",))


@dataclass(slots=True)
class Sorted:
    """The parts of a mail in the order they stand: what is read, and what is attached."""

    body: list[Part] = field(default_factory=list)
    spare: list[Part] = field(default_factory=list)
    """What says something where the body says nothing: the text inside winmail.dat, a card."""
    invitations: list[Part] = field(default_factory=list)
    attached: list[Part] = field(default_factory=list)

    def add(self, other: Sorted) -> None:
        """Append what another branch of the tree holds."""
        self.body += other.body
        self.spare += other.spare
        self.invitations += other.invitations
        self.attached += other.attached

    @property
    def has_html(self) -> bool:
        """Say whether any of the body is HTML with something in it."""
        return any(part.content_type == "text/html" and _says_anything(part) for part in self.body)

    @property
    def has_text(self) -> bool:
        """Say whether any of the body says anything."""
        return any(map(_says_anything, self.body))


def _says_anything(part: Part) -> bool:
    """Say whether a part shows words, or as HTML a picture; long HTML does."""
    text = part.text or ""
    if part.content_type != "text/html":
        return bool(text.strip())
    return len(text) > _LONG_HTML or "<img" in text.lower() or bool(_UNSEEN.sub("", text).strip())


def sort_parts(root: Part) -> Sorted:
    """Sort the parts of a mail; a mail that is nothing but another mail shows that one's body."""
    if root.content_type in MESSAGE_TYPES and root.children:
        inner = sort_parts(root.children[0])
        return Sorted(body=inner.body, attached=[root])
    found = _sort(root)
    if not found.body:
        _show_named_text(found)
    if not found.has_text and found.spare:
        found.body = found.spare
    found.body = [*_untold(found), *found.body]
    return found


def _untold(found: Sorted) -> list[Part]:
    """Return the first invitation, unless the body itself says when it is."""
    for part in found.invitations[:1]:
        clock = start_clock(part.text or "")
        if not clock or not any(clock in (other.text or "") for other in found.body):
            return [part]
    return []


def _sort(part: Part) -> Sorted:
    if part.content_type == "multipart/alternative":
        return _alternative(part)
    if part.content_type == "multipart/related":
        return _related(part)
    if part.content_type in _CONTAINERS_OF_FILES:
        return Sorted(attached=list(part.children))
    if part.content_type.startswith("multipart/"):
        return _in_order(part)
    if part.content_type == TNEF_TYPE and part.children:
        return _in_container(part)
    if part.content_type == "text/calendar" and part.text:
        return Sorted(invitations=[part], attached=[part])
    if part.content_type in VCARD_TYPES and part.text:
        return Sorted(spare=[part], attached=[part])
    return Sorted(body=[part]) if _is_body(part) else Sorted(attached=[part])


def _in_container(part: Part) -> Sorted:
    """The container itself stays, after what it holds: some want to open it with Outlook."""
    body, *others = part.children
    meetings = [child for child in others if child.content_type == "text/calendar" and child.text]
    files = [child for child in others if child not in meetings]
    return Sorted(spare=[body], invitations=meetings, attached=[*files, part])


def _in_order(part: Part) -> Sorted:
    found = Sorted()
    for child in part.children:
        found.add(_sort(child))
    return found


def _show_named_text(found: Sorted) -> None:
    """Show a text that is named, but not said to be attached, where there is no other (some mailers name all)."""
    for part in found.attached:
        if part.content_type in ("text/plain", "text/html") and part.disposition != "attachment":
            found.body.append(part)
            if not part.disposition:
                found.attached.remove(part)
            return


def _alternative(part: Part) -> Sorted:
    """Choose the richest alternative that says anything (RFC 2046 5.1.4): the last with HTML, else with text."""
    choices = [_sort(child) for child in part.children]
    chosen = (
        next((choice for choice in reversed(choices) if choice.has_html), None)
        or next((choice for choice in reversed(choices) if choice.has_text), None)
        or next((choice for choice in choices if choice.body), Sorted())
    )
    found = Sorted(body=chosen.body)
    for choice in choices:
        choice.body = []
        found.add(choice)
    return found


def _related(part: Part) -> Sorted:
    """Take the root (RFC 2387 section 3.1) as body and everything else as attached to it."""
    root = _related_root(part)
    found = Sorted()
    for child in part.children:
        branch = _sort(child)
        if child is not root:
            branch.attached = [*branch.body, *branch.attached]
            branch.body = []
        found.add(branch)
    return found


def _related_root(part: Part) -> Part | None:
    start = part.params.get("start", "").strip("<> ")
    named = next((child for child in part.children if start and child.content_id == start), None)
    if named is not None and _sort(named).body:
        return named
    return next((child for child in part.children if _sort(child).body), None)


def _is_body(part: Part) -> bool:
    return (
        part.content_type in _BODY_TYPES
        and part.disposition != "attachment"
        and not part.filename
        and part.text is not None
    )
