"""The pages of triggers, as a browser without JavaScript uses them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from postroom.models import Event, Group, Outbound, Ticket, Trigger, WebhookCall
from postroom.triggers.shipped import ship_triggers
from tests.web.cast import MOST_STATEMENTS, Cast, statements
from tests.world import arrive, eml

pytestmark = pytest.mark.django_db

DEEP = {"any": [{"field": "ticket.title", "op": "contains", "value": "x"}, {"all": [{"any": []}]}]}


class Fields(HTMLParser):
    """What a browser would post from the editor on a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._form, self._select, self._textarea, self._first = False, "", "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "form":
            self._form = found.get("id") == "trigger-editor"
        if not self._form:
            return
        if tag == "input" and name and (found.get("type") != "checkbox" or "checked" in found):
            self._put(name, found.get("value", "on" if found.get("type") == "checkbox" else ""))
        elif tag == "select":
            self._select, self._first = name, "multiple" not in found
        elif tag == "option" and self._select:
            if "selected" in found:
                self.values[self._select] = [
                    *(self.values.get(self._select, []) if not self._first else []),
                    found["value"],
                ]
            elif self._first and self._select not in self.values:
                self.values[self._select] = [found["value"]]
        elif tag == "textarea":
            self._textarea = name
            self._put(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = False
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea][-1] += data.removeprefix("\n") if not self.values[self._textarea][-1] else data

    def _put(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


def fields(client: Client, url: str) -> dict[str, Any]:
    return Fields(client.get(url).content.decode()).values


def pressed(client: Client, url: str, given: dict[str, Any], button: str) -> dict[str, Any]:
    answer = client.post(url, {**given, "do": button})
    assert answer.status_code == 200
    return Fields(answer.content.decode()).values


def test_saving_shipped_triggers_unchanged_changes_nothing(pages: Client, cast: Cast) -> None:
    for trigger in ship_triggers():
        assert (
            pages.post(
                f"/triggers/{trigger.pk}/", {**fields(pages, f"/triggers/{trigger.pk}/"), "do": "save"}
            ).status_code
            == 302
        )
        saved = Trigger.objects.get(pk=trigger.pk)
        assert (saved.name, saved.conditions, saved.active) == (trigger.name, trigger.conditions, trigger.active)
        assert [{**action} for action in saved.actions] == [{**action} for action in trigger.actions]


def test_trigger_is_made_by_buttons_alone_and_works(pages: Client, cast: Cast) -> None:
    url = "/triggers/new/"
    form = fields(pages, url)
    form |= {"name": ["Fire"], "c-0-value": ["fire\nflames"]}
    form = pressed(pages, url, form, "add:c")
    form = pressed(pages, url, {**form, "c-1-field": ["event.kind"]}, "refresh")
    assert (form["c-0-value"], form["c-1-op"]) == (["fire\nflames"], ["is"])
    form = pressed(pages, url, {**form, "c-1-value": ["opened"]}, "action:tags")
    form = pressed(pages, url, {**form, "a-0-add": ["hot, urgent"]}, "action:change")
    assert pages.post(url, {**form, "a-1-priority": ["3"], "do": "save"}).headers["Location"] == "/triggers/"
    trigger = Trigger.objects.get()
    assert trigger.conditions == {
        "all": [
            {"field": "ticket.title", "op": "contains", "value": ["fire", "flames"]},
            {"field": "event.kind", "op": "is", "value": ["opened"]},
        ]
    }
    assert trigger.actions == [
        {"action": "tags", "add": ["hot", "urgent"], "remove": []},
        {"action": "change", "priority": 3},
    ]
    assert trigger.active is False
    pages.post(f"/triggers/{trigger.pk}/switch/", {"active": "1"})
    arrive(cast.world.channel, eml(), eml(subject="Water"))
    assert dict(Ticket.objects.values_list("title", "priority")) == {"Printer on fire": 3, "Water": 2}
    assert Ticket.objects.get(title="Printer on fire").tags == ["hot", "urgent"]


def test_groups_and_rows_are_added_and_taken_away(pages: Client, cast: Cast) -> None:
    url = "/triggers/new/"
    form = pressed(pages, url, fields(pages, url), "group:c")
    form = pressed(pages, url, {**form, "c-1-0-value": ["inner"]}, "add:c-1")
    form = pressed(pages, url, form, "remove:c-0")
    assert (form["c-count"], form["c-0-count"], form["c-0-0-value"], form["c-0-join"]) == (
        ["1"],
        ["2"],
        ["inner"],
        ["any"],
    )
    assert pressed(pages, url, form, "remove:c-0-1")["c-0-count"] == ["1"]
    assert pressed(pages, url, form, "remove:c-7-7")["c-0-count"] == ["2"]
    assert pressed(pages, url, form, "remove:c-0")["c-count"] == ["0"]


def test_deeper_groups_are_kept_and_shown(pages: Client, cast: Cast) -> None:
    trigger = Trigger.objects.create(name="Deep", conditions={"all": [DEEP]}, actions=[{"action": "note", "text": "x"}])
    url = f"/triggers/{trigger.pk}/"
    assert "{&quot;all&quot;: [{&quot;any&quot;: []}]}" in pages.get(url).content.decode()
    pages.post(url, {**fields(pages, url), "do": "save"})
    trigger.refresh_from_db()
    assert trigger.conditions == {"all": [DEEP]}


@pytest.mark.parametrize(
    ("field", "op", "given", "value"),
    [
        ("ticket.created_at", "older_than", {"value": "2", "unit": "1440"}, 2880),
        ("ticket.tags", "has_any", {"value": "a, b,"}, ["a", "b"]),
        ("ticket.priority", "is", {"value": ["1", "3"]}, [1, 3]),
        ("ticket.title", "matches", {"value": "^a+$"}, "^a+$"),
        ("article.internal", "is_not", {"value": ["true"]}, ["true"]),
    ],
)
def test_values_come_back_as_they_were_entered(
    pages: Client, cast: Cast, field: str, op: str, given: dict[str, Any], value: Any
) -> None:
    entered = {f"c-0-{name}": item for name, item in given.items()}
    pages.post("/triggers/new/", {**note(), "c-0-field": field, "c-0-op": op, **entered})
    trigger = Trigger.objects.get()
    assert trigger.conditions == {"all": [{"field": field, "op": op, "value": value}]}
    url = f"/triggers/{trigger.pk}/"
    pages.post(url, {**fields(pages, url), "do": "save"})
    trigger.refresh_from_db()
    assert trigger.conditions["all"][0]["value"] == value


def note(**more: Any) -> dict[str, Any]:
    """Return a trigger that writes a note, with one condition to be filled."""
    return {"name": "T", "c-count": "1", "c-join": "all", "a-count": "1", "a-0-action": "note", "a-0-text": "x", **more}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"c-0-field": "ticket.title", "c-0-op": "contains", "c-0-value": ""}, "Enter a value for “Title”."),
        ({"c-0-field": "ticket.title", "c-0-op": "matches", "c-0-value": "("}, "is no regular expression"),
        ({"c-0-field": "no.such"}, "There is no field “no.such”."),
        ({"c-count": "0", "a-count": "0"}, "A trigger needs at least one action."),
        ({"c-count": "0", "name": ""}, "This field is required."),
        ({"c-count": "0", "a-0-action": "mail", "a-0-subject": "s", "a-0-body": "b"}, "Enter at least one recipient."),
        (
            {"c-count": "0", "a-0-action": "mail", "a-0-others": "x@", "a-0-subject": "s", "a-0-body": "b"},
            "valid email",
        ),
        ({"c-count": "0", "a-0-action": "webhook", "a-0-url": "ftp://x.example/"}, "begins with https:// or http://"),
        ({"c-count": "0", "a-0-action": "change"}, "Choose what to change."),
        (
            {"c-count": "0", "a-0-action": "change", "a-0-state": "pending_close"},
            "how long the ticket is to be pending",
        ),
        ({"c-count": "0", "a-0-action": "tags"}, "Name at least one tag."),
        ({"c-count": "0", "name": "Taken"}, "There is a trigger with this name already."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    pages: Client, cast: Cast, given: dict[str, str], sentence: str
) -> None:
    Trigger.objects.create(name="Taken")
    answer = pages.post("/triggers/new/", note(**given))
    assert (answer.status_code, Trigger.objects.count()) == (422, 1)
    assert sentence in answer.content.decode()


