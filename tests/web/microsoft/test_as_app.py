"""Mailboxes that the app opens itself, by the pages: the wizard, the consent, and from a person to the app and back."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from postroom.channels.drafts import new_draft, save_draft
from postroom.channels.kinds.microsoft365.config import Way, Ways, inbound_of, use_app, use_fence, ways_of
from postroom.channels.oauth.access import Access
from postroom.channels.sentences import explain
from postroom.configuration import configure
from postroom.drivers import codes
from postroom.intake.poll import poll
from postroom.models import Channel, ChannelDraft, ConsentRequest, ConsentState, Group, Inbound, OAuthApp, User
from postroom.practice import PracticeTenant
from tests.channels.microsoft.test_channel import make_channel
from tests.practice.mails import INFO, JONAS, SUPPORT, mail
from tests.servers.practice import make_app, make_grant
from tests.web.axe import findings_in_both_themes
from tests.web.microsoft.test_pages import ADMIN, ORIGIN, START, leave, sign_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def script_on(page: str) -> str:
    found = re.search(r'<textarea[^>]*id="task-script"[^>]*>([^<]*)</textarea>', page)
    assert found
    return unescape(found.group(1))


def begin(pages: Client, **fields: str) -> object:
    chosen = {"whose": "app", "mailbox": INFO, "receive": "graph", "send": "graph", **fields}
    return pages.post(START, {"app": str(OAuthApp.objects.get().pk), **chosen})


def test_script_names_the_ids_of_this_tenant(pages: Client, practice: PracticeTenant) -> None:
    make_app(practice)

    begin(pages, receive="imap")
    page = pages.get(f"/channels/drafts/{ChannelDraft.objects.get().pk}/settings/").content.decode()

    app = practice.control.app()
    principal = app.principal_in(practice.control.world.directory.tenants[practice.tenant_id])
    script = script_on(page)
    assert f"New-ServicePrincipal -AppId '{practice.client_id}' -ObjectId '{principal}'" in script
    assert f"Add-MailboxPermission -Identity '{INFO}' -User '{principal}' -AccessRights FullAccess" in script
    assert "Application Mail.Send" in script
    assert "nobody: the app opens the mailbox in its own name" in page


def test_app_without_a_tenant_cannot_go_without_a_person(pages: Client, practice: PracticeTenant) -> None:
    make_app(practice, tenant="common")

    answer = begin(pages)

    assert "Without a person signing in, the app needs the ID of its tenant." in text_of(answer)
    assert ChannelDraft.objects.count() == 0


def test_app_that_microsoft_refuses_is_told_before_anything_is_made(pages: Client, practice: PracticeTenant) -> None:
    make_app(practice)
    practice.control.expire_secret()

    answer = begin(pages)

    assert "The client secret has expired." in text_of(answer)
    assert ChannelDraft.objects.count() == 0


def test_consent_for_the_app_leads_back_to_the_mailbox(pages: Client, practice: PracticeTenant) -> None:
    configure(public_url=ORIGIN)
    app = make_app(practice)
    begin(pages, receive="imap", send="smtp")
    draft = ChannelDraft.objects.get()

    asked = pages.post(f"/microsoft/apps/{app.pk}/consent/", {"draft": str(draft.pk)})
    shown = pages.get(asked["Location"]).content.decode()
    link = re.search(r'href="([^"]+/adminconsent[^"]+)"', shown)
    assert link
    assert "outlook.office365.com%2F.default" in unescape(link.group(1))
    pages.get(sign_in(practice, unescape(link.group(1)), ADMIN, "consent"))

    assert ConsentRequest.objects.get().state == ConsentState.GRANTED
    assert f"/channels/drafts/{draft.pk}/settings/" in pages.get(asked["Location"]).content.decode()
    practice.control.in_exchange_shell(script_on(pages.get(f"/channels/drafts/{draft.pk}/settings/").content.decode()))
    assert Access(app).token("mail")


def test_own_mailbox_is_no_fence(pages: Client, practice: PracticeTenant, administrator: User) -> None:
    draft = new_draft("microsoft365", administrator)
    draft.email = INFO
    use_app(draft, make_app(practice), INFO, Ways())
    draft = save_draft(draft)

    answer = pages.post(
        f"/channels/drafts/{draft.pk}/settings/", {"email": INFO, "receive": "graph", "send": "graph", "fence": INFO}
    )

    assert answer.status_code == 422
    assert "Enter one that must stay closed." in text_of(answer)


def test_from_a_person_to_the_app_and_back_every_setting_stays(pages: Client, practice: PracticeTenant) -> None:
    configure(public_url=ORIGIN)
    channel = make_channel(make_grant(practice, make_app(practice), JONAS, ["graph"]), INFO, Ways())
    Channel.objects.filter(pk=channel.pk).update(folder="Anfragen", after_import="mark_read")

    pages.post(f"/channels/{channel.pk}/opener/app/")
    draft = ChannelDraft.objects.get()
    by_app = inbound_of(draft)
    use_fence(draft, SUPPORT)
    assert (by_app.grant, by_app.app, by_app.mailbox) == (0, OAuthApp.objects.get().pk, INFO)
    assert (draft.channel, draft.folder, draft.after_import, ways_of(draft)) == (
        channel,
        "Anfragen",
        "mark_read",
        Ways(),
    )

    Channel.objects.filter(pk=channel.pk).update(inbound=draft.inbound, outbound=draft.outbound)
    assert "Until now the app opens" in text_of(pages.get(f"/channels/{channel.pk}/opener/"))
    assert "Sign in again" not in text_of(pages.get(f"/channels/{channel.pk}/"))
    away = leave(pages, f"/channels/{channel.pk}/opener/person/")
    back = pages.get(sign_in(practice, away, JONAS))

    by_person = inbound_of(ChannelDraft.objects.get(pk=int(back["Location"].split("/")[3])))
    assert (by_person.app, by_person.shared, by_person.mailbox, by_person.fence) == (0, True, INFO, "")


@pytest.mark.parametrize(
    ("method", "address"),
    [("get", "microsoft_opener"), ("post", "microsoft_opener_app"), ("post", "microsoft_opener_person")],
)
def test_only_administrators_choose_who_opens_a_mailbox(
    client: Client, practice: PracticeTenant, method: str, address: str
) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), JONAS, ["graph"]), INFO, Ways())
    url = reverse(address, args=[channel.pk])
    assert getattr(client, method)(url).headers["Location"].startswith("/account/login/")

    client.force_login(User.objects.create_user("agent@example.org", "correct horse battery"))
    assert getattr(client, method)(url).status_code == 403
    assert ChannelDraft.objects.count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "de"])
def test_mailbox_is_connected_as_an_app_with_the_fence_tried(
    language: str, desk: Page, practice: PracticeTenant, live_server: LiveServer, administrator: User
) -> None:
    Group.objects.create(name="Support")
    administrator.language = language
    administrator.save()
    configure(public_url=live_server.url)
    make_app(practice)
    with translation.override(language):
        desk.goto(f"{live_server.url}{START}")
        desk.get_by_label(_("One mailbox, shared or not, as an app: without a person signing in")).check()
        desk.get_by_label(_("Address of the mailbox")).fill(INFO)
        desk.get_by_role("button", name=_("Sign in at Microsoft")).click()
        script = desk.get_by_label(_("Script for Exchange Online PowerShell")).input_value()
        desk.get_by_label(_("Another mailbox, to see that it stays closed")).fill(SUPPORT)
        assert findings_in_both_themes(desk) == []

        desk.get_by_role("button", name=_("Try the connection")).click()
        expect(desk.get_by_text(str(explain(codes.GRAPH_APP_MAY_NOT_READ).what)).first).to_be_visible(timeout=60_000)
        practice.control.in_exchange_shell(script)
        desk.get_by_role("button", name=_("Try again")).click()
        expect(desk.get_by_text(_("closed to the app, as it should be"))).to_have_count(2, timeout=60_000)
        expect(desk.get_by_role("link", name=_("Continue"), exact=True)).to_be_visible(timeout=60_000)
        assert findings_in_both_themes(desk) == []
        desk.get_by_role("link", name=_("Continue"), exact=True).click(timeout=60_000)
        desk.get_by_role("button", name=_("Look into the folder")).click()
        desk.get_by_label(_("Yes, delete imported mail from the mailbox")).check()
        desk.get_by_role("button", name=_("Send the test mail and connect")).click()
        expect(desk).to_have_url(re.compile(r"/channels/\d+/$"), timeout=90_000)

    channel = Channel.objects.get()
    practice.control.put(INFO, mail("An alle"))
    assert (poll(channel.pk), Inbound.objects.get().channel) == (1, channel)
    assert (inbound_of(channel).fence, ways_of(channel)) == (SUPPORT, Ways(Way.GRAPH, Way.GRAPH))
