"""What was written down in English (`postroom.sentences`), in the language of whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from postroom.sentences import english


def told(text: str, made_of: Mapping[str, Any] | None = None) -> str:
    """Return `text` in the active language. `made_of`: what was stored beside it.

    A text of which nothing is known, as the words of a server or of an older Postroom, stays as it is.
    """
    if made_of:
        return _told(made_of)
    return gettext(text) if text else ""


def _told(part: Any) -> str:
    if isinstance(part, Mapping):
        values = {name: _told(value) for name, value in part["with"].items()}
        return gettext(part["say"]) % values if values else gettext(part["say"])
    if isinstance(part, int):
        return number_format(part, force_grouping="," in english(part))
    return str(part)
