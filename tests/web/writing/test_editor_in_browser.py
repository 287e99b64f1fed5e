"""Signature and quote stand in the editor: changed, cut and answered between the lines."""

from __future__ import annotations

import email
import email.policy

import pytest
from playwright.sync_api import Page, expect

from postroom.delivery.build import build
from postroom.models import Article, EmailAddress, Group, Outbound, Signature, Ticket, User
from tests.web.tickets.at_work import html_mail, ticket_of
from tests.world import World, arrive

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def html_of(outbound: Outbound) -> str:
    mail = email.message_from_bytes(build(outbound)[0], policy=email.policy.default)
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def send(desk: Page) -> Article:
    desk.get_by_role("button", name="Send", exact=True).click()
    expect(desk.locator(".article")).to_have_count(2)
    return Article.objects.latest("pk")


def test_answer_between_quoted_lines_stays_between_them(ticket: Ticket, desk: Page) -> None:
    desk.goto(f"/tickets/{ticket.pk}/reply/")
    paper = desk.get_by_role("textbox", name="Text")
    expect(paper).to_contain_text("Yours, Anna Agent")
    paper.press_sequentially("See below.")
    paper.get_by_text("the second line").click()
    desk.keyboard.press("End")
    desk.keyboard.press("Enter")
    desk.keyboard.type("No, the other way round.")
    article = send(desk)
    assert article.body_text.splitlines()[-8:] == [
        "> Hello,",
        ">",
        "> the first line",
        "> the second line",
        "",
        "No, the other way round.",
        "",
        "> the third line",
    ]
    assert article.new_text.split() == ["See", "below.", "No,", "the", "other", "way", "round."]
    assert html_of(Outbound.objects.get()).count('<blockquote type="cite"') == 2


def test_words_within_a_quoted_line_are_an_answer_and_the_quote_alone_is_none(world: World, desk: Page) -> None:
    (row,) = arrive(world.channel, html_mail())
    desk.goto(f"/tickets/{ticket_of(row).pk}/reply/")
    paper = desk.locator(".ProseMirror")
    expect(paper).to_contain_text("An older mail")
    desk.get_by_role("button", name="Send", exact=True).click()
    expect(desk.get_by_text("Write something first.").first).to_be_visible()
    expect(paper).to_contain_text("An older mail")
    paper.focus()
    paper.get_by_text("An older mail").click()
    desk.keyboard.press("End")
    desk.keyboard.type(" is here")
    assert "An older mail is here" in send(desk).body_text


def test_signature_and_quote_can_be_changed_and_taken_away(ticket: Ticket, desk: Page) -> None:
    desk.goto(f"/tickets/{ticket.pk}/reply/")
    paper = desk.get_by_role("textbox", name="Text")
    expect(paper).to_contain_text("the third line")
    paper.press("Control+a")
    desk.keyboard.type("Use water.")
    article = send(desk)
    assert (article.body_text, article.new_text) == ("Use water.", "Use water.")


def test_quote_keeps_its_image_and_its_table(world: World, desk: Page) -> None:
    (row,) = arrive(world.channel, html_mail())
    desk.goto(f"/tickets/{ticket_of(row).pk}/reply/")
    paper = desk.get_by_role("textbox", name="Text")
    expect(paper.locator("img[src^='/attachments/']")).to_have_count(1)
    paper.press_sequentially("I see.")
    article = send(desk)
    assert ('data-cid="drop@x"' in article.body_html, "/attachments/" in article.body_html) == (True, False)
    assert [file.content_id for file in article.attachments.all()] == ["drop@x"]


def test_another_sender_changes_the_signature(world: World, ticket: Ticket, desk: Page) -> None:
    sales = Signature.objects.create(name="Sales", body="<p>Sales, #{agent.name}</p>")
    address = EmailAddress.objects.create(name="Sales", email="sales@desk.example", channel=world.channel)
    Group.objects.create(name="Sales", email_address=address, signature=sales)
    desk.goto(f"/tickets/{ticket.pk}/reply/")
    paper = desk.get_by_role("textbox", name="Text")
    expect(paper).to_contain_text("Yours, Anna Agent")
    desk.get_by_label("From").select_option("Sales <sales@desk.example>")
    expect(paper).to_contain_text("Sales, Anna Agent")
    paper.press_sequentially("Use water.")
    article = send(desk)
    assert ("Yours" in article.body_text, article.body_text.startswith("Use water.\n\nSales, Anna")) == (False, True)


def test_plain_text_is_kept_for_the_person_and_leaves_without_html(world: World, ticket: Ticket, desk: Page) -> None:
    desk.goto(f"/tickets/{ticket.pk}/reply/")
    paper = desk.get_by_role("textbox", name="Text")
    paper.press_sequentially("Use water.")
    desk.get_by_role("button", name="Plain text").click()
    area = desk.locator("textarea[name=body]")
    expect(area).to_be_visible()
    assert "Use water.\n\nYours, Anna Agent" in area.input_value()
    assert "> the first line\n> the second line" in area.input_value()
    article = send(desk)
    assert (article.body_html, article.new_text) == ("", "Use water.")
    content, _sender = build(Outbound.objects.get())
    assert (b"text/html" in content, b"> the first line" in content) == (False, True)
    assert User.objects.get(pk=world.agent.pk).plain_text
    desk.goto(f"/tickets/{ticket.pk}/reply/")
    expect(desk.locator("textarea[name=body]")).to_be_visible()
    desk.get_by_role("button", name="Plain text").click()
    expect(desk.get_by_role("textbox", name="Text").locator("blockquote").first).to_contain_text("Use water.")
