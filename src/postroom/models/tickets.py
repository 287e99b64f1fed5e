"""Tickets."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import LPad
from django.utils.translation import gettext_lazy as _


class TicketState(models.TextChoices):
    """Where a ticket stands."""

    NEW = "new", _("new")
    OPEN = "open", _("open")
    PENDING_REMINDER = "pending_reminder", _("pending reminder")
    PENDING_CLOSE = "pending_close", _("pending close")
    CLOSED = "closed", _("closed")
    MERGED = "merged", _("merged")


OPEN_STATES = (TicketState.NEW, TicketState.OPEN, TicketState.PENDING_REMINDER, TicketState.PENDING_CLOSE)
PENDING_STATES = (TicketState.PENDING_REMINDER, TicketState.PENDING_CLOSE)
NUMBER_IN_ORDER = LPad("number", 40, models.Value("0"))
"""A counter has no leading zeros, and 9 comes before 10."""


class Priority(models.IntegerChoices):
    """How urgent a ticket is."""

    LOW = 1, _("low")
    NORMAL = 2, _("normal")
    HIGH = 3, _("high")


class Hint(models.TextChoices):
    """Why a mail that names a ticket became a ticket of its own."""

    STRANGER = "stranger", _("its sender has nothing to do with that ticket")
    CLOSED = "closed", _("that ticket is closed and its group wants new tickets")


class Ticket(models.Model):
    """A conversation with a customer about one matter."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    title = models.TextField(_("title"))
    group = models.ForeignKey("postroom.Group", models.PROTECT, related_name="tickets", verbose_name=_("group"))
    owner = models.ForeignKey(
        "postroom.User", models.SET_NULL, null=True, blank=True, related_name="owned_tickets", verbose_name=_("owner")
    )
    customer = models.ForeignKey("postroom.User", models.PROTECT, related_name="tickets", verbose_name=_("customer"))
    organisation = models.ForeignKey(
        "postroom.Organisation", models.SET_NULL, null=True, blank=True, related_name="tickets"
    )
    state = models.CharField(_("state"), max_length=20, choices=TicketState.choices, default=TicketState.NEW)
    pending_until = models.DateTimeField(_("pending until"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    tags = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged_tickets")
    hint = models.CharField(max_length=10, choices=Hint.choices, blank=True)
    hinted_ticket = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="hinting_tickets")
    """The ticket that the first mail named though it was not added to it: a person moves it with one click."""
    created_by = models.ForeignKey("postroom.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"))
    updated_at = models.DateTimeField(_("changed"))
    closed_at = models.DateTimeField(_("closed"), null=True)
    last_customer_contact_at = models.DateTimeField(null=True)
    last_agent_contact_at = models.DateTimeField(null=True)
    article_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["group", "state", "-updated_at"], name="ticket_group_state"),
            models.Index(fields=["owner", "state", "-updated_at"], name="ticket_owner_state"),
            models.Index(fields=["state", "-updated_at"], name="ticket_state_updated"),
            # The lists of work show the newest change first, page by page: they read this one from where they are.
            models.Index(
                fields=["-updated_at", "-id"],
                name="ticket_work",
                condition=models.Q(state__in=[s.value for s in OPEN_STATES]),
            ),
            # Few tickets have no owner and few are open, but most open ones have none: the planner guesses far too low.
            models.Index(
                fields=["-updated_at", "-id"],
                name="ticket_unassigned",
                condition=models.Q(owner__isnull=True, state__in=[TicketState.NEW.value, TicketState.OPEN.value]),
            ),
            models.Index(fields=["-updated_at", "-id"], name="ticket_updated"),
            # The list of all tickets in the orders that are asked for most.
            models.Index(fields=["created_at"], name="ticket_created"),
            models.Index(NUMBER_IN_ORDER, name="ticket_number_order"),
            models.Index(
                fields=["-closed_at", "-id"], name="ticket_closed", condition=models.Q(closed_at__isnull=False)
            ),
            models.Index(fields=["customer", "-created_at"], name="ticket_customer"),
            models.Index(fields=["organisation", "-created_at"], name="ticket_organisation"),
            models.Index(
                fields=["pending_until"],
                name="ticket_pending",
                condition=models.Q(state__in=[s.value for s in PENDING_STATES]),
            ),
            GinIndex(fields=["tags"], name="ticket_tags"),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in OPEN_STATES
