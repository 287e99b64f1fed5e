"""An agent's morning in a real browser: once by mouse, in English, and once by keyboard alone, in German."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from postroom.models import Article, Macro, Mention, Outbound, StoredOverview, TextModule, Ticket, User
from postroom.models.macros import After
from postroom.search.index import index_waiting
from tests.web import chromium
from tests.world import World, arrive, eml, make_world

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct horse battery"


@pytest.fixture
def world(transactional_db: None) -> World:
    """Return an installation with three tickets, a colleague, a text module and a macro that leads on."""
    made = make_world()
    made.agent.set_password(PASSWORD)
    made.agent.save()
    colleague = User.objects.create_user("ben@desk.example", name="Ben Colleague")
    colleague.roles.set(made.agent.roles.all())
    TextModule.objects.create(name="Greeting", keyword="hi", body="<p>Hello <b>#{customer.first_name}</b>,</p>")
    Macro.objects.create(name="Take", actions=[{"action": "tags", "add": ["taken"]}], after=After.NEXT)
    arrive(made.channel, eml(subject="Zebra lost"))
    arrive(made.channel, eml(subject=f"RE: [Ticket#{ticket('Zebra lost').number}]", body="And my lion"))
    arrive(made.channel, eml(subject="Yacht on fire"))
    arrive(made.channel, eml(subject="Printer on fire"))
    return made


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, world: World) -> Iterator[Page]:
    """Yield a browser in which nobody is signed in."""
    with chromium.opened(browser, viewport={"width": 1440, "height": 900}, base_url=live_server.url) as page:
        yield page


def ticket(title: str) -> Ticket:
    return Ticket.objects.get(title=title)


def on_page_of(page: Page, title: str) -> None:
    """Wait until the page of this ticket is there."""
    expect(page).to_have_url(re.compile(rf"/tickets/{ticket(title).pk}/"))
    expect(page.locator("h1", has_text=title)).to_be_visible()


def writing(page: Page) -> None:
    """Wait until the rich editor is there and has the focus: keys before would be the text area's."""
    expect(page.locator(".ProseMirror")).to_be_focused()


def was_done(world: World) -> None:
    """Look at what the morning left behind."""
    printer = ticket("Printer on fire")
    assert (printer.owner, printer.state) == (world.agent, "pending_reminder")
    assert printer.pending_until is not None
    assert "<strong>Carl</strong>" in Outbound.objects.get().article.body_html  # type: ignore[union-attr]
    assert Mention.objects.get().user.name == "Ben Colleague"
    assert ticket("Yacht on fire").merged_into == printer
    assert Article.objects.filter(ticket=printer).count() == 4
    assert (ticket("Zebra lost").state, ticket("Lion lost").tags) == ("new", ["taken"])
    assert StoredOverview.objects.get().owner == world.agent


