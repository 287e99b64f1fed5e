"""People who may be one and the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from postroom.models import User

_WRITTEN = """
WITH written AS (
    SELECT id, split_part(lower(email), '@', 2) AS domain,
           -- as a person may have written it otherwise: with a tag, with or without dots
           regexp_replace(regexp_replace(lower(email), '\\+[^@]*@', '@'), '[._-](?=[^@]*@)', '', 'g') AS address,
           CASE WHEN name ~ '\\S\\s+\\S' THEN
               array_to_string(ARRAY(SELECT w FROM regexp_split_to_table(lower(name), '[\\s,]+') w
                                     WHERE w <> '' ORDER BY w), ' ')
           END AS words
      FROM postroom_user WHERE active AND (%(only)s::bigint[] IS NULL OR id = ANY(%(only)s))
), traits AS (
    SELECT id, 'address' AS likeness, address AS trait FROM written
    UNION ALL SELECT id, 'name', domain || ' ' || words FROM written WHERE words IS NOT NULL
)"""
_FIND = """, grouped AS (
    SELECT *, first_value(id) OVER (PARTITION BY likeness, trait ORDER BY id) AS eldest FROM traits
), apart AS (
    SELECT least(first_id, second_id) AS first, greatest(first_id, second_id) AS second,
           unnest(likenesses) AS likeness FROM postroom_differentpeople
), pairs AS (
    -- Who was told apart from the eldest may still be the same as the next.
    SELECT CASE WHEN apart.first IS NULL THEN eldest ELSE (
               SELECT min(o.id) FROM grouped o
                WHERE o.likeness = g.likeness AND o.trait = g.trait AND o.id < g.id
                  AND (o.id, g.id, g.likeness) NOT IN (SELECT first, second, likeness FROM apart)
           ) END AS first, g.id AS second
      FROM grouped g LEFT JOIN apart ON (apart.first, apart.second, apart.likeness) = (g.eldest, g.id, g.likeness)
)
SELECT min(first) AS first, second FROM pairs WHERE first <> second
 GROUP BY second ORDER BY first, second LIMIT %(most)s
"""
_ALIKE = " SELECT likeness FROM traits GROUP BY likeness, trait HAVING count(*) > 1 ORDER BY likeness"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who may be one; `first` is here for longer."""

    first: User
    second: User


def likely_doubles(most: int = 100) -> list[Pair]:
    """Return active people with the same name at the same domain, or with one address written in two ways.

    Without those of whom somebody said that they are two. Two statements, however many people there are.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN + _FIND, {"most": most, "only": None})
        pairs = cursor.fetchall()
    people = User.objects.select_related("organisation").in_bulk({pk for pair in pairs for pk in pair})
    return [Pair(people[first], people[second]) for first, second in pairs if first in people and second in people]


def alike_in(people: Sequence[User]) -> list[str]:
    """Return in what these two are alike, as values of `Likeness`."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN + _ALIKE, {"only": [person.pk for person in people]})
        return [likeness for (likeness,) in cursor.fetchall()]
