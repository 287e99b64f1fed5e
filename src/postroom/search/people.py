"""Finding customers and organisations by the beginnings of words of their names and addresses.

The database keeps these words by itself, in indexes on the expressions below (migration `0008_search`).
"""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, Q, QuerySet

from postroom.models import Organisation, User
from postroom.search.folding import fold
from postroom.search.syntax import Search
from postroom.search.vector import quoted
from postroom.search.words import words

_OF_USER = Func(
    F("name"), F("email"), F("phone"),
    template="postroom_search_names(%(expressions)s)", arg_joiner=" || ' ' || ", output_field=SearchVectorField(),
)  # fmt: skip
_OF_ORGANISATION = Func(
    F("name"), F("domains"), function="postroom_search_names", output_field=SearchVectorField()
)  # fmt: skip


def names_asked(search: Search) -> str:
    """Return the tsquery for names, empty where `search` has no plain words."""
    items = [item for clause in search.clauses for item in clause if item.operator is None and not item.negated]
    return " & ".join(f"{quoted(fold(word))}:*" for item in items for word in words(item.text))


def matching_people(people: QuerySet[User], tsquery: str) -> QuerySet[User]:
    """Return those of `people` with such names, by name."""
    return people.alias(search_names=_OF_USER).filter(Q(search_names__asked=tsquery)).order_by("name", "email", "pk")


def matching_organisations(organisations: QuerySet[Organisation], tsquery: str) -> QuerySet[Organisation]:
    """Return those of `organisations` with such names or mail domains, by name."""
    return organisations.alias(search_names=_OF_ORGANISATION).filter(Q(search_names__asked=tsquery)).order_by("name")
