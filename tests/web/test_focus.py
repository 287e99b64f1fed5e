"""The focus is never lost: after each doing it is on what was used, on what took its place, or at the top."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from postroom.models import Article, Macro, Role, StoredOverview, Ticket
from postroom.web.tickets.lines import PAGE
from tests.web.cast import Cast, desk
from tests.world import arrive, eml

__all__ = ["desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_work(desk: tuple[Page, Cast]) -> Page:
    """Return the browser of an agent, with three tickets, a macro and three overviews of their own."""
    page, cast = desk
    agent = cast.administrator
    agent.roles.set([Role.objects.get(name="Agent")])
    arrive(cast.world.channel, *(eml(subject=f"Matter {letter}") for letter in "ABC"))
    Macro.objects.create(name="Take", actions=[{"action": "tags", "add": ["taken"]}])
    for place, name in enumerate(("First", "Second", "Third")):
        StoredOverview.objects.create(name=name, owner=agent, position=place, conditions={"all": []})
    return page


def open_page(page: Page, path: str) -> None:
    page.goto(path)
    page.locator("html[data-js]").wait_for(state="attached")


def press(page: Page, control: Locator, key: str = "Enter") -> None:
    """Press a key on a control, which must be one that the keyboard reaches."""
    assert control.evaluate("control => control.tabIndex") == 0
    control.focus()
    page.keyboard.press(key)


def says(page: Page, words: str) -> None:
    """Wait until the page says what was done."""
    expect(page.locator("#toasts").get_by_text(words)).to_be_visible()


def test_focus_after_what_is_done_to_a_ticket(at_work: Page) -> None:
    first, second = Ticket.objects.order_by("pk")[:2]
    open_page(at_work, f"/tickets/{first.pk}/")
    at_work.keyboard.press("l")
    number = at_work.locator(".link-form [name=number]")
    expect(number).to_be_focused()
    at_work.keyboard.type(second.number)
    at_work.keyboard.press("Enter")
    unlink = at_work.get_by_role("button", name=f"Take away the link to #{second.number}")
    expect(unlink).to_be_visible()
    expect(number).to_be_focused()
    press(at_work, unlink)
    expect(unlink).to_have_count(0)
    expect(at_work.locator(".link-form [name=relation]")).to_be_focused()
    press(at_work, at_work.locator("#follow-switch"))
    expect(at_work.locator("#follow-switch[aria-pressed=true]")).to_be_focused()
    at_work.keyboard.press("t")
    at_work.keyboard.type("red")
    at_work.keyboard.press("Enter")
    says(at_work, "Saved.")
    expect(at_work.locator("#id_tags")).to_be_focused()
    # A menu opens by the arrows' way in, and gives the focus back.
    macros = at_work.locator("main summary", has_text="Macros")
    press(at_work, macros)
    at_work.keyboard.press("ArrowDown")
    expect(at_work.get_by_role("button", name="Take", exact=True)).to_be_focused()
    at_work.keyboard.press("Escape")
    expect(macros).to_be_focused()
    at_work.keyboard.press("d")
    expect(at_work.get_by_role("button", name="Take", exact=True)).to_be_focused()
    at_work.keyboard.press("Escape")
    expect(macros).to_be_focused()
    # Merging with nobody leads back to where the number is asked for; merging leads to the other ticket, undoing back.
    at_work.keyboard.press("i")
    expect(at_work.locator("#merge-number")).to_be_focused()
    at_work.keyboard.type("1")
    at_work.keyboard.press("Enter")
    says(at_work, "There is no ticket #1 that you may change.")
    expect(at_work.locator("summary", has_text="Merge")).to_be_focused()
    at_work.keyboard.press("i")
    expect(at_work.locator("#merge-number")).to_be_focused()
    at_work.keyboard.type(second.number)
    at_work.keyboard.press("Enter")
    says(at_work, f"Moved to ticket #{second.number}.")
    expect(at_work.locator("#main")).to_be_focused()
    at_work.keyboard.press("z")
    expect(at_work.locator("h1", has_text=first.title)).to_be_visible()
    expect(at_work.locator("#main")).to_be_focused()
    press(at_work, at_work.get_by_role("button", name="Spam: close and block the sender"))
    says(at_work, "is spam and closed")
    expect(at_work.locator("#main")).to_be_focused()
    at_work.keyboard.press("z")
    expect(at_work.locator("h1", has_text=first.title)).to_be_visible()
    expect(at_work.locator("#main")).to_be_focused()


def test_focus_while_writing(at_work: Page) -> None:
    ticket = Ticket.objects.earliest("pk")
    open_page(at_work, f"/tickets/{ticket.pk}/")
    at_work.keyboard.press("r")
    paper = at_work.locator(".ProseMirror")
    expect(paper).to_be_focused()
    at_work.keyboard.type("::")
    expect(at_work.locator(".popup")).to_be_visible()
    at_work.keyboard.press("Escape")
    expect(at_work.locator(".popup")).to_have_count(0)
    expect(paper).to_be_focused()
    at_work.keyboard.press("Control+k")
    expect(at_work.locator("#palette").get_by_role("combobox")).to_be_focused()
    at_work.keyboard.press("Escape")
    expect(paper).to_be_focused()
    files = [{"name": f"{name}.txt", "mimeType": "text/plain", "buffer": name.encode()} for name in ("one", "two")]
    at_work.locator("form[data-composer] input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    removers = at_work.locator("[data-files] [data-file-remove]:not([hidden])")
    expect(removers).to_have_count(2)
    press(at_work, removers.first)
    expect(removers).to_have_count(1)
    expect(removers).to_be_focused()
    press(at_work, removers)
    expect(removers).to_have_count(0)
    expect(at_work.locator("form[data-composer] input[type=file]")).to_be_focused()
    press(at_work, at_work.locator("[data-draft-discard]"))
    expect(at_work.locator("form[data-composer]")).to_have_count(0)
    expect(at_work.locator("#main")).to_be_focused()
    at_work.keyboard.press("n")
    expect(paper).to_be_focused()
    at_work.keyboard.type("For us")
    at_work.keyboard.press("Control+Enter")
    note = at_work.locator(".article--note")
    expect(note).to_be_focused()
    press(at_work, note.locator("summary[aria-label='More about this message']"))
    press(at_work, note.get_by_role("link", name="Make a ticket of this message"))
    expect(at_work.locator("#title")).to_be_focused()
    at_work.keyboard.press("Control+a")
    at_work.keyboard.type("Of its own")
    at_work.keyboard.press("Enter")
    expect(at_work.get_by_role("heading", name="Of its own")).to_be_visible()
    expect(at_work.locator("#main")).to_be_focused()
    assert Article.objects.get(ticket__title="Of its own").kind == "note"


def test_focus_along_a_list(at_work: Page) -> None:
    """Its pages, its tickets one after another, and a macro on some of them."""
    first = Ticket.objects.earliest("pk")
    shared = {name: getattr(first, name) for name in ("group_id", "customer_id", "created_at", "updated_at")}
    Ticket.objects.bulk_create(Ticket(number=f"9{n}", title=f"Copy {n}", **shared) for n in range(PAGE))
    open_page(at_work, "/tickets/?overview=all&sort=title")
    at_work.keyboard.press(".")
    expect(at_work.get_by_role("link", name="Matter A", exact=True)).to_be_visible()
    expect(at_work.locator("#main")).to_be_focused()
    at_work.keyboard.press(",")
    expect(at_work.get_by_role("link", name="Copy 0", exact=True)).to_be_visible()
    expect(at_work.locator("#main")).to_be_focused()
    at_work.keyboard.press("j")
    at_work.keyboard.press("Enter")
    expect(at_work.locator("h1", has_text="Copy 0")).to_be_visible()
    at_work.keyboard.press(".")
    expect(at_work.locator("h1", has_text="Copy 1")).to_be_visible()
    expect(at_work.get_by_role("navigation", name="The list you came from")).to_contain_text("2 of 53")
    expect(at_work.locator("#main")).to_be_focused()
    at_work.keyboard.press("u")
    expect(at_work.get_by_role("link", name="Copy 0", exact=True)).to_be_visible()
    at_work.keyboard.press("j")
    at_work.keyboard.press("x")
    macro = at_work.locator("#bulk").get_by_role("combobox", name="Macro")
    expect(macro).to_be_visible()
    at_work.keyboard.press("d")
    expect(macro).to_be_focused()
    at_work.keyboard.type("Take")
    expect(macro.locator("option:checked")).to_have_text("Take")
    at_work.keyboard.press("Tab")
    at_work.keyboard.press("Enter")
    says(at_work, "was run on 1 ticket")
    expect(at_work.locator("[data-rows] .row-link").first).to_be_focused()


def test_focus_in_lists_and_their_editor(at_work: Page) -> None:
    open_page(at_work, "/tickets/?overview=all")
    at_work.keyboard.press("v")
    expect(at_work.locator(".view-choice input[type=checkbox]").first).to_be_focused()
    at_work.keyboard.press("Escape")
    view = at_work.locator("main summary", has_text="View")
    expect(view).to_be_focused()
    at_work.keyboard.press("j")
    at_work.keyboard.press("x")
    press(at_work, at_work.locator("#bulk").get_by_role("button", name="Close"))
    says(at_work, "1 ticket changed.")
    expect(at_work.locator("[data-rows] .row-link").first).to_be_focused()
    at_work.keyboard.press("?")
    keys = at_work.locator("dialog#keys")
    expect(keys).to_contain_text("Undo what was just done")
    at_work.keyboard.press("Escape")
    expect(at_work.locator("[data-rows] .row-link").first).to_be_focused()
    # Overviews: their order, and the conditions of one.
    open_page(at_work, "/overviews/")
    at_work.get_by_role("link", name="First", exact=True).and_(at_work.locator("main a")).focus()
    at_work.keyboard.press("Alt+ArrowDown")
    expect(at_work.locator("main .row-link").nth(1)).to_have_text("First")
    expect(at_work.locator("main .row-link").nth(1)).to_be_focused()
    press(at_work, at_work.get_by_role("button", name="Later: First"))
    expect(at_work.locator("main .row-link").nth(2)).to_have_text("First")
    expect(at_work.get_by_role("button", name="Earlier: First")).to_be_focused()
    open_page(at_work, "/overviews/new/")
    for name in ("Add a condition", "Add a group"):
        button = at_work.locator("#trigger-editor > section > div > fieldset > .cluster").get_by_role(
            "button", name=name
        )
        press(at_work, button)
        expect(button).to_be_focused()
    press(at_work, at_work.get_by_role("button", name="Take this group away"))
    expect(at_work.get_by_role("button", name="Take this group away")).to_have_count(0)
    expect(at_work.locator("#trigger-editor :focus")).to_have_count(1)
