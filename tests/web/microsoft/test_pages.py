"""The pages of Microsoft 365 without JavaScript, against the practice tenant."""

from __future__ import annotations

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from postroom.channels.kinds.microsoft365.config import Config
from postroom.configuration import configure
from postroom.intake.poll import poll
from postroom.models import (
    Channel,
    ChannelDraft,
    ChannelHealth,
    ConsentRequest,
    ConsentState,
    Group,
    OAuthAccessToken,
    OAuthApp,
    OAuthGrant,
    ProofKind,
)
from postroom.practice import PracticeTenant
from tests.channels.microsoft.test_channel import make_channel
from tests.practice.browser import Browser
from tests.practice.mails import INFO, JONAS, SUPPORT
from tests.servers.practice import CALLBACK, make_app, make_grant

pytestmark = pytest.mark.django_db(transaction=True)

ADMIN = "admin@nordlicht.example"
ORIGIN = "http://127.0.0.1:9"
START = "/channels/connect/microsoft365/"
GRAPH = {"receive": "graph", "send": "graph"}


@pytest.fixture(autouse=True)
def address(transactional_db: None) -> None:
    configure(public_url=ORIGIN)


def register(pages: Client, practice: PracticeTenant, **changes: str) -> OAuthApp:
    fields = {"client_id": practice.client_id, "tenant": practice.tenant_id, "cloud": "practice", "proof": "secret"}
    answer = pages.post("/microsoft/apps/new/", {**fields, "secret": practice.client_secret, **changes})
    assert answer.status_code == 302, answer.content.decode()
    return OAuthApp.objects.get()


def leave(pages: Client, address: str, **fields: str) -> str:
    """Send a form that leads to Microsoft and return where it leads."""
    answer = pages.post(address, fields)
    assert answer.status_code == 200, answer.content.decode()
    found = re.search(r'content="0;url=([^"]+)"', answer.content.decode())
    assert found
    return unescape(found.group(1))


def sign_in(practice: PracticeTenant, address: str, user: str, *presses: str) -> str:
    """Sign in at the tenant and return the path that leads back here."""
    with Browser(practice, CALLBACK) as browser:
        browser.open(address)
        browser.sign_in(user)
        for press in presses:
            if not browser.landed:
                browser.press(press)
        assert browser.landed, browser.text
        return "/microsoft/callback/?" + "&".join(f"{name}={quote(value)}" for name, value in browser.landed.items())


def quote(text: str) -> str:
    return text.replace("%", "%25").replace("&", "%26").replace("+", "%2B").replace("#", "%23").replace(" ", "+")


def text_of(answer: object) -> str:
    content = getattr(answer, "content").decode()  # noqa: B009
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content)).split())


def test_callback_address_is_shown_and_a_differing_one_warned_of(pages: Client) -> None:
    shown = text_of(pages.get("/microsoft/apps/new/"))
    assert "The configured public address is another one" in shown
    assert f'value="{CALLBACK}"' in pages.get("/microsoft/apps/new/").content.decode()

    same = text_of(pages.get("/microsoft/apps/new/", headers={"host": "127.0.0.1:9"}))
    assert "The configured public address is another one" not in same


def test_app_is_checked_at_microsoft_when_it_is_saved(pages: Client, practice: PracticeTenant) -> None:
    app = register(pages, practice)

    page = pages.get(f"/microsoft/apps/{app.pk}/")

    assert "Microsoft accepts the app" in text_of(page)
    assert practice.client_secret not in page.content.decode()
    assert practice.client_secret not in pages.get(f"/microsoft/apps/{app.pk}/edit/").content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"secret": "wrong~secret"}, "The client secret is wrong."),
        ({"client_id": "11111111-2222-3333-4444-555555555555"}, "Microsoft knows no app of this ID in this tenant."),
        ({"tenant": "nowhere.example"}, "Microsoft knows no such tenant."),
    ],
)
def test_wrong_app_is_told_with_microsofts_words(
    pages: Client, practice: PracticeTenant, changes: dict[str, str], sentence: str
) -> None:
    app = register(pages, practice, **changes)

    shown = text_of(pages.get(f"/microsoft/apps/{app.pk}/"))

    assert sentence in shown
    assert "Correlation ID:" in shown


@pytest.mark.parametrize(("days", "warned"), [(5, True), (31, False)])
def test_secret_that_ends_soon_is_warned_of(pages: Client, practice: PracticeTenant, days: int, warned: bool) -> None:
    app = make_app(practice, expires_on=timezone.localdate() + datetime.timedelta(days=days))

    shown = text_of(pages.get(f"/microsoft/apps/{app.pk}/"))

    assert (f"Secret or certificate is valid for {days} more days" in shown) is warned


