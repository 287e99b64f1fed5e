"""Connecting a mailbox in a real browser, against real servers, in both languages."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from postroom.models import AfterImport, Channel, ChannelDraft, Group, User
from tests.channels.mailboxes import Mailbox
from tests.servers import smtp
from tests.servers.dovecot import PASSWORD
from tests.web.axe import findings_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.dovecot, pytest.mark.django_db(transaction=True)]

MAIL = b"From: anna@kunde.example\r\nSubject: Anfrage\r\n\r\nGuten Tag\r\n"


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest, administrator: User) -> str:
    administrator.language = str(request.param)
    administrator.save()
    return administrator.language


def _start(page: Page, mailbox: Mailbox) -> None:
    page.get_by_role("link", name=_("Connect a mailbox")).first.click()
    page.get_by_role("link", name=_("Mailbox with a password")).click()
    page.get_by_label(_("E-mail address")).fill(mailbox.address)
    page.get_by_label(_("Password")).fill(PASSWORD)
    page.get_by_role("button", name=_("Find the servers")).click()
    expect(page.get_by_text(_("No server answered for this address"), exact=True)).to_be_visible(timeout=30_000)


def _fill_servers(page: Page, mailbox: Mailbox, outbound_password: str = smtp.PASSWORD) -> None:
    for direction, server in (("inbound", mailbox.inbound()), ("outbound", mailbox.outbound())):
        page.locator(f"[name={direction}_host]").fill(server["host"])
        page.locator(f"[name={direction}_port]").fill(str(server["port"]))
        page.locator(f"[name={direction}_security]").select_option(server["security"])
    page.locator("[name=inbound_user]").fill(mailbox.user)
    page.get_by_label(_("Sign in for sending as for receiving")).uncheck()
    page.get_by_text(_("Sign in for sending with another user, or without one")).click()
    page.locator("[name=outbound_user]").fill(smtp.USER)
    page.locator("[name=outbound_password]").fill(outbound_password)


def _try_connection(page: Page) -> None:
    page.get_by_label(_("I accept that passwords and mail cross the network readable for others")).check()
    page.get_by_role("button", name=_("Try the connection")).click()


def test_mailbox_with_mail_is_connected_step_by_step(language: str, desk: Page, mailbox: Mailbox) -> None:
    Group.objects.create(name="Support")
    Group.objects.create(name="Abgeschafft", active=False)
    mailbox.dovecot.mailbox(mailbox.user).deliver(MAIL, "Anfragen/Tech-Größe", received=1_600_000_000)
    with translation.override(language):
        _start(desk, mailbox)
        _fill_servers(desk, mailbox)
        _try_connection(desk)
        desk.get_by_role("link", name=_("Continue"), exact=True).click()
        desk.get_by_label(_("Folder"), exact=True).select_option("Anfragen.Tech-Größe")
        desk.get_by_role("button", name=_("Look into the folder")).click()
        expect(desk.get_by_label(_("Archive old mail"))).to_be_checked()
        expect(desk.locator("[name=group] option")).to_have_text([_("choose a group"), "Support"])
        assert findings_in_both_themes(desk) == []
        desk.get_by_label(_("Archive old mail")).uncheck()
        confirm = desk.get_by_label(_("Yes, treat this mail as new and let it be answered automatically"))
        expect(confirm).to_be_visible()
        desk.get_by_label(_("Archive old mail")).check()
        expect(confirm).to_have_count(0)
        desk.get_by_label(_("Yes, delete imported mail from the mailbox")).check()
        desk.get_by_role("button", name=_("Send the test mail and connect")).click()
        expect(desk).to_have_url(re.compile(r"/channels/\d+/$"), timeout=60_000)
        expect(desk.get_by_text(_("The channel works and is active."))).to_be_visible()
        assert findings_in_both_themes(desk) == []
    channel = Channel.objects.get()
    assert (channel.folder, channel.after_import, channel.archive) == ("Anfragen.Tech-Größe", AfterImport.DELETE, True)
    assert channel.group.email_address == channel.addresses.get()
    assert mailbox.dovecot.messages(mailbox.user) == []
    assert mailbox.dovecot.messages(mailbox.user, "Anfragen/Tech-Größe") == [MAIL]


def test_mailbox_that_cannot_send_is_saved_only_when_confirmed(language: str, desk: Page, mailbox: Mailbox) -> None:
    Group.objects.create(name="Support")
    with translation.override(language):
        _start(desk, mailbox)
        _fill_servers(desk, mailbox, outbound_password="wrong")
        _try_connection(desk)
        expect(desk.get_by_text(_("The server did not accept user name or password."))).to_be_visible(timeout=30_000)
        desk.get_by_role("link", name=_("Continue, though sending does not work yet")).click()
        desk.get_by_role("button", name=_("Look into the folder")).click()
        desk.get_by_label(_("keep it and mark it as read")).check()
        expect(desk.get_by_text(_("Nothing is deleted, and no old mail is answered."))).to_be_visible()
        desk.get_by_role("button", name=_("Send the test mail and connect")).click()
        expect(desk.get_by_role("button", name=_("Save anyway"))).to_be_visible(timeout=30_000)
        assert Channel.objects.count() == 0
        desk.get_by_label(_("Yes, save it although the test mail did not arrive")).check()
        desk.get_by_role("button", name=_("Save anyway")).click()
        expect(desk).to_have_url(re.compile(r"/channels/\d+/$"))
    states = dict(Channel.objects.get().health.values_list("direction", "state"))
    assert states == {"in": "ok", "out": "failing"}


def test_cancelled_draft_leaves_no_password_behind(desk: Page, mailbox: Mailbox) -> None:
    _start(desk, mailbox)

    desk.get_by_role("button", name="Cancel").click()

    expect(desk.get_by_text("No mailbox is connected yet")).to_be_visible()
    assert ChannelDraft.objects.count() == 0
