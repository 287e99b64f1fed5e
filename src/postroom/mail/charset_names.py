"""Charset labels as mail writes them, and the Python codecs they mean."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

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
JIS_LABELS = frozenset(
    [
        "iso-2022-jp",
        "iso-2022-jp-1",
        "iso-2022-jp-2",
        "iso-2022-jp-3",
        "iso-2022-jp-2004",
        "iso-2022-jp-ext",
        "iso-2022-jp-ms",
        "cp50220",
        "cp50221",
        "cp50222",
        "csiso2022jp",
        "jis",
    ]
)
# An unclosed quote drags the next parameter along, and iconv users append `//TRANSLIT`.
_AFTER_LABEL = re.compile(r"[;\s\"]|//")
_WINDOWS_LABEL = re.compile(r"(?:x-)?(?:windows|win|cp|microsoft-cp|ms|ibm|x-cp)[-_ ]?(\d{3,4})")
_NOT_CODECS = frozenset(("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"))


def clean_label(label: str) -> str:
    """Return a charset label in lower case, without quotes, language (RFC 2231) and what else stands around it."""
    label = _AFTER_LABEL.split(label.strip().lstrip("'\""), maxsplit=1)[0]
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
