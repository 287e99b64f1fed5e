"""What the manual promises of adding an account and of going on with it, tried in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from postroom.channels.kinds.microsoft365.config import Ways
from postroom.configuration import configure
from postroom.intake.poll import poll
from postroom.intake.process import process
from postroom.models import AfterImport, Channel, ConsentRequest, ConsentState, Group, Inbound, OAuthGrant, Ticket
from postroom.practice import PracticeTenant
from tests.channels.microsoft.test_channel import make_channel
from tests.practice.mails import INFO, JONAS, SUPPORT, mail
from tests.servers.practice import make_app, make_grant
from tests.web import chromium
from tests.web.axe import findings_in_both_themes
from tests.web.microsoft.test_in_browser import ADMIN, sign_in_at_microsoft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOLDER = "Anfragen/Tech-Support"
ALIAS = "hilfe@nordlicht.example"
BOTH = ("graph", "mail")
LONG_AGO = 1_600_000_000


REFUSED = "status of (409|422)"
"""What the browser's console says of a page that refuses."""


@pytest.fixture
def page(
    browser: Browser,
    live_server: LiveServer,
    pages: Client,
    worker: None,
    practice: PracticeTenant,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Page]:
    """Yield the administrator's browser at the list of channels; Microsoft knows its callback address."""
    # Playwright's loop runs in the thread of the test, which asks the database only between its steps.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    configure(public_url=live_server.url)
    practice.control.register_redirect_uri(f"{live_server.url}/microsoft/callback/")
    with chromium.opened(browser, REFUSED, viewport={"width": 1440, "height": 900}) as page:
        session = pages.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}/channels/")
        yield page


def choose_shared_mailbox(page: Page, address: str) -> None:
    page.goto(page.url.partition("/channels/")[0] + "/channels/connect/microsoft365/")
    page.get_by_label("A shared mailbox").check()
    page.get_by_label("Address of the mailbox").fill(address)
    page.get_by_role("button", name="Sign in at Microsoft").click()


def test_shared_mailbox_is_added_with_its_real_numbers_and_without_touching_it(
    page: Page, practice: PracticeTenant
) -> None:
    make_app(practice)
    Group.objects.create(name="Technik")
    Group.objects.create(name="Abgeschafft", active=False)
    practice.control.world.post.folders.create_path(INFO, FOLDER)
    for subject in ("Alt", "Sehr alt"):
        practice.control.put(INFO, mail(subject), folder=FOLDER, received=LONG_AGO)
    choose_shared_mailbox(page, INFO)
    sign_in_at_microsoft(page, JONAS)
    page.locator("button[value=consent]").click()
    facts = page.locator("dl.facts")
    expect(facts).to_contain_text(re.compile(rf"Reads\s*{INFO}\s*shared mailbox\s*Sends as\s*{INFO}"))
    expect(facts).to_contain_text(re.compile(rf"Signed in as\s*{JONAS}"))
    page.get_by_role("button", name="Try the connection").click()
    page.get_by_role("link", name="Continue", exact=True).click(timeout=60_000)
    page.get_by_label("Or type a path").fill(FOLDER)
    page.get_by_role("button", name="Look into the folder").click()

    expect(page.get_by_text("2 mails will be deleted from the mailbox")).to_be_visible(timeout=30_000)
    page.get_by_label("Archive old mail").uncheck()
    expect(page.get_by_text("The senders of 2 mails get an automatic reply")).to_be_visible()
    page.get_by_role("button", name="Send the test mail and connect").click()
    expect(page.get_by_text("Confirm this, or keep the mail in the mailbox.", exact=True)).to_be_visible()
    expect(page.get_by_text("Confirm this, or archive old mail.", exact=True)).to_be_visible()
    assert Channel.objects.count() == 0
    page.get_by_label("Archive old mail").check()
    page.get_by_label("keep it and mark it as read").check()
    expect(page.get_by_text("Nothing is deleted, and no old mail is answered.")).to_be_visible()
    expect(page.locator("[name=group] option")).to_have_text(["choose a group", "Technik"])
    page.get_by_role("button", name="Send the test mail and connect").click()
    expect(page).to_have_url(re.compile(r"/channels/\d+/$"), timeout=90_000)

    channel = Channel.objects.get()
    assert (channel.folder, channel.after_import, channel.archive) == (FOLDER, AfterImport.MARK_READ, True)
    assert poll(channel.pk) == 2
    assert sorted(one.subject for one in practice.control.held(INFO, FOLDER)) == ["Alt", "Sehr alt"]


