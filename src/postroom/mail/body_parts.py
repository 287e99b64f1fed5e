"""Which parts of a mail are its body, and which are attached to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from postroom.mail.parts import Part
from postroom.mail.structure import MESSAGE_TYPES

_BODY_TYPES = frozenset(("text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown"))
_CONTAINERS_OF_FILES = frozenset(("multipart/encrypted",))


@dataclass(slots=True)
class Sorted:
    """The parts of a mail in the order they stand: what is read, and what is attached."""

    body: list[Part] = field(default_factory=list)
    attached: list[Part] = field(default_factory=list)

    def add(self, other: Sorted) -> None:
        """Append what another branch of the tree holds."""
        self.body += other.body
        self.attached += other.attached

    @property
    def has_html(self) -> bool:
        """Say whether any of the body is HTML with something in it."""
        return any(part.content_type == "text/html" and (part.text or "").strip() for part in self.body)

    @property
    def has_text(self) -> bool:
        """Say whether any of the body holds more than blanks."""
        return any((part.text or "").strip() for part in self.body)


def sort_parts(root: Part) -> Sorted:
    """Sort the parts of a mail; a mail that is nothing but another mail shows that one's body."""
    if root.content_type in MESSAGE_TYPES and root.children:
        inner = sort_parts(root.children[0])
        return Sorted(body=inner.body, attached=[root])
    return _sort(root)


def _sort(part: Part) -> Sorted:
    if part.content_type == "multipart/alternative":
        return _alternative(part)
    if part.content_type == "multipart/related":
        return _related(part)
    if part.content_type in _CONTAINERS_OF_FILES:
        return Sorted(attached=list(part.children))
    if part.content_type.startswith("multipart/"):
        return _in_order(part)
    return Sorted(body=[part]) if _is_body(part) else Sorted(attached=[part])


def _in_order(part: Part) -> Sorted:
    found = Sorted()
    for child in part.children:
        found.add(_sort(child))
    _give_named_text_back(part, found)
    return found


def _give_named_text_back(part: Part, found: Sorted) -> None:
    """A text that is named but not said to be attached is the body where there is no other (some mailers name all)."""
    if found.body or not part.children:
        return
    first = found.attached[0] if found.attached else None
    if first is not None and first.content_type in ("text/plain", "text/html") and not first.disposition:
        found.body.append(found.attached.pop(0))


def _alternative(part: Part) -> Sorted:
    """Choose the richest alternative that says anything (RFC 2046 5.1.4): the last with HTML, else with text."""
    choices = [_sort(child) for child in part.children]
    chosen = (
        next((choice for choice in reversed(choices) if choice.has_html), None)
        or next((choice for choice in reversed(choices) if choice.has_text), None)
        or next((choice for choice in choices if choice.body), Sorted())
    )
    return Sorted(body=chosen.body, attached=[item for choice in choices for item in choice.attached])


def _related(part: Part) -> Sorted:
    """Take the root (RFC 2387 section 3.1) as body and everything else as attached to it."""
    root = _related_root(part)
    found = Sorted()
    for child in part.children:
        branch = _sort(child)
        found.add(branch if child is root else Sorted(attached=[*branch.body, *branch.attached]))
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
