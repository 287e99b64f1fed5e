"""Text modules as agents find them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from postroom.models import TextModule


def offered(groups: Iterable[int], query: str) -> list[TextModule]:
    """Return the active modules for any of these groups that hold every word of `query`, the best first.

    A keyword that is typed in full comes first, then keywords and names that begin so.
    """
    rows: QuerySet[TextModule] = TextModule.objects.filter(Q(groups=None) | Q(groups__in=list(groups)), active=True)
    words = query.casefold().split()
    found = [module for module in rows.distinct() if all(word in _words(module) for word in words)]
    return sorted(found, key=lambda module: (_rank(module, query.casefold().strip()), name_of(module).casefold()))


def name_of(module: TextModule) -> str:
    """Return its name in the reader's language."""
    return str(module.names.get(get_language() or "") or module.name)


def _words(module: TextModule) -> str:
    return " ".join((module.keyword, module.name, *module.names.values())).casefold()


def _rank(module: TextModule, query: str) -> int:
    keyword = module.keyword.casefold()
    if query and keyword == query:
        return 0
    return 1 if query and (keyword.startswith(query) or name_of(module).casefold().startswith(query)) else 2
