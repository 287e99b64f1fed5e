"""A small installation to test in: one group, one channel, an agent and a customer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from postroom.configuration import forget
from postroom.drivers.base import RawMail
from postroom.intake.process import process
from postroom.intake.store import store
from postroom.models import Channel, EmailAddress, Event, Group, GroupAccess, Inbound, Level, Role, User
from postroom.triggers.run import run_triggers
from tests.eml import eml

__all__ = ["World", "arrive", "eml", "follow", "make_world"]


@dataclass(frozen=True, slots=True)
class World:
    """What `make_world` made."""

    group: Group
    channel: Channel
    address: EmailAddress
    agent: User
    customer: User


def make_world() -> World:
    """Make the installation. Call it with a database."""
    forget()
    group = Group.objects.create(name="Support")
    channel = Channel.objects.create(kind="mail", name="support@desk.example", group=group)
    address = EmailAddress.objects.create(name="Desk", email="support@desk.example", channel=channel)
    group.email_address = address
    group.save()
    role = Role.objects.create(name="Agent", is_agent=True)
    GroupAccess.objects.create(group=group, role=role, levels=[Level.FULL])
    agent = User.objects.create_user("anna@desk.example", name="Anna Agent")
    agent.roles.add(role)
    customer = User.objects.create_user("carl@customer.example", name="Carl Customer")
    return World(group, channel, address, agent, customer)


def arrive(channel: Channel, *mails: bytes, **raw: Any) -> list[Inbound]:
    """Store and process mails as a poll would, and run the triggers that follow; return their rows of the ledger."""
    given = [
        RawMail(
            key=hashlib.sha256(mail).hexdigest(),
            content=mail,
            size=raw.get("size", len(mail)),
            received=raw.get("received"),
        )
        for mail in mails
    ]
    ids = store(channel, channel.folder, given)
    process(ids)
    follow()
    digests = [hashlib.sha256(mail).hexdigest() for mail in mails]
    rows = {row.digest: row for row in Inbound.objects.filter(channel=channel, digest__in=digests)}
    return [rows[digest] for digest in digests]


def follow() -> None:
    """Run the triggers on every event that waits."""
    run_triggers(list(Event.objects.filter(triggers_pending=True).values_list("pk", flat=True)))
