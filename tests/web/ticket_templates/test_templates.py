"""Templates of tickets: made by administrators, used by agents."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from postroom.models import Group, Ticket, TicketTemplate
from tests.web.cast import Cast, statements

pytestmark = pytest.mark.django_db


def test_template_fills_the_page_of_a_new_ticket(pages: Client, cast: Cast) -> None:
    values: dict[str, Any] = {
        "name": "Laptop",
        "title": "New laptop",
        "text": "Model:",
        "tags": "it, order",
        "priority": "3",
    }
    values |= {"group": cast.world.group.pk, "owner": cast.world.agent.pk, "active": "on", "position": "1"}
    assert pages.post("/templates/new/", values).headers["Location"] == "/templates/"
    row = TicketTemplate.objects.get()
    agent = cast.client(cast.world.agent)
    page = agent.get(f"/tickets/new/?template={row.pk}").content.decode()
    for part in ('value="New laptop"', "Model:", 'value="it, order"', f'value="{cast.world.agent.pk}" selected'):
        assert part in page
    sent = {"how": "phone", "customer": "carl@customer.example", "group": cast.world.group.pk, "title": "New laptop"}
    agent.post(
        "/tickets/new/", {**sent, "body": "Model: X", "owner": cast.world.agent.pk, "priority": "3", "tags": "it"}
    )
    ticket = Ticket.objects.get()
    assert (ticket.owner, ticket.priority, ticket.tags) == (cast.world.agent, 3, ["it"])


def test_owner_has_to_be_one_of_the_group(cast: Cast) -> None:
    agent = cast.client(cast.world.agent)
    values = {"how": "phone", "customer": "c@x.example", "group": cast.world.group.pk, "title": "T", "body": "B"}
    answer = agent.post("/tickets/new/", {**values, "owner": cast.administrator.pk})
    assert (answer.status_code, Ticket.objects.count()) == (422, 0)


def test_template_that_is_off_or_elsewhere_fills_nothing(pages: Client, cast: Cast) -> None:
    off = TicketTemplate.objects.create(name="Off", title="Secret", active=False)
    far = TicketTemplate.objects.create(name="Far", title="Far", group=Group.objects.create(name="Elsewhere"))
    agent = cast.client(cast.world.agent)
    assert "Secret" not in agent.get(f"/tickets/new/?template={off.pk}").content.decode()
    page = agent.get(f"/tickets/new/?template={far.pk}").content.decode()
    assert ('value="Far"' in page, "Elsewhere" in page) == (True, False)
    assert agent.get("/tickets/new/?template=nonsense").status_code == 200


def test_templates_are_for_administrators(cast: Cast) -> None:
    row = TicketTemplate.objects.create(name="T")
    urls = ("/templates/", "/templates/new/", f"/templates/{row.pk}/", f"/templates/{row.pk}/remove/")
    answers = [cast.client(user).post(url).status_code for user in (None, cast.world.agent) for url in urls]
    assert answers == [405, 302, 302, 302, 405, 403, 403, 403]
    assert TicketTemplate.objects.count() == 1


def test_templates_are_deleted_and_listed_in_as_many_statements_as_one(pages: Client) -> None:
    row = TicketTemplate.objects.create(name="T")
    few = statements(pages, "/templates/")
    TicketTemplate.objects.bulk_create(TicketTemplate(name=f"T{number}") for number in range(30))
    assert statements(pages, "/templates/") == few
    pages.get(f"/templates/{row.pk}/remove/")
    pages.post(f"/templates/{row.pk}/remove/")
    assert not TicketTemplate.objects.filter(pk=row.pk).exists()
