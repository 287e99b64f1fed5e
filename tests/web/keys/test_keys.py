"""The pages of keys, and "Try again" on a mail that could not be opened."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Page

from postroom.keys.verbs import add_keys
from postroom.mail.crypto import smime
from postroom.models import Article, MailKey, Ticket
from tests.keys.made import Authority, SmimeKey, pgp_pair, root, whole
from tests.web.axe import findings_in_both_themes
from tests.web.cast import MOST_STATEMENTS, Cast, statements
from tests.world import arrive

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def authority() -> Authority:
    return root()


@pytest.fixture(scope="module")
def desk_key(authority: Authority) -> SmimeKey:
    return authority.issue("support@desk.example")


def encrypted(cast: Cast, key: SmimeKey) -> Article:
    head = b"From: carl@customer.example\r\nTo: support@desk.example\r\nSubject: Plan\r\nMIME-Version: 1.0\r\n"
    arrive(cast.world.channel, head + smime.encrypt(b"Content-Type: text/plain\r\n\r\nThe secret\r\n", key.certificate))
    return Article.objects.get()


def test_key_is_added_by_file_and_its_private_part_never_shown(pages: Client, desk_key: SmimeKey) -> None:
    answer = pages.post("/keys/new/", {"file": SimpleUploadedFile("desk.pem", whole(desk_key)), "passphrase": ""})
    assert (answer.status_code, answer["Location"]) == (302, "/keys/")
    key = MailKey.objects.get()
    page = pages.get(f"/keys/{key.pk}/").content.decode()
    assert (key.fingerprint in page, "PRIVATE KEY" in page) == (True, False)
    assert f">{key.public}</textarea>" in page  # with its lines, without which nobody can read it elsewhere
    assert "support@desk.example" in pages.get("/keys/").content.decode()


def test_key_is_added_by_its_text_with_a_passphrase(pages: Client) -> None:
    secret = pgp_pair("Desk <support@desk.example>")[1].decode()
    answer = pages.post("/keys/new/", {"text": secret, "passphrase": "wrong"})
    assert (answer.status_code, "Is the passphrase right?" in answer.content.decode()) == (422, True)
    assert ("wrong" in answer.content.decode(), MailKey.objects.count()) == (False, 0)
    pages.post("/keys/new/", {"text": secret, "passphrase": "open sesame"})
    assert MailKey.objects.get().addresses == ["support@desk.example"]


def test_nothing_at_all_is_refused(pages: Client) -> None:
    answer = pages.post("/keys/new/", {})
    assert (answer.status_code, "Choose a file or paste a key." in answer.content.decode()) == (422, True)


def test_removing_says_what_it_means_first(pages: Client, desk_key: SmimeKey) -> None:
    (key,) = add_keys(whole(desk_key))
    assert "cannot be opened any more" in pages.get(f"/keys/{key.pk}/remove/").content.decode()
    pages.post(f"/keys/{key.pk}/remove/")
    assert MailKey.objects.count() == 0


def test_only_administrators_come_in(cast: Cast, desk_key: SmimeKey) -> None:
    (key,) = add_keys(desk_key.certificate)
    for path in ("", "new/", f"{key.pk}/", f"{key.pk}/remove/"):
        assert cast.client(cast.world.agent).get(f"/keys/{path}").status_code == 403


def test_list_needs_as_many_statements_however_many_keys(pages: Client) -> None:
    MailKey.objects.bulk_create(
        MailKey(kind="smime", role="other", name="x", fingerprint=str(n), addresses=["a@b.example"]) for n in range(30)
    )
    assert statements(pages, "/keys/") <= MOST_STATEMENTS


def test_mail_that_could_not_be_opened_says_so_and_is_opened_by_try_again(cast: Cast, desk_key: SmimeKey) -> None:
    article = encrypted(cast, desk_key)
    agent = cast.client(cast.world.agent)
    ticket = f"/tickets/{Ticket.objects.get().pk}/"
    assert "Postroom has no key that opens it" in agent.get(ticket).content.decode()
    again = f"/keys/articles/{article.pk}/open-again/"
    assert "the keys that are there do not help" in agent.post(again, follow=True).content.decode()
    add_keys(whole(desk_key))
    page = agent.post(again, follow=True).content.decode()
    assert ("The mail was read again." in page, "The secret" in page) == (True, True)
    assert "Postroom has no key that opens it" not in page


def test_stranger_cannot_have_a_mail_read_again(cast: Cast, desk_key: SmimeKey) -> None:
    article = encrypted(cast, desk_key)
    add_keys(whole(desk_key))
    again = f"/keys/articles/{article.pk}/open-again/"
    assert cast.client(cast.administrator).post(again).status_code == 404
    assert cast.client(cast.world.customer).post(again).status_code == 403
    article.refresh_from_db()
    assert article.security["problem"] == "no-key"


@pytest.mark.browser
def test_pages_can_be_used_by_everybody(desk: tuple[Page, Cast], desk_key: SmimeKey) -> None:
    page, _cast = desk
    (key,) = add_keys(whole(desk_key))
    for path in ("/keys/", "/keys/new/", f"/keys/{key.pk}/", f"/keys/{key.pk}/remove/"):
        page.goto(path)
        assert findings_in_both_themes(page) == []
