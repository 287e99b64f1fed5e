"""Lists of tickets under a name, and how a person wants to see them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredOverview(models.Model):
    """Conditions in the one condition language. It belongs to its owner, or, without one, to whom it is shared with."""

    name = models.CharField(_("name"), max_length=200)
    owner = models.ForeignKey("postroom.User", models.CASCADE, null=True, blank=True, related_name="overviews")
    everyone = models.BooleanField(_("for every agent"), default=False)
    groups = models.ManyToManyField("postroom.Group", blank=True, related_name="overviews", verbose_name=_("groups"))
    roles = models.ManyToManyField("postroom.Role", blank=True, related_name="overviews", verbose_name=_("roles"))
    position = models.PositiveIntegerField(default=0)
    conditions = models.JSONField(default=dict)
    columns = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    """Names of columns in their order; empty: the usual ones."""
    sort = models.CharField(_("sort by"), max_length=20, blank=True)
    """Name of a column, with a minus for the largest first; empty: as usual."""
    group_by = models.CharField(_("group by"), max_length=20, blank=True)
    counted = models.BooleanField(default=True)
    """Whether it is counted on every page: not where counting takes long."""

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["owner", "position"], name="overview_owner")]

    def __str__(self) -> str:
        return self.name


class ListChoice(models.Model):
    """How one person sees one overview. Empty values: as the overview says."""

    user = models.ForeignKey("postroom.User", models.CASCADE, related_name="list_choices")
    overview = models.CharField(max_length=20)
    """The overview's name in addresses: a standing one's, or the id of a row."""
    columns = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    sort = models.CharField(max_length=20, blank=True)
    group_by = models.CharField(max_length=20, blank=True)
    dense = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "overview"], name="list_choice_once")]
