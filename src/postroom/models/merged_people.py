"""People who are one, and people who only look like one."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from postroom.models.fields import SecretField
from postroom.models.people import User


class MergedPerson(models.Model):
    """Somebody who was merged into another one."""

    kept = models.ForeignKey("postroom.User", models.CASCADE, related_name="merged_people", verbose_name=_("is kept"))
    by = models.ForeignKey("postroom.User", models.SET_NULL, null=True, related_name="+")
    former = models.BigIntegerField(_("former number"))
    """The id under which the other one was known, also in the audit log."""
    names = ArrayField(models.TextField(), default=list)
    """What either was called and the kept person is not called any more: whoever deletes them deletes this, too."""
    phones = ArrayField(models.TextField(), default=list)
    record = SecretField()
    """All that is needed to take it back, as `people.merging.records` writes it; empty when its time is over."""
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="merged_recorded", condition=~models.Q(record=""))]

    def __str__(self) -> str:
        return f"#{self.former}"


class Likeness(models.TextChoices):
    """Why two people may be one."""

    NAME = "name", _("the same name at the same mail domain")
    ADDRESS = "address", _("one address written in two ways")


class DifferentPeople(models.Model):
    """Two who look like one and are not, as somebody said who knows."""

    first = models.ForeignKey("postroom.User", models.CASCADE, related_name="+", verbose_name=_("the one"))
    second = models.ForeignKey("postroom.User", models.CASCADE, related_name="+", verbose_name=_("the other"))
    likenesses = ArrayField(models.CharField(max_length=10, choices=Likeness.choices), verbose_name=_("alike in"))
    """What was seen and does not count. Where they become alike in something else they are offered again."""
    by = models.ForeignKey("postroom.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("said by"))
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(Least("first", "second"), Greatest("first", "second"), name="different_once"),
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="different_are_two"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"

    @property
    def both(self) -> tuple[User, User]:
        """The two, who is here for longer first."""
        return (self.first, self.second) if self.first_id < self.second_id else (self.second, self.first)

    @property
    def words(self) -> list[str]:
        """In what they were alike, as it is read."""
        return [str(Likeness(likeness).label) for likeness in self.likenesses]
