"""Groups that tickets belong to, and who may do what in them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Signature(models.Model):
    """What stands under the answers of a group. `body` is HTML with variables such as `#{agent.name}`."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    body = models.TextField(_("text"), blank=True)
    active = models.BooleanField(_("active"), default=True)

    def __str__(self) -> str:
        return self.name


class FollowUp(models.TextChoices):
    """What an answer to a closed ticket does."""

    REOPEN = "reopen", _("opens the ticket again")
    NEW_TICKET = "new_ticket", _("becomes a new ticket")
    NEW_TICKET_AFTER = "new_ticket_after", _("becomes a new ticket once the ticket has been closed for some days")


class Encryption(models.TextChoices):
    """Whether the mails of a group are encrypted."""

    OFF = "off", _("never by itself")
    POSSIBLE = "possible", _("where every recipient has a key")
    ALWAYS = "always", _("always: without keys nothing is sent")


class Group(models.Model):
    """A team with its tickets, its sending address and its signature."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    email_address = models.ForeignKey(
        "postroom.EmailAddress",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="groups",
        verbose_name=_("sending address"),
    )
    signature = models.ForeignKey(Signature, models.SET_NULL, null=True, blank=True, verbose_name=_("signature"))
    follow_up = models.CharField(
        _("an answer to a closed ticket"), max_length=20, choices=FollowUp.choices, default=FollowUp.REOPEN
    )
    follow_up_days = models.PositiveSmallIntegerField(_("days"), default=30)
    keep_owner = models.BooleanField(_("a ticket that opens again keeps its owner"), default=True)
    sign_mail = models.BooleanField(_("sign mails where the sending address has a key"), default=False)
    encrypt_mail = models.CharField(
        _("encrypt mails"), max_length=8, choices=Encryption.choices, default=Encryption.OFF
    )
    note = models.TextField(_("note"), blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Level(models.TextChoices):
    """What a person may do with the tickets of a group. Full holds everything else."""

    READ = "read", _("read")
    CREATE = "create", _("create")
    CHANGE = "change", _("change")
    OVERVIEW = "overview", _("overview")
    FULL = "full", _("full")


class Role(models.Model):
    """What its holders are, and (by `GroupAccess`) what they may do in which group. Who has no role is a customer."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    is_agent = models.BooleanField(_("agent"), default=False)
    is_administrator = models.BooleanField(_("administrator"), default=False)
    needs_second_factor = models.BooleanField(_("second step at sign-in required"), default=False)
    note = models.TextField(_("note"), blank=True)
    active = models.BooleanField(_("active"), default=True)

    def __str__(self) -> str:
        return self.name


class GroupAccess(models.Model):
    """Levels that a role, or one user, has in a group."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="access")
    role = models.ForeignKey(Role, models.CASCADE, null=True, blank=True, related_name="access")
    user = models.ForeignKey("postroom.User", models.CASCADE, null=True, blank=True, related_name="access")
    levels = ArrayField(models.CharField(max_length=10, choices=Level.choices), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__isnull=False, user__isnull=True)
                | models.Q(role__isnull=True, user__isnull=False),
                name="access_of_role_or_user",
            ),
            models.UniqueConstraint(fields=["group", "role"], name="access_role_once"),
            models.UniqueConstraint(fields=["group", "user"], name="access_user_once"),
        ]