def test_alias_is_added_and_the_group_changed_without_moving_tickets(page: Page, practice: PracticeTenant) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT, BOTH), ways=Ways())
    before, other = channel.group, Group.objects.create(name="Verkauf")
    Group.objects.create(name="Abgeschafft", active=False)
    practice.control.put(SUPPORT, mail("Vorher"))
    take_in(channel)
    page.goto(page.url + f"{channel.pk}/")
    expect(page.get_by_text("Aliases of the mailbox are not found by themselves")).to_be_visible()
    page.get_by_role("link", name="Add an address").click()
    page.get_by_label("E-mail address").fill(ALIAS)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(ALIAS, exact=True)).to_be_visible()

    page.get_by_role("link", name="Change", exact=True).click()
    expect(page.get_by_text("Tickets that exist stay where they are.")).to_be_visible()
    expect(page.locator("[name=group] option")).to_have_text(["choose a group", "Support", "Verkauf"])
    page.locator("[name=group]").select_option("Verkauf")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The group Verkauf has no sending address")).to_be_visible()
    page.get_by_role("link", name="Choose a sending address").click()
    page.locator("[name=sending_address]").select_option(ALIAS)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("has no sending address")).to_have_count(0)
    assert findings_in_both_themes(page) == []

    practice.control.put(SUPPORT, mail("Nachher", to=ALIAS))
    take_in(channel)
    other.refresh_from_db()
    assert dict(Ticket.objects.values_list("title", "group")) == {"Vorher": before.pk, "Nachher": other.pk}
    assert other.email_address == channel.addresses.get(email=ALIAS)


def take_in(channel: Channel) -> None:
    assert poll(channel.pk) == 1
    process(list(Inbound.objects.filter(ticket=None).values_list("pk", flat=True)))


def test_refusal_of_an_administrator_is_shown_live_with_its_reason(page: Page, practice: PracticeTenant) -> None:
    app = make_app(practice)
    page.goto(page.url.replace("/channels/", f"/microsoft/apps/{app.pk}/"))
    page.get_by_role("button", name="Request administrator consent").click()
    expect(page.get_by_text("No answer yet.")).to_be_visible()
    browser = page.context.browser
    assert browser
    elsewhere = browser.new_context().new_page()
    elsewhere.goto(page.get_by_label("Link for the administrator").input_value())
    sign_in_at_microsoft(elsewhere, ADMIN)
    elsewhere.locator("button[value=decline]").click()
    elsewhere.wait_for_url("**/microsoft/callback/**")
    elsewhere.context.close()

    expect(page.get_by_text("Consent was refused")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("AADSTS65004")).to_be_hidden()
    page.get_by_text("The server's words").click()
    expect(page.get_by_text("AADSTS65004")).to_be_visible()
    assert ConsentRequest.objects.get().state == ConsentState.REFUSED


def test_who_may_only_ask_reads_that_the_decision_comes_by_mail(page: Page, practice: PracticeTenant) -> None:
    make_app(practice)
    practice.control.demand_consent(policy="request")
    choose_shared_mailbox(page, INFO)
    sign_in_at_microsoft(page, JONAS)
    page.locator("textarea").fill("Postfach der Auskunft")
    page.locator("button[value=ask]").click()
    page.locator("button[value=decline]").click()

    expect(page.get_by_text("the decision comes to you by mail from Microsoft")).to_be_visible()
    expect(page.get_by_role("button", name="Request administrator consent")).to_be_visible()
    assert findings_in_both_themes(page) == []
    assert ConsentRequest.objects.count() == 0


