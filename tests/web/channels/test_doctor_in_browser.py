"""The doctor's page in a real browser, against real servers, and without JavaScript."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from postroom.channels import probe as job
from postroom.intake.poll import poll
from postroom.models import Probe, User
from tests.channels.mailboxes import Mailbox
from tests.servers.dovecot import PASSWORD
from tests.servers.meddler import meddling
from tests.web.axe import findings_in_both_themes
from tests.web.cast import statements

pytestmark = [pytest.mark.dovecot, pytest.mark.django_db(transaction=True)]


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "de"])
def test_good_channel_is_looked_at_line_by_line(
    language: str, administrator: User, desk: Page, live_server: LiveServer, mailbox: Mailbox
) -> None:
    User.objects.filter(pk=administrator.pk).update(language=language)
    channel = mailbox.channel()
    poll(channel.pk)
    with translation.override(language):
        desk.goto(live_server.url + reverse("channel", args=[channel.pk]))
        desk.get_by_label(_("More"), exact=True).first.click()
        desk.get_by_role("link", name=_("Doctor")).click()
        expect(desk.get_by_role("heading", name=_("What the doctor does"))).to_be_visible()
        expect(desk.get_by_text(mailbox.address, exact=True)).to_have_count(1)
        desk.get_by_role("button", name=_("Look at everything")).click()
        expect(desk.get_by_text(_("Everything works"))).to_be_visible(timeout=60_000)
        expect(desk.get_by_role("heading", name=_("Test mails"))).to_be_visible()
        assert findings_in_both_themes(desk) == []
        text = desk.get_by_label(_("Everything as text, without passwords, tokens or subjects of mails")).input_value()
    assert (mailbox.address in text, PASSWORD in text) == (True, False)


@pytest.mark.browser
def test_failing_channel_leads_from_its_alarm_to_what_is_wrong(
    desk: Page, live_server: LiveServer, mailbox: Mailbox
) -> None:
    channel = mailbox.channel(inbound_secret="wrong")
    poll(channel.pk)
    desk.goto(live_server.url + reverse("channel", args=[channel.pk]))
    desk.get_by_role("link", name="Ask the doctor").click()
    desk.get_by_role("button", name="Look at everything").click()
    expect(desk.get_by_text("1 thing is wrong")).to_be_visible(timeout=60_000)
    expect(desk.get_by_text("The server did not accept user name or password.").first).to_be_visible()
    assert findings_in_both_themes(desk) == []


@pytest.mark.browser
def test_refused_expunge_stands_on_the_page_with_the_servers_words_until_it_works(
    desk: Page, live_server: LiveServer, mailbox: Mailbox
) -> None:
    mailbox.dovecot.deliver(mailbox.user, b"Subject: Anfrage\r\n\r\n")
    with meddling(mailbox.dovecot.imap) as meddler:
        meddler.answer(rb"UID EXPUNGE", b"TAG NO [SERVERBUG] EXPUNGE failed.\r\n")
        channel = mailbox.channel(inbound=mailbox.inbound(port=meddler.port))
        assert [poll(channel.pk), poll(channel.pk)] == [1, 0]
        desk.goto(live_server.url + reverse("channel", args=[channel.pk]))
        warning = desk.get_by_text("It works, but the server complained.")
        expect(warning).to_be_visible()
        expect(desk.get_by_text("EXPUNGE failed.")).to_have_count(1)
        meddler.answers.clear()
        poll(channel.pk)
        desk.reload()
        expect(warning).to_have_count(0)
    assert (mailbox.dovecot.messages(mailbox.user), channel.ledger.count()) == ([], 1)


@pytest.mark.browser
def test_channel_that_reads_the_wrong_folder_is_told_where_mail_arrives(
    desk: Page, live_server: LiveServer, mailbox: Mailbox
) -> None:
    mailbox.dovecot.mailbox(mailbox.user).make_folder("Anfragen")
    mailbox.dovecot.deliver(mailbox.user, b"Subject: Anfrage\r\n\r\n")
    channel = mailbox.channel(folder="Anfragen")
    poll(channel.pk)
    desk.goto(live_server.url + reverse("channel_doctor", args=[channel.pk]))
    desk.get_by_role("button", name="Look at everything").click()
    elsewhere = desk.get_by_role("region", name="Other folders")
    found = elsewhere.get_by_text("Nothing has arrived in the chosen folder lately, but mail arrives here.")
    expect(found).to_be_visible(timeout=60_000)
    expect(found).to_contain_text("INBOX")


def test_page_without_javascript_starts_reloads_and_tells(pages: Client, mailbox: Mailbox) -> None:
    channel = mailbox.channel()
    address = reverse("channel_doctor", args=[channel.pk])
    assert "Look at everything" in pages.get(address).content.decode()

    assert pages.post(address).headers["Location"] == address
    assert 'http-equiv="refresh"' in pages.get(address).content.decode()
    job.run(Probe.objects.get().pk)

    page = pages.get(address).content.decode()
    assert "It works, and 1 thing should be known" in page
    assert "Postroom has not looked into the mailbox for some time." in page
    assert (PASSWORD in page, 'http-equiv="refresh"' in page) == (False, False)


def test_page_asks_the_same_number_of_statements_for_more_lines(pages: Client, mailbox: Mailbox) -> None:
    channel = mailbox.channel()
    address = reverse("channel_doctor", args=[channel.pk])
    pages.post(address)
    probe = Probe.objects.get()
    job.run(probe.pk)

    before = statements(pages, address)
    for _number in range(20):
        probe.lines.create(direction="in", step="elsewhere", detail="Junk", code="mail-in-junk")
    assert statements(pages, address) == before


def test_page_is_for_administrators_only(client: Client, mailbox: Mailbox) -> None:
    address = reverse("channel_doctor", args=[mailbox.channel().pk])
    assert client.get(address).headers["Location"].startswith("/account/login/")
    client.force_login(User.objects.create_user("agent@example.org", "correct horse battery"))
    assert (client.get(address).status_code, client.post(address).status_code) == (403, 403)
    assert Probe.objects.count() == 0