def test_morning_by_mouse_in_english(world: World, desk: Page) -> None:
    desk.goto("/account/login/")
    desk.get_by_label("Email").fill("anna@desk.example")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in", exact=True).click()
    desk.get_by_role("link", name="Unassigned and open").click()
    expect(desk.get_by_role("heading", name="Unassigned and open")).to_be_visible()
    desk.get_by_role("link", name="Printer on fire").click()
    on_page_of(desk, "Printer on fire")
    # Mine; an answer with a text module; later.
    form = desk.locator("#attributes")
    form.get_by_label("Owner").select_option(label="Anna Agent")
    expect(desk.get_by_text("Saved.")).to_be_visible()
    desk.locator(".head__actions").get_by_role("link", name="Reply", exact=True).click()
    writing(desk)
    desk.get_by_role("button", name="Text modules").click()
    desk.get_by_role("listbox", name="Text modules").get_by_role("option", name="Greeting").click()
    expect(desk.locator(".ProseMirror strong")).to_have_text("Carl")
    desk.get_by_role("button", name="Send", exact=True).click()
    expect(desk.locator(".article")).to_have_count(2)
    form.get_by_label("State").select_option("pending_reminder")
    form.get_by_label("Pending until").fill("2030-01-02T03:04")
    form.get_by_label("Pending until").press("Enter")
    expect(desk.locator(".head__title").get_by_text("Pending reminder")).to_be_visible()
    # A note for a colleague; what is the same matter; what else there is.
    desk.locator(".head__actions").get_by_role("link", name="Internal note").click()
    writing(desk)
    desk.keyboard.type("@ben")
    desk.get_by_role("listbox", name="Mention somebody").get_by_role("option", name="Ben Colleague").click()
    desk.get_by_role("button", name="Add note").click()
    expect(desk.locator(".article--note")).to_contain_text("Ben Colleague")
    desk.get_by_role("link", name="Yacht on fire").click()
    on_page_of(desk, "Yacht on fire")
    desk.locator("summary", has_text="Merge").click()
    desk.get_by_label("Into ticket number").fill(ticket("Printer on fire").number)
    desk.get_by_role("button", name="Merge").click()
    on_page_of(desk, "Printer on fire")
    index_waiting()
    desk.get_by_role("searchbox", name="Search").fill("zebra")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="Search", exact=True)).to_be_visible()
    expect(desk.get_by_role("link", name="Zebra lost")).to_be_visible()
    # What is searched often is kept; one message is a matter of its own; done with it, the next one comes.
    desk.get_by_role("button", name="Save as overview").click()
    expect(desk.get_by_role("heading", name="New overview")).to_be_visible()
    desk.locator(".form__actions").get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", name="zebra")).to_be_visible()
    desk.get_by_role("link", name="Zebra lost").click()
    on_page_of(desk, "Zebra lost")
    desk.locator(".article").last.locator("summary[aria-label='More about this message']").click()
    desk.get_by_role("link", name="Make a ticket of this message").click()
    desk.get_by_label("Title").fill("Lion lost")
    desk.get_by_role("button", name="Make the ticket").click()
    expect(desk.get_by_role("heading", name="Lion lost")).to_be_visible()
    on_page_of(desk, "Lion lost")
    desk.get_by_role("link", name="All open").click()
    expect(desk.get_by_role("heading", name="All open")).to_be_visible()
    desk.get_by_role("link", name="Lion lost").click()
    on_page_of(desk, "Lion lost")
    desk.locator("summary", has_text="Macros").click()
    desk.get_by_role("button", name="Take", exact=True).click()
    on_page_of(desk, "Zebra lost")
    desk.get_by_role("link", name="All open").click()
    expect(desk.get_by_role("heading", name="All open")).to_be_visible()
    desk.locator(f"#select-{ticket('Zebra lost').pk}").check()
    desk.locator("#bulk").get_by_role("button", name="Close").click()
    expect(desk.get_by_text("1 ticket changed.")).to_be_visible()
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_text("Taken back for 1 ticket.")).to_be_visible()
    was_done(world)


def choose(page: Page, name: str) -> None:
    """Do by the palette what is called so."""
    page.keyboard.press("Control+k")
    expect(page.locator("#palette").get_by_role("combobox")).to_be_focused()
    page.keyboard.type(name)
    expect(page.locator("#palette [aria-selected=true] .palette__title")).to_have_text(name)
    page.keyboard.press("Enter")


def tab_to(page: Page, target: Locator, most: int = 12) -> None:
    """Walk with Tab to what must not be far."""
    for _step in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"more than {most} times Tab")


