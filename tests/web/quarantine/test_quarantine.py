"""Mail in quarantine: nothing is lost, and everything can be done by hand."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.test import Client

from postroom.intake.process import process
from postroom.intake.quarantine import NotInQuarantine, discard, make_ticket, read_head, try_again
from postroom.models import Blob, Inbound, InboundState, Outbound, Ticket
from tests.web.cast import MOST_STATEMENTS, Cast, statements
from tests.world import eml, follow

pytestmark = pytest.mark.django_db

TRACEBACK = 'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: <odd> number'
HOSTILE = [
    b"",
    b"\0\0\0",
    b"From: \xff\xfe\0 <x@\0y>\r\nSubject: =?utf-99?Q?=FF?=\r\n\r\n",
    b"From:" + b"<" * 70_000,
    b"Subject: " + b"=?utf-8?B?////?= " * 5000,
    bytes(range(256)) * 300,
]


def quarantined(cast: Cast, content: bytes | None = None, **values: object) -> Inbound:
    """Return a row in quarantine."""
    raw = content if content is not None else eml()
    (digest,) = Blob.objects.keep([raw])
    return Inbound.objects.create(
        channel=cast.world.channel,
        digest=hashlib.sha256(raw).hexdigest(),
        raw_id=digest,
        **{"size": len(raw), "state": InboundState.QUARANTINED, "error": TRACEBACK, "attempts": 4, **values},
    )


def test_list_shows_what_could_be_read(pages: Client, cast: Cast) -> None:
    quarantined(cast)
    quarantined(cast, b"")
    page = pages.get("/quarantine/").content.decode()
    assert re.findall(r'class="row-link"[^>]*>([^<]*)<', page) == ["(no subject)", "Printer on fire"]
    assert ("Carl Customer" in page, page.count("ValueError: &lt;odd&gt; number")) == (True, 2)


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_page_comes_whatever_the_mail_is_made_of(pages: Client, cast: Cast, content: bytes) -> None:
    row = quarantined(cast, content)
    assert pages.get("/quarantine/").status_code == 200
    page = pages.get(f"/quarantine/{row.pk}/")
    assert (page.status_code, "ValueError: &lt;odd&gt; number" in page.content.decode()) == (200, True)
    ticket = make_ticket(row.pk, cast.administrator)
    assert ticket.articles.get().attachments.get().size == len(content)


def test_head_of_a_whole_mail_is_read() -> None:
    head = read_head(eml())
    assert (head.sender and head.sender.email, head.subject) == ("carl@customer.example", "Printer on fire")


def test_mail_tried_again_becomes_a_ticket(pages: Client, cast: Cast) -> None:
    row = quarantined(cast)
    pages.post("/quarantine/again/", {"mail": [row.pk]})
    row.refresh_from_db()
    assert (row.state, row.attempts) == (InboundState.STORED, 0)
    process([row.pk])
    row.refresh_from_db()
    assert (row.state, row.ticket and row.ticket.title, row.error) == ("processed", "Printer on fire", "")


def test_all_are_tried_again_and_only_those_in_quarantine(pages: Client, cast: Cast) -> None:
    quarantined(cast)
    quarantined(cast, b"x")
    done = quarantined(cast, b"y", state=InboundState.DISCARDED)
    page = pages.post("/quarantine/again/", {"all": "1"}, follow=True).content.decode()
    assert "2 mails are tried again." in page
    assert try_again([done.pk]) == 0
    assert sorted(Inbound.objects.values_list("state", flat=True)) == ["discarded", "stored", "stored"]


def test_ticket_holds_the_mail_and_nothing_is_answered(pages: Client, cast: Cast) -> None:
    row = quarantined(cast)
    pages.post(f"/quarantine/{row.pk}/ticket/")
    follow()
    ticket = Ticket.objects.get()
    article = ticket.articles.get()
    attachment = article.attachments.get()
    assert (ticket.title, ticket.group, ticket.customer) == ("Printer on fire", cast.world.group, cast.world.customer)
    assert article.body_text.startswith("This mail could not be read.")
    assert (attachment.filename, bytes(attachment.blob.content)) == ("original.eml", eml())
    assert (article.may_answer, Outbound.objects.count()) == (False, 0)
    row.refresh_from_db()
    assert (row.state, row.outcome, row.ticket, row.article) == ("processed", "ticket", ticket, article)
    with pytest.raises(NotInQuarantine):
        make_ticket(row.pk, cast.administrator)


def test_download_is_the_mail_as_it_came(pages: Client, cast: Cast) -> None:
    row = quarantined(cast)
    answer = pages.get(f"/quarantine/{row.pk}/download/")
    assert answer.content == eml()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="quarantine-{row.pk}.eml"'
    Inbound.objects.update(state=InboundState.PROCESSED)
    assert pages.get(f"/quarantine/{row.pk}/download/").status_code == 404


def test_discarding_asks_first_and_keeps_the_row(pages: Client, cast: Cast) -> None:
    row = quarantined(cast)
    assert "Printer on fire" in pages.get(f"/quarantine/{row.pk}/discard/").content.decode()
    row.refresh_from_db()
    assert row.state == InboundState.QUARANTINED
    pages.post(f"/quarantine/{row.pk}/discard/")
    row.refresh_from_db()
    assert (row.state, bytes(row.raw.content)) == (InboundState.DISCARDED, eml())
    assert discard([row.pk], cast.administrator) == 0


def test_list_asks_as_often_for_sixty_mails_as_for_one(pages: Client, cast: Cast) -> None:
    quarantined(cast)
    few = statements(pages, "/quarantine/")
    for number in range(60):
        quarantined(cast, b"Subject: %d\r\n\r\n" % number)
    assert statements(pages, "/quarantine/") == few <= MOST_STATEMENTS
