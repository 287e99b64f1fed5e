"""Who is away, and who stands in."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Absence(models.Model):
    """The days on which somebody is away, both included, in their own time zone."""

    user = models.OneToOneField("postroom.User", models.CASCADE, related_name="absence")
    substitute = models.ForeignKey(
        "postroom.User", models.CASCADE, related_name="stands_in_for", verbose_name=_("substitute")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(substitute=models.F("user")), name="absence_substitute_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first_day} {self.last_day}"

    @property
    def now(self) -> bool:
        """Whether today is one of its days, in the time zone that is active."""
        return self.first_day <= timezone.localdate() <= self.last_day
