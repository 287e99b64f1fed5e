"""Nobody sees or changes what they may not: every address of the administration for every kind of person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from postroom.models import (
    Blob,
    Inbound,
    InboundState,
    MergedPerson,
    Organisation,
    Outbound,
    OutboundState,
    Role,
    ScheduledJob,
    Signature,
    TicketTemplate,
    Trigger,
    User,
    UserImport,
)
from postroom.people.merging.merge import merge_people
from tests.web.cast import Cast, cast

__all__ = ["cast"]

pytestmark = pytest.mark.django_db

PREFIXES = (
    "groups/",
    "users/",
    "templates/",
    "triggers/",
    "outbox/",
    "quarantine/",
    "settings/",
    "audit/",
    "health/",
    "scheduled-jobs/",
)
FOR_AGENTS = ("outbox/",)
UNNAMED = b"---------"
"""What Django calls the choice of nothing."""
WORDS = {"<slug:where>": "up", "<slug:decision>": "cancel"}


def addresses() -> list[str]:
    """Return every pattern below `PREFIXES`."""
    found: list[str] = []
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and str(resolver.pattern) in PREFIXES:
            found += [
                f"{resolver.pattern}{part.pattern}" for part in resolver.url_patterns if isinstance(part, URLPattern)
            ]
    return found


def rows(cast: Cast) -> dict[str, int]:
    """Make one row of every kind; return its id by the beginning of the addresses it is for."""
    (digest,) = Blob.objects.keep([b"x"])
    row = Inbound.objects.create(
        channel=cast.world.channel, digest="x", raw_id=digest, size=1, state=InboundState.QUARANTINED
    )
    mail = Outbound.objects.create(
        email_address=cast.world.address, message_id="x@y", recipients=["a@b.example"], state=OutboundState.WAITING
    )
    return {
        "groups/signatures/": Signature.objects.create(name="S").pk,
        "groups/": cast.world.group.pk,
        "users/organisations/": Organisation.objects.create(name="O").pk,
        "users/roles/": Role.objects.get(is_agent=True).pk,
        "users/import/": UserImport.objects.create(filename="a.csv", content=b"E-Mail\na@x.example", delimiter=",").pk,
        "users/merges/": merged(cast),
        "users/": cast.world.customer.pk,
        "templates/": TicketTemplate.objects.create(name="T").pk,
        "scheduled-jobs/": ScheduledJob.objects.create(name="J").pk,
        "triggers/": Trigger.objects.create(name="T").pk,
        "outbox/": mail.pk,
        "quarantine/": row.pk,
    }


def merged(cast: Cast) -> int:
    other = User.objects.create_user("double@customer.example")
    merge_people(cast.administrator, cast.world.customer.pk, other.pk)
    return MergedPerson.objects.get().pk


def filled(pattern: str, ids: dict[str, int]) -> str:
    for word, value in WORDS.items():
        pattern = pattern.replace(word, value)
    number = next((pk for prefix, pk in ids.items() if pattern.startswith(prefix)), 0)
    return "/" + pattern.replace("<int:pk>", str(number))


def answers(client: Client, url: str) -> set[int]:
    return {client.get(url).status_code, client.post(url, {}).status_code}


def test_every_part_of_the_administration_is_here() -> None:
    assert len(addresses()) >= 40
    assert {pattern.partition("/")[0] + "/" for pattern in addresses()} == set(PREFIXES)


def test_strangers_are_sent_to_the_sign_in_page_and_customers_refused(cast: Cast) -> None:
    ids = rows(cast)
    stranger, customer = cast.client(None), cast.client(cast.world.customer)
    for pattern in addresses():
        url = filled(pattern, ids)
        for answer in (stranger.get(url), stranger.post(url, {})):
            assert answer.status_code in (302, 405), url
            assert answer.headers.get("Location", "/account/login/").startswith("/account/login/"), url
        assert answers(customer, url) <= {403, 405}, url


def test_agents_are_refused_everywhere_but_in_the_outbox(cast: Cast) -> None:
    ids, agent = rows(cast), cast.client(cast.world.agent)
    for pattern in addresses():
        url = filled(pattern, ids)
        if not pattern.startswith(FOR_AGENTS):
            assert answers(agent, url) <= {403, 405}, url
    assert Outbound.objects.get().state == OutboundState.WAITING
    assert agent.get("/outbox/").status_code == 200
    assert answers(agent, f"/outbox/{ids['outbox/']}/") <= {404, 405}
    assert agent.post(f"/outbox/{ids['outbox/']}/cancel/").status_code == 404


def test_administrators_see_every_page(cast: Cast) -> None:
    ids, chief = rows(cast), cast.client(cast.administrator)
    for pattern in addresses():
        url = filled(pattern, ids)
        answer = chief.get(url)
        assert answer.status_code in (200, 405), url
        assert UNNAMED not in answer.content, url


def test_administrator_who_was_switched_off_is_a_stranger(cast: Cast) -> None:
    chief = cast.client(cast.administrator)
    cast.administrator.active = False
    cast.administrator.last_login = timezone.now()
    cast.administrator.save()
    for url in ("/groups/", "/users/", "/triggers/", "/outbox/", "/quarantine/", "/settings/"):
        assert chief.get(url).headers["Location"].startswith("/account/login/")
