"""The pages of filters, as a browser without JavaScript uses them."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Page

from postroom.intake.filters.trial import try_filter
from postroom.intake.filters.values import FilterFacts
from postroom.models import Filter, Group, Ticket
from tests.web.axe import findings_in_both_themes
from tests.web.cast import MOST_STATEMENTS, Cast, statements
from tests.world import arrive, eml

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Orders",
    "note": "",
    "c-join": "all",
    "c-count": "2",
    "c-0-field": "mail.subject",
    "c-0-was": "mail.subject",
    "c-0-op": "matches",
    "c-0-value": r"Order (?P<number>\d+)",
    "c-1-field": "mail.header:",
    "c-1-was": "mail.header:",
    "c-1-named": "X-Shop",
    "c-1-op": "is",
    "c-1-value": "north",
    "new-title": "Order #{capture.number}",
    "new-tags": "shop, order",
    "new-priority_named": "#{capture.how}",
    "more-state": "closed",
}


def test_filter_is_made_by_the_form_and_is_off_at_first(pages: Client, cast: Cast) -> None:
    group = cast.world.group
    answer = pages.post("/filters/new/", {**FORM, "new-group": group.pk, "stop": "on"})
    found = Filter.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/filters/{found.pk}/")
    assert (found.active, found.stop, found.conditions) == (
        False,
        True,
        {
            "all": [
                {"field": "mail.subject", "op": "matches", "value": r"Order (?P<number>\d+)"},
                {"field": "mail.header:X-Shop", "op": "is", "value": "north"},
            ]
        },
    )
    assert (found.for_new, found.for_follow_up) == (
        {
            "group": group.pk,
            "title": "Order #{capture.number}",
            "tags": ["shop", "order"],
            "priority": "#{capture.how}",
        },
        {"state": "closed"},
    )


def test_what_was_saved_is_shown_again_and_saved_unchanged(pages: Client) -> None:
    pages.post("/filters/new/", FORM)
    found = Filter.objects.get()
    page = pages.get(f"/filters/{found.pk}/").content.decode()
    for shown in ('value="X-Shop"', 'value="shop, order"', 'value="#{capture.how}"', 'value="Order #{capture.number}"'):
        assert shown in page
    before = (found.conditions, found.for_new, found.for_follow_up)
    pages.post(f"/filters/{found.pk}/", FORM)
    found.refresh_from_db()
    assert (found.conditions, found.for_new, found.for_follow_up) == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"c-0-value": "(("}, "is no regular expression"),
        ({"c-1-named": ""}, "There is no field"),
        ({"c-1-named": "not a name"}, "There is no field"),
        ({"new-title": "", "new-tags": "", "new-priority_named": "", "more-state": ""}, "Choose what the filter does."),
        ({"more-state": "pending_reminder"}, "Enter how long the ticket is to be pending."),
        ({"name": ""}, "This field is required."),
    ],
)
def test_filter_that_makes_no_sense_is_refused_with_a_sentence(
    pages: Client, change: dict[str, str], sentence: str
) -> None:
    answer = pages.post("/filters/new/", {**FORM, **change})
    assert (answer.status_code, sentence in answer.content.decode(), Filter.objects.count()) == (422, True, 0)


def test_trying_shows_what_it_would_hit_and_changes_nothing(pages: Client, cast: Cast) -> None:
    arrive(cast.world.channel, b"X-Shop: north\r\n" + eml(subject="Order 4711"), eml(subject="Order 5"))
    answer = pages.post("/filters/new/", {**FORM, "do": "try"})
    page = answer.content.decode()
    assert (answer.status_code, "It matches 1 of 2 recent mails." in page) == (200, True)
    assert ("carl@customer.example" in page, '<span class="mono">number</span>: 4711' in page) == (True, True)
    assert (Filter.objects.count(), list(Ticket.objects.values_list("tags", flat=True))) == (0, [[], []])


def test_trial_ends_when_its_time_is_over(cast: Cast) -> None:
    arrive(cast.world.channel, *(eml(message_id=f"<{n}@x.example>") for n in range(7)))
    always = FilterFacts("", {"all": []}, {}, {})
    trial = try_filter(always, seconds=0)
    assert (trial.looked_at, trial.there, len(trial.hits)) == (1, 7, 1)
    assert (try_filter(always, mails=3).there, try_filter(always).looked_at) == (3, 7)


def test_buttons_of_the_list_switch_move_and_delete(pages: Client) -> None:
    for name in ("one", "two"):
        pages.post("/filters/new/", {**FORM, "name": name})
    one, two = Filter.objects.all()
    pages.post(f"/filters/{two.pk}/move/up/")
    assert [row.name for row in Filter.objects.all()] == ["two", "one"]
    pages.post(f"/filters/{one.pk}/switch/", {"active": "1"})
    assert list(Filter.objects.filter(active=True)) == [one]
    assert pages.get(f"/filters/{two.pk}/remove/").status_code == 200
    pages.post(f"/filters/{two.pk}/remove/")
    assert list(Filter.objects.all()) == [one]


def test_only_administrators_come_in(cast: Cast) -> None:
    Filter.objects.create(name="one")
    pk = Filter.objects.get().pk
    for path in ("", "new/", f"{pk}/", f"{pk}/remove/"):
        assert cast.client(cast.world.agent).get(f"/filters/{path}").status_code == 403


def test_list_needs_as_many_statements_however_many_filters(pages: Client) -> None:
    Group.objects.count()
    Filter.objects.bulk_create(Filter(name=f"f{n}", position=n) for n in range(30))
    assert statements(pages, "/filters/") <= MOST_STATEMENTS


@pytest.mark.browser
def test_pages_can_be_used_by_everybody(desk: tuple[Page, Cast]) -> None:
    page, cast = desk
    made = Filter.objects.create(name="Orders", conditions={"all": [{"field": "mail.header:X-Shop", "op": "is_set"}]})
    arrive(cast.world.channel, eml())
    for path in ("/filters/", f"/filters/{made.pk}/"):
        page.goto(path)
        assert findings_in_both_themes(page) == []
    page.get_by_role("button", name="Try it on the last 100 mails").click()
    page.get_by_text("It matches 0 of 1 recent mails.").wait_for()
    assert findings_in_both_themes(page) == []


def test_hits_among_the_last_mails_are_counted_while_one_types(pages: Client, cast: Cast) -> None:
    def count(value: str) -> str:
        asked = {"c-join": "all", "c-count": "1", "c-0-field": "mail.subject", "c-0-op": "contains", "c-0-value": value}
        return pages.post("/filters/new/", {**asked, "do": "count"}).content.decode().strip()

    assert count("order").startswith("No mail has come in yet")
    arrive(cast.world.channel, eml(subject="Order 7"), eml(subject="Order 8"), eml(subject="Printer"))
    assert count("order") == "It would have matched 2 of the last 3 mails."
    assert count("").startswith("How many mails it would have matched can be said once")
