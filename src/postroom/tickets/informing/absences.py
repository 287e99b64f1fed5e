"""Who is away, and who stands in: of what concerns the one the other is told too."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from postroom.models import Absence, User
from postroom.tickets.access import is_agent
from postroom.tickets.informing.concerns import Concern

_A_DAY = datetime.timedelta(days=1)


class AbsenceRefused(ValueError):  # named like the verbs' other refusals
    """An absence that makes no sense; its text is a sentence for the person who asked."""


def be_away(user: User, substitute: User, first_day: datetime.date, last_day: datetime.date) -> Absence:
    """Let `substitute` stand in for `user` on these days, both included.

    Raises AbsenceRefused.
    """
    if substitute.pk == user.pk or not is_agent(substitute):
        raise AbsenceRefused(_("Choose a colleague who works here as an agent."))
    if last_day < first_day:
        raise AbsenceRefused(_("The last day comes after the first one."))
    values = {"substitute": substitute, "first_day": first_day, "last_day": last_day}
    absence, _made = Absence.objects.update_or_create(user=user, defaults=values)
    return absence


def be_back(user: User) -> None:
    """Forget the absence of `user`."""
    Absence.objects.filter(user=user).delete()


def is_away(absence: Absence) -> bool:
    """Whether today is one of its days where the person is at home. `absence.user` is looked at."""
    today = timezone.now().astimezone(_zone(absence.user)).date()
    return absence.first_day <= today <= absence.last_day


def with_substitutes(concerns: Iterable[Concern]) -> list[Concern]:
    """Return the concerns and, of those who are away, their substitutes'. One statement."""
    found = list(concerns)
    around = timezone.now().date()
    rows = Absence.objects.filter(
        user__in={concern.user for concern in found},
        first_day__lte=around + _A_DAY,
        last_day__gte=around - _A_DAY,
        substitute__active=True,
    ).select_related("user")
    substitutes = {absence.user_id: absence.substitute_id for absence in rows if is_away(absence)}
    known = {(concern.event.pk, concern.user) for concern in found}
    for concern in list(found):
        stands_in = substitutes.get(concern.user)
        if stands_in is None or stands_in == concern.event.actor_id or (concern.event.pk, stands_in) in known:
            continue
        known.add((concern.event.pk, stands_in))
        found.append(Concern(stands_in, concern.kind, concern.event, instead_of=concern.user))
    return found


def _zone(user: User) -> datetime.tzinfo:
    try:
        return zoneinfo.ZoneInfo(user.time_zone) if user.time_zone else datetime.UTC
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return datetime.UTC
