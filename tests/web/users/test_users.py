"""The pages of people, without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from postroom.models import Channel, Organisation, Outbound, Role, Ticket, User
from tests.web.cast import MOST_STATEMENTS, Cast, statements
from tests.world import arrive, eml

pytestmark = pytest.mark.django_db

FORM = {"name": "Ben New", "email": "ben@desk.example", "phone": "", "language": "de", "time_zone": "Europe/Berlin"}


def agent_role() -> int:
    return Role.objects.get(is_agent=True).pk


def found(pages: Client, query: str) -> list[str]:
    page = pages.get(f"/users/?{query}").content.decode()
    return re.findall(r'class="row-link"[^>]*>([^<]*)<', page)


def test_new_agent_gets_a_mail_with_a_link_that_works(pages: Client, cast: Cast) -> None:
    answer = pages.post("/users/new/", {**FORM, "roles": [agent_role()]})
    ben = User.objects.get(email="ben@desk.example")
    assert answer.headers["Location"] == f"/users/{ben.pk}/"
    mail = Outbound.objects.get()
    assert (mail.recipients, mail.subject) == (["ben@desk.example"], "Ihr Zugang zum Helpdesk")
    assert choose_password(re.findall(r"http\S+", mail.body)[0]) == "/"
    ben.refresh_from_db()
    assert ben.check_password("eleven green bottles")


def test_link_is_shown_where_no_channel_can_send(pages: Client, cast: Cast) -> None:
    Channel.objects.update(active=False)
    page = pages.post("/users/new/", {**FORM, "roles": [agent_role()]}).content.decode()
    assert Outbound.objects.count() == 0
    assert choose_password(re.findall(r'value="(http[^"]+)"', page)[0]) == "/"
    assert User.objects.get(email="ben@desk.example").check_password("eleven green bottles")


def choose_password(link: str) -> str:
    """Follow the link as its receiver does; return where one is led, signed in or not."""
    stranger = Client()
    path = re.sub(r"^https?://[^/]+", "", link)
    form = stranger.get(path).headers["Location"]
    answer = stranger.post(form, {"password1": "eleven green bottles", "password2": "eleven green bottles"})
    assert answer.status_code == 302, answer.content.decode()
    signed_in = stranger.post("/account/login/", {"login": "ben@desk.example", "password": "eleven green bottles"})
    return signed_in.headers["Location"]


def test_forgotten_password_gets_a_mail_in_the_language_of_its_reader(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "postroom.delivery.account_mail.Backend"  # pytest-django puts another in its place
    User.objects.filter(pk=cast.administrator.pk).update(language="de")
    stranger = Client(headers={"Accept-Language": "en"})
    stranger.post("/account/password/reset/", {"email": cast.administrator.email})
    mail = Outbound.objects.get()
    first, link, last = mail.body.strip().split("\n\n")
    assert mail.subject.endswith("Wählen Sie ein neues Passwort")
    assert first.startswith("Jemand, wahrscheinlich Sie selbst, hat ein neues Passwort")
    assert stranger.get(re.sub(r"^https?://[^/]+", "", link)).status_code == 302
    assert last.endswith("Ihr Passwort bleibt, wie es ist.")


def test_customer_gets_no_invitation(pages: Client, cast: Cast) -> None:
    pages.post("/users/new/", FORM)
    assert (User.objects.filter(email="ben@desk.example").count(), Outbound.objects.count()) == (1, 0)


def test_search_finds_name_address_and_organisation(pages: Client, cast: Cast) -> None:
    acme = Organisation.objects.create(name="Acme")
    User.objects.create_user("zoe@other.example", name="Zoë Smith", organisation=acme)
    assert found(pages, "q=zoë") == ["Zoë Smith"]
    assert found(pages, "q=OTHER.ex") == ["Zoë Smith"]
    assert found(pages, "q=acme+smith") == ["Zoë Smith"]
    assert found(pages, "q=acme+carl") == []


def test_filter_shows_one_kind_only_and_nobody_twice(pages: Client, cast: Cast) -> None:
    cast.world.agent.roles.add(Role.objects.create(name="Second", is_agent=True))
    assert found(pages, "kind=agents") == ["Anna Agent"]
    assert found(pages, "kind=administrators") == ["Chief"]
    assert found(pages, "kind=customers") == ["Carl Customer"]
    assert found(pages, "sort=-name") == ["Chief", "Carl Customer", "Anna Agent"]


def test_list_asks_as_often_for_sixty_people_as_for_three(pages: Client, cast: Cast) -> None:
    few = statements(pages, "/users/")
    acme = Organisation.objects.create(name="Acme")
    User.objects.bulk_create(User(email=f"u{n}@x.example", organisation=acme) for n in range(60))
    assert len(found(pages, "")) == 50
    assert statements(pages, "/users/") == few <= MOST_STATEMENTS


def test_deactivated_agent_is_out_and_open_tickets_are_free(pages: Client, cast: Cast) -> None:
    arrive(cast.world.channel, eml(subject="open"), eml(subject="closed"))
    Ticket.objects.update(owner=cast.world.agent)
    Ticket.objects.filter(title="closed").update(state="closed")
    agent = cast.client(cast.world.agent)
    assert agent.get("/tickets/").status_code == 200
    assert "Take 1 open ticket" in pages.get(f"/users/{cast.world.agent.pk}/deactivate/").content.decode()
    pages.post(f"/users/{cast.world.agent.pk}/deactivate/", {"release": "1"})
    assert agent.get("/tickets/").status_code == 302
    assert dict(Ticket.objects.values_list("title", "owner")) == {"open": None, "closed": cast.world.agent.pk}
    event = Ticket.objects.get(title="open").events.last()
    assert event is not None
    assert (event.actor, event.reason) == (cast.administrator, "Anna Agent was deactivated")


def test_deactivated_agent_keeps_tickets_where_that_is_wanted(pages: Client, cast: Cast) -> None:
    arrive(cast.world.channel, eml())
    Ticket.objects.update(owner=cast.world.agent)
    pages.post(f"/users/{cast.world.agent.pk}/deactivate/")
    cast.world.agent.refresh_from_db()
    assert (cast.world.agent.active, Ticket.objects.get().owner) == (False, cast.world.agent)


def test_last_administrator_stays_whatever_one_tries(pages: Client, cast: Cast) -> None:
    chief, role = cast.administrator, Role.objects.get(is_administrator=True)
    page = pages.post(f"/users/{chief.pk}/deactivate/", follow=True).content.decode()
    sentence = "Nobody who can sign in would be an administrator any more."
    assert sentence in page
    kept = {"name": chief.name, "email": chief.email, "language": "", "time_zone": ""}
    assert sentence in pages.post(f"/users/{chief.pk}/", kept).content.decode()
    page = pages.post(f"/users/roles/{role.pk}/", {"name": role.name, "active": "on"}).content.decode()
    assert sentence in page
    assert User.objects.filter(active=True, roles__is_administrator=True, roles__active=True).get() == chief


def test_mark_of_returned_mail_is_shown_and_cleared(pages: Client, cast: Cast) -> None:
    carl = cast.world.customer
    User.objects.filter(pk=carl.pk).update(
        undeliverable_since=timezone.now(), undeliverable_reason="550 no <such> user"
    )
    assert "550 no &lt;such&gt; user" in pages.get(f"/users/{carl.pk}/").content.decode()
    pages.post(f"/users/{carl.pk}/undeliverable/clear/")
    carl.refresh_from_db()
    assert (carl.undeliverable_since, carl.undeliverable_reason) == (None, "")


def test_organisation_takes_domains_in_any_form_and_refuses_what_is_none(pages: Client, cast: Cast) -> None:
    pages.post(
        "/users/organisations/new/",
        {"name": "Acme", "domains": "@Acme.example, acme.test\nacme.example", "active": "on"},
    )
    acme = Organisation.objects.get()
    assert (acme.domains, acme.shared, acme.active) == (["acme.example", "acme.test"], False, True)
    answer = pages.post("/users/organisations/new/", {"name": "B", "domains": "not a/domain", "active": "on"})
    assert (answer.status_code, Organisation.objects.count()) == (422, 1)
    page = pages.post("/users/organisations/new/", {"name": "B", "domains": "acme.test", "active": "on"})
    assert "belongs to the organisation “Acme” already" in page.content.decode()


def test_role_gets_levels_a_group(pages: Client, cast: Cast) -> None:
    group = cast.world.group
    pages.post(
        "/users/roles/new/",
        {"name": "Reader", "is_agent": "on", "active": "on", f"levels-group-{group.pk}": ["read", "overview"]},
    )
    reader = Role.objects.get(name="Reader")
    assert [(row.group, row.levels) for row in reader.access.all()] == [(group, ["read", "overview"])]


@pytest.mark.parametrize("url", ["/users/organisations/", "/users/roles/"])
def test_small_lists_ask_as_often_for_sixty_rows(pages: Client, cast: Cast, url: str) -> None:
    Organisation.objects.create(name="One")
    few = statements(pages, url)
    Organisation.objects.bulk_create(Organisation(name=f"O{number}") for number in range(60))
    Role.objects.bulk_create(Role(name=f"R{number}") for number in range(60))
    assert statements(pages, url) == few <= MOST_STATEMENTS
