"""The pages of overviews, as a browser without JavaScript uses them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from postroom.models import Group, ListChoice, Role, StoredOverview, Ticket
from postroom.tickets.overview_editing import OverviewDraft, of_owner, save_overview
from tests.web import chromium
from tests.web.cast import Cast, statements
from tests.world import arrive, eml

pytestmark = pytest.mark.django_db

EVERY: dict[str, Any] = {"all": []}
LEAF = {"field": "ticket.title", "op": "contains", "value": "fire"}


def entered(**more: Any) -> dict[str, Any]:
    """Return an overview of tickets about fire, as the editor posts it."""
    return {
        "name": "Fire",
        "sort": "-changed",
        "columns": ["state", "owner"],
        "c-count": "1",
        "c-join": "all",
        "c-0-field": "ticket.title",
        "c-0-op": "contains",
        "c-0-value": "fire",
        **more,
    }


@pytest.fixture
def agent(cast: Cast) -> Client:
    return cast.client(cast.world.agent)


def overviews(client: Client, url: str = "/tickets/") -> list[tuple[str, str]]:
    """Return names and numbers in the navigation."""
    page = client.get(url).content.decode()
    part = page[page.index('id="overviews"') :].partition("</div>")[0]
    return re.findall(r'nav__label">([^<]*)</span>(?:<span class="nav__count">([^<]*)<)?', part)


def test_own_overview_stands_in_the_navigation_with_its_number(agent: Client, cast: Cast) -> None:
    arrive(cast.world.channel, eml(), eml(subject="Water"))
    address = agent.post("/overviews/new/", entered()).headers["Location"]
    assert overviews(agent)[-1] == ("Fire", "1")
    page = agent.get(address).content.decode()
    assert ("Printer on fire" in page, "Water" in page, "sort=-state" in page, "sort=number" in page) == (
        True, False, False, False,
    )  # fmt: skip
    assert ("Fire", "1") not in overviews(cast.client(cast.administrator))
    row = StoredOverview.objects.get()
    assert (row.owner, row.columns, row.everyone) == (cast.world.agent, ["state", "owner"], False)


def test_nobody_touches_the_overviews_of_others(agent: Client, pages: Client, cast: Cast) -> None:
    mine = save_overview(OverviewDraft("Mine", EVERY), cast.world.agent)
    shared = save_overview(OverviewDraft("Shared", EVERY, everyone=True), None)
    for client, pk in ((pages, mine.pk), (agent, shared.pk)):
        for url in (f"/overviews/{pk}/", f"/overviews/{pk}/remove/", f"/overviews/{pk}/move/up/"):
            assert client.post(url, entered(everyone="on")).status_code == 404, url
    assert agent.post("/overviews/shared/new/", entered(everyone="on")).status_code == 403
    assert agent.get("/overviews/shared/").status_code == 403
    assert sorted(StoredOverview.objects.values_list("name", flat=True)) == ["Mine", "Shared"]


def test_own_overview_is_shared_with_nobody_whatever_is_sent(agent: Client, cast: Cast) -> None:
    agent.post("/overviews/new/", entered(everyone="on", groups=[cast.world.group.pk]))
    row = StoredOverview.objects.get()
    assert (row.everyone, row.groups.count()) == (False, 0)


def test_administrator_shares_with_groups_and_roles(pages: Client, agent: Client, cast: Cast) -> None:
    assert "Choose whom it is for." in pages.post("/overviews/shared/new/", entered()).content.decode()
    role, group = Role.objects.get(name="Agent"), cast.world.group
    pages.post("/overviews/shared/new/", entered(roles=[role.pk], groups=[group.pk]))
    row = StoredOverview.objects.get()
    assert (row.owner, row.everyone, list(row.groups.all()), list(row.roles.all())) == (None, False, [group], [role])
    assert overviews(agent)[-1][0] == "Fire"
    pages.post(f"/overviews/{row.pk}/", entered(name="Flames", everyone="on"))
    assert (overviews(agent)[-1][0], StoredOverview.objects.get().roles.count()) == ("Flames", 0)


def test_editor_counts_what_one_may_see_only(agent: Client, cast: Cast) -> None:
    arrive(cast.world.channel, eml(), eml(subject="Forest fire"), eml(subject="Water"))
    Ticket.objects.filter(title="Forest fire").update(group=Group.objects.create(name="Elsewhere"))
    answer = agent.post("/overviews/new/", entered(do="count")).content.decode()
    assert ("1 ticket fits now." in answer, "<form" in answer) == (True, False)
    assert (
        "Elsewhere"
        not in agent.post("/overviews/new/", entered(do="refresh", **{"c-0-field": "ticket.group"})).content.decode()
    )
    people = agent.post("/overviews/new/", entered(do="refresh", **{"c-0-field": "ticket.owner"})).content.decode()
    assert (f'value="{cast.world.agent.pk}"' in people, 'value="me"' in people) == (True, True)
    assert StoredOverview.objects.count() == 0


def test_overviews_are_ordered_and_deleted(agent: Client, cast: Cast) -> None:
    first, second = (save_overview(OverviewDraft(name, EVERY), cast.world.agent) for name in ("A", "B"))
    assert agent.post(f"/overviews/{second.pk}/move/up/").headers["Location"] == "/overviews/"
    assert [name for name, _number in overviews(agent)[-2:]] == ["B", "A"]
    agent.get(f"/overviews/{first.pk}/remove/")
    agent.post(f"/overviews/{first.pk}/remove/")
    assert [row.name for row in StoredOverview.objects.all()] == ["B"]
    assert agent.get(f"/tickets/?overview={first.pk}").status_code == 404


def test_view_is_kept_by_person_and_overview(agent: Client, cast: Cast) -> None:
    arrive(cast.world.channel, eml(), eml(subject="Apple"))
    chosen = {"overview": "open", "columns": ["priority"], "sort": "title", "group_by": "group", "dense": "on"}
    assert agent.post("/tickets/view/", chosen).headers["Location"] == "/tickets/?overview=open"
    page = agent.get("/tickets/?overview=open").content.decode()
    assert ("table--dense" in page, ">Support</th>" in page, "sort=customer" in page) == (True, True, False)
    assert page.index("Apple") < page.index("Printer on fire")
    assert "table--dense" not in agent.get("/tickets/?overview=all").content.decode()
    agent.post("/tickets/view/", {"overview": "open", "do": "usual"})
    assert ListChoice.objects.count() == 0
    assert agent.post("/tickets/view/", {"overview": "nonsense"}).status_code == 404


def test_overview_that_is_not_understood_says_so(agent: Client, cast: Cast) -> None:
    row = StoredOverview.objects.create(name="Odd", owner=cast.world.agent, conditions={"field": "x.y", "op": "is"})
    assert "This overview cannot be shown" in agent.get(f"/tickets/?overview={row.pk}").content.decode()
    assert agent.get(f"/overviews/{row.pk}/").status_code == 200


def test_pages_ask_as_often_for_forty_overviews(agent: Client, pages: Client, cast: Cast) -> None:
    row = save_overview(OverviewDraft("A", EVERY), cast.world.agent)
    shared = save_overview(OverviewDraft("S", EVERY, groups=[cast.world.group]), None)
    asked = [
        (agent, "/tickets/"),
        (agent, "/overviews/"),
        (agent, f"/overviews/{row.pk}/"),
        (pages, "/overviews/shared/"),
        (pages, f"/overviews/{shared.pk}/"),
        (agent, reverse("tickets_done")),
    ]
    few = [statements(client, url) for client, url in asked]
    for number in range(20):
        save_overview(OverviewDraft(f"O{number}", EVERY), cast.world.agent)
        save_overview(OverviewDraft(f"S{number}", EVERY, groups=[cast.world.group]), None)
    assert [statements(client, url) for client, url in asked] == few
    assert max(few) <= 25


def test_groups_stand_in_groups(agent: Client, cast: Cast) -> None:
    conditions = {"all": [{"any": [{"all": [{"any": [LEAF]}, LEAF]}]}]}
    row = save_overview(OverviewDraft("Deep", conditions), cast.world.agent)
    page = agent.get(f"/overviews/{row.pk}/").content.decode()
    assert ("kept as it is" in page, 'name="c-0-0-0-0-value"' in page) == (False, True)
    assert ('value="group:c-0-0"' in page, 'value="group:c-0-0-0"' in page) == (True, False)
    joins = {"c-join": "all", "c-0-join": "any", "c-0-0-join": "all", "c-0-0-0-join": "any"}
    counts = {"c-count": "1", "c-0-count": "1", "c-0-0-count": "2", "c-0-0-0-count": "1"}
    leaves = {f"{path}-{name}": value for path in ("c-0-0-0-0", "c-0-0-1") for name, value in LEAF.items()}
    agent.post(f"/overviews/{row.pk}/", {"name": "Deep", "sort": "-changed", **joins, **counts, **leaves})
    row.refresh_from_db()
    assert row.conditions == conditions


def test_overview_is_put_at_a_place_of_the_list(agent: Client, cast: Cast) -> None:
    first, second, third = (
        save_overview(OverviewDraft(name, EVERY), owner=cast.world.agent) for name in ("One", "Two", "Three")
    )
    assert agent.post(f"/overviews/{third.pk}/move/to/", {"place": "0"}).headers["Location"] == "/overviews/"
    own = [name for name, _count in overviews(agent) if name in ("One", "Two", "Three")]
    assert own == ["Three", "One", "Two"]
    agent.post(f"/overviews/{third.pk}/move/to/", {"place": "99999"})
    assert [row.pk for row in of_owner(cast.world.agent)] == [first.pk, second.pk, third.pk]
    for place in ("", "-1", "x", "1" * 9):
        assert agent.post(f"/overviews/{third.pk}/move/to/", {"place": place}).status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_overviews_are_dragged_and_moved_by_keys(
    cast: Cast, agent: Client, browser: Browser, live_server: LiveServer
) -> None:
    rows = [save_overview(OverviewDraft(name, EVERY), owner=cast.world.agent) for name in ("One", "Two", "Three")]
    with chromium.opened(browser, base_url=live_server.url, viewport={"width": 1440, "height": 900}) as page:
        page.context.add_cookies(
            [{"name": "sessionid", "value": agent.cookies["sessionid"].value, "url": live_server.url}]
        )
        page.goto("/overviews/")
        names = page.locator("[data-reorder] .row-link")
        page.locator("tr", has=page.locator(f"#overview-{rows[2].pk}")).drag_to(
            page.locator("tr", has=page.locator(f"#overview-{rows[0].pk}")), target_position={"x": 300, "y": 2}
        )
        expect(page.locator("#overviews .nav__label").filter(has_text=re.compile("^(One|Two|Three)$"))).to_have_text(
            ["Three", "One", "Two"]
        )
        expect(names).to_have_text(["Three", "One", "Two"])
        page.locator(f"#overview-{rows[2].pk}").focus()
        page.keyboard.press("Alt+ArrowDown")
        expect(names).to_have_text(["One", "Three", "Two"])
        expect(page.locator(f"#overview-{rows[2].pk}")).to_be_focused()
        page.keyboard.press("Alt+ArrowDown")
        expect(names).to_have_text(["One", "Two", "Three"])
    assert [row.name for row in of_owner(cast.world.agent)] == ["One", "Two", "Three"]
