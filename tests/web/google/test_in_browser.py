"""From registering the app at Google to an answer that arrives, in a real browser."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from postroom.configuration import configure
from postroom.delivery.deliver import deliver
from postroom.intake.poll import poll
from postroom.intake.process import process
from postroom.models import Channel, Group, GroupAccess, Inbound, Level, Ticket, User
from postroom.practice import PracticeTenant
from postroom.practice.seed.people import PASSWORD
from tests.practice.mails import BRANDT, mail
from tests.servers.practice_google import SERVICE
from tests.web.axe import findings_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def register(page: Page, google: PracticeTenant) -> None:
    page.get_by_role("link", name=_("Connect a mailbox")).first.click()
    page.get_by_role("link", name=_("Google (Gmail or Workspace)")).click()
    callback = page.get_by_label(_("Authorised redirect URI")).input_value()
    google.control.world.google.register_redirect_uri(callback)
    assert findings_in_both_themes(page) == []
    page.get_by_label(_("Client ID")).fill(google.google_client_id)
    page.get_by_label(_("Client secret")).fill(google.google_client_secret)
    page.get_by_label(_("Where")).select_option("practice")
    page.get_by_role("button", name=_("Save and check the app")).click()
    expect(page.get_by_text(_("Google accepts the app"))).to_be_visible()
    assert findings_in_both_themes(page) == []


def sign_in_at_google(page: Page) -> None:
    page.locator("#login").fill(SERVICE)
    page.locator("#passwd").fill(PASSWORD)
    page.locator("button[value=password]").click()
    page.locator("input[name=mail]").check()
    page.locator("button[value=consent]").click()


def add_account(page: Page) -> None:
    page.get_by_role("link", name=_("Add account")).click()
    page.get_by_role("button", name=_("Sign in at Google")).click()
    sign_in_at_google(page)
    expect(page.get_by_text(_("What is special about Gmail"))).to_be_visible()
    assert findings_in_both_themes(page) == []
    page.get_by_role("button", name=_("Try the connection")).click()
    page.get_by_role("link", name=_("Continue"), exact=True).click(timeout=60_000)
    page.get_by_role("button", name=_("Look into the folder")).click()
    page.get_by_label(_("Yes, delete imported mail from the mailbox")).check()
    page.get_by_role("button", name=_("Send the test mail and connect")).click()
    expect(page).to_have_url(re.compile(r"/channels/\d+/$"), timeout=90_000)


def write_answer(page: Page, ticket: Ticket) -> None:
    page.goto(re.sub(r"/channels/.*", f"/tickets/{ticket.pk}/", page.url))
    page.locator(".head__actions").get_by_role("link", name=_("Reply"), exact=True).click()
    editor = page.locator(".ProseMirror")
    editor.focus()
    page.keyboard.type("Wir schicken Ersatz.")
    page.get_by_role("button", name=_("Send"), exact=True).click()
    expect(page.get_by_text(_("Your mail is on its way."))).to_be_visible()


def test_from_registering_the_app_to_an_answer_that_arrives(
    desk: Page, google: PracticeTenant, administrator: User, live_server: LiveServer
) -> None:
    administrator.language = "de"
    administrator.save()
    configure(public_url=live_server.url, undo_seconds=0)
    role = administrator.roles.get()
    role.is_agent = True
    role.save()
    GroupAccess.objects.create(group=Group.objects.create(name="Support"), role=role, levels=[Level.FULL])
    desk.reload()
    with translation.override("de"):
        register(desk, google)
        add_account(desk)
        channel = Channel.objects.get()
        google.control.put(SERVICE, mail("Bohrer defekt"))
        poll(channel.pk)
        process(list(Inbound.objects.filter(channel=channel).values_list("pk", flat=True)))
        ticket = Ticket.objects.get()
        write_answer(desk, ticket)
        deliver(channel.pk)

    assert (channel.kind, ticket.title) == ("google", "Bohrer defekt")
    answers = [one.content for one in google.control.held(BRANDT)]
    assert [b"Wir schicken Ersatz." in content for content in answers] == [True]
    assert google.control.held(SERVICE) == []
    assert "Bohrer defekt" in [one.subject for one in google.control.held(SERVICE, "deleteditems")]