def test_page_says_how_many_tickets_fit_and_what_was_left_out(pages: Client, cast: Cast) -> None:
    arrive(cast.world.channel, eml(), eml(subject="Water"))
    form = note(
        do="refresh", **{"c-count": "2", "c-0-field": "ticket.title", "c-0-op": "contains", "c-0-value": "FIRE"}
    )
    form |= {"c-1-field": "event.kind", "c-1-op": "is", "c-1-value": "opened"}
    page = pages.post("/triggers/new/", form).content.decode()
    assert ("1 ticket fits now." in page, "1 condition is left out" in page) == (True, True)
    page = pages.post("/triggers/new/", {**form, "c-join": "any"}).content.decode()
    assert ("2 tickets fit now." in page, "2 conditions are left out" in page) == (True, True)
    page = pages.post("/triggers/new/", {**form, "c-0-op": "matches", "c-0-value": r"(?<n>a)\p{Lu}"}).content.decode()
    assert "can be said once the conditions are complete" in page


def test_triggers_move_are_copied_and_deleted(pages: Client, cast: Cast) -> None:
    first, second, third = ship_triggers()
    pages.post(f"/triggers/{third.pk}/move/up/")
    pages.post(f"/triggers/{first.pk}/move/up/")
    assert order(pages) == [first.name, third.name, second.name]
    copy = pages.post(f"/triggers/{third.pk}/clone/").headers["Location"]
    assert order(pages) == [first.name, third.name, f"Copy of {third.name}", second.name]
    pages.post(f"/triggers/{third.pk}/clone/")
    assert order(pages)[2] == f"Copy of {third.name} (1)"
    assert Trigger.objects.filter(active=True).count() == 2
    pages.get(f"{copy}remove/")
    pages.post(f"{copy}remove/")
    assert order(pages) == [first.name, third.name, f"Copy of {third.name} (1)", second.name]


