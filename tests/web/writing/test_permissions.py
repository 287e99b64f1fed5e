"""Every address of drafts, offers, text modules and macros against every kind of person."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone

from postroom.models import (
    Blob,
    Draft,
    DraftFile,
    Group,
    GroupAccess,
    Level,
    Macro,
    Outbound,
    Role,
    TextModule,
    Ticket,
    User,
)
from postroom.web.macros.urls import urlpatterns as macros
from postroom.web.text_modules.urls import urlpatterns as text_modules
from postroom.web.writing.urls import urlpatterns as writing
from tests.world import World

PEOPLE = ("stranger", "customer", "outsider", "reader", "agent", "administrator")
# What is asked, and who gets which answer: strangers the sign-in page, customers a refusal; agents of other groups, and
# administrators who are no agents, that there is no such ticket.
AGENTS = {"stranger": 302, "customer": 403, "outsider": 200, "reader": 200, "agent": 200, "administrator": 200}
WRITERS = {**AGENTS, "outsider": 404, "reader": 404, "administrator": 404}
CHIEFS = {**AGENTS, "outsider": 403, "reader": 403, "agent": 403}
HERE = {"ticket": "{ticket}", "kind": "reply"}
PAGES: dict[str, tuple[str, dict[str, str], dict[str, int]]] = {
    "draft_save": ("POST", {**HERE, "body": "x", "version": "1"}, WRITERS),
    "draft_discard": ("POST", HERE, {**WRITERS, "agent": 302}),
    "draft_file_add": ("POST", HERE, {**WRITERS, "agent": 422}),
    "draft_file": ("GET", {}, WRITERS),
    "draft_file_remove": ("POST", {}, {**WRITERS, "agent": 204}),
    "writing_plain": ("POST", {"plain": "1", "rich": "<p>x</p>"}, AGENTS),
    "writing_people": ("GET", {"q": "carl"}, AGENTS),
    "writing_undo": ("POST", {}, {**WRITERS, "agent": 302}),
    "writing_signature": ("GET", {"ticket": "{ticket}", "sender": "{address}"}, WRITERS),
    "text_modules": ("GET", {}, CHIEFS),
    "text_module_new": ("GET", {}, CHIEFS),
    "text_module_offers": ("GET", {"ticket": "{ticket}", "q": ""}, WRITERS),
    "text_module": ("GET", {}, CHIEFS),
    "text_module_remove": ("POST", {}, {**CHIEFS, "administrator": 302}),
    "macros": ("GET", {}, CHIEFS),
    "macro_new": ("GET", {}, CHIEFS),
    "macro_run": ("POST", {"ticket": "{ticket}", "macro": "{macro}"}, {**WRITERS, "agent": 302}),
    "macro": ("GET", {}, CHIEFS),
    "macro_remove": ("POST", {}, {**CHIEFS, "administrator": 302}),
}


@pytest.fixture
def people(world: World) -> dict[str, User | None]:
    """Return one person of every kind."""
    chief = Role.objects.create(name="Chief", is_administrator=True)
    return {
        "stranger": None,
        "customer": world.customer,
        "outsider": _person("outsider", _role("outsider", Group.objects.create(name="Elsewhere"), Level.FULL)),
        "reader": _person("reader", _role("reader", world.group, Level.READ)),
        "agent": world.agent,
        "administrator": _person("administrator", chief),
    }


@pytest.fixture
def own(world: World, ticket: Ticket) -> dict[str, int]:
    """Return the keys of what the agent has, by what addresses call it."""
    draft = Draft.objects.create(user=world.agent, ticket=ticket, kind="reply", saved_at=timezone.now())
    (digest,) = Blob.objects.keep([b"x"])
    file = DraftFile.objects.create(draft=draft, filename="x", content_type="text/plain", size=1, blob_id=digest)
    outbound = Outbound.objects.create(
        article=ticket.articles.get(),
        email_address=world.address,
        message_id="o@desk.example",
        recipients=["c@x.example"],
    )
    return {
        "draft": file.pk,
        "writing": outbound.pk,
        "text_module": TextModule.objects.create(name="T", body="<p>T</p>").pk,
        "macro": Macro.objects.create(name="M", actions=[{"action": "change", "priority": 3}]).pk,
        "ticket": ticket.pk,
        "address": world.address.pk,
    }


def _role(name: str, group: Group, level: Level) -> Role:
    role = Role.objects.create(name=name, is_agent=True)
    GroupAccess.objects.create(group=group, role=role, levels=[level])
    return role


def _person(name: str, role: Role) -> User:
    user = User.objects.create_user(f"{name}@desk.example", name=name)
    user.roles.add(role)
    return user


def _address(own: dict[str, int], name: str) -> str:
    prefix, pattern = next(
        (prefix, pattern)
        for prefix, patterns in (("writing/", writing), ("text-modules/", text_modules), ("macros/", macros))
        for pattern in patterns
        if pattern.name == name
    )
    kind = next((kind for kind in own if name.startswith(kind)), "ticket")
    return f"/{prefix}" + str(pattern.pattern).replace("<int:pk>", str(own[kind]))


def test_every_address_is_spoken_of() -> None:
    patterns: list[URLPattern] = [*writing, *text_modules, *macros]
    assert {pattern.name for pattern in patterns} == set(PAGES)


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_answer_whom_they_may(
    who: str, people: dict[str, User | None], own: dict[str, int], client: Client
) -> None:
    person = people[who]
    if person is not None:
        client.force_login(person)
    before = _state()
    found = {name: _asked(client, own, name) for name in PAGES}
    assert found == {name: answers[who] for name, (_method, _values, answers) in PAGES.items()}
    if who in ("stranger", "customer", "outsider", "reader"):
        assert _state() == before


def _asked(client: Client, own: dict[str, int], name: str) -> int:
    method, values, _answers = PAGES[name]
    filled = {key: value.format(**own) for key, value in values.items()}
    _there_again(own)
    answer: Any = (
        client.get(_address(own, name), filled) if method == "GET" else client.post(_address(own, name), filled)
    )
    return int(answer.status_code)


def _there_again(own: dict[str, int]) -> None:
    """What one request of who may do so has taken away, the next one needs."""
    agent, (digest,) = User.objects.get(email="anna@desk.example"), Blob.objects.keep([b"x"])
    place = {"user": agent, "ticket_id": own["ticket"], "kind": "reply"}
    draft, _made = Draft.objects.get_or_create(**place, defaults={"saved_at": timezone.now()})
    Draft.objects.filter(pk=draft.pk).update(version=1)
    values = {"draft": draft, "filename": "x", "content_type": "text/plain", "size": 1, "blob_id": digest}
    DraftFile.objects.get_or_create(pk=own["draft"], defaults=values)
    TextModule.objects.get_or_create(pk=own["text_module"], defaults={"name": "T", "body": "<p>T</p>"})
    Macro.objects.get_or_create(pk=own["macro"], defaults={"name": "M"})


def _state() -> list[object]:
    return [
        *Draft.objects.order_by("pk").values_list("pk", "values"),
        *DraftFile.objects.order_by("pk").values_list("pk"),
        *TextModule.objects.values_list("pk"),
        *Macro.objects.values_list("pk"),
        *Ticket.objects.order_by("pk").values_list("pk", "priority"),
        *Outbound.objects.order_by("pk").values_list("pk", "state"),
    ]
