"""Finding the lines that introduce an older mail: attributions, separators, header blocks."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postroom.mail.past_words import FORWARD, HEADER_KINDS, LEAD, ORIGINAL, QUOTING, VERB
from postroom.mail.text_lines import Line


class LabelKind(enum.Enum):
    """What introduces an older mail."""

    ATTRIBUTION = "attribution"
    ORIGINAL = "original"
    HEADERS = "headers"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class Label:
    """Lines `start` to `end` (not included) introduce what follows."""

    start: int
    end: int
    kind: LabelKind


_COLONS = (":", "：")
_MAX_ATTRIBUTION_LINES = 4
_MAX_ATTRIBUTION = 420
_MAX_AFTER_VERB = 90
_TIME = re.compile(r"\d{1,2}[:.h]\s?\d{2}|\d{1,2}時|\d\s?(?:AM|PM)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2}\b")
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"[^\s<>@\[\]]@[^\s<>@\[\]]")
_ANGLE_ADDRESS = re.compile(r"\d.{0,160}<[^<>\s]+@[^<>\s]+>\s*[:：]?$")
_DASHED_WROTE = re.compile(r"-{2,10} [^-]{2,120} -{2,10}$")
_ONLY_DATE_AND_NAME = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s.{0,80}<[^<>\s]+@[^<>\s]+>$")


def attribution_at(lines: Sequence[Line], last: int) -> Label | None:
    """Return the attribution ("On ..., ... wrote:") whose last line is `last`, wrapped over up to four lines."""
    text = lines[last].text.rstrip(' *_"')
    if not text.endswith(_COLONS):
        return _undecorated_attribution(lines, last, text)
    if len(text) > _MAX_ATTRIBUTION:
        return None
    quote_follows = _quote_follows(lines, last)
    for first, joined in _joined_upwards(lines, last, text):
        if _is_attribution(joined, quote_follows):
            return Label(_first_line(lines, first, last), last + 1, LabelKind.ATTRIBUTION)
    return None


def _joined_upwards(lines: Sequence[Line], last: int, text: str) -> Iterator[tuple[int, str]]:
    """Yield the last line, the last two, and so on, as long as they may be one wrapped line."""
    joined = text
    yield last, joined
    for first in range(last - 1, max(-1, last - _MAX_ATTRIBUTION_LINES), -1):
        if not _continues(lines, first, last):
            return
        joined = f"{lines[first].text} {joined}"
        if len(joined) > _MAX_ATTRIBUTION:
            return
        yield first, joined


def _undecorated_attribution(lines: Sequence[Line], last: int, text: str) -> Label | None:
    """Old Gmail wrote "2012/5/3 Name <address>" with no verb and no colon, Android "---- Name wrote ----"."""
    marked = "attribution" in lines[last].marks and text
    dashed = _DASHED_WROTE.match(text) and VERB.search(text.lower())
    if marked or dashed or (text.endswith(">") and _ONLY_DATE_AND_NAME.match(text) and _quote_follows(lines, last)):
        return Label(last, last + 1, LabelKind.ATTRIBUTION)
    return None


def _continues(lines: Sequence[Line], first: int, last: int) -> bool:
    line = lines[first]
    return bool(line.text) and line.depth == lines[last].depth and not line.text.endswith(_COLONS)


def _is_attribution(joined: str, quote_follows: bool) -> bool:
    if not quote_follows and not _DIGIT.search(joined) and "@" not in joined:
        return False
    if QUOTING.match(joined) and _ADDRESS.search(joined):
        return True
    if not VERB.search(joined[-_MAX_AFTER_VERB:].lower()):
        return _ANGLE_ADDRESS.search(joined) is not None and (quote_follows or _names_a_time(joined))
    if _ADDRESS.search(joined) or _TIME.search(joined):
        return True
    if LEAD.match(joined) and _YEAR.search(joined):
        return True
    return quote_follows and len(joined) < 160


def _names_a_time(joined: str) -> bool:
    """Gmail and mail.ru have no verb in some languages: date, time, name, address and a colon must do."""
    return LEAD.match(joined) is not None or bool(_TIME.search(joined) and _YEAR.search(joined))


def _first_line(lines: Sequence[Line], first: int, last: int) -> int:
    """The line that names the day may stand above the lines that were needed to recognise the verb."""
    for number in range(first, max(-1, last - _MAX_ATTRIBUTION_LINES), -1):
        if number < first and not _continues(lines, number, last):
            break
        if LEAD.match(lines[number].text):
            return number
    if first and VERB.match(lines[first].text.lower()) and _continues(lines, first - 1, last):
        return first - 1
    return first


def _quote_follows(lines: Sequence[Line], last: int) -> bool:
    depth = lines[last].depth
    for line in lines[last + 1 : last + 4]:
        if line.depth > depth:
            return True
        if line.text:
            return False
    return False


_DASHES = re.compile(r"[-_=*—–‐─━~\s]*")
_MAX_SEPARATOR = 160


def separator_at(lines: Sequence[Line], number: int) -> Label | None:
    """Return the separator line ("-----Original Message-----", "Begin forwarded message:") at `number`."""
    text = lines[number].text
    if len(text) > _MAX_SEPARATOR:
        return None
    dashes = _DASHES.match(text)
    dashed = dashes is not None and len(dashes.group().replace(" ", "")) >= 2
    if not dashed and not text.endswith(_COLONS) and not text.startswith(("<", "[")):
        return None
    lowered = text.lower()
    if FORWARD.search(lowered) and (dashed or len(text) < 70):
        return Label(number, number + 1, LabelKind.FORWARD)
    if ORIGINAL.search(lowered) and (dashed or len(text) < 40):
        return Label(number, number + 1, LabelKind.ORIGINAL)
    return None


_MAX_HEADER_LINES = 24
_MAX_CONTINUATION = 3
_MAX_HEADER_WORD = 26


def header_kind(text: str) -> str:
    """Return what header a line of a header block is (from, date, to, subject, other), or an empty string."""
    colon = text.find(":")
    if colon < 0 or colon > _MAX_HEADER_WORD:
        colon = text.find("：")
        if colon < 0 or colon > _MAX_HEADER_WORD:
            return ""
    return HEADER_KINDS.get(text[:colon].strip(" *_|\xa0\t").lower(), "")


def header_block_at(lines: Sequence[Line], first: int) -> Label | None:
    """Return the block of mail headers (From, Sent, To, Subject in any language) that begins at `first`."""
    if not header_kind(lines[first].text):
        return None
    kinds, end = _collect_headers(lines, first)
    if "from" in kinds and len(kinds & {"date", "to", "subject", "other"}) >= 2:
        return Label(first, end, LabelKind.HEADERS)
    if kinds >= {"date", "to", "subject"}:
        return Label(first, end, LabelKind.HEADERS)
    return None


def _collect_headers(lines: Sequence[Line], first: int) -> tuple[set[str], int]:
    """Walk over header lines, their continuations, and single blank lines between them."""
    depth = lines[first].depth
    kinds: set[str] = set()
    end, strays = first, 0
    for number in range(first, min(len(lines), first + _MAX_HEADER_LINES)):
        line = lines[number]
        kind = header_kind(line.text) if line.depth == depth else ""
        if kind:
            kinds.add(kind)
            end, strays = number + 1, 0
            continue
        strays += 1
        if strays > _MAX_CONTINUATION or line.depth != depth or _ends_block(lines, number, depth):
            break
    return kinds, end


def _ends_block(lines: Sequence[Line], number: int, depth: int) -> bool:
    """A blank line ends the block unless a header follows at once (Outlook on the web puts blank lines between)."""
    if lines[number].text:
        return False
    following = lines[number + 1] if number + 1 < len(lines) else None
    return following is None or following.depth != depth or not header_kind(following.text)