def test_new_secret_lets_its_channels_go_on(pages: Client, practice: PracticeTenant) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT))
    practice.control.expire_secret()
    OAuthAccessToken.objects.all().delete()
    poll(channel.pk)
    assert "The client secret has expired." in text_of(pages.get(f"/channels/{channel.pk}/"))
    fields = {"client_id": practice.client_id, "tenant": practice.tenant_id, "cloud": "practice", "proof": "secret"}

    app = OAuthApp.objects.get()
    pages.post(f"/microsoft/apps/{app.pk}/edit/", {**fields, "secret": practice.control.add_secret()})

    assert poll(channel.pk) == 0
    assert ChannelHealth.objects.get(channel=channel, direction="in").state == "ok"


def test_pasted_id_of_the_secret_is_recognised(pages: Client, practice: PracticeTenant) -> None:
    fields = {"client_id": practice.client_id, "tenant": "common", "cloud": "worldwide", "proof": "secret"}

    answer = pages.post("/microsoft/apps/new/", {**fields, "secret": "11111111-2222-3333-4444-555555555555"})

    assert answer.status_code == 422
    assert "This is the ID of the secret." in text_of(answer)


def test_certificate_is_made_here_and_accepted_once_uploaded(pages: Client, practice: PracticeTenant) -> None:
    app = register(pages, practice, proof="certificate", secret="")
    certificate = pages.get(f"/microsoft/apps/{app.pk}/certificate/").content.decode()
    practice.control.change_app(certificates=[certificate])

    pages.post(f"/microsoft/apps/{app.pk}/check/")

    assert "Microsoft accepts the app" in text_of(pages.get(f"/microsoft/apps/{app.pk}/"))
    assert OAuthApp.objects.get().proof == ProofKind.CERTIFICATE
    assert "PRIVATE" not in certificate


def test_account_is_added_up_to_what_it_will_do(pages: Client, practice: PracticeTenant) -> None:
    app = make_app(practice)
    go = leave(pages, START, whose="shared", mailbox=INFO, app=str(app.pk), **GRAPH)

    answer = pages.get(sign_in(practice, go, JONAS, "consent"), follow=True)

    draft = ChannelDraft.objects.get()
    assert answer.redirect_chain[-1][0] == f"/channels/drafts/{draft.pk}/settings/"
    assert f"Reads {INFO} shared mailbox Sends as {INFO} Signed in as {JONAS}" in text_of(answer)
    assert Config.from_json(draft.inbound).shared is True


def test_parallel_tabs_do_not_disturb_each_other(pages: Client, practice: PracticeTenant) -> None:
    app = make_app(practice)
    first = leave(pages, START, whose="own", app=str(app.pk), **GRAPH)
    second = leave(pages, START, whose="own", app=str(app.pk), **GRAPH)

    for address, user in ((second, JONAS), (first, SUPPORT)):
        assert pages.get(sign_in(practice, address, user, "consent")).status_code == 302

    assert sorted(ChannelDraft.objects.values_list("email", flat=True)) == [JONAS, SUPPORT]


def test_answer_of_another_browser_is_refused(
    pages: Client, practice: PracticeTenant, administrator: object, client: Client
) -> None:
    app = make_app(practice)
    go = leave(pages, START, whose="own", app=str(app.pk), **GRAPH)
    back = sign_in(practice, go, SUPPORT, "consent")
    other = Client()
    other.force_login(administrator)  # type: ignore[arg-type]

    answer = other.get(back)

    assert answer.status_code == 400
    assert "This answer belongs to no sign-in of this browser" in text_of(answer)
    assert OAuthGrant.objects.count() == 0


def test_forged_state_is_refused(pages: Client, practice: PracticeTenant) -> None:
    assert pages.get("/microsoft/callback/?code=x&state=forged").status_code == 400


def test_declined_permissions_are_not_shown_as_a_request(pages: Client, practice: PracticeTenant) -> None:
    app = make_app(practice)
    go = leave(pages, START, whose="own", app=str(app.pk), **GRAPH)

    answer = pages.get(sign_in(practice, go, SUPPORT, "decline"))

    shown = text_of(answer)
    assert "The permissions were declined at Microsoft, or the way back was taken without deciding." in shown
    assert "Request administrator consent" in shown
    assert "AADSTS65004" in shown
    assert ChannelDraft.objects.count() == 0


@pytest.mark.parametrize(
    ("policy", "presses", "sentence"),
    [
        ("admin", ["decline"], "Only an administrator of your organisation may allow this app to read mail."),
        ("request", ["ask", "decline"], "the decision comes to you by mail from Microsoft"),
    ],
)
def test_where_users_may_not_consent_the_page_says_what_to_do(
    pages: Client, practice: PracticeTenant, policy: str, presses: list[str], sentence: str
) -> None:
    practice.control.demand_consent(policy=policy)
    app = make_app(practice)
    go = leave(pages, START, whose="own", app=str(app.pk), **GRAPH)

    shown = text_of(pages.get(sign_in(practice, go, SUPPORT, *presses)))

    assert sentence in shown
    assert "Request administrator consent" in shown
    assert ConsentRequest.objects.count() == 0


