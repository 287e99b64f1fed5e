"""The words of a search as a condition on tickets."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from postroom.models import SearchText
from postroom.search.lookups import asks
from postroom.search.questions import question
from postroom.search.syntax import parse


def holds_words(typed: str) -> Q:
    """Return the condition that some article or file of a ticket answers what was typed; nothing where it asks none."""
    tsquery = question(parse(typed)).tsquery
    if not tsquery:
        return Q(pk__in=[])
    return Q(Exists(SearchText.objects.filter(asks(tsquery), ticket=OuterRef("pk"))))