def order(pages: Client) -> list[str]:
    return re.findall(r'class="row-link"[^>]*>([^<]*)<', pages.get("/triggers/").content.decode())


def test_log_of_a_webhook_is_shown(pages: Client, cast: Cast) -> None:
    arrive(cast.world.channel, eml())
    trigger = Trigger.objects.create(name="Hook", actions=[{"action": "webhook", "url": "https://x.example/"}])
    WebhookCall.objects.create(
        trigger=trigger, event=Event.objects.all()[0], url="https://x.example/", payload={}, error="<b>boom</b>"
    )
    page = pages.get(f"/triggers/{trigger.pk}/").content.decode()
    assert "&lt;b&gt;boom&lt;/b&gt;" in page


def test_pages_ask_as_often_for_sixty_triggers_and_groups(pages: Client, cast: Cast) -> None:
    conditions = {"all": [{"field": "ticket.group", "op": "is", "value": [cast.world.group.pk]} for _ in range(30)]}
    trigger = Trigger.objects.create(name="A", conditions=conditions, actions=[{"action": "change", "group": 1}] * 5)
    few = (statements(pages, "/triggers/"), statements(pages, f"/triggers/{trigger.pk}/"))
    Trigger.objects.bulk_create(Trigger(name=f"T{number}") for number in range(60))
    Group.objects.bulk_create(Group(name=f"G{number}") for number in range(60))
    assert (statements(pages, "/triggers/"), statements(pages, f"/triggers/{trigger.pk}/")) == few
    assert max(few) <= MOST_STATEMENTS + 6
    assert Outbound.objects.count() == 0
