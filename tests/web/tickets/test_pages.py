"""The ticket pages without a browser: what they show and what their forms do."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from postroom.delivery.build import build
from postroom.models import (
    Article,
    ArticleKind,
    Event,
    EventKind,
    Group,
    GroupAccess,
    Hint,
    Inbound,
    Level,
    Outbound,
    OutboundState,
    Priority,
    Signature,
    Ticket,
    TicketState,
    User,
)
from tests.world import World, arrive, eml


def html_mail(width: str = "40") -> bytes:
    """Return a mail with an inline image, a remote one, a tracking one, and an older mail quoted."""
    message = email.message_from_bytes(eml(subject="Look at this"), policy=email.policy.default)
    message.set_content("plain")
    message.add_alternative(
        '<p>See <b>this</b>: <img src="cid:drop@x"></p>'
        f'<img src="https://elsewhere.example/a.png" width="{width}" height="{width}">'
        '<img src="https://elsewhere.example/t.gif" width="1" height="1"><script>alert(1)</script>'
        '<div class="gmail_quote"><div class="gmail_attr">On Monday, Anna wrote:</div>'
        "<blockquote type=cite>An older mail</blockquote></div>",
        subtype="html",
    )
    html = message.get_payload()[1]  # type: ignore[index]
    html.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<drop@x>", filename="drop.png")  # type: ignore[union-attr]
    return message.as_bytes()


def ticket_of(row: Inbound) -> Ticket:
    """Return what became of the mail."""
    assert row.ticket is not None
    return Ticket.objects.get(pk=row.ticket.pk)


def article_of(row: Inbound) -> Article:
    """Return the article of the mail."""
    assert row.article is not None
    return row.article


def fields(**changes: Any) -> dict[str, Any]:
    return {"body": "Use water.", "to": "Carl <carl@customer.example>", "subject": "RE: Printer", **changes}


def answer(pages: Client, world: World, ticket: Ticket, kind: str = "reply", **changes: Any) -> Any:
    return pages.post(f"/tickets/{ticket.pk}/{kind}/", fields(sender=world.address.pk, **changes))


# The list


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=printer", True),
        ("q=carl", True),
        ("q=scanner", False),
        ("state=new", True),
        ("state=closed", False),
        ("group=999999", False),
        ("overview=mine", False),
        ("overview=unassigned", True),
        ("overview=pending", False),
    ],
)
def test_list_shows_what_overview_and_filter_hold(query: str, found: bool, ticket: Ticket, pages: Client) -> None:
    assert ("Printer on fire" in pages.get(f"/tickets/?{query}").content.decode()) is found


def test_list_finds_a_number(ticket: Ticket, pages: Client) -> None:
    assert "Printer on fire" in pages.get(f"/tickets/?q=%23{ticket.number}").content.decode()


@pytest.mark.parametrize(("sort", "first"), [("title", "Apple"), ("-title", "Zebra"), ("nonsense", "Zebra")])
def test_list_is_sorted(sort: str, first: str, world: World, pages: Client) -> None:
    arrive(world.channel, eml(subject="Apple"))
    arrive(world.channel, eml(subject="Zebra"))
    text = pages.get(f"/tickets/?sort={sort}").content.decode()
    assert min(("Apple", "Zebra"), key=text.index) == first


def test_list_has_pages_of_fifty(world: World, pages: Client) -> None:
    arrive(world.channel, *(eml(subject=f"Matter {n}") for n in range(51)))
    assert pages.get("/tickets/").content.decode().count("data-row-select ") == 50
    assert pages.get("/tickets/?page=2").content.decode().count("data-row-select ") == 1


def test_unknown_overview_is_no_page(pages: Client) -> None:
    assert pages.get("/tickets/?overview=nonsense").status_code == 404


def test_news_of_the_list_are_rows_and_counts_only(ticket: Ticket, pages: Client) -> None:
    text = pages.get("/tickets/", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in text, 'id="rows"' in text, 'id="overviews" hx-swap-oob="true"' in text) == (False, True, True)


def test_chosen_tickets_are_changed_together(world: World, pages: Client) -> None:
    arrive(world.channel, eml(subject="One"), eml(subject="Two"), eml(subject="Three"))
    chosen = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))[:2]
    values = {"ticket": chosen, "owner": world.agent.pk, "priority": "3", "state": "", "group": ""}
    assert (
        pages.post("/tickets/change/", {**values, "next": "/tickets/?page=2"}).headers["Location"] == "/tickets/?page=2"
    )
    changed = Ticket.objects.filter(owner=world.agent, priority=Priority.HIGH).values_list("pk", flat=True)
    assert sorted(changed) == chosen


def test_bulk_change_leads_nowhere_else(ticket: Ticket, pages: Client) -> None:
    values = {"ticket": [ticket.pk], "priority": "3", "next": "https://elsewhere.example/"}
    assert pages.post("/tickets/change/", values).headers["Location"] == "/tickets/"


# The ticket


def test_long_right_to_left_and_odd_titles_are_shown(world: World, pages: Client) -> None:
    long = "x" * 80_000
    (row,) = arrive(world.channel, eml(subject="שלום <b>&amp;"))
    Ticket.objects.filter(pk=ticket_of(row).pk).update(title=long)
    listed = pages.get("/tickets/")
    shown = pages.get(f"/tickets/{row.ticket_id}/")
    assert (listed.status_code, shown.status_code) == (200, 200)
    assert len(listed.content) < 40_000


def test_quoted_past_of_plain_text_is_folded(world: World, pages: Client) -> None:
    body = "It works now.\n\nOn 2026-11-20, Desk wrote:\n> Did you try water?\n"
    (row,) = arrive(world.channel, eml(body=body))
    text = pages.get(f"/tickets/{row.ticket_id}/").content.decode()
    folded = text[text.index('<details class="quoted">') :]
    assert ("It works now." in folded, "Did you try water?" in folded) == (False, True)
    assert "style=" not in text


def test_changing_attributes_is_said_in_the_history_by_names(world: World, ticket: Ticket, pages: Client) -> None:
    until = timezone.now() + timedelta(days=1)
    values = {
        "title": ticket.title,
        "group": world.group.pk,
        "owner": world.agent.pk,
        "state": "pending_reminder",
        "pending_until": until.strftime("%Y-%m-%dT%H:%M"),
        "priority": "3",
        "tags": "vip, Bahn, vip",
    }
    assert pages.post(f"/tickets/{ticket.pk}/change/", values).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.owner, ticket.state, ticket.priority, ticket.tags) == (
        world.agent,
        TicketState.PENDING_REMINDER,
        Priority.HIGH,
        ["Bahn", "vip"],
    )
    text = pages.get(f"/tickets/{ticket.pk}/").content.decode()
    history = text[text.index('<ol class="history">') :]
    assert all(word in history for word in ("Anna Agent", "pending reminder", "Bahn, vip", "high"))


def test_form_with_fewer_fields_takes_nothing_away(world: World, ticket: Ticket, pages: Client) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(owner=world.agent, tags=["vip"])
    pages.post(f"/tickets/{ticket.pk}/change/", {"priority": "1"})
    ticket.refresh_from_db()
    assert (ticket.owner, ticket.tags, ticket.priority) == (world.agent, ["vip"], Priority.LOW)


def test_pending_without_a_time_is_refused_beside_what_was_typed(ticket: Ticket, pages: Client) -> None:
    values = {"state": "pending_close", "pending_until": "", "tags": "typed"}
    response = pages.post(f"/tickets/{ticket.pk}/change/", values)
    text = response.content.decode()
    assert (response.status_code, "Say until when" in text, "typed" in text) == (422, True, True)


def test_ticket_moved_out_of_sight_leads_to_the_list(world: World, ticket: Ticket, pages: Client) -> None:
    hidden = Group.objects.create(name="Hidden")
    GroupAccess.objects.create(group=hidden, user=world.agent, levels=[Level.CREATE])
    response = pages.post(f"/tickets/{ticket.pk}/change/", {"group": hidden.pk})
    ticket.refresh_from_db()
    assert (response.headers["Location"], ticket.group) == ("/tickets/", hidden)


def test_owner_must_be_one_of_the_possible(ticket: Ticket, world: World, pages: Client) -> None:
    response = pages.post(f"/tickets/{ticket.pk}/change/", {"owner": world.customer.pk})
    ticket.refresh_from_db()
    assert (response.status_code, ticket.owner) == (422, None)


def test_merging_by_number_moves_the_messages_and_leaves_a_pointer(world: World, ticket: Ticket, pages: Client) -> None:
    (row,) = arrive(world.channel, eml(subject="The same again"))
    assert row.ticket is not None
    response = pages.post(f"/tickets/{row.ticket_id}/merge/", {"number": f" #{ticket.number} "})
    assert response.headers["Location"] == f"/tickets/{ticket.pk}/"
    assert ticket.articles.count() == 2
    text = pages.get(f"/tickets/{row.ticket_id}/").content.decode()
    assert (f"merged into #{ticket.number}" in text, 'data-shortcut="r"' in text) == (True, False)


def test_merging_into_nothing_says_so(ticket: Ticket, pages: Client) -> None:
    text = pages.post(f"/tickets/{ticket.pk}/merge/", {"number": "0"}, follow=True).content.decode()
    assert "There is no ticket #0 that you may change." in text


def test_hint_is_accepted_or_refused(world: World, ticket: Ticket, pages: Client) -> None:
    rows = arrive(world.channel, eml(subject="First"), eml(subject="Second"))
    one, other = (ticket_of(row) for row in rows)
    Ticket.objects.filter(pk__in=[one.pk, other.pk]).update(hinted_ticket=ticket, hint=Hint.STRANGER)
    assert "Move it there" in pages.get(f"/tickets/{one.pk}/").content.decode()
    pages.post(f"/tickets/{one.pk}/hint/accept/")
    pages.post(f"/tickets/{other.pk}/hint/refuse/")
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.merged_into, other.hinted_ticket, other.state) == (ticket, None, TicketState.NEW)


def test_news_name_only_what_others_did(world: World, ticket: Ticket, pages: Client) -> None:
    newest = Event.objects.order_by("-pk").first()
    assert newest is not None
    address = f"/tickets/{ticket.pk}/news/{newest.pk}/"
    pages.post(f"/tickets/{ticket.pk}/change/", {"priority": "3"})
    assert pages.get(address).status_code == 204
    arrive(world.channel, eml(subject=f"RE: [Ticket#{ticket.number}]", body="More"))
    assert "Something new happened" in pages.get(address).content.decode()


# The frame of an HTML mail


def test_frame_shows_inline_images_and_holds_the_others_back(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, html_mail())
    article = article_of(row)
    file = article.attachments.get()
    response = pages.get(f"/articles/{article.pk}/body/")
    text = response.content.decode()
    assert f'src="/attachments/{file.pk}/"' in text
    assert ' src="https:' not in text
    assert "<script" not in text
    assert "https:" not in response.headers["Content-Security-Policy"]
    assert text.index("<details>") < text.index("An older mail")


def test_frame_shows_remote_images_when_asked_but_never_tracking_ones(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, html_mail())
    assert "Show remote images" in pages.get(f"/tickets/{row.ticket_id}/").content.decode()
    response = pages.get(f"/articles/{row.article_id}/body/?images=remote")
    text = response.content.decode()
    assert ' src="https://elsewhere.example/a.png"' in text
    assert ' src="https://elsewhere.example/t.gif"' not in text
    assert "img-src 'self' data: https: http:" in response.headers["Content-Security-Policy"]
    assert "script-src" not in response.headers["Content-Security-Policy"]


def test_mail_with_only_a_tracking_image_offers_no_images(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, html_mail(width="1"))
    assert "Show remote images" not in pages.get(f"/tickets/{row.ticket_id}/").content.decode()


@pytest.mark.parametrize(
    ("content_type", "shown"), [("image/png", "image/png"), ("text/html", "application/octet-stream")]
)
def test_attachment_is_saved_unless_it_is_a_picture(
    content_type: str, shown: str, ticket: Ticket, world: World, pages: Client
) -> None:
    file = SimpleUploadedFile("ä b.bin", b"content", content_type)
    answer(pages, world, ticket, attachments=file)
    attachment = Article.objects.latest("pk").attachments.get()
    response = pages.get(f"/attachments/{attachment.pk}/")
    assert (response.content, response.headers["Content-Type"]) == (b"content", shown)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "%C3%A4%20b.bin" in response.headers["Content-Disposition"]


def test_original_is_the_mail_as_it_came(world: World, pages: Client) -> None:
    mail = eml(subject="As it came")
    (row,) = arrive(world.channel, mail)
    assert pages.get(f"/articles/{row.article_id}/original/").content == mail


def test_page_tells_how_a_mail_was_read(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, eml(subject="Away", auto_submitted="auto-replied", body="I am away"))
    text = pages.get(f"/articles/{row.article_id}/reading/").content.decode()
    assert all(rule["because"] in text or not rule["because"].isalnum() for rule in row.trace)
    assert "Did a machine write it?" in text
    assert "auto-replied" in text


# Answers


def test_answer_goes_into_the_outbox_with_quote_signature_and_text(world: World, ticket: Ticket, pages: Client) -> None:
    world.group.signature = Signature.objects.create(name="S", body="<p>Yours, #{agent.name}</p>")
    world.group.save()
    assert answer(pages, world, ticket).status_code == 302
    outbound = Outbound.objects.get()
    article = outbound.article
    assert article is not None
    assert (outbound.recipients, article.new_text) == (["carl@customer.example"], "Use water.")
    order = [article.body_html.index(words) for words in ("Use water.", "Yours, Anna Agent", "Hello")]
    assert order == sorted(order)
    assert "> Hello" in article.body_text
    assert article.in_reply_to == ["one@customer.example"]


def test_begin_of_answers_names_the_right_people(ticket: Ticket, pages: Client) -> None:
    one = pages.get(f"/tickets/{ticket.pk}/reply/").content.decode()
    everybody = pages.get(f"/tickets/{ticket.pk}/reply_all/").content.decode()
    assert ("carl@customer.example" in one, "dora@customer.example" in one.partition("composer__body")[0]) == (
        True,
        False,
    )
    assert 'value="dora@customer.example"' in everybody
    assert 'value="support@desk.example' not in everybody


def test_quote_keeps_its_inline_image_and_leaves_with_it(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, html_mail())
    answer(pages, world, ticket_of(row))
    content, _sender = build(Outbound.objects.get())
    assert b"cid:drop@x" in content
    assert b"Content-ID: <drop@x>" in content


def test_forward_carries_the_files_and_answers_nothing(world: World, pages: Client) -> None:
    message = email.message_from_bytes(eml(), policy=email.policy.default)
    message.add_attachment(b"%PDF", "application", "pdf", filename="bill.pdf")
    (row,) = arrive(world.channel, message.as_bytes())
    answer(pages, world, ticket_of(row), "forward", to="lawyer@elsewhere.example")
    article = Article.objects.latest("pk")
    assert [file.filename for file in article.attachments.all()] == ["bill.pdf"]
    assert (article.in_reply_to, "Forwarded message" in article.body_html) == ([], True)


def test_rich_text_is_made_safe(world: World, ticket: Ticket, pages: Client) -> None:
    rich = '<p>Use <strong>water</strong><img src=x onerror="alert(1)"><script>alert(1)</script></p>'
    answer(pages, world, ticket, rich=rich, body="Use water")
    html = Article.objects.latest("pk").body_html
    assert ("<strong>water</strong>" in html, "onerror" in html, "<script" in html) == (True, False, False)


def test_typed_text_survives_a_wrong_address(world: World, ticket: Ticket, pages: Client) -> None:
    response = answer(pages, world, ticket, to="nobody at home, carl@customer.example", rich="<p>Use water.</p>")
    text = response.content.decode()
    assert (response.status_code, Outbound.objects.count()) == (422, 0)
    assert "“nobody at home” is no e-mail address." in response.context["form"].errors["to"]
    assert (">\nUse water.</textarea>" in text, "&lt;p&gt;Use water.&lt;/p&gt;" in text) == (True, True)


def test_empty_answer_is_refused(world: World, ticket: Ticket, pages: Client) -> None:
    response = answer(pages, world, ticket, body=" ", rich="<p></p>")
    assert (response.status_code, Outbound.objects.count()) == (422, 0)


def test_answer_and_state_are_one(world: World, ticket: Ticket, pages: Client) -> None:
    answer(pages, world, ticket, state="closed")
    ticket.refresh_from_db()
    assert (ticket.state, Outbound.objects.count()) == (TicketState.CLOSED, 1)


def test_pending_answer_without_a_time_sends_nothing(world: World, ticket: Ticket, pages: Client) -> None:
    assert answer(pages, world, ticket, state="pending_close").status_code == 422
    assert Outbound.objects.count() == 0


def test_disabled_channel_refuses_with_a_sentence(world: World, ticket: Ticket, pages: Client) -> None:
    world.channel.active = False
    world.channel.save()
    response = answer(pages, world, ticket)
    text = response.content.decode()
    assert (response.status_code, Outbound.objects.count()) == (422, 0)
    assert ("is disabled" in text, "Use water." in text) == (True, True)


def test_from_must_be_an_address_of_the_groups_channel(world: World, ticket: Ticket, pages: Client) -> None:
    world.address.pk = None
    world.address.email, world.address.channel = "other@desk.example", None
    world.address.save()
    response = pages.post(f"/tickets/{ticket.pk}/reply/", fields(sender=world.address.pk))
    assert (response.status_code, Outbound.objects.count()) == (422, 0)


def test_note_is_internal_and_leaves_nowhere(ticket: Ticket, pages: Client) -> None:
    pages.post(f"/tickets/{ticket.pk}/note/", {"body": "He is *angry*"})
    article = Article.objects.latest("pk")
    assert (article.internal, article.kind, article.body_text) == (True, ArticleKind.NOTE, "He is *angry*")
    assert Outbound.objects.count() == 0


def test_composer_is_a_part_for_the_ticket_page(ticket: Ticket, pages: Client) -> None:
    text = pages.get(f"/tickets/{ticket.pk}/reply/", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in text, "data-composer" in text) == (False, True)


def test_answer_of_a_part_leads_on_without_a_page_load(world: World, ticket: Ticket, pages: Client) -> None:
    values = fields(sender=world.address.pk)
    response = pages.post(f"/tickets/{ticket.pk}/reply/", values, headers={"HX-Request": "true"})
    article = Article.objects.latest("pk")
    assert f"/tickets/{ticket.pk}/#article-{article.pk}" in response.headers["HX-Location"]


# Mail that got stuck


@pytest.fixture
def stuck(world: World, ticket: Ticket, pages: Client) -> Outbound:
    answer(pages, world, ticket)
    Outbound.objects.update(
        state=OutboundState.FAILED, error_code="recipient-refused", server_text="550 no such user", attempts=3
    )
    return Outbound.objects.get()


def test_failed_mail_says_why_and_what_can_be_done(stuck: Outbound, ticket: Ticket, pages: Client) -> None:
    text = pages.get(f"/tickets/{ticket.pk}/").content.decode()
    assert all(words in text for words in ("550 no such user", "Resend", "Edit and resend", "Not sent"))


def test_edited_mail_takes_the_place_of_the_failed_one(
    stuck: Outbound, world: World, ticket: Ticket, pages: Client
) -> None:
    assert stuck.article is not None
    begun = pages.get(f"/tickets/{ticket.pk}/again/?article={stuck.article_id}").content.decode()
    assert (">\nUse water.</textarea>" in begun, "> Hello" in begun or "&gt; Hello" in begun) == (True, True)
    answer(pages, world, ticket, "again", article=stuck.article_id, body="Use sand.", to="carl@new.example")
    stuck.refresh_from_db()
    again = Outbound.objects.latest("pk")
    assert again.article is not None
    assert (stuck.state, again.state, again.recipients) == ("cancelled", "waiting", ["carl@new.example"])
    assert again.article.in_reply_to == stuck.article.in_reply_to
    assert (again.article.body_text.count("Hello"), "Use water." in again.article.body_text) == (1, False)


def test_mail_that_perhaps_left_is_sent_again_only_after_a_question(stuck: Outbound, pages: Client) -> None:
    Outbound.objects.update(state=OutboundState.UNCERTAIN)
    asked = pages.post(f"/deliveries/{stuck.pk}/resend/")
    stuck.refresh_from_db()
    assert ("may arrive twice" in asked.content.decode(), stuck.state) == (True, OutboundState.UNCERTAIN)
    pages.post(f"/deliveries/{stuck.pk}/resend/", {"twice": "yes"})
    message_id = stuck.message_id
    stuck.refresh_from_db()
    assert (stuck.state, stuck.message_id) == (OutboundState.WAITING, message_id)


# New tickets


def test_phone_call_becomes_a_ticket_of_a_new_customer(world: World, pages: Client) -> None:
    values = {
        "how": "phone",
        "customer": "Jörg Müller <joerg@new.example>",
        "group": world.group.pk,
        "title": "Heizung",
        "body": "Sie ist kalt.",
        "state": "open",
    }
    response = pages.post("/tickets/new/", values)
    ticket = Ticket.objects.get()
    article = ticket.articles.get()
    assert response.headers["Location"] == f"/tickets/{ticket.pk}/"
    assert (ticket.customer.name, ticket.customer.email) == ("Jörg Müller", "joerg@new.example")
    assert (article.kind, article.sender, article.from_header) == (
        "phone",
        "customer",
        "Jörg Müller <joerg@new.example>",
    )
    assert Outbound.objects.count() == 0


def test_mail_to_a_known_customer_opens_a_ticket_and_leaves(world: World, pages: Client) -> None:
    values = {
        "how": "mail",
        "customer": "CARL@customer.example",
        "group": world.group.pk,
        "title": "Your bill",
        "body": "It is attached.",
        "attachments": SimpleUploadedFile("bill.pdf", b"%PDF", "application/pdf"),
    }
    pages.post("/tickets/new/", values)
    ticket = Ticket.objects.get()
    outbound = Outbound.objects.get()
    assert outbound.article is not None
    assert (ticket.customer, User.objects.filter(email__iexact="carl@customer.example").count()) == (world.customer, 1)
    assert (outbound.recipients, outbound.article.subject) == (
        ["carl@customer.example"],
        f"Your bill [Ticket#{ticket.number}]",
    )
    assert Event.objects.filter(ticket=ticket, kind=EventKind.OPENED).count() == 1
    content, _sender = build(outbound)
    assert b"bill.pdf" in content


def test_refused_mail_opens_no_ticket_and_makes_no_customer(world: World, pages: Client) -> None:
    world.channel.active = False
    world.channel.save()
    values = {"how": "mail", "customer": "x@new.example", "group": world.group.pk, "title": "T", "body": "B"}
    response = pages.post("/tickets/new/", values)
    assert (response.status_code, Ticket.objects.count()) == (422, 0)
    assert not User.objects.filter(email="x@new.example").exists()


def test_pages_speak_german_to_who_reads_it(world: World, ticket: Ticket, pages: Client) -> None:
    User.objects.filter(pk=world.agent.pk).update(language="de", time_zone="Europe/Berlin")
    Ticket.objects.filter(pk=ticket.pk).update(pending_until=datetime(2026, 7, 1, 10, 0, tzinfo=UTC))
    text = pages.get(f"/tickets/{ticket.pk}/").content.decode()
    assert all(words in text for words in ("Antworten", "Kunde", "Verlauf", "2026-07-01T12:00"))
