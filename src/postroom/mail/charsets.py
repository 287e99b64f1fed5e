"""Bytes to text under the charset a mail names, or under the one the bytes can be."""

from __future__ import annotations

import codecs
import re
import unicodedata

from postroom.mail import charset_guess, iso2022jp
from postroom.mail.charset_names import JIS_LABELS, clean_label, codec_name
from postroom.sentences import Sentence
from postroom.sentences import sentence as _

# Labels of one byte a character fit any bytes, so text that is valid UTF-8 says more than they do.
_ONE_BYTE = re.compile(r"cp(?:125\d|8\d\d|437|720|737|775)|iso-?8859-|mac-|koi8|latin|hp-roman|ptcp")
_MULTIBYTE_UTF8 = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_AS_WINDOWS = "postroom-windows-1252"


def decode(data: bytes, label: str, hint: str = "") -> tuple[str, Sentence | None]:
    """Return the text of `data`, and a sentence where it was not what `label` says.

    `hint` is the charset that the rest of the mail names, for bytes that carry no name.
    """
    if data.isascii() and not _shifts(data, label):
        return data.decode("ascii"), None
    name = clean_label(label)
    if name in JIS_LABELS:
        return _decode_japanese(data, name)
    codec = codec_name(name)
    if codec is None:
        return _guess(data, name, hint)
    if _ONE_BYTE.match(codec) and _is_utf8(data):
        return data.decode("utf-8"), _("Text said to be %(charset)s is UTF-8.", charset=name)
    try:
        return _strict(data, codec), None
    except (UnicodeError, ValueError):
        return _repair(data, codec, name, hint)


def _shifts(data: bytes, label: str) -> bool:
    """Say whether seven-bit bytes may stand for other letters: escape sequences, UTF-7, HZ, UTF-16."""
    if b"\x1b" in data or b"\x00" in data:
        return True
    lowered = label.lower()
    return ("7" in lowered and "utf" in lowered) or "65000" in lowered or "hz" in lowered or "utf-16" in lowered


def _is_utf8(data: bytes) -> bool:
    if not _MULTIBYTE_UTF8.search(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _strict(data: bytes, codec: str) -> str:
    if codec == "utf-8":
        return data.decode("utf-8-sig")
    text = data.decode(codec)
    if codec == "cp1258":
        # Vietnamese in this charset is written with combining marks.
        return unicodedata.normalize("NFC", text)
    return text.removeprefix("\ufeff")


def _decode_japanese(data: bytes, name: str) -> tuple[str, Sentence | None]:
    if not data.isascii() and b"\x1b" not in data:
        # Japanese web mailers label Shift_JIS and EUC-JP so.
        text, _codec = charset_guess.guess(data, ("cp932", "euc-jp", "utf-8"))
        return text, _("Text said to be %(charset)s is not.", charset=name)
    return iso2022jp.decode(data), None


def _guess(data: bytes, name: str, hint: str) -> tuple[str, Sentence | None]:
    hinted = codec_name(clean_label(hint)) if hint else None
    text, codec = charset_guess.guess(data, (hinted,) if hinted else ())
    if name:
        return text, _("Unknown charset '%(charset)s': read as %(read_as)s.", charset=name[:40], read_as=codec)
    return text, _("Text without a charset: read as %(read_as)s.", read_as=codec)


def _repair(data: bytes, codec: str, name: str, hint: str) -> tuple[str, Sentence | None]:
    """Read bytes that break the rules of their label: mostly right, or another charset altogether."""
    preferred = tuple(filter(None, (codec, codec_name(clean_label(hint)) if hint else None)))
    if codec == "utf-8":
        if _is_mostly_utf8(data):
            return data.decode("utf-8", _AS_WINDOWS), _(
                "Text said to be %(charset)s holds other bytes too.", charset=name
            )
        preferred = preferred[1:]
    elif not _ONE_BYTE.match(codec):
        lenient = data.decode(codec, "replace")
        if lenient.count("\ufffd") * 20 <= len(lenient):
            return lenient, _("Some bytes are no %(charset)s.", charset=name)
        preferred = preferred[1:]
    text, found = charset_guess.guess(data, preferred)
    return text, _("Text said to be %(charset)s was read as %(read_as)s.", charset=name, read_as=found)


def _is_mostly_utf8(data: bytes) -> bool:
    """Say whether the valid sequences outnumber the bytes that are in none."""
    valid = len(_MULTIBYTE_UTF8.findall(data))
    return valid > 0 and valid >= data.decode("utf-8", "replace").count("\ufffd")


def _invalid_as_windows(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that is no UTF-8 as windows-1252: gateways paste footers of their own charset into a mail."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_AS_WINDOWS, _invalid_as_windows)
