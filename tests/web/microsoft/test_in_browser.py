"""From registering the app to an answer that arrives, in a real browser, in both languages."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from postroom.channels.kinds.microsoft365.config import Way, Ways, ways_of
from postroom.configuration import configure
from postroom.delivery.deliver import deliver
from postroom.intake.poll import poll
from postroom.intake.process import process
from postroom.models import (
    AfterImport,
    Channel,
    ConsentRequest,
    ConsentState,
    Group,
    GroupAccess,
    Inbound,
    Level,
    Probe,
    ProbeState,
    Ticket,
    User,
)
from postroom.practice import PracticeTenant
from postroom.practice.seed.people import PASSWORD
from tests.channels.converting.test_converting import plain_channel
from tests.practice.mails import BRANDT, SUPPORT, mail
from tests.servers.practice import make_app
from tests.servers.running import eventually
from tests.web.axe import findings_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADMIN = "admin@nordlicht.example"


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest, administrator: User, live_server: LiveServer) -> str:
    administrator.language = str(request.param)
    administrator.save()
    configure(public_url=live_server.url, undo_seconds=0)
    return administrator.language


def register(page: Page, practice: PracticeTenant) -> None:
    page.get_by_role("link", name=_("Connect a mailbox")).first.click()
    page.get_by_role("link", name=_("Microsoft 365 or outlook.com")).click()
    callback = page.get_by_label(_("Redirect URI, type Web")).input_value()
    practice.control.register_redirect_uri(callback)
    assert findings_in_both_themes(page) == []
    page.get_by_label(_("Application (client) ID")).fill(practice.client_id)
    page.get_by_label(_("Directory (tenant) ID")).fill(practice.tenant_id)
    page.get_by_label(_("Client secret (its value)")).fill(practice.client_secret)
    page.get_by_label(_("Cloud")).select_option("practice")
    page.get_by_role("button", name=_("Save and check the app")).click()
    expect(page.get_by_text(_("Microsoft accepts the app"))).to_be_visible()


def sign_in_at_microsoft(page: Page, user: str) -> None:
    page.locator("#login").fill(user)
    page.locator("#passwd").fill(PASSWORD)
    page.locator("button[value=password]").click()


def let_administrator_consent(page: Page) -> None:
    """In a browser of their own: the administrator has no account here."""
    page.get_by_role("button", name=_("Request administrator consent")).click()
    link = page.get_by_label(_("Link for the administrator")).input_value()
    assert findings_in_both_themes(page) == []
    browser = page.context.browser
    assert browser
    elsewhere = browser.new_context().new_page()
    elsewhere.goto(link)
    sign_in_at_microsoft(elsewhere, ADMIN)
    elsewhere.locator("button[value=consent]").click()
    elsewhere.wait_for_url("**/microsoft/callback/**")
    elsewhere.context.close()
    expect(page.get_by_text(_("Consent is granted"))).to_be_visible(timeout=15_000)


def add_account(page: Page) -> None:
    page.get_by_role("link", name=_("Add account")).click()
    page.get_by_role("button", name=_("Sign in at Microsoft")).click()
    sign_in_at_microsoft(page, SUPPORT)
    expect(page.get_by_text(_("What Postroom will do"))).to_be_visible()
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
    page.locator(".ProseMirror").press_sequentially("Wir schicken Ersatz.")
    page.get_by_role("button", name=_("Send"), exact=True).click()
    expect(page.get_by_text(_("Your mail is on its way."))).to_be_visible()


def test_from_registering_the_app_to_an_answer_that_arrives(
    language: str, desk: Page, practice: PracticeTenant, administrator: User
) -> None:
    group = Group.objects.create(name="Support")
    role = administrator.roles.get()
    role.is_agent = True
    role.save()
    GroupAccess.objects.create(group=group, role=role, levels=[Level.FULL])
    practice.control.demand_consent(policy="admin")
    with translation.override(language):
        register(desk, practice)
        let_administrator_consent(desk)
        add_account(desk)
        channel = Channel.objects.get()
        practice.control.put(SUPPORT, mail("Bohrer defekt"))
        poll(channel.pk)
        process(list(Inbound.objects.filter(channel=channel).values_list("pk", flat=True)))
        ticket = Ticket.objects.get()
        write_answer(desk, ticket)
        deliver(channel.pk)

    assert (channel.kind, channel.after_import, channel.group) == ("microsoft365", AfterImport.DELETE, group)
    assert ways_of(channel) == Ways(Way.GRAPH, Way.GRAPH)
    assert ConsentRequest.objects.get().state == ConsentState.GRANTED
    assert ticket.title == "Bohrer defekt"
    answers = [one.content for one in practice.control.held(BRANDT)]
    assert [b"Wir schicken Ersatz." in content for content in answers] == [True]
    assert practice.control.held(SUPPORT) == []


def test_plain_mailbox_is_converted_and_brought_back(
    desk: Page, practice: PracticeTenant, live_server: LiveServer
) -> None:
    configure(public_url=live_server.url)
    practice.control.register_redirect_uri(f"{live_server.url}/microsoft/callback/")
    make_app(practice)
    channel = plain_channel(practice)
    practice.control.put(SUPPORT, mail("Schon da"))
    assert poll(channel.pk) == 1
    desk.reload()
    desk.get_by_role("link", name="Convert to Microsoft 365").click()
    assert findings_in_both_themes(desk) == []
    desk.get_by_role("button", name="Sign in at Microsoft").click()
    sign_in_at_microsoft(desk, SUPPORT)
    desk.locator("button[value=consent]").click()
    expect(desk.get_by_text("What Postroom will do")).to_be_visible()
    desk.get_by_role("button", name="Try the connection").click()
    desk.get_by_role("button", name="Send the test mail and save").click(timeout=60_000)
    expect(desk.get_by_text("This channel was converted")).to_be_visible(timeout=90_000)
    assert findings_in_both_themes(desk) == []
    assert (Channel.objects.get().kind, poll(channel.pk)) == ("microsoft365", 0)

    desk.get_by_role("button", name="Go back").click()
    expect(desk.get_by_role("link", name="Convert to Microsoft 365")).to_be_visible()
    # It is checked by a test mail at once, which nobody else may see.
    eventually(lambda: not Probe.objects.filter(state__in=[ProbeState.WAITING, ProbeState.RUNNING]).exists())
    assert (Channel.objects.get().kind, poll(channel.pk)) == ("mail", 0)
    assert [one.subject for one in practice.control.held(SUPPORT)] == ["Schon da"]
