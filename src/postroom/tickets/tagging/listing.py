"""The list of tags with how often each is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from postroom.models import Tag

_COUNTED = """
SELECT tag.id, tag.name, coalesce(used.tickets, 0), coalesce(used.unfinished, 0)
  FROM postroom_tag AS tag
  LEFT JOIN (SELECT name, count(*) AS tickets, count(*) FILTER (WHERE state NOT IN ('closed', 'merged')) AS unfinished
               FROM postroom_ticket, unnest(tags) AS name
              WHERE tags <> '{}' GROUP BY name) AS used ON used.name = tag.name
 WHERE strpos(lower(tag.name), lower(%s)) > 0
 ORDER BY lower(tag.name), tag.name
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """A tag with the number of tickets that have it, and of those among them that are not closed."""

    pk: int
    name: str
    tickets: int
    unfinished: int


def counted_tags(wanted: str = "") -> list[Counted]:
    """Return the tags that contain `wanted`, whatever its case, by name. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [wanted.replace("\0", "")])
        return [Counted(*row) for row in cursor.fetchall()]


def offered_tags(beginning: str, most: int) -> list[str]:
    """Return tags for somebody who typed `beginning`: those that begin with it first, then those that contain it."""
    found = Tag.objects.filter(name__icontains=beginning.replace("\0", "")).values_list("name", flat=True)
    folded = beginning.casefold()
    return sorted(found, key=lambda name: (not name.casefold().startswith(folded), name.casefold()))[:most]


def unknown_tags(tags: Iterable[str]) -> list[str]:
    """Return those of `tags` that are not in the list."""
    wanted = list(tags)
    known = set(Tag.objects.filter(name__in=wanted).values_list("name", flat=True))
    return [tag for tag in wanted if tag not in known]
