"""How the tidying went, in words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.models import Housekeeping
from postroom.web.health.checks import OK, WARNING, Check

_LATE = datetime.timedelta(days=2)
"""Every kind is due once a day at least."""
_NAMES: dict[str, str | Promise] = {
    "sessions": gettext_lazy("Sessions that are over"),
    "guesses": gettext_lazy("Counted guesses of passwords"),
    "jobs": gettext_lazy("Jobs that ended"),
    "notifications": gettext_lazy("Old notifications"),
    "probes": gettext_lazy("Old trials of channels"),
    "merges": gettext_lazy("Records of old merges of users"),
    "blobs": gettext_lazy("Files that nothing refers to"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of tidying."""

    name: str | Promise
    row: Housekeeping


def lines() -> list[Line]:
    """Return every kind that has run. One statement."""
    return [Line(_NAMES.get(row.name, row.name), row) for row in Housekeeping.objects.order_by("name")]


def check_housekeeping(shown: list[Line]) -> Check:
    """Whether everything is tidied in time."""
    title = _("Tidying up")
    failing = [str(line.name) for line in shown if line.row.failed_since]
    if failing:
        sentence = _("This failed: %(names)s.") % {"names": ", ".join(failing)}
        remedy = _("Nothing is lost by it, but the database grows. The log of the worker says why; it is tried again.")
        return Check(title, WARNING, sentence, remedy)
    late = [line.row.ran_at for line in shown if line.row.ran_at < timezone.now() - _LATE]
    if late:
        sentence = _("It has not run for %(ago)s.") % {"ago": timesince(min(late), depth=1)}
        return Check(title, WARNING, sentence, _("A worker does it by itself as soon as one runs."))
    return Check(title, OK, _("What nobody needs any more is removed by itself."))
