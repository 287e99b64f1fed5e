"""The people of a generated desk: groups, agents with their rights, organisations, customers."""

from __future__ import annotations

import random
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from benchmarks import desk_words as w
from benchmarks.desk_copy import continue_ids, copy
from postroom.models import Channel, EmailAddress, Group, GroupAccess, Level, Organisation, Role, User
from postroom.search.folding import fold

PASSWORD = "correct horse battery"
AGENTS = 40
_GROUPS_OF_A_ROLE = 4
Organised = tuple[int | None, str, str]
"""An organisation's key, name and domain."""
_NOBODY: Organised = (None, "", "mail.example")


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as rows of tickets and articles need them."""

    pk: int
    name: str
    email: str
    organisation: int | None
    employer: str = ""
    """The organisation's name."""


@dataclass(frozen=True, slots=True)
class People:
    """Who there is. The first agent may see every group, the others four of them each."""

    groups: list[int]
    agents: list[Person]
    customers: list[Person]


def make_people(rng: random.Random, customers: int) -> People:
    """Make the installation's people; a customer belongs to one of `customers / 8` organisations, or to none."""
    groups = [Group.objects.create(name=name).pk for name in w.GROUPS]
    channel = Channel.objects.create(kind="mail", name="support@desk.example", group_id=groups[0], active=False)
    address = EmailAddress.objects.create(name="Desk", email="support@desk.example", channel=channel)
    Group.objects.update(email_address=address)
    _make_roles(groups)
    agents = _make_agents(rng)
    organisations = _make_organisations(rng, max(customers // 8, 1))
    return People(groups, agents, _make_customers(rng, customers, organisations))


def _make_roles(groups: list[int]) -> None:
    full = Role.objects.create(name="Everything", is_agent=True, is_administrator=True)
    for group in groups:
        GroupAccess.objects.create(group_id=group, role=full, levels=[Level.FULL])
    for start in range(0, len(groups), _GROUPS_OF_A_ROLE):
        role = Role.objects.create(name=f"Team {start // _GROUPS_OF_A_ROLE + 1}", is_agent=True)
        for group in groups[start : start + _GROUPS_OF_A_ROLE]:
            GroupAccess.objects.create(group_id=group, role=role, levels=[Level.FULL])


def _make_agents(rng: random.Random) -> list[Person]:
    first, *teams = Role.objects.order_by("pk")
    password = make_password(PASSWORD)
    agents = []
    for number in range(AGENTS):
        user = User.objects.create(email=f"agent{number}@desk.example", name=_name(rng), password=password)
        user.roles.add(first if number == 0 else teams[number % len(teams)])
        agents.append(Person(user.pk, user.name, user.email, None))
    return agents


def _make_organisations(rng: random.Random, count: int) -> list[Organised]:
    rows = []
    for pk in range(1, count + 1):
        stem = rng.choice(w.COMPANY_FIRST) + rng.choice(w.COMPANY_SECOND)
        name = f"{stem} {rng.choice(w.CITIES)} {rng.choice(w.COMPANY_FORMS)} {pk}"
        rows.append((pk, name, [f"{fold(stem)}{pk}.example"], timezone.now()))
    copy(Organisation, ("id", "name", "domains", "created_at"), rows)
    continue_ids(Organisation)
    return [(pk, name, domains[0]) for pk, name, domains, _at in rows]


def _make_customers(rng: random.Random, count: int, organisations: list[Organised]) -> list[Person]:
    people = []
    for pk in range(AGENTS + 1, AGENTS + 1 + count):
        name = _name(rng)
        employed = rng.random() < 0.8
        organisation, employer, domain = rng.choice(organisations) if employed else _NOBODY
        local = ".".join(fold(part) for part in name.split())
        people.append(Person(pk, name, f"{local}.{pk}@{domain}", organisation, employer))
    rows = ((p.pk, p.name, p.email, p.organisation, "!", timezone.now()) for p in people)
    copy(User, ("id", "name", "email", "organisation_id", "password", "created_at"), rows)
    continue_ids(User)
    return people


def _name(rng: random.Random) -> str:
    return f"{rng.choice(w.FIRST_NAMES)} {rng.choice(w.LAST_NAMES)}"
