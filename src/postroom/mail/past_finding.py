"""Finding where the past begins: the labels of a body, up to the first that opens it for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from postroom.mail.past_labels import Label, LabelKind, attribution_at, header_block_at, header_kind, separator_at
from postroom.mail.text_lines import MAX_LINES, Line

_MAX_ANNOUNCED = 12


@dataclass(slots=True)
class Past:
    """What introduces older mails in a body."""

    start: int
    """From this line on everything is past; the number of lines where nothing says so."""
    labels: list[Label] = field(default_factory=list)
    labelled: set[int] = field(default_factory=set)
    """The lines of the labels."""
    is_open: bool = False
    """The last label opens the past for good ("hard")."""


def find_past(lines: Sequence[Line]) -> Past:
    """Return the labels of a body up to the first hard one, and where the past begins."""
    past = Past(len(lines))
    number, last = 0, min(len(lines), MAX_LINES)
    while number < last and not past.is_open:
        label = _label_at(lines, number)
        if label is None:
            number += 1
            continue
        past.labels.append(label)
        past.labelled.update(range(label.start, label.end))
        past.is_open = _is_hard(lines, label)
        number = label.end
    if past.is_open:
        past.start = _with_rule_above(lines, past.labels[-1].start)
    return past


def _label_at(lines: Sequence[Line], number: int) -> Label | None:
    line = lines[number]
    if not line.text or line.depth:
        return None
    if "past" in line.marks:
        return Label(number, number + 1, LabelKind.HEADERS)
    if "forward" in line.marks:
        return Label(number, number + 1, LabelKind.FORWARD)
    if "header" in line.marks and _are_headers(lines, number):
        return Label(number, number + 1, LabelKind.HEADERS)
    return _label_in_text(lines, number)


def _are_headers(lines: Sequence[Line], number: int) -> bool:
    """Below Outlook's line stand From, Sent, To and Subject, in whatever language."""
    block = [line.text for line in lines[number : number + 8] if "header" in line.marks and line.text]
    return sum(":" in text[:40] for text in block) >= 3


def _label_in_text(lines: Sequence[Line], number: int) -> Label | None:
    text = lines[number].text
    if ":" in text or "：" in text:
        found = _headers_at(lines, number) or separator_at(lines, number) or attribution_at(lines, number)
    elif text[0] in "-_=*—–‐─━~<[":
        found = separator_at(lines, number) or attribution_at(lines, number)
    else:
        found = attribution_at(lines, number) if text[-1] == ">" or lines[number].marks else None
    return found


def _headers_at(lines: Sequence[Line], number: int) -> Label | None:
    block = header_block_at(lines, number)
    return None if block is None or _is_announced(lines, number) else block


def _is_announced(lines: Sequence[Line], number: int) -> bool:
    """A sentence that ends in a colon announces lines that only look like mail headers ("Please ship: From: ...")."""
    highest = max(0, number - _MAX_ANNOUNCED)
    while number > highest and header_kind(lines[number - 1].text):
        number -= 1
    above = next((lines[place].text for place in range(number - 1, max(-1, number - 3), -1) if lines[place].text), "")
    return above[-1:] in (":", "：") and above[:1].isalpha() and "@" not in lines[number].text


def _is_hard(lines: Sequence[Line], label: Label) -> bool:
    """Nothing quoted follows the label: the rest of the mail is the older one."""
    following = next((number for number in range(label.end, len(lines)) if lines[number].text), None)
    if following is None:
        return label.kind is not LabelKind.ATTRIBUTION
    if label.kind is LabelKind.ATTRIBUTION:
        return lines[following].depth == 0 and not _ends_quote(lines, label)
    if label.kind is LabelKind.ORIGINAL:
        below = _label_at(lines, following)
        return below is None or below.kind is LabelKind.ORIGINAL or _is_hard(lines, below)
    return lines[following].depth == 0


def _ends_quote(lines: Sequence[Line], label: Label) -> bool:
    """Some people write the name below the quote."""
    return label.start > 0 and lines[label.start - 1].depth > 0


def _with_rule_above(lines: Sequence[Line], start: int) -> int:
    """A rule of dashes above a label belongs to it."""
    while start > 0 and not lines[start - 1].depth and not any(map(str.isalnum, lines[start - 1].text)):
        start -= 1
    return start
