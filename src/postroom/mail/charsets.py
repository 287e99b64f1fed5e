"""Bytes to text under the charset a mail names, or under the one the bytes can be."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from postroom.mail import charset_guess, iso2022jp

# Labels that Python does not know, and labels that in practice mean a larger charset (WHATWG Encoding Standard).
_ALIASES = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "iso646-us": "utf-8",
    "utf8mb4": "utf-8",
    "utf-8mb4": "utf-8",
    "unicode": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "cp65001": "utf-8",
    "cp-65001": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "cp65000": "utf-7",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "8859-1": "cp1252",
    "ansi": "cp1252",
    "x-ansi": "cp1252",
    "western": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "dos-874": "cp874",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "euc-cn": "gb18030",
    "chinese": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "korean": "cp949",
    "x-windows-949": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms_kanji": "cp932",
    "windows-31j": "cp932",
    "cswindows31j": "cp932",
    "x-euc-jp": "euc-jp",
    "koi8": "koi8-r",
    "koi": "koi8-r",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-macroman": "mac-roman",
    "x-mac-ce": "mac-latin2",
    "x-mac-centraleurroman": "mac-latin2",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "x-mac-greek": "mac-greek",
    "x-mac-turkish": "mac-turkish",
    "x-mac-icelandic": "mac-iceland",
    "x-mac-croatian": "mac-croatian",
    "x-mac-romanian": "mac-romanian",
    "x-mac-japanese": "cp932",
    "x-mac-korean": "cp949",
    "x-mac-chinesesimp": "gb18030",
    "x-mac-chinesetrad": "big5hkscs",
    "unicodefffe": "utf-16-be",
}
_JIS_LABELS = frozenset(
    "iso-2022-jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 iso-2022-jp-2004 iso-2022-jp-ext iso-2022-jp-ms "
    "cp50220 cp50221 cp50222 csiso2022jp jis".split()
)
# Labels of one byte a character fit any bytes, so text that is valid UTF-8 says more than they do.
_ONE_BYTE = re.compile(r"cp(?:125\d|8\d\d|437|720|737|775)|iso-?8859-|mac-|koi8|latin|hp-roman|ptcp")
_MULTIBYTE_UTF8 = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_WINDOWS_LABEL = re.compile(r"(?:x-)?(?:windows|win|cp|microsoft-cp|ms|ibm|x-cp)[-_ ]?(\d{3,4})")
_NOT_CODECS = frozenset(("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"))


def decode(data: bytes, label: str, hint: str = "") -> tuple[str, str | None]:
    """Return the text of `data`, and a sentence where it was not what `label` says.

    `hint` is the charset that the rest of the mail names, for bytes that carry no name.
    """
    if data.isascii() and not _shifts(data, label):
        return data.decode("ascii"), None
    name = clean_label(label)
    if name in _JIS_LABELS:
        return _decode_japanese(data, name)
    codec = codec_name(name)
    if codec is None:
        return _guess(data, name, hint)
    if _ONE_BYTE.match(codec) and _is_utf8(data):
        return data.decode("utf-8"), f"Text said to be {name} is UTF-8."
    try:
        return _strict(data, codec), None
    except (UnicodeError, ValueError):
        return _repair(data, codec, name, hint)


def clean_label(label: str) -> str:
    """Return a charset label in lower case, without quotes, language (RFC 2231) and what else stands around it."""
    return label.split("*")[0].strip().strip("'\"<>;, \t").lower().removeprefix("charset=").removeprefix("charset ")


@lru_cache(maxsize=512)
def codec_name(label: str) -> str | None:
    """Return the Python codec for a clean label, or None where no text codec of that name is known."""
    name = _ALIASES.get(label, label)
    windows = _WINDOWS_LABEL.fullmatch(name)
    if windows:
        name = _ALIASES.get(f"cp{windows[1]}", f"cp{windows[1]}")
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not info._is_text_encoding or info.name in _NOT_CODECS:
        return None
    return _ALIASES.get(info.name, info.name)


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
    if codec in ("cp1252", "cp1258", "cp1254"):
        return text
    return text.removeprefix("\ufeff")


def _decode_japanese(data: bytes, name: str) -> tuple[str, str | None]:
    if not data.isascii() and b"\x1b" not in data:
        # Japanese web mailers label Shift_JIS and EUC-JP so.
        text, _ = charset_guess.guess(data, ("cp932", "euc-jp", "utf-8"))
        return text, f"Text said to be {name} is not."
    return iso2022jp.decode(data), None


def _guess(data: bytes, name: str, hint: str) -> tuple[str, str | None]:
    hinted = codec_name(clean_label(hint)) if hint else None
    text, codec = charset_guess.guess(data, (hinted,) if hinted else ())
    if name:
        return text, f"Unknown charset {name[:40]!r}: read as {codec}."
    return text, f"Text without a charset: read as {codec}."


def _repair(data: bytes, codec: str, name: str, hint: str) -> tuple[str, str | None]:
    """Read bytes that break the rules of their label: mostly right, or another charset altogether."""
    lenient = data.decode(codec, "replace")
    wrong = lenient.count("\ufffd")
    if (codec != "cp1252" and wrong * 20 <= sum(byte > 0x7F for byte in data[:100_000])) or _ONE_BYTE.match(codec):
        return lenient, f"Some bytes are no {name}."
    text, found = charset_guess.guess(data, tuple(filter(None, (codec_name(clean_label(hint)),))) if hint else ())
    return text, f"Text said to be {name} was read as {found}."
