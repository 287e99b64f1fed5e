"""Writing in a real browser: what is typed survives, files come by mouse and clipboard, all of it by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from postroom.configuration import configure
from postroom.models import Article, Draft, DraftFile, Macro, Outbound, Role, TextModule, Ticket, User
from tests.web.axe import findings_in_both_themes
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """([kind, type, name]) => {
  const held = new DataTransfer();
  held.items.add(new File([new Uint8Array([137, 80, 78, 71])], name, { type }));
  const target = document.querySelector(kind === "paste" ? ".ProseMirror" : "form[data-files-add]");
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
}"""


def begin(desk: Page, ticket: Ticket) -> None:
    desk.goto(f"/tickets/{ticket.pk}/reply/")
    expect(desk.get_by_role("textbox", name="Text").locator("blockquote")).to_be_visible()


def test_what_is_typed_survives_the_browser_s_end(ticket: Ticket, desk: Page) -> None:
    begin(desk, ticket)
    desk.get_by_role("textbox", name="Text").press_sequentially("Half a sen")
    desk.get_by_label("Cc", exact=True).fill("eve@x.example")
    expect(desk.get_by_text("Draft from")).to_be_visible()
    again = desk.context.new_page()
    desk.close()
    again.goto(f"/tickets/{ticket.pk}/")
    again.get_by_role("link", name="Go on writing").click()
    paper = again.get_by_role("textbox", name="Text")
    expect(paper).to_contain_text("Half a sen")
    expect(paper.locator("blockquote")).to_contain_text("the first line")
    expect(again.get_by_label("Cc", exact=True)).to_have_value("eve@x.example")
    again.get_by_role("button", name="Discard").click()
    expect(paper).to_have_count(0)
    expect(again.get_by_role("link", name="Go on writing")).to_have_count(0)
    assert Draft.objects.count() == 0


def test_two_windows_do_not_write_over_each_other(ticket: Ticket, desk: Page) -> None:
    begin(desk, ticket)
    other = desk.context.new_page()
    begin(other, ticket)
    desk.get_by_role("textbox", name="Text").press_sequentially("One.")
    expect(desk.get_by_text("Draft from")).to_be_visible()
    other.get_by_role("textbox", name="Text").press_sequentially("Two.")
    expect(other.get_by_text("In another window this draft was changed")).to_be_visible()
    assert "One." in Draft.objects.get().values["rich"]
    other.get_by_role("button", name="Keep what stands here").click()
    expect(other.get_by_text("Draft from")).to_be_visible()
    assert "Two." in Draft.objects.get().values["rich"]


def test_text_module_is_chosen_by_keyboard(ticket: Ticket, desk: Page) -> None:
    TextModule.objects.create(name="Goodbye", keyword="bye", body="<p>Bye</p>")
    TextModule.objects.create(name="Greeting", keyword="hi", body="<p>Hello <b>#{customer.first_name}</b>,</p>")
    begin(desk, ticket)
    paper = desk.get_by_role("textbox", name="Text")
    paper.press_sequentially("std::vector ::")
    offers = desk.get_by_role("listbox", name="Text modules")
    expect(offers.get_by_role("option")).to_have_count(2)
    desk.keyboard.type("gre")
    expect(offers.get_by_role("option")).to_have_count(1)
    assert findings_in_both_themes(desk) == []
    desk.keyboard.press("Enter")
    expect(offers).to_have_count(0)
    expect(paper.locator("strong")).to_have_text("Carl")
    expect(paper).not_to_contain_text("::gre")
    desk.get_by_role("button", name="Text modules").click()
    expect(offers.get_by_role("option", selected=True)).to_contain_text("Goodbye")
    desk.keyboard.press("ArrowDown")
    expect(offers.get_by_role("option", selected=True)).to_contain_text("Greeting")
    desk.keyboard.press("Escape")
    expect(offers).to_have_count(0)


def test_people_are_offered_in_to(world: World, ticket: Ticket, desk: Page) -> None:
    User.objects.create_user("eve@x.example", name="Eve Example")
    begin(desk, ticket)
    desk.get_by_label("Bcc").press_sequentially("exam")
    offers = desk.get_by_role("listbox", name="Bcc").get_by_role("option")
    expect(offers).to_have_count(3)
    desk.keyboard.type("ple ev")
    expect(offers).to_have_text(["Eve Example <eve@x.example>"])
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Bcc")).to_have_value("Eve Example <eve@x.example>, ")


def test_files_dropped_and_images_pasted_leave_with_the_mail(ticket: Ticket, desk: Page) -> None:
    begin(desk, ticket)
    paper = desk.get_by_role("textbox", name="Text")
    paper.press_sequentially("Look: ")
    desk.evaluate(PASTE, ["paste", "image/png", "shot.png"])
    expect(paper.locator("img[data-cid]")).to_have_count(1)
    desk.evaluate(PASTE, ["drop", "application/pdf", "bill.pdf"])
    desk.evaluate(PASTE, ["drop", "text/plain", "wrong.txt"])
    expect(desk.locator("[data-files]").get_by_text("4 bytes")).to_have_count(2)
    desk.get_by_role("button", name="Remove: wrong.txt").click()
    expect(desk.locator("[data-files] > li")).to_have_count(1)
    assert DraftFile.objects.count() == 2
    desk.get_by_role("button", name="Send", exact=True).click()
    expect(desk.locator(".article")).to_have_count(2)
    article = Article.objects.latest("pk")
    assert [(file.filename, file.inline) for file in article.attachments.all()] == [
        ("shot.png", True),
        ("bill.pdf", False),
    ]
    assert re.search(r'<img[^>]* data-cid="[^"]+@postroom"', article.body_html)


def test_file_chosen_before_the_modules_have_arrived_stays_with_the_draft(ticket: Ticket, desk: Page) -> None:
    held: list[Route] = []
    desk.route(re.compile(r"/attachments[^/]*\.js"), lambda route: held.append(route))
    desk.goto(f"/tickets/{ticket.pk}/reply/")
    desk.locator("input[type=file]").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"how"})
    expect(desk.locator("[data-files]")).to_be_hidden()
    held[0].continue_()
    expect(desk.locator("[data-files]").get_by_role("button", name="Remove: a.txt")).to_be_visible()
    assert DraftFile.objects.get().filename == "a.txt"


def test_forgotten_attachment_is_asked_about(ticket: Ticket, desk: Page) -> None:
    begin(desk, ticket)
    desk.get_by_role("textbox", name="Text").press_sequentially("The bill is attached.")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("Your text speaks of an attachment, and there is none.")).to_be_visible()
    desk.get_by_role("button", name="Cancel").click()
    assert Outbound.objects.count() == 0
    desk.get_by_role("textbox", name="Text").focus()
    desk.keyboard.press("Control+Enter")
    desk.get_by_role("button", name="Send without").click()
    expect(desk.locator(".article")).to_have_count(2)


def test_send_close_and_undo_by_keyboard(ticket: Ticket, desk: Page) -> None:
    configure(undo_seconds=300)  # looking at the page takes its time
    begin(desk, ticket)
    desk.get_by_role("textbox", name="Text").press_sequentially("Use water.")
    desk.keyboard.press("Control+Shift+Enter")
    expect(desk.get_by_text(re.compile(r"Being sent in \d+ s"))).to_be_visible()
    assert Ticket.objects.get().state == "closed"
    assert findings_in_both_themes(desk) == []
    desk.keyboard.press("z")
    expect(desk.get_by_text("The mail was called back.")).to_be_visible()
    paper = desk.get_by_role("textbox", name="Text")
    expect(paper).to_contain_text("Use water.")
    expect(paper.locator("blockquote")).to_contain_text("the first line")
    assert (Outbound.objects.count(), Ticket.objects.get().state) == (0, "new")


def test_macro_is_run_from_the_ticket(ticket: Ticket, desk: Page) -> None:
    Macro.objects.create(name="Urgent", actions=[{"action": "change", "priority": 3}])
    desk.goto(f"/tickets/{ticket.pk}/")
    desk.locator("summary", has_text="Macros").press("Enter")
    desk.get_by_role("button", name="Urgent").press("Enter")
    expect(desk.get_by_text("“Urgent” was run on one ticket.")).to_be_visible()
    assert Ticket.objects.get().priority == 3


def test_signature_comes_when_the_new_ticket_is_a_mail(world: World, desk: Page) -> None:
    desk.goto("/tickets/new/")
    paper = desk.get_by_role("textbox", name="Text")
    paper.press_sequentially("Hello")
    desk.get_by_label("Write a mail to the customer").check()
    expect(paper).to_contain_text("Yours, Anna Agent")
    desk.get_by_label("The customer called").check()
    expect(paper).not_to_contain_text("Yours, Anna Agent")
    assert findings_in_both_themes(desk) == []


def test_pages_of_text_modules_and_macros_are_for_everybody(world: World, desk: Page) -> None:
    world.agent.roles.add(Role.objects.create(name="Chief", is_administrator=True))
    module = TextModule.objects.create(name="Greeting", keyword="hi", body="<p>Hello</p>")
    macro = Macro.objects.create(name="Urgent", actions=[{"action": "change", "priority": 3}])
    found = {}
    for path in ("/text-modules/", f"/text-modules/{module.pk}/", "/macros/", f"/macros/{macro.pk}/"):
        desk.goto(path)
        found[path] = findings_in_both_themes(desk)
    assert {path: lines for path, lines in found.items() if lines} == {}