def test_somebody_else_who_signs_in_again_is_refused(page: Page, practice: PracticeTenant) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT, BOTH), ways=Ways())
    page.goto(page.url + f"{channel.pk}/")
    page.get_by_role("button", name="Sign in again").click()
    sign_in_at_microsoft(page, JONAS)
    page.locator("button[value=consent]").click()

    refused = f"You signed in as {JONAS}, but this channel belongs to {SUPPORT}. Nothing was changed."
    expect(page.get_by_text(refused)).to_be_visible()
    assert findings_in_both_themes(page) == []
    page.get_by_role("link", name="Back to the channel").click()
    expect(page).to_have_url(re.compile(rf"/channels/{channel.pk}/$"))
    assert OAuthGrant.objects.get().user_name == SUPPORT


def test_another_delegate_is_offered_and_tried_before_anything_changes(page: Page, practice: PracticeTenant) -> None:
    grant = make_grant(practice, make_app(practice), JONAS, BOTH)
    channel = make_channel(grant, INFO, Ways())
    practice.control.change_mailbox(INFO, full_access=[JONAS, SUPPORT], send_as=[JONAS, SUPPORT])
    page.goto(page.url + f"{channel.pk}/")
    page.get_by_role("button", name="Sign in again").click()
    sign_in_at_microsoft(page, SUPPORT)
    page.locator("button[value=consent]").click()
    expect(page.get_by_text(f"Shall {SUPPORT} become the delegate?")).to_be_visible()
    page.get_by_role("button", name="Try it with the new delegate").click()
    expect(page.get_by_text("Send the test mail and save")).to_be_visible(timeout=60_000)
    assert Channel.objects.get().inbound["grant"] == grant.pk

    page.get_by_role("button", name="Send the test mail and save").click()
    expect(page).to_have_url(re.compile(rf"/channels/{channel.pk}/$"), timeout=90_000)
    expect(page.get_by_text(f"signed in as {SUPPORT}").first).to_be_visible()
    assert Channel.objects.get().inbound["grant"] != grant.pk


def test_channel_that_reads_a_folder_where_nothing_arrives_is_told_where_it_does(
    page: Page, practice: PracticeTenant
) -> None:
    grant = make_grant(practice, make_app(practice), SUPPORT, BOTH)
    channel = make_channel(grant, ways=Ways())
    practice.control.world.post.folders.create_path(SUPPORT, FOLDER)
    Channel.objects.update(folder=FOLDER)
    practice.control.put(SUPPORT, mail("Im Posteingang"))
    assert poll(channel.pk) == 0
    page.goto(page.url + f"{channel.pk}/doctor/")
    page.get_by_role("button", name="Look at everything").click()
    elsewhere = page.get_by_role("region", name="Other folders")
    expect(elsewhere).to_contain_text("INBOX, 1 mail of the last 7 days", timeout=60_000)
    expect(elsewhere.get_by_text("If customers' mail arrives here, choose this folder")).to_be_visible()


def test_public_address_that_is_not_the_browsers_is_warned_of_where_it_matters(
    page: Page, practice: PracticeTenant
) -> None:
    configure(public_url="https://desk.nordlicht.example")
    page.goto(page.url.replace("/channels/", "/microsoft/apps/new/"))
    expect(page.get_by_text("The configured public address is another one")).to_be_visible()
    callback = page.get_by_label("Redirect URI, type Web")
    expect(callback).to_have_value("https://desk.nordlicht.example/microsoft/callback/")
    make_app(practice)
    page.goto(page.url.replace("/microsoft/apps/new/", "/channels/connect/microsoft365/"))
    expect(page.get_by_text("Open Postroom as https://desk.nordlicht.example")).to_be_visible()
