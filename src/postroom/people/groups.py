"""Groups and signatures: one transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from postroom.models import Channel, Group, GroupAccess, Level, Role, Signature
from postroom.models.tickets import OPEN_STATES
from postroom.people.refusals import NameTaken

CHANGEABLE = (
    "name",
    "email_address",
    "signature",
    "follow_up",
    "follow_up_days",
    "keep_owner",
    "sign_mail",
    "encrypt_mail",
    "note",
)


def create_group(**values: Any) -> Group:
    """Create a group with values of `CHANGEABLE`. Where there is one agent role only, its holders may do all there.

    Raises NameTaken.
    """
    _check_name(values["name"], None)
    with transaction.atomic():
        group = Group.objects.create(**values)
        roles = list(Role.objects.filter(is_agent=True, active=True)[:2])
        if len(roles) == 1:
            GroupAccess.objects.create(group=group, role=roles[0], levels=[Level.FULL])
    return group


def change_group(group: Group, **values: Any) -> None:
    """Change values of `CHANGEABLE`.

    Raises NameTaken.
    """
    _check_name(values.get("name", group.name), group)
    Group.objects.filter(pk=group.pk).update(**values)


def activate_group(group: Group) -> None:
    """Offer the group again for new tickets."""
    Group.objects.filter(pk=group.pk).update(active=True)


def deactivate_group(group: Group) -> None:
    """Offer the group no longer. Its tickets stay with it, and channels go on delivering there."""
    Group.objects.filter(pk=group.pk).update(active=False)


@dataclass(frozen=True, slots=True)
class Consequences:
    """What deactivating a group touches."""

    channels: list[Channel]
    """Active channels whose new mail goes there."""
    open_tickets: int


def consequences(group: Group) -> Consequences:
    """Return what deactivating `group` would touch."""
    channels = list(group.channels.filter(active=True))
    return Consequences(channels, group.tickets.filter(state__in=OPEN_STATES).count())


def save_signature(name: str, body: str, signature: Signature | None = None) -> Signature:
    """Create a signature, or change `signature`; `body` is HTML made safe.

    Raises NameTaken.
    """
    row = signature or Signature()
    if Signature.objects.exclude(pk=row.pk).filter(name=name).exists():
        raise NameTaken(name)
    row.name, row.body = name, body
    row.save()
    return row


def delete_signature(signature: Signature) -> None:
    """Delete it; groups that used it have none afterwards."""
    signature.delete()


def _check_name(name: str, group: Group | None) -> None:
    others = Group.objects.filter(name=name)
    if (others.exclude(pk=group.pk) if group else others).exists():
        raise NameTaken(name)
