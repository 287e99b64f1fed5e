"""Saying that two people who look like one are two."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from postroom.models import DifferentPeople, User
from postroom.people.merging.doubles import alike_in
from postroom.people.refusals import NotAlike


def are_different(by: User, one: int, another: int) -> DifferentPeople:
    """Keep that these two are different people, for everything in which they are alike now.

    They are offered as doubles again only where they become alike in something else. Raises NotAlike, with nothing
    changed, and User.DoesNotExist.
    """
    with transaction.atomic():
        pair = list(User.objects.select_for_update().filter(pk__in=(one, another)).order_by("pk"))
        if len(pair) < 2:
            raise User.DoesNotExist
        likenesses = alike_in(pair)
        if not likenesses:
            raise NotAlike
        said = DifferentPeople.objects.filter(_of(one, another)).first()
        if said is None:
            said = DifferentPeople(first=pair[0], second=pair[1], likenesses=[])
        said.likenesses = sorted({*said.likenesses, *likenesses})
        said.by, said.created_at = by, timezone.now()
        said.save()
    return said


def may_be_one(pk: int) -> None:
    """Take back that two people are different: they are offered as doubles again as long as they are alike."""
    DifferentPeople.objects.filter(pk=pk).delete()


def different_people() -> QuerySet[DifferentPeople]:
    """Return all of whom somebody said that they are two, the newest first."""
    return DifferentPeople.objects.select_related("first", "second", "by")


def _of(one: int, another: int) -> Q:
    return Q(first=one, second=another) | Q(first=another, second=one)
