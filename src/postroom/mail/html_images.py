"""Images of a mail: inline ones by Content-ID, embedded ones, and remote ones that wait for a click.

Written forms, for the page to resolve: `data-cid="..."` names the attachment to show; `data-remote-src="..."` may
become `src` once the reader asks for remote images; `data-tracking="1"` beside it says that the image is there to
report the reading, not to be seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

_RASTER = re.compile(r"data:image/(?:png|gif|jpe?g|pjpeg|webp|bmp|x-ms-bmp);base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE)
_REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_ONE_PIXEL = frozenset({"0", "1", "0px", "1px"})
_ONE_PIXEL_STYLE = re.compile(r"(?:^|;)(?:max-)?(width|height):[01](?:px)?(?=;|$)")
_HIDDEN_STYLE = re.compile(r"(?:^|;)(?:display:none|visibility:hidden)")


def is_remote(url: str) -> bool:
    """Return whether showing the URL would fetch something from another machine."""
    return _REMOTE.match(url.strip()) is not None


def image_attributes(attributes: Mapping[str, str], style: str, known_cids: frozenset[str]) -> dict[str, str]:
    """Return the attributes that stand for the source of an image; none where it has no usable one."""
    source = _source(attributes)
    if cid := content_id(source, known_cids):
        return {"data-cid": cid}
    if is_remote(source):
        return _remote_attributes(source, attributes, style)
    if _RASTER.fullmatch(source):
        return {"src": source}
    return {}


def _source(attributes: Mapping[str, str]) -> str:
    """HTML that is safe already names the source in Postroom's own form."""
    for name in ("src", "data-cid", "data-remote-src"):
        if source := attributes.get(name, "").strip():
            return source
    return ""


def content_id(source: str, known_cids: frozenset[str]) -> str:
    """Return the known Content-ID (RFC 2392) or Content-Location that an image source names, or an empty string."""
    name = source[4:] if source[:4].lower() == "cid:" else source
    if name in known_cids:
        return name
    name = unquote(name).strip("<> ")
    return name if name in known_cids else ""


def _remote_attributes(source: str, attributes: Mapping[str, str], style: str) -> dict[str, str]:
    held = {"data-remote-src": source if source[:4].lower() == "http" else f"https:{source}"}
    if is_tracking(attributes, style):
        held["data-tracking"] = "1"
    return held


def is_tracking(attributes: Mapping[str, str], style: str) -> bool:
    """Return whether a remote image is too small to be seen, or hidden."""
    sizes = (attributes.get("width", "").strip(), attributes.get("height", "").strip())
    if all(size in _ONE_PIXEL for size in sizes):
        return True
    if _HIDDEN_STYLE.search(style) or "0" in sizes:
        return True
    return set(_ONE_PIXEL_STYLE.findall(style)) == {"width", "height"}
