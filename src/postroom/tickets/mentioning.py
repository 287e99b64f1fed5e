"""Naming a colleague with an @ in a note."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models.query import QuerySet

from postroom.models import Article, Follow, Group, Mention, Ticket, User
from postroom.tickets.access import readers_of
from postroom.tickets.act import Act

_BEGINNING = re.compile(r"(?<!\w)@")


def mention(act: Act, ticket: Ticket, article: Article) -> None:
    """Keep who is named in the text of `article`, and let them follow the ticket from now on."""
    if not _BEGINNING.search(article.body_text):
        return
    named = named_in(article.body_text, mentionable(ticket.group))
    if not named:
        return
    act.new.flush()
    Mention.objects.bulk_create(
        [Mention(user=user, article=article, ticket=ticket, created_at=act.at) for user in named], ignore_conflicts=True
    )
    Follow.objects.bulk_create([Follow(user=user, ticket=ticket) for user in named], ignore_conflicts=True)


def mentionable(group: Group) -> QuerySet[User]:
    """Return the agents who may read tickets of `group`, by name: others would be told of what they cannot see."""
    return readers_of(group)


def named_in(text: str, people: Iterable[User]) -> list[User]:
    """Return who is named in `text` by `@Full Name` or `@local.part` of the address; the longest name counts."""
    spelled = sorted(((word, user) for user in people for word in _spellings(user)), key=lambda pair: -len(pair[0]))
    folded = text.casefold()
    found: dict[int, User] = {}
    for match in _BEGINNING.finditer(folded):
        user = next((user for word, user in spelled if _stands_at(folded, match.end(), word)), None)
        if user is not None:
            found[user.pk] = user
    return list(found.values())


def _spellings(user: User) -> list[str]:
    return [word for word in (user.name.casefold().strip(), user.email.casefold().partition("@")[0]) if word]


def _stands_at(text: str, place: int, word: str) -> bool:
    end = place + len(word)
    return text.startswith(word, place) and not text[end : end + 1].isalnum()
