"""The audit log: no address of the administration works without it, and what its page says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from postroom.models import AuditEntry, Group, Organisation, Role, Trigger, User
from postroom.people.auditing import auditing
from tests.web.cast import MOST_STATEMENTS, Cast, statements

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Yield every address of the house; numbers are 0, words are x."""
    for part in patterns:
        whole = before + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from addresses(part.url_patterns, whole)
        elif not whole.startswith(("account/", "styleguide/")):
            yield "/" + re.sub(r"<int:\w+>", "0", re.sub(r"<(slug|str|path):\w+>", "x", whole))


def test_no_address_of_the_administration_changes_anything_unseen(cast: Cast, pages: Client) -> None:
    agent = cast.client(cast.world.agent)
    administrative = [url for url in addresses(get_resolver().url_patterns) if agent.post(url, {}).status_code == 403]
    assert len(administrative) >= 60
    unseen = []
    for url in administrative:
        with CaptureQueriesContext(connection) as asked:
            pages.post(url, {})
        if not any("set_config('postroom.doing', '{" in query["sql"] for query in asked):
            unseen.append(url)
    assert unseen == []


def test_page_says_who_changed_what_from_what_to_what(cast: Cast, pages: Client) -> None:
    group = cast.world.group
    pages.post(f"/triggers/{Trigger.objects.create(name='Greet').pk}/switch/", {"active": "0"})
    with auditing(cast.administrator, "web", "192.0.2.7"):
        Group.objects.filter(pk=group.pk).update(email_address=None, name="Help")
    page = pages.get("/audit/").content.decode()
    assert "Trigger" in page
    assert "Active: from “yes” to “no”" in page
    assert "from “Support” to “Help”" in page
    assert f"from “{cast.world.address}” to “empty”" in page.replace("&lt;", "<").replace("&gt;", ">")
    assert "192.0.2.7" in page


def test_every_kind_of_row_made_changed_and_deleted_can_be_read(cast: Cast, pages: Client) -> None:
    conditions = {"all": [{"field": "event.kind", "op": "is", "value": ["opened"]}]}
    with auditing(cast.administrator, "web"):
        made = Trigger.objects.create(name="Greet", conditions=conditions, actions=[{"action": "note", "text": "x"}])
        made.delete()
        cast.world.agent.roles.clear()
        cast.world.group.access.all().delete()
        Organisation.objects.create(name="Kunde AG", domains=["kunde.example"])
    page = pages.get("/audit/").content.decode().replace('<span dir="auto">', "").replace("</span>", "")
    assert "event.kind" in page
    assert "Permissions: full" in page
    assert "User: Anna Agent" in page


def test_page_is_narrowed_by_person_kind_and_days(cast: Cast, pages: Client) -> None:
    with auditing(cast.administrator, "web"):
        Role.objects.create(name="First role")
    with auditing(cast.world.agent, "web"):
        Group.objects.create(name="Second group")
    today = timezone.localdate().isoformat()
    cases = {
        f"person={cast.administrator.pk}": (True, False),
        "kind=group": (False, True),
        "kind=signed_in": (False, False),
        f"since={today}": (True, True),
        "until=2020-01-01": (False, False),
        "since=nonsense&person=x&kind=x": (True, True),
    }
    for query, expected in cases.items():
        page = pages.get(f"/audit/?{query}").content.decode()
        assert ("First role" in page, "Second group" in page) == expected, query


def test_pages_follow_each_other_and_need_no_more_statements_for_more_rows(cast: Cast, pages: Client) -> None:
    with auditing(cast.administrator, "web"):
        for number in range(60):
            Group.objects.create(name=f"Made {number:02}", email_address=cast.world.address)
    first = pages.get("/audit/")
    assert ("Made 59" in first.content.decode(), "Made 09" in first.content.decode()) == (True, False)
    second = pages.get("/audit/" + first.context["older"])
    assert ("Made 10" in second.content.decode(), "Made 09" in second.content.decode()) == (False, True)
    back = pages.get("/audit/" + second.context["newer"]).context["lines"]
    assert [line.label for line in back] == [f"Made {number:02}" for number in range(59, 9, -1)]
    assert statements(pages, "/audit/") <= MOST_STATEMENTS


def test_signing_in_and_being_refused_is_written_down_without_what_was_entered(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="192.0.2.9")
    client.post("/account/login/", {"login": "chief@desk.example", "password": "not this one"})
    client.post("/account/login/", {"login": "chief@desk.example", "password": PASSWORD})
    refused, entered = AuditEntry.objects.order_by("pk")
    assert (refused.kind, refused.actor_name, refused.actor, refused.ip, refused.changes) == (
        "refused", "chief@desk.example", cast.administrator, "192.0.2.9", {},
    )  # fmt: skip
    assert (entered.kind, entered.actor, entered.ip) == ("signed_in", cast.administrator, "192.0.2.9")


def test_only_administrators_read_it(cast: Cast) -> None:
    assert cast.client(cast.world.agent).get("/audit/").status_code == 403
    assert cast.client(User.objects.create_user("c@x.example")).get("/audit/").status_code == 403
    assert cast.client(None).get("/audit/").status_code == 302
