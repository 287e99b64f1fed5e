"""What administrators do to tags: one transaction each.

Tickets that get or lose a tag this way get no event: nobody did anything to them, and their histories would fill with
lines that say nothing. What was written before stands in them under the old name.
"""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction

from postroom.enqueue import INDEX, enqueue
from postroom.live.announcing import announce
from postroom.live.news import News
from postroom.models import Event, Tag, Ticket
from postroom.sentences import sentence as _
from postroom.tickets.tagging.rules import name_instead, uses_of
from postroom.told import Refusal

LONGEST = 100

# Sorted by code point, as `tickets.changing` sorts them; rows are locked in the order of their ids, or two who rename
# at the same moment would wait for each other.
_REPLACE = """
UPDATE postroom_ticket
   SET tags = (SELECT coalesce(array_agg(DISTINCT tag COLLATE "C" ORDER BY tag COLLATE "C"), '{}')
                 FROM unnest(array_replace(tags, %(tag)s, %(other)s)) AS tag WHERE tag IS NOT NULL)
 WHERE id IN (SELECT id FROM postroom_ticket WHERE tags @> ARRAY[%(tag)s]::varchar[] ORDER BY id FOR UPDATE)
RETURNING id
"""


class TagRefused(Refusal):
    """A tag that cannot be named so, or cannot be deleted; its text is a sentence for the person who asked."""


class TagThere(Refusal):
    """There is such a tag already: renaming would join the two."""

    def __init__(self, there: Tag) -> None:
        super().__init__(_("There is a tag “%(name)s” already.", name=there.name))
        self.there = there


def create_tag(name: str) -> Tag:
    """Add a tag that people may choose from now on. Raises TagRefused, TagThere."""
    name = _checked(name)
    try:
        with transaction.atomic():
            return Tag.objects.create(name=name)
    except IntegrityError as error:
        raise TagThere(Tag.objects.get(name=name)) from error


def rename_tag(tag: Tag, name: str) -> int:
    """Call the tag `name` on all tickets and in all rules; return how many tickets have it.

    Raises TagRefused, and TagThere where it would have to be joined with another one (`merge_tags`).
    """
    name = _checked(name)
    there = Tag.objects.filter(name=name).exclude(pk=tag.pk).first()
    if there is not None:
        raise TagThere(there)
    before = tag.name
    with transaction.atomic():
        # First the list: a ticket that gets the new name would otherwise add it by itself.
        Tag.objects.filter(pk=tag.pk).update(name=name)
        return _replace(before, name)


def merge_tags(tag: Tag, into: Tag) -> int:
    """Give all tickets and rules that have `tag` the tag `into` instead; return how many tickets had it."""
    with transaction.atomic():
        Tag.objects.filter(pk=tag.pk).update(became=into.name)
        changed = _replace(tag.name, into.name)
        Tag.objects.filter(pk=tag.pk).delete()
    return changed


def delete_tag(tag: Tag) -> int:
    """Take the tag from all tickets and from the list; return how many tickets had it.

    Raises TagRefused while rules name it: they would bring it back, or never hit again. People's own overviews do not
    stand in the way; they find nothing more by it.
    """
    with transaction.atomic():
        in_the_way = [use.name for use in uses_of(tag.name) if use.owner_id is None]
        if in_the_way:
            raise TagRefused(_("Take the tag out of these first: %(names)s.", names=", ".join(in_the_way)))
        changed = _replace_on_tickets(tag.name, None)
        Tag.objects.filter(pk=tag.pk).delete()
    return changed


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise TagRefused(_("A tag needs a name."))
    if "," in name:
        raise TagRefused(_("A tag has no comma in it: commas stand between tags."))
    if len(name) > LONGEST:
        raise TagRefused(_("A tag has %(most)s characters at most.", most=LONGEST))
    return name


def _replace(tag: str, other: str) -> int:
    name_instead(tag, other)
    return _replace_on_tickets(tag, other)


def _replace_on_tickets(tag: str, other: str | None) -> int:
    """Change the tickets, let them be found under what they have now, and let open pages follow."""
    with connection.cursor() as cursor:
        cursor.execute(_REPLACE, {"tag": tag, "other": other})
        changed = [pk for (pk,) in cursor.fetchall()]
    if changed:
        Event.objects.filter(ticket__in=changed).update(search_pending=True)
        enqueue(INDEX)
        announce(News(groups=frozenset(_groups(changed))))
    return len(changed)


def _groups(tickets: list[int]) -> set[int]:
    return set(Ticket.objects.filter(pk__in=tickets).values_list("group_id", flat=True))
