"""Who writes and who answers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A company or body that customers belong to, by its mail domains if it wishes."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    domains = ArrayField(models.CharField(max_length=253), default=list, blank=True)
    """Mail domains in lower case; new customers with such an address join by themselves."""
    shared = models.BooleanField(_("members see each other's tickets"), default=True)
    note = models.TextField(_("note"), blank=True)
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Users by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user who signs in with this address."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a user; without a password they cannot sign in."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person: customer, agent or administrator, as their roles say. Customers only ever see e-mail."""

    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("organisation")
    )
    roles = models.ManyToManyField("postroom.Role", blank=True, related_name="users", verbose_name=_("roles"))
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    theme = models.CharField(_("theme"), max_length=10, blank=True)
    plain_text = models.BooleanField(_("write plain text"), default=False)
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    undeliverable_since = models.DateTimeField(null=True, blank=True)
    undeliverable_reason = models.TextField(blank=True)
    """The server's words of the permanent bounce; a later success clears both."""

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]
        indexes = [models.Index(fields=["organisation"], name="user_organisation")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # the base class has a constant, signing in asks this
        """Whether this person may sign in and be chosen."""
        return self.active

    @property
    def first_name(self) -> str:
        """The first word of the name, for greetings."""
        return self.name.split(" ", 1)[0]

    @property
    def last_name(self) -> str:
        """What follows the first word of the name."""
        return self.name.partition(" ")[2]
