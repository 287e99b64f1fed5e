"""“How this was read” in the language of whoever looks."""

from __future__ import annotations

from html import unescape

from django.test import Client

from postroom.configuration import configure
from postroom.models import Inbound, User
from tests.web.tickets.at_work import article_of
from tests.world import World, arrive, eml

ODD = b"Auto-Submitted: auto-replied\r\nContent-Type: text/plain; charset=x-odd\r\n"
HEAD = b"From: carl@customer.example\r\nTo: support@desk.example\r\nSubject: Away\r\n"
CHECKED = (
    b"Authentication-Results: mx.desk.example; spf=fail smtp.mailfrom=evil.example; dkim=none;"
    b" dmarc=fail header.from=customer.example\r\n"
)


def german(world: World, pages: Client, address: str) -> str:
    """Return the text of a page as the agent sees it in German."""
    User.objects.filter(pk=world.agent.pk).update(language="de")
    return unescape(pages.get(address).content.decode())


def test_reasons_defects_and_signs_are_german_on_a_german_page(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, ODD + HEAD + b"\r\nGr\xc3\xbc\xc3\x9fe")
    page = german(world, pages, f"/articles/{row.article_id}/reading/")
    for sentence in (
        "Unbekannter Zeichensatz „x-odd“: gelesen als utf-8.",
        "Die Mail hat keine brauchbare Message-ID: Aus ihrer Prüfsumme wurde eine gebildet.",
        "Die Mail hat die Kopfzeile „Auto-Submitted: auto-replied“.",
        "Erkennbar an: Auto-Submitted: auto-replied",
        "Weder der Betreff noch die Verweise nennen ein Ticket.",
        "Der Absender ist kein Agent.",
    ):
        assert sentence in page
    assert "names a ticket" not in page


def test_reasons_of_an_older_postroom_are_shown_as_they_stand(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, eml())
    Inbound.objects.filter(pk=row.pk).update(
        trace=[{"rule": "follow_up", "hit": True, "because": "ticket 7 by subject"}]
    )
    article = article_of(row)
    article.defects, article.defects_made_of = ["Text said to be x is 100 % y."], {}
    article.save()
    page = german(world, pages, f"/articles/{article.pk}/reading/")
    assert "ticket 7 by subject" in page
    assert "Text said to be x is 100 % y." in page


def test_checks_of_a_forged_sender_stand_at_the_message_and_where_it_was_read(world: World, pages: Client) -> None:
    configure(trusted_authserv_ids=["mx.desk.example"])
    (row,) = arrive(world.channel, CHECKED + eml())
    reading, ticket = f"/articles/{row.article_id}/reading/", f"/tickets/{row.ticket_id}/"
    for page in (german(world, pages, reading), german(world, pages, ticket)):
        assert 'SPF: nicht bestanden <span class="faint" dir="ltr">(evil.example)</span>' in page
        assert "DKIM: nichts zu prüfen" in page
        assert 'DMARC: nicht bestanden <span class="faint" dir="ltr">(customer.example)</span>' in page


def test_header_of_a_server_nobody_trusts_says_nothing_about_the_sender(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, CHECKED + eml())
    assert "evil.example" not in pages.get(f"/articles/{row.article_id}/reading/").content.decode()
    assert "forged" not in pages.get(f"/tickets/{row.ticket_id}/").content.decode()


def test_avatar_of_our_own_mail_is_that_of_the_agent(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, eml(from_="Anna Agent via Zebra Support <anna@elsewhere.example>"))
    assert ">AA</span>" in pages.get(f"/tickets/{row.ticket_id}/").content.decode()
