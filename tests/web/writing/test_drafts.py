"""Drafts: kept as one writes, one a person, ticket and kind; never written over unseen."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from postroom.models import Article, Draft, DraftFile, Group, GroupAccess, Level, Outbound, Role, Ticket, User
from tests.web.tickets.at_work import answer
from tests.world import World

PNG = b"\x89PNG\r\n\x1a\n"


def save(pages: Client, ticket: Ticket | None, version: int = 0, **more: str) -> Any:
    data = {"ticket": ticket.pk if ticket else "", "kind": "reply" if ticket else "new", "version": version}
    return pages.post("/writing/draft/save/", {**data, "rich": "<p>Use water.</p>", "body": "Use water.", **more})


def add(pages: Client, ticket: Ticket, name: str = "a.txt", kind: str = "text/plain", **more: str) -> Any:
    file = SimpleUploadedFile(name, PNG, kind)
    return pages.post("/writing/draft/files/", {"ticket": ticket.pk, "kind": "reply", "file": file, **more}).json()


def test_draft_comes_back_with_its_fields_and_a_quiet_line(ticket: Ticket, pages: Client) -> None:
    assert save(pages, ticket, to="eve@x.example", whole="1").json()["version"] == 1
    page = pages.get(f"/tickets/{ticket.pk}/reply/").content.decode()
    assert ('value="eve@x.example"' in page, "<template data-rich-initial><p>Use water.</p>" in page) == (True, True)
    assert ("Draft from" in page, 'data-draft-version="1"' in page) == (True, True)
    assert "Go on writing" in pages.get(f"/tickets/{ticket.pk}/").content.decode()


def test_another_window_s_draft_is_not_written_over(ticket: Ticket, pages: Client) -> None:
    save(pages, ticket)
    save(pages, ticket, 1, rich="<p>Second</p>")
    refused = save(pages, ticket, 1, rich="<p>Late</p>")
    assert (refused.status_code, "In another window" in refused.json()["text"]) == (409, True)
    assert Draft.objects.get().values["rich"] == "<p>Second</p>"
    assert save(pages, ticket, 1, rich="<p>Late</p>", force="1").json()["version"] == 3
    assert Draft.objects.get().values["rich"] == "<p>Late</p>"


def test_draft_that_was_sent_does_not_come_back_by_a_late_saving(world: World, ticket: Ticket, pages: Client) -> None:
    save(pages, ticket)
    answer(pages, world, ticket)
    assert save(pages, ticket, 1).status_code == 409
    assert Draft.objects.filter(outbound=None).count() == 0


def test_files_stay_with_the_draft_and_leave_with_the_mail(world: World, ticket: Ticket, pages: Client) -> None:
    save(pages, ticket)
    add(pages, ticket)
    dropped = add(pages, ticket, "b.txt")
    image = add(pages, ticket, "c.png", "image/png", inline="1")
    unused = add(pages, ticket, "d.png", "image/png", inline="1")
    assert pages.get(image["url"]).content == PNG
    assert pages.post(dropped["remove"]).status_code == 204
    page = pages.get(f"/tickets/{ticket.pk}/reply/").content.decode()
    assert ("a.txt" in page, "b.txt" in page) == (True, False)
    rich = f'<p>Look: <img src="{image["url"]}" data-cid="{image["cid"]}"></p>'
    answer(pages, world, ticket, rich=rich, whole="1")
    article = Article.objects.latest("pk")
    files = {(file.filename, file.inline, file.size) for file in article.attachments.all()}
    assert files == {("a.txt", False, len(PNG)), ("c.png", True, len(PNG))}
    assert (f'data-cid="{image["cid"]}"' in article.body_html, unused["cid"] in article.body_html) == (True, False)


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_file_of_a_refused_form_stays_with_the_draft(ticket: Ticket, pages: Client, kind: str) -> None:
    refused = {"to": "nobody", "subject": "S", "attachments": SimpleUploadedFile("a.txt", PNG, "text/plain")}
    shown = pages.post(f"/tickets/{ticket.pk}/{kind}/", refused)
    assert (shown.status_code, "a.txt" in shown.content.decode()) == (422, True)
    written = {"to": "carl@customer.example", "subject": "S", "body": "Use water."}
    assert pages.post(f"/tickets/{ticket.pk}/{kind}/", written | _sender(ticket)).status_code == 302
    (file,) = Article.objects.latest("pk").attachments.all()
    assert (file.filename, file.size, DraftFile.objects.filter(draft__outbound=None).count()) == ("a.txt", len(PNG), 0)


def test_file_of_a_refused_new_ticket_stays_with_the_draft(pages: Client) -> None:
    shown = pages.post("/tickets/new/", {"attachments": SimpleUploadedFile("a.txt", PNG, "text/plain")})
    assert (shown.status_code, "a.txt" in shown.content.decode()) == (422, True)
    assert "a.txt" in pages.get("/tickets/new/").content.decode()


def test_scripts_are_no_images(ticket: Ticket, pages: Client) -> None:
    kept = add(pages, ticket, "x.svg", "image/svg+xml", inline="1")
    assert kept["cid"] == ""
    shown = pages.get(kept["url"])
    assert (shown.headers["Content-Type"], shown.headers["Content-Disposition"][:10]) == (
        "application/octet-stream",
        "attachment",
    )


def test_discarded_draft_is_gone_with_its_files(ticket: Ticket, pages: Client) -> None:
    save(pages, ticket)
    add(pages, ticket)
    pages.post("/writing/draft/discard/", {"ticket": ticket.pk, "kind": "reply"})
    assert (Draft.objects.count(), DraftFile.objects.count()) == (0, 0)


def test_drafts_and_their_files_are_the_writer_s_alone(world: World, ticket: Ticket, pages: Client) -> None:
    save(pages, ticket)
    kept = add(pages, ticket)
    other = User.objects.create_user("ben@desk.example", name="Ben")
    other.roles.add(Role.objects.get(name="Agent"))
    theirs = Client()
    theirs.force_login(other)
    assert "Use water." not in theirs.get(f"/tickets/{ticket.pk}/reply/").content.decode()
    assert [theirs.get(kept["url"]).status_code, theirs.post(kept["remove"]).status_code] == [404, 404]
    assert save(theirs, ticket).json()["version"] == 1
    assert Draft.objects.count() == 2


@pytest.mark.parametrize("level", [Level.READ, Level.OVERVIEW])
def test_who_may_not_write_keeps_nothing(level: Level, ticket: Ticket) -> None:
    role = Role.objects.create(name="Reader", is_agent=True)
    GroupAccess.objects.create(group=Group.objects.get(), role=role, levels=[level])
    reader = User.objects.create_user("reader@desk.example")
    reader.roles.add(role)
    pages = Client()
    pages.force_login(reader)
    assert save(pages, ticket).status_code == 404
    assert pages.get("/writing/signature/", {"ticket": ticket.pk, "sender": 1}).status_code == 404
    assert pages.get("/text-modules/offers/", {"ticket": ticket.pk}).status_code == 404
    assert Draft.objects.count() == 0


def test_new_ticket_has_a_draft_too(world: World, ticket: Ticket, pages: Client) -> None:
    save(pages, None, title="Half a title", customer="eve@x.example")
    page = pages.get("/tickets/new/").content.decode()
    assert ('value="Half a title"' in page, "<p>Use water.</p></template>" in page) == (True, True)
    values = {"how": "phone", "customer": "eve@x.example", "group": world.group.pk, "title": "T", "state": "open"}
    assert pages.post("/tickets/new/", {**values, "body": "B"}).status_code == 302
    assert (Draft.objects.count(), Outbound.objects.count()) == (0, 0)


def test_plain_text_without_scripts_has_its_signature_and_quote(world: World, ticket: Ticket, pages: Client) -> None:
    User.objects.filter(pk=world.agent.pk).update(plain_text=True)
    shown = pages.get(f"/tickets/{ticket.pk}/reply/").context["form"].initial
    assert shown["body"].startswith("\n\nYours, Anna Agent")
    answer(pages, world, ticket, body=f"Use water.{shown['body']}", plain=shown["plain"], whole=shown["whole"])
    article = Article.objects.latest("pk")
    assert (article.body_html, article.new_text) == ("", "Use water.")
    assert article.body_text.count("Yours, Anna Agent") == 1
    values = {"how": "mail", "customer": "eve@x.example", "group": world.group.pk, "title": "T", "state": "open"}
    fresh = pages.get("/tickets/new/").context["form"].initial
    pages.post("/tickets/new/", {**values, "body": "Hello", "plain": fresh["plain"], "whole": fresh.get("whole", "")})
    assert Article.objects.latest("pk").body_text == "Hello\n\nYours, Anna Agent"


def _sender(ticket: Ticket) -> dict[str, int | None]:
    return {"sender": ticket.group.email_address_id}
