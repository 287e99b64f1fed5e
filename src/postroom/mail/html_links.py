"""Links of a mail: where they may go, and where they really go when their text names another place."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

from postroom.mail.words import words

_ALLOWED = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x20\x7f]+")
_MAX_HREF = 8_000
_LINK = re.compile(r'<a\b(?=[^>]* href="(?P<href>[^"]*)")[^>]*>(?P<inner>(?:(?!</a>).)*)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# A text that is itself an address: scheme or www or a dotted name with a known-looking end, up to the first slash.
_NAMED_HOST = re.compile(
    r"(?:https?://)?(?:[^\s/@:]{1,60}@)?((?:[^\W_](?:[-\w]{0,61}[^\W_])?\.){1,6}[^\W\d_]{2,20})(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_NAMED_ADDRESS = re.compile(r"(?:mailto:)?([^\s@<>]{1,64}@[^\s@<>]{3,200})", re.IGNORECASE)
_FILE_ENDS = words("pdf doc docx xls xlsx ppt pptx txt csv zip png jpg jpeg gif html htm xml json exe eml msg")


def link_attributes(href: str) -> dict[str, str]:
    """Return the attributes of a link to `href` (unescaped): none where it may not be followed."""
    href = _without_controls(href)
    if href.lower().startswith("www."):
        href = f"http://{href}"
    if not _ALLOWED.match(href) or len(href) > _MAX_HREF:
        return {}
    return {"href": href, "target": "_blank", "rel": "noopener noreferrer nofollow"}


def _without_controls(href: str) -> str:
    """Browsers take white space and control characters out of a URL before they read its scheme."""
    return _CONTROL.sub("", href[: _MAX_HREF + 1])


def deceptive_target(href: str, inner_html: str) -> str:
    """Return where a link really goes if its text names another host or address; else an empty string."""
    text = unescape(_TAG.sub("", inner_html)).strip() if len(inner_html) < 2_000 else ""
    if not text or len(text) > 300:
        return ""
    if href.lower().startswith("mailto:"):
        return _other_address(href, text)
    return _other_host(href, text)


def _other_address(href: str, text: str) -> str:
    named = _NAMED_ADDRESS.fullmatch(text)
    true = href[7:].partition("?")[0]
    if named is None or "@" not in true or named.group(1).lower() == true.lower():
        return ""
    return true


def _other_host(href: str, text: str) -> str:
    named = _NAMED_HOST.fullmatch(text)
    if named is None or named.group(1).rpartition(".")[2].lower() in _FILE_ENDS:
        return ""
    true, shown = host_of(href), named.group(1).lower()
    if not true or _same_site(true, shown):
        return ""
    return true


def with_targets(safe_html: str) -> str:
    """Return HTML made safe with the address of each link behind its words, where these do not say it already."""
    return _LINK.sub(_with_target, safe_html) if "</a>" in safe_html else safe_html


def _with_target(match: re.Match[str]) -> str:
    said = _spoken(_TAG.sub("", match["inner"]))
    if not said or said == _spoken(match["href"]):
        return match.group()
    return f"{match.group()} &lt;{match['href']}&gt;"


def _spoken(address: str) -> str:
    """What people write of an address."""
    bare = unescape(address).strip().lower().removesuffix("/")
    return bare.removeprefix("mailto:").removeprefix("tel:").rpartition("://")[2].removeprefix("www.")


def host_of(url: str) -> str:
    """Return the host of an http(s) URL in lower case, or an empty string."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _same_site(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
