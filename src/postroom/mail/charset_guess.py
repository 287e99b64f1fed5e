"""Which charset bytes can be, where their mail does not say it or says it wrongly.

Every candidate reads a sample, and the reading that looks most like writing wins: frequent ideographs rather than rare
ones, capitals at the start of words, no signs in the middle of them. Made for headers too, which are short: a dozen
bytes must do.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache

from postroom.mail import iso2022jp

_SAMPLE = 1_500
_HIGH = re.compile(rb"[\x80-\xff]")
_EAST_ASIAN = ("cp949", "gb18030", "big5", "cp932", "euc-jp")
_CANDIDATES = ("cp1252", *_EAST_ASIAN, "cp1251", "koi8-r", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp874")
_EVERYDAY_SIGNS = frozenset("–—‘’“”„‚…•€£§°´«»¡¿·©®™\u00a0№‹›ªº²³½")
_EAST_ASIAN_SIGNS = frozenset("、。「」『』・ー，！？：；（）【】《》～“”‘’…—")
# The first rows of these standards hold the frequent ideographs: the codec that shows it, first and last lead byte.
_FREQUENT_ROWS = {
    "gb18030": ("gb2312", 0xB0, 0xD7),
    "big5": ("big5", 0xA4, 0xC6),
    "cp932": ("euc-jp", 0xB0, 0xCF),
    "euc-jp": ("euc-jp", 0xB0, 0xCF),
    "cp949": ("euc-kr", 0xB0, 0xC8),
}
_JAPANESE = ("cp932", "euc-jp")
_SHORT_KOREAN = 3
_WRITINGS = {"cp949": ("HANGUL",), "gb18030": ("CJK",), "big5": ("CJK",), "cp932": ("CJK",), "euc-jp": ("CJK",)}


def guess(data: bytes, preferred: tuple[str, ...] = ()) -> tuple[str, str]:
    """Return the text of `data` and the codec that read it. Never raises."""
    told = _by_signature(data)
    if told:
        return told
    sample = _sample(data)
    best, best_score = "cp1252", -10.0
    for codec in dict.fromkeys((*preferred, *_CANDIDATES)):
        score = _score(sample, codec) + (0.15 if codec in preferred else 0.0)
        if score > best_score + 0.001:
            best, best_score = codec, score
    return data.decode(best, "replace"), best


def _by_signature(data: bytes) -> tuple[str, str] | None:
    """Read what says itself what it is: marks, escape sequences, and UTF-8, whose pattern nothing else has."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "utf-16"
    if data.isascii() and b"\x1b" in data:
        return iso2022jp.decode(data), "iso-2022-jp"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    lenient = data[:200_000].decode("utf-8", "replace")
    wrong = lenient.count("\ufffd")
    if wrong * 10 <= sum(char > "\x7f" for char in lenient) - wrong:
        return data.decode("utf-8", "replace"), "utf-8"
    return None


def _sample(data: bytes) -> bytes:
    """Return a piece that holds letters beyond ASCII."""
    first = _HIGH.search(data)
    if not first:
        return data[:_SAMPLE]
    # Back to a blank, so that the piece does not begin in the middle of a character.
    start = data.rfind(b" ", max(0, first.start() - 40), first.start()) + 1 or first.start()
    return data[start : start + _SAMPLE]


def _score(sample: bytes, codec: str) -> float:
    """Return how much the sample looks like writing: about 1 for text, below 0 for none."""
    try:
        text = sample.decode(codec, "replace")
    except LookupError:
        return -10.0
    points, count, kana = 0.0, 0, 0
    previous = " "
    for index, char in enumerate(text):
        if char > "\x7f":
            following = text[index + 1] if index + 1 < len(text) else " "
            count += 1
            kana += _script(char) == "KANA"
            if char != "\ufffd" or index < len(text) - 1:
                points += _points(char, previous, following, codec)
        previous = char
    if (codec in _JAPANESE and kana == 0) or (codec == "cp949" and count <= _SHORT_KOREAN):
        # Japanese has kana, and Korean more than three syllables: without them Chinese is likelier.
        points *= 0.9
    return points / count if count else 0.0


def _points(char: str, previous: str, following: str, codec: str) -> float:
    script = _script(char)
    if script in ("CJK", "HANGUL"):
        return _ideograph_points(char, codec)
    if script == "KANA":
        return 1.0 if codec in _JAPANESE else 0.3
    if char in _EAST_ASIAN_SIGNS and codec in _FREQUENT_ROWS:
        return 0.75
    if script == "":
        return _sign_points(char, previous, following)
    if codec in _FREQUENT_ROWS:
        return 0.2
    capital_inside = char.isupper() and previous.islower()
    if script == "LATIN":
        return 0.0 if capital_inside else _latin_points(char, previous, following)
    return min(_alphabet_points(script, previous, following), 0.0 if capital_inside else 1.0)


def _ideograph_points(char: str, codec: str) -> float:
    if codec not in _FREQUENT_ROWS:
        return 0.0
    shown_by, first, last = _FREQUENT_ROWS[codec]
    try:
        lead = char.encode(shown_by)[0]
    except UnicodeEncodeError:
        return 0.0
    return 0.9 if first <= lead <= last and _script(char) in _WRITINGS[codec] else 0.3


def _sign_points(char: str, previous: str, following: str) -> float:
    category = unicodedata.category(char)
    if category in ("Cc", "Co", "Cn", "Cs") or char == "\ufffd":
        return -1.5
    if previous.isalpha() and following.isalpha() and char not in "’·":
        return -0.3
    return 0.6 if char in _EVERYDAY_SIGNS else 0.05


def _latin_points(char: str, previous: str, following: str) -> float:
    """Accented letters stand alone between plain ones: several in a row are another alphabet misread."""
    strange = (previous > "\x7f" and previous.isalpha()) + (following > "\x7f" and following.isalpha())
    frequent = 0.05 if char in "äöüßéèàçñåøæêóíáãõ" else -0.1 if char in "þÞðÐýÝ" else 0.0
    return (0.8, 0.5, 0.15)[strange] + frequent


def _alphabet_points(script: str, previous: str, following: str) -> float:
    """Letters of another alphabet stand beside their like: beside others they are accented letters misread."""
    beside = [_script(char) for char in (previous, following) if char.isalpha()]
    if any(neighbour != script for neighbour in beside):
        return -0.3
    return (0.3, 0.85, 0.9)[len(beside)]


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    """Return the writing a letter belongs to, or nothing for signs and digits."""
    if not char.isalpha() and unicodedata.category(char) not in ("Mn", "Mc"):
        return ""
    name = unicodedata.name(char, "")
    if name.startswith(("CJK", "HANGUL")):
        return name.split(" ")[0].split("-")[0]
    if name.startswith(("HIRAGANA", "KATAKANA")):
        return "KANA"
    if name.startswith("HALFWIDTH"):
        return "HALFWIDTH"
    return name.split(" ")[0].split("-")[0]
