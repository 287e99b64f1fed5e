"""Which reader a file is for: by its name, or where that says nothing by its media type."""

from __future__ import annotations

from pathlib import PurePath

_BY_ENDING = {
    "pdf": "pdf",
    "docx": "office", "docm": "office", "dotx": "office",
    "xlsx": "office", "xlsm": "office",
    "pptx": "office", "pptm": "office", "ppsx": "office",
    "odt": "office", "ods": "office", "odp": "office",
    "txt": "text", "text": "text", "csv": "text", "tsv": "text", "log": "text", "md": "text", "json": "text",
    "yaml": "text", "yml": "text", "ini": "text", "conf": "text", "xml": "text", "ics": "text", "vcf": "text",
    "htm": "html", "html": "html",
    "eml": "mail", "msg": "mail",
}  # fmt: skip
_BY_TYPE = {
    "application/pdf": "pdf",
    "text/html": "html",
    "message/rfc822": "mail",
    "application/vnd.ms-outlook": "mail",
}
_OFFICE_TYPES = ("application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.")


def kind_of(filename: str, content_type: str) -> str:
    """Return pdf, office, text, html or mail; empty where there are no words to expect."""
    ending = PurePath(filename.replace("\0", "")).suffix.lstrip(".").lower()
    media = content_type.partition(";")[0].strip().lower()
    return _BY_ENDING.get(ending) or _BY_TYPE.get(media) or _by_family(media)


def _by_family(media: str) -> str:
    if media.startswith(_OFFICE_TYPES):
        return "office"
    return "text" if media.startswith("text/") else ""
