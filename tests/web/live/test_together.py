"""Two people at work at the same time, each in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from postroom.mail.values import Address
from postroom.models import Outbound, Ticket
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.locking import locked
from postroom.tickets.noting import note
from postroom.tickets.replying import MailDraft, reply
from tests.web.live.meeting import HARMLESS, at_desk, colleague
from tests.web.live.server import WebServer
from tests.world import World, arrive, eml, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    # Playwright's loop runs in the thread of the test, which asks the database only between its steps.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    return make_world()


@pytest.fixture
def ticket(world: World) -> Ticket:
    arrive(world.channel, eml())
    return Ticket.objects.get()


def test_list_follows_by_itself_and_keeps_what_one_does(
    served: WebServer, browser: Browser, world: World, ticket: Ticket
) -> None:
    arrive(world.channel, eml(subject="Second matter"))
    second = Ticket.objects.get(title="Second matter")
    with at_desk(browser, served.url, world.agent) as page:
        page.goto("/tickets/")
        expect(page.locator("html")).to_have_attribute("data-connection", "open")
        page.locator(f"#select-{ticket.pk}").check()
        page.locator(f"#ticket-{ticket.pk}").focus()
        page.evaluate(f"window.row = document.getElementById('ticket-{ticket.pk}')")
        arrive(world.channel, eml(subject="Just in"))
        row = page.locator("tr[data-mark=new]")
        expect(row).to_contain_text("Just in")
        expect(row.locator(".live-mark")).to_have_text("new")
        with acting(colleague(), "web") as act:
            change(act, locked(second.pk), priority=3)
        expect(page.locator(f"tr[data-ticket='{second.pk}'] .live-mark")).to_have_text("changed")
        expect(page.locator(f"#select-{ticket.pk}")).to_be_checked()
        expect(page.locator(f"#ticket-{ticket.pk}")).to_be_focused()
        expect(page.locator("#overviews")).to_contain_text("3")
        assert page.evaluate(f"window.row === document.getElementById('ticket-{ticket.pk}')")
        with acting(world.agent, "web") as act:
            change(act, locked(ticket.pk), title="Changed by myself")
        expect(page.locator(f"#ticket-{ticket.pk}")).to_have_text("Changed by myself")
        expect(page.locator("[data-mark]")).to_have_count(2)
        row.locator(".row-link").click()
        expect(page.get_by_role("heading", name="Just in")).to_be_visible()
        page.go_back()
        expect(page.locator(".live-mark")).to_have_text(["changed"])


def test_open_ticket_follows_and_what_is_written_stays(
    served: WebServer, browser: Browser, world: World, ticket: Ticket
) -> None:
    ben = colleague()
    with at_desk(browser, served.url, world.agent) as page:
        page.goto(f"/tickets/{ticket.pk}/")
        expect(page.locator("html")).to_have_attribute("data-connection", "open")
        page.keyboard.press("n")
        paper = page.locator(".ProseMirror")
        paper.press_sequentially("Half a")
        page.locator("#attributes").get_by_label("Tags").fill("mine")
        paper.focus()
        with acting(ben, "web") as act:
            taken = locked(ticket.pk)
            change(act, taken, priority=3, owner=ben)
            note(act, taken, "I take it.")
        expect(page.locator("#thread .article[data-mark=new]")).to_contain_text("I take it.")
        expect(page.locator("#attributes").get_by_label("Priority")).to_have_value("3")
        expect(page.locator("#attributes").get_by_label("Owner")).to_have_value(str(ben.pk))
        expect(page.locator("#attributes").get_by_label("Tags")).to_have_value("mine")
        expect(page.get_by_text("Something new happened on this ticket.")).to_be_visible()
        expect(paper).to_be_focused()
        paper.press_sequentially(" word")
        expect(paper).to_have_text("Half a word")


def test_who_is_at_a_ticket_is_seen_there_and_in_the_list(
    served: WebServer, browser: Browser, world: World, ticket: Ticket
) -> None:
    ben = colleague()
    with at_desk(browser, served.url, world.agent) as anna, at_desk(browser, served.url, ben) as his:
        anna.goto(f"/tickets/{ticket.pk}/")
        his.goto("/tickets/")
        expect(his.locator(f"tr[data-ticket='{ticket.pk}'] .here")).to_contain_text("Anna Agent")
        his.goto(f"/tickets/{ticket.pk}/")
        expect(his.locator("#here")).to_contain_text("Anna Agent")
        expect(anna.locator("#here")).to_contain_text("Ben Becker")
        his.keyboard.press("n")
        his.get_by_role("textbox", name="Text").press_sequentially("Hm")
        expect(anna.locator("#here .here__person--writing")).to_contain_text("Ben Becker")
        his.goto("/tickets/")
        expect(anna.locator("#here .here__person")).to_have_count(0)


def test_clients_come_back_after_the_server_was_away(
    served: WebServer, browser: Browser, world: World, ticket: Ticket
) -> None:
    with at_desk(browser, served.url, world.agent, HARMLESS) as page:
        page.goto("/tickets/")
        expect(page.locator("html")).to_have_attribute("data-connection", "open")
        served.stop()
        arrive(world.channel, eml(subject="While nobody served"))
        expect(page.get_by_text("Offline – reconnecting")).to_be_visible(timeout=20_000)
        served.start()
        expect(page.get_by_role("link", name="While nobody served")).to_be_visible(timeout=60_000)
        expect(page.get_by_text("Offline – reconnecting")).to_be_hidden(timeout=60_000)
        arrive(world.channel, eml(subject="Served again"))
        expect(page.get_by_role("link", name="Served again")).to_be_visible()


def test_change_of_the_same_field_is_shown_and_not_overwritten(
    served: WebServer, browser: Browser, world: World, ticket: Ticket
) -> None:
    ben = colleague()
    with at_desk(browser, served.url, world.agent, "status of 422") as page:
        page.goto(f"/tickets/{ticket.pk}/")
        expect(page.locator("html")).to_have_attribute("data-connection", "open")
        form = page.locator("#attributes")
        form.get_by_label("Priority").focus()
        page.keyboard.press("ArrowUp")
        with acting(ben, "web") as act:
            change(act, locked(ticket.pk), priority=3, state="open")
        expect(form.get_by_label("State")).to_have_value("open")
        expect(form.get_by_label("Priority")).to_have_value("1")
        page.keyboard.press("Enter")
        expect(form).to_contain_text("Ben Becker set this to “high”")
        ticket.refresh_from_db()
        assert (ticket.priority, ticket.state) == (3, "open")
        form.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved.")).to_be_visible()
        ticket.refresh_from_db()
        assert (ticket.priority, ticket.state) == (1, "open")


def test_answer_given_meanwhile_is_told_before_the_second_one_leaves(
    served: WebServer, browser: Browser, world: World, ticket: Ticket
) -> None:
    ben = colleague()
    with at_desk(browser, served.url, world.agent) as page:
        page.goto(f"/tickets/{ticket.pk}/")
        page.keyboard.press("r")
        page.get_by_role("textbox", name="Text").press_sequentially("Use water.")
        with acting(ben, "web") as act:
            to = (Address("Carl", "carl@customer.example"),)
            reply(act, locked(ticket.pk), MailDraft(to, "RE: Printer", "Use sand."))
        expect(page.locator("#thread")).to_contain_text("Use sand.")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.locator("#composer")).to_contain_text("Ben Becker answered")
        expect(page.get_by_role("textbox", name="Text")).to_contain_text("Use water.")
        assert Outbound.objects.count() == 1
        page.get_by_role("button", name="Send anyway").click()
        expect(page.get_by_text("Your mail is on its way.")).to_be_visible()
        assert Outbound.objects.count() == 2


def test_more_tabs_than_a_browser_opens_connections_all_follow(
    served: WebServer, browser: Browser, world: World, ticket: Ticket
) -> None:
    with at_desk(browser, served.url, world.agent) as page:
        tabs = [page, *(page.context.new_page() for _ in range(7))]
        for tab in tabs:
            tab.goto("/tickets/")
        arrive(world.channel, eml(subject="Just in"))
        for tab in tabs:
            # A tab that nobody sees fetches nothing until somebody does.
            tab.bring_to_front()
            expect(tab.get_by_role("link", name="Just in")).to_be_visible()
