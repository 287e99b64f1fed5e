"""People who may be one and the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from postroom.models import User

_FIND = """
WITH written AS (
    SELECT id, split_part(lower(email), '@', 2) AS domain,
           -- as a person may have written it otherwise: with a tag, with or without dots
           regexp_replace(regexp_replace(lower(email), '\\+[^@]*@', '@'), '[._-](?=[^@]*@)', '', 'g') AS address,
           CASE WHEN name ~ '\\S\\s+\\S' THEN
               array_to_string(ARRAY(SELECT w FROM regexp_split_to_table(lower(name), '[\\s,]+') w
                                     WHERE w <> '' ORDER BY w), ' ')
           END AS words
      FROM postroom_user WHERE active
), alike AS (
    SELECT min(id) AS first, id_2 AS second FROM (
        SELECT first_value(id) OVER (PARTITION BY address ORDER BY id) AS id, id AS id_2 FROM written
        UNION ALL
        SELECT first_value(id) OVER (PARTITION BY domain, words ORDER BY id), id FROM written WHERE words IS NOT NULL
    ) pairs WHERE id <> id_2 GROUP BY id_2
)
SELECT first, second FROM alike ORDER BY first, second LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who may be one; `first` is here for longer."""

    first: User
    second: User


def likely_doubles(most: int = 100) -> list[Pair]:
    """Return active people with the same name at the same domain, or with one address written in two ways.

    Two statements, however many people there are.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [most])
        pairs = cursor.fetchall()
    people = User.objects.select_related("organisation").in_bulk({pk for pair in pairs for pk in pair})
    return [Pair(people[first], people[second]) for first, second in pairs if first in people and second in people]