def test_morning_by_keyboard_alone_in_german(world: World, desk: Page) -> None:
    User.objects.filter(pk=world.agent.pk).update(language="de")
    desk.goto("/account/login/")
    expect(desk.get_by_label("Email")).to_be_focused()
    desk.keyboard.type("anna@desk.example")
    desk.keyboard.press("Tab")
    desk.keyboard.type(PASSWORD)
    desk.keyboard.press("Enter")
    with translation.override("de"):
        expect(desk.get_by_role("link", name=_("New ticket")).first).to_be_visible()
        desk.locator("html[data-js]").wait_for(state="attached")  # the scripts may come after what one sees
        choose(desk, _("Unassigned and open"))
        expect(desk.get_by_role("heading", name=_("Unassigned and open"))).to_be_visible()
        expect(desk.locator("#main")).to_be_focused()
        desk.keyboard.press("j")
        desk.keyboard.press("Enter")
        on_page_of(desk, "Printer on fire")
        choose(desk, _("Owner"))
        desk.keyboard.type("Anna")
        desk.keyboard.press("Enter")
        expect(desk.get_by_text(_("Saved."))).to_be_visible()
        desk.keyboard.press("Escape")
        desk.keyboard.press("r")
        writing(desk)
        desk.keyboard.type("::gre")
        expect(desk.locator(".popup [aria-selected=true]")).to_contain_text("Greeting")
        desk.keyboard.press("Enter")
        expect(desk.locator(".ProseMirror strong")).to_have_text("Carl")
        desk.keyboard.press("Control+Enter")
        expect(desk.locator(".article")).to_have_count(2)
        choose(desk, _("State"))
        desk.keyboard.type(str(desk.locator("#attributes option[value=pending_reminder]").text_content()))
        desk.keyboard.press("Enter")
        expect(desk.locator("#id_pending_until")).to_be_focused()
        desk.keyboard.type("01022030")
        desk.keyboard.press("Tab")
        desk.keyboard.type("0304AM")
        desk.keyboard.press("Enter")
        expect(desk.locator(".head__title .state", has_text=_("pending reminder"))).to_be_visible()
        desk.keyboard.press("Escape")
        desk.keyboard.press("n")
        writing(desk)
        desk.keyboard.type("@ben")
        expect(desk.locator(".popup [aria-selected=true]")).to_contain_text("Ben Colleague")
        desk.keyboard.press("Enter")
        desk.keyboard.press("Control+Enter")
        expect(desk.locator(".article--note")).to_contain_text("Ben Colleague")
        desk.keyboard.press("/")
        index_waiting()
        desk.keyboard.type("Yacht")
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("heading", name=_("Search"), exact=True)).to_be_visible()
        expect(desk.get_by_role("link", name="Yacht on fire")).to_be_visible()
        choose(desk, "Yacht on fire")
        on_page_of(desk, "Yacht on fire")
        choose(desk, _("Merge"))
        expect(desk.locator("#merge-number")).to_be_focused()
        desk.keyboard.type(ticket("Printer on fire").number)
        desk.keyboard.press("Enter")
        on_page_of(desk, "Printer on fire")
        desk.keyboard.press("/")
        desk.keyboard.type("zebra")
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("link", name="Zebra lost")).to_be_visible()
        tab_to(desk, desk.get_by_role("button", name=_("Save as overview")))
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("heading", name=_("New overview"))).to_be_visible()
        tab_to(desk, desk.get_by_label(_("Name"), exact=True))
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("heading", name="zebra")).to_be_visible()
        expect(desk.locator("#main")).to_be_focused()
        desk.keyboard.press("j")
        desk.keyboard.press("Enter")
        on_page_of(desk, "Zebra lost")
        expect(desk.locator("#main")).to_be_focused()
        desk.keyboard.press("k")
        tab_to(desk, desk.locator(".article").last.locator(f"summary[aria-label='{_('More about this message')}']"))
        desk.keyboard.press("Enter")
        tab_to(desk, desk.get_by_role("link", name=_("Make a ticket of this message")))
        desk.keyboard.press("Enter")
        expect(desk.get_by_label(_("Title"))).to_be_focused()
        desk.keyboard.press("Control+a")
        desk.keyboard.type("Lion lost")
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("heading", name="Lion lost")).to_be_visible()
        on_page_of(desk, "Lion lost")
        choose(desk, _("All open"))
        expect(desk.get_by_role("heading", name=_("All open"))).to_be_visible()
        expect(desk.locator("#main")).to_be_focused()
        desk.keyboard.press("j")
        desk.keyboard.press("Enter")
        on_page_of(desk, "Lion lost")
        choose(desk, "Take")
        on_page_of(desk, "Zebra lost")
        choose(desk, _("Unassigned and open"))
        expect(desk.get_by_role("heading", name=_("Unassigned and open"))).to_be_visible()
        expect(desk.locator("#main")).to_be_focused()
        desk.keyboard.press("j")
        desk.keyboard.press("j")
        desk.keyboard.press("x")
        expect(desk.locator("#bulk")).to_be_visible()
        desk.keyboard.press("e")
        expect(desk.locator("[data-undo]")).to_be_visible()
        desk.keyboard.press("z")
        expect(desk.locator(f"#select-{ticket('Zebra lost').pk}")).to_be_visible()
    was_done(world)
