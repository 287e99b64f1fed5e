"""An agent at work in a real browser, in both languages, by mouse and by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from postroom.models import Article, Event, Outbound, OutboundState, Ticket, TicketState, User
from tests.web import chromium
from tests.web.axe import findings_in_both_themes
from tests.web.tickets.at_work import answer, html_mail, ticket_of
from tests.world import World, arrive, eml

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest, world: World) -> Iterator[str]:
    """Let the agent read this language, and the test too."""
    chosen = str(request.param)
    User.objects.filter(pk=world.agent.pk).update(language=chosen)
    with translation.override(chosen):
        yield chosen


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, pages: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """Yield a browser in which the agent is signed in."""
    # Playwright's loop runs in the thread of the test, which asks the database only between its steps.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with chromium.opened(
        browser, "status of 422", viewport={"width": 1440, "height": 900}, base_url=live_server.url
    ) as page:
        session = pages.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        yield page


@pytest.fixture
def shown(world: World) -> Ticket:
    """Return the ticket of an HTML mail."""
    (row,) = arrive(world.channel, html_mail())
    return ticket_of(row)


def test_html_mail_is_read_in_its_frame(language: str, shown: Ticket, desk: Page) -> None:
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url) if "elsewhere" in request.url else None)
    desk.goto(f"/tickets/{shown.pk}/")
    frame = desk.frame_locator("iframe.article__frame")
    expect(frame.get_by_text("this")).to_be_visible()
    expect(frame.locator("img[src^='/attachments/']")).to_have_count(1)
    expect(frame.get_by_text("An older mail")).to_be_hidden()
    frame.get_by_text(_("Show earlier messages")).click()
    expect(frame.get_by_text("An older mail")).to_be_visible()
    assert asked == []


def test_remote_images_come_only_after_a_click(
    shown: Ticket, browser: Browser, live_server: LiveServer, pages: Client
) -> None:
    asked: list[str] = []
    with chromium.opened(browser, "ERR_FAILED", base_url=live_server.url) as page:
        session = pages.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.on("request", lambda request: asked.append(request.url) if "elsewhere" in request.url else None)
        page.route("https://elsewhere.example/**", lambda route: route.abort())
        page.goto(f"/tickets/{shown.pk}/")
        expect(page.frame_locator("iframe.article__frame").get_by_text("this")).to_be_visible()
        assert asked == []
        with page.expect_event("requestfailed"):
            page.get_by_role("link", name="Show remote images").click()
        expect(page.frame_locator("iframe.article__frame").get_by_text("this")).to_be_visible()
        assert asked == ["https://elsewhere.example/a.png"]


def test_answer_is_written_below_the_thread_and_leaves(language: str, ticket: Ticket, desk: Page) -> None:
    desk.goto(f"/tickets/{ticket.pk}/")
    desk.locator(".head__actions").get_by_role("link", name=_("Reply"), exact=True).click()
    paper = desk.get_by_role("textbox", name=_("Text"))
    paper.press_sequentially("Use water.")
    desk.get_by_role("button", name=_("Bold")).click()
    paper.press_sequentially(" Now!")
    desk.get_by_label(_("Then set state")).select_option("closed")
    desk.locator("input[type=file]").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"how"})
    desk.get_by_role("button", name=_("Send"), exact=True).click()
    expect(desk.get_by_text(_("Your mail is on its way."))).to_be_visible()
    expect(desk.locator(".article")).to_have_count(2)
    outbound = Outbound.objects.get()
    assert outbound.article is not None
    assert "Use water.<strong> Now!</strong>" in outbound.article.body_html
    assert [file.filename for file in outbound.article.attachments.all()] == ["a.txt"]
    assert Ticket.objects.get(pk=ticket.pk).state == TicketState.CLOSED


def test_what_was_written_survives_a_wrong_address(language: str, ticket: Ticket, desk: Page) -> None:
    desk.goto(f"/tickets/{ticket.pk}/")
    desk.locator(".head__actions").get_by_role("link", name=_("Reply"), exact=True).click()
    desk.get_by_role("textbox", name=_("Text")).press_sequentially("Use water.")
    desk.locator("input[type=file]").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"how"})
    desk.get_by_label(_("To"), exact=True).fill("nobody")
    desk.get_by_role("button", name=_("Send"), exact=True).click()
    expect(desk.get_by_text(_("“%(text)s” is not an e-mail address.") % {"text": "nobody"})).to_be_visible()
    expect(desk.get_by_role("textbox", name=_("Text"))).to_contain_text("Use water.")
    desk.get_by_label(_("To"), exact=True).fill("carl@customer.example")
    desk.get_by_role("button", name=_("Send"), exact=True).click()
    expect(desk.get_by_text(_("Your mail is on its way."))).to_be_visible()
    article = Outbound.objects.get().article
    assert article is not None
    assert (article.new_text, article.attachments.count()) == ("Use water.", 1)


def test_failed_mail_is_sent_again_with_the_same_id(
    language: str, world: World, ticket: Ticket, pages: Client, desk: Page
) -> None:
    answer(pages, world, ticket)
    Outbound.objects.update(state=OutboundState.FAILED, error_code="mailbox-full", server_text="552 full")
    before = Outbound.objects.get()
    desk.goto(f"/tickets/{ticket.pk}/")
    desk.get_by_role("button", name=_("Resend")).click()
    expect(desk.get_by_text(_("The mail is on its way again."))).to_be_visible()
    again = Outbound.objects.get()
    assert (again.state, again.message_id) == (OutboundState.WAITING, before.message_id)
    Outbound.objects.update(state=OutboundState.SENT, finished_at=ticket.created_at)
    expect(desk.locator(".delivery--sent")).to_be_visible(timeout=10_000)


def test_day_goes_on_by_keyboard_alone(world: World, ticket: Ticket, desk: Page) -> None:
    arrive(world.channel, eml(subject="Zebra"))
    desk.goto("/tickets/?sort=title")
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    expect(desk.locator("#bulk")).to_be_visible()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Printer on fire")).to_be_visible()
    desk.keyboard.press("n")
    expect(desk.get_by_role("textbox", name="Text")).to_be_focused()
    desk.keyboard.type("He is angry.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".article--note")).to_contain_text("He is angry.")
    desk.keyboard.press("r")
    expect(desk.get_by_role("textbox", name="Text")).to_be_focused()
    desk.keyboard.type("Use water.")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("Your mail is on its way.")).to_be_visible()
    written = Article.objects.filter(ticket=ticket).order_by("pk").values_list("new_text", "internal")
    assert list(written)[1:] == [("He is angry.", True), ("Use water.", False)]


def test_new_mail_appears_by_itself_and_takes_neither_focus_nor_selection(
    world: World, ticket: Ticket, desk: Page
) -> None:
    desk.goto("/tickets/")
    desk.locator(f"#select-{ticket.pk}").check()
    desk.locator(f"#ticket-{ticket.pk}").focus()
    arrive(world.channel, eml(subject="Just in"))
    expect(desk.get_by_role("link", name="Just in")).to_be_visible(timeout=20_000)
    expect(desk.locator(f"#select-{ticket.pk}")).to_be_checked()
    expect(desk.locator(f"#ticket-{ticket.pk}")).to_be_focused()
    expect(desk.locator("#overviews")).to_contain_text("2")


def test_something_new_is_said_without_touching_what_is_written(world: World, ticket: Ticket, desk: Page) -> None:
    desk.goto(f"/tickets/{ticket.pk}/")
    desk.keyboard.press("n")
    desk.get_by_role("textbox", name="Text").press_sequentially("Half a")
    arrive(world.channel, eml(subject=f"RE: [Ticket#{ticket.number}]", body="More"))
    expect(desk.get_by_text("Something new happened on this ticket.")).to_be_visible(timeout=20_000)
    expect(desk.get_by_role("textbox", name="Text")).to_have_text("Half a")


def test_attributes_are_changed_in_place(world: World, ticket: Ticket, desk: Page) -> None:
    desk.goto(f"/tickets/{ticket.pk}/")
    form = desk.locator("#attributes")
    expect(form.get_by_role("button", name="Save")).to_be_hidden()
    form.get_by_label("Owner").select_option(str(world.agent.pk))
    expect(desk.locator(".toasts[role=status]")).to_contain_text("Saved.")
    form.get_by_label("State").select_option("pending_reminder")
    expect(form.get_by_label("Pending until")).to_be_focused()
    form.get_by_label("Owner").focus()
    expect(form.get_by_role("alert")).to_contain_text("Say until when")
    form.get_by_label("Pending until").fill("2030-01-02T03:04")
    form.get_by_role("button", name="Save").click()
    expect(desk.locator(".head__title")).to_contain_text("Pending reminder")
    ticket.refresh_from_db()
    assert (ticket.owner, ticket.state) == (world.agent, TicketState.PENDING_REMINDER)


def test_field_saves_itself_by_keyboard_and_keeps_the_focus(world: World, ticket: Ticket, desk: Page) -> None:
    desk.goto(f"/tickets/{ticket.pk}/")
    form = desk.locator("#attributes")
    priority, title = form.get_by_label("Priority"), form.get_by_label("Title")
    desk.keyboard.press("p")
    expect(priority).to_be_focused()
    desk.keyboard.press("ArrowDown")
    expect(priority).to_have_value("3")
    desk.keyboard.press("Escape")
    expect(priority).to_have_value("2")
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("Enter")
    saved = desk.locator("[data-undo]")
    expect(saved).to_have_count(1)
    expect(priority).to_be_focused()
    title.focus()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("Fire in the printer")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Fire in the printer")).to_be_visible()
    expect(title).to_be_focused()
    assert Event.objects.filter(ticket=ticket, kind="changed").count() == 2
    expect(saved).to_have_count(2)
    desk.get_by_role("button", name="Follow").focus()
    desk.keyboard.press("z")
    expect(desk.get_by_text("Taken back for 1 ticket.")).to_be_visible()
    expect(desk.get_by_role("button", name="Follow")).to_be_focused()
    ticket.refresh_from_db()
    assert (ticket.title, ticket.priority) == ("Printer on fire", 1)


@pytest.mark.parametrize("width", [1440, 360])
def test_pages_are_for_everybody(
    width: int, language: str, world: World, shown: Ticket, pages: Client, desk: Page
) -> None:
    answer(pages, world, shown)
    Outbound.objects.update(state=OutboundState.FAILED, error_code="mailbox-full", server_text="552 full")
    desk.set_viewport_size({"width": width, "height": 900})
    article = shown.articles.first()
    assert article is not None
    found = {}
    for path in ("/tickets/", f"/tickets/{shown.pk}/", "/tickets/new/", f"/articles/{article.pk}/reading/"):
        desk.goto(path)
        found[path] = findings_in_both_themes(desk)
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    desk.goto(f"/tickets/{shown.pk}/reply/")
    expect(desk.locator(".ProseMirror")).to_be_visible()
    found["reply"] = findings_in_both_themes(desk)
    assert {path: lines for path, lines in found.items() if lines} == {}
