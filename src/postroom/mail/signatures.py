"""Where a signature begins at the end of newly written lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from postroom.mail.signature_words import CLOSING, CONTACT, DELIMITER, DISCLAIMER, MOBILE, SENT_WITH
from postroom.mail.text_lines import Line

Lines = Sequence[tuple[int, str]]
"""The lines that are not blank: number and text."""

_MAX_AFTER_DELIMITER = 30
_MAX_AFTER_RULE = 12
_MAX_AFTER_CLOSING = 25
_MAX_AFTER_MOBILE = 36
_MAX_CONTACT_LINE = 120
_MAX_OTHERS = 6
_MAX_NAME = 40
_MAX_STACKED = 4
_LONGEST_MOBILE = 200
_LONGEST_CLOSING = 90
_NO_WORDS = re.compile(r"[\W_]+")
_DASHED_NAME = re.compile(r"[-–—]{1,2} ?[^\W\d_][\w.'’]+(?: [^\W\d_][\w.'’]*){0,2}")
_SEPARATORS = "|•·:"
_SENTENCE_WORDS = 5
_SENTENCE_END = (".", "?", "!", ":", ";", ",")


def signature_start(lines: Sequence[Line], first: int, end: int, sender_name: str = "", *, alone: bool = False) -> int:
    """Return the number of the line where the signature of lines `first` to `end` begins, or `end` without one.

    Everything from there to `end` is signature. `sender_name` is the display name in From, where it is known;
    `alone` says that nothing else of the mail is newly written, so that "Thanks" in its first line is the message.
    """
    first_text = next((number for number in range(first, end) if lines[number].text), end)
    for _ in range(_MAX_STACKED):
        start = _start_of_last(lines, first, end, sender_name)
        if start == end or (alone and start == first_text and CLOSING.fullmatch(lines[start].text[:_LONGEST_CLOSING])):
            break
        end = start
    return end


def _start_of_last(lines: Sequence[Line], first: int, end: int, sender_name: str) -> int:
    """A list's footer may stand below the sender's signature: this finds the lowest of them."""
    full = [(number, lines[number].text) for number in range(first, end) if lines[number].text]
    starts = [start for rule in _RULES if (start := rule(full)) is not None]
    for extra in (_marked(lines, full), _named(full, sender_name)):
        if extra is not None:
            starts.append(extra)
    return min(starts, default=end)


def _trailing_rules(full: Lines) -> int | None:
    """Lines at the end with no word in them ("***", "-------")."""
    start = None
    for number, text in reversed(full):
        if len(text) < 2 or not _NO_WORDS.fullmatch(text):
            break
        start = number
    return start


def _delimiter(full: Lines) -> int | None:
    for place in range(max(0, len(full) - _MAX_AFTER_DELIMITER - 1), len(full)):
        number, text = full[place]
        if not text.startswith(("-", "_", "—", "–", "=", "*", "~", "#", "+")) or not DELIMITER.fullmatch(text):
            continue
        after = len(full) - place - 1
        if len(text) <= 3 or after <= _MAX_AFTER_RULE:
            return number if _is_delimiter(text, full[place + 1 :]) else None
    return None


def _is_delimiter(text: str, after: Lines) -> bool:
    """A rule of many signs may part sections of a text as well: then prose follows."""
    if text.rstrip() in ("--", "-- ", "—", "–"):
        return True
    return text.startswith("_") or not any(len(line) > _MAX_CONTACT_LINE for _, line in after)


def _mobile(full: Lines) -> int | None:
    if full and SENT_WITH.fullmatch(full[-1][1][:_LONGEST_MOBILE]):
        return full[-1][0]
    tail = full[-_MAX_AFTER_MOBILE:]
    for place, (number, text) in enumerate(tail):
        if len(text) < _LONGEST_MOBILE and MOBILE.fullmatch(text) and _others_after(tail[place + 1 :]) <= _MAX_OTHERS:
            return _with_name_above(full, number)
    return None


def _others_after(after: Lines) -> int:
    return sum(1 for _, text in after if not MOBILE.fullmatch(text[:_LONGEST_MOBILE]))


def _with_name_above(full: Lines, number: int) -> int:
    """The name stands right above "via mobile", below a blank line."""
    place = next(place for place, (line, _) in enumerate(full) if line == number)
    if place == 0:
        return number
    name_line, name = full[place - 1]
    below_blank = place == 1 or full[place - 2][0] < name_line - 1
    if name_line == number - 1 and place > 1 and below_blank and _looks_like_name(name):
        return name_line
    return number


def _looks_like_name(text: str) -> bool:
    parts = text.split()
    return (
        len(text) <= _MAX_NAME
        and 1 < len(parts) <= 4
        and not text.endswith(_SENTENCE_END)
        and all(part[0].isupper() for part in parts)
    )


def _dashed_name(full: Lines) -> int | None:
    if len(full) < 2:
        return None
    number, text = full[-1]
    above_number, above = full[-2]
    if above.startswith(("-", "–")) or above_number == number - 1:
        return None
    return number if _DASHED_NAME.fullmatch(text) and len(text) <= _MAX_NAME else None


def _closing(full: Lines) -> int | None:
    """A closing opens the signature where more than a name follows it."""
    for place in range(max(0, len(full) - _MAX_AFTER_CLOSING), len(full)):
        number, text = full[place]
        if len(text) <= _LONGEST_CLOSING and CLOSING.fullmatch(text) and _is_contact_block(full[place + 1 :]):
            return number
    return None


def _is_contact_block(after: Lines) -> bool:
    block = _before_disclaimer(after)
    if any(_is_prose(text) for _, text in block):
        return False
    return len(after) > len(block) or len(block) >= 3 or any(CONTACT.search(text) for _, text in block)


def _is_prose(text: str) -> bool:
    """A sentence or a postscript, which people write below their closing as well."""
    if text.endswith(("?", "？")) or text.upper().startswith(("PS", "P.S", "P. S")):
        return True
    if len(text) > _MAX_CONTACT_LINE:
        return not any(sign in text for sign in _SEPARATORS)
    return (
        len(text.split()) >= _SENTENCE_WORDS and (text.endswith((".", "!")) or "," in text) and not CONTACT.search(text)
    )


def _before_disclaimer(after: Lines) -> Lines:
    for place, (_, text) in enumerate(after):
        if DISCLAIMER.search(text[:200]):
            return after[:place]
    return after


def _disclaimer(full: Lines) -> int | None:
    """The lawyers' paragraph ends the mail; what stands below it is part of it."""
    for place in range(max(1, len(full) - _MAX_AFTER_CLOSING), len(full)):
        number, text = full[place]
        if DISCLAIMER.match(text.lstrip("*_ ")) and len(text) + sum(len(line) for _, line in full[place + 1 :]) > 120:
            return number
    return None


_RULES: tuple[Callable[[Lines], int | None], ...] = (
    _trailing_rules,
    _delimiter,
    _mobile,
    _dashed_name,
    _closing,
    _disclaimer,
)


def _marked(lines: Sequence[Line], full: Lines) -> int | None:
    """The mail program says where the signature is; text typed below it is rare and must be short to be lost in it."""
    for number, _ in full:
        if "signature" in lines[number].marks:
            below = [line for line, _ in full if line > number and "signature" not in lines[line].marks]
            return number if len(below) <= 2 else None
    return None


def _named(full: Lines, sender_name: str) -> int | None:
    """The sender's own name on a line, with contact lines below it."""
    wanted = sender_name.strip().casefold()
    if not wanted:
        return None
    for place in range(max(1, len(full) - _MAX_AFTER_RULE), len(full)):
        number, text = full[place]
        if text.strip(" ,.*_").casefold() == wanted and _is_contact_block(full[place + 1 :]):
            return number
    return None
