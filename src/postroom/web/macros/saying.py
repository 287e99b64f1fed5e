"""What is said when a macro has run."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postroom.models import Macro
from postroom.triggers.macros import writes


def said_of(macro: Macro, text: str) -> str:
    """Return `text`, and where it matters what taking back leaves as it is."""
    return " ".join([text, _("What it wrote stays if you undo it.")]) if writes(macro) else text