def test_administrator_without_account_grants_consent_by_the_link(pages: Client, practice: PracticeTenant) -> None:
    practice.control.demand_consent(policy="admin")
    app = make_app(practice)
    page = pages.post(f"/microsoft/apps/{app.pk}/consent/", follow=True)
    link = unescape(re.findall(r'value="(http[^"]+adminconsent[^"]+)"', page.content.decode())[0])
    asked = ConsentRequest.objects.get()

    answer = Client().get(sign_in(practice, link, ADMIN, "consent"))

    assert "Thank you: consent is granted" in text_of(answer)
    asked.refresh_from_db()
    assert (asked.state, asked.tenant) == (ConsentState.GRANTED, practice.tenant_id)
    assert "Consent is granted" in text_of(pages.get(f"/microsoft/consent/{asked.pk}/"))
    assert pages.get(f"/microsoft/consent/{asked.pk}/state/").headers["HX-Refresh"] == "true"
    go = leave(pages, START, whose="own", app=str(app.pk), **GRAPH)
    assert pages.get(sign_in(practice, go, SUPPORT)).status_code == 302


def test_refused_consent_is_shown_with_the_reason(pages: Client, practice: PracticeTenant) -> None:
    app = make_app(practice)
    page = pages.post(f"/microsoft/apps/{app.pk}/consent/", follow=True)
    link = unescape(re.findall(r'value="(http[^"]+adminconsent[^"]+)"', page.content.decode())[0])

    Client().get(sign_in(practice, link, ADMIN, "decline"))

    asked = ConsentRequest.objects.get()
    assert (asked.state, asked.code) == (ConsentState.REFUSED, "AADSTS65004")
    assert "Consent was refused" in text_of(pages.get(f"/microsoft/consent/{asked.pk}/"))


def test_signing_in_again_keeps_every_setting(pages: Client, practice: PracticeTenant) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT))
    Channel.objects.update(folder="Anfragen", after_import="mark_read", archive=True)
    settings = ("inbound", "outbound", "folder", "after_import", "archive", "group", "active", "name")
    before = Channel.objects.values(*settings).get()
    practice.control.revoke_grants(SUPPORT)
    old = OAuthGrant.objects.get().refresh_token.reveal()

    answer = pages.get(sign_in(practice, leave(pages, f"/channels/{channel.pk}/sign-in-again/"), SUPPORT), follow=True)

    assert f"Signed in again as {SUPPORT}." in text_of(answer)
    assert Channel.objects.values(*settings).get() == before
    assert OAuthGrant.objects.get().refresh_token.reveal() != old


def test_another_user_is_refused_with_an_explanation(pages: Client, practice: PracticeTenant) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT))
    go = leave(pages, f"/channels/{channel.pk}/sign-in-again/")

    answer = pages.get(sign_in(practice, go, JONAS, "consent"))

    assert f"You signed in as {JONAS}, but this channel belongs to {SUPPORT}. Nothing was changed." in text_of(answer)
    assert OAuthGrant.objects.get().user_name == SUPPORT


def test_another_delegate_of_a_shared_mailbox_is_offered_and_tried(pages: Client, practice: PracticeTenant) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), JONAS), INFO)
    go = leave(pages, f"/channels/{channel.pk}/sign-in-again/")

    answer = pages.get(sign_in(practice, go, SUPPORT, "consent"))
    assert f"Shall {SUPPORT} become the delegate?" in text_of(answer)
    grant = OAuthGrant.objects.get(user_name=SUPPORT)
    pages.post(f"/channels/{channel.pk}/delegate/{grant.pk}/")

    draft = ChannelDraft.objects.get()
    assert (Config.from_json(draft.inbound).grant, draft.channel) == (grant.pk, channel)
    assert Config.from_json(Channel.objects.get().inbound).grant != grant.pk


def test_page_of_the_channel_says_who_is_signed_in(pages: Client, practice: PracticeTenant) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT))

    shown = text_of(pages.get(f"/channels/{channel.pk}/"))

    assert f"signed in as {SUPPORT}" in shown
    assert "Sign in again" in shown


def test_pages_are_for_administrators(client: Client, transactional_db: None) -> None:
    Group.objects.create(name="Support")
    for path in ("/microsoft/", "/microsoft/apps/new/", "/channels/connect/microsoft365/", "/microsoft/callback/"):
        assert client.get(path).headers["Location"].startswith("/account/login/")
