"""The pages of Google without JavaScript, against the stand-in Google."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import localdate

from postroom.channels.connecting import finish
from postroom.channels.converting.going_back import go_back
from postroom.channels.kinds.google.config import config_of
from postroom.channels.notices_ahead import look_ahead
from postroom.configuration import configure
from postroom.intake.poll import poll
from postroom.models import (
    AfterImport,
    Channel,
    ChannelDraft,
    EmailAddress,
    FormerAccount,
    Group,
    OAuthAccessToken,
    OAuthApp,
    OAuthGrant,
    Sighting,
    User,
)
from postroom.practice import PracticeTenant
from tests.channels.google.test_channel import jobs
from tests.practice.browser import Browser
from tests.practice.mails import mail
from tests.servers.practice_google import CALLBACK, KARI, SERVICE, make_app, make_channel, make_grant
from tests.web.microsoft.test_pages import ORIGIN, leave, quote, text_of

pytestmark = pytest.mark.django_db(transaction=True)

START = "/channels/connect/google/"


@pytest.fixture(autouse=True)
def address(transactional_db: None) -> None:
    configure(public_url=ORIGIN)


def register(pages: Client, google: PracticeTenant, **changes: str) -> OAuthApp:
    fields = {"client_id": google.google_client_id, "secret": google.google_client_secret, "cloud": "practice"}
    answer = pages.post("/google/apps/new/", {**fields, **changes})
    assert answer.status_code == 302, answer.content.decode()
    return OAuthApp.objects.get()


def test_sign_in_by_an_app_in_testing_is_warned_of_while_it_works(pages: Client, google: PracticeTenant) -> None:
    google.control.world.google.change_client(testing=True, test_users=[SERVICE])
    grant = make_grant(google, make_app(google), SERVICE)
    channel = make_channel(grant)
    look_ahead()

    for address in ("/channels/", f"/channels/{channel.pk}/"):
        page = pages.get(address)
        assert "Google ends a sign-in after seven days while the app's publishing status is" in text_of(page)
        assert f"It ends on {date_format(localdate(grant.ends_at))}. Channels: {SERVICE}" in text_of(page)
        assert ("The app at Google" in text_of(page), "The app at Microsoft" in text_of(page)) == (True, False)
    OAuthGrant.objects.update(ends_at=grant.granted_at - datetime.timedelta(days=1))
    look_ahead()
    assert "It ended on" in text_of(pages.get(f"/channels/{channel.pk}/"))


def sign_in(google: PracticeTenant, address: str, user: str, press: str = "consent", **fields: str) -> str:
    """Sign in at Google and return the path that leads back here."""
    with Browser(google, CALLBACK) as browser:
        browser.open(address)
        browser.sign_in(user)
        browser.press(press, **fields)
        return "/google/callback/?" + "&".join(f"{name}={quote(value)}" for name, value in browser.landed.items())


def everything(google: PracticeTenant, address: str, user: str) -> str:
    return sign_in(google, address, user, mail="1")


def test_form_of_the_app_shows_the_address_and_what_would_not_work(pages: Client) -> None:
    page = pages.get("/google/apps/new/")

    assert f'value="{CALLBACK}"' in page.content.decode()
    assert 'name="cloud" value="google"' in page.content.decode()
    shown = text_of(page)
    assert "The configured public address is another one" in shown
    assert "While it is “Testing”, only listed test users get in, and every sign-in ends after seven days." in shown
    assert "https://mail.google.com/" in shown
    configure(public_url="https://desk.lan")
    assert "Google will not accept this address" in text_of(pages.get("/google/apps/new/"))


def test_app_is_checked_at_google_when_it_is_saved_and_its_secret_never_shown(
    pages: Client, google: PracticeTenant
) -> None:
    app = register(pages, google)

    page = pages.get(f"/google/apps/{app.pk}/")

    assert "Google accepts the app" in text_of(page)
    form = pages.get(f"/google/apps/{app.pk}/edit/").content.decode()
    assert google.google_client_secret not in page.content.decode() + form


WRONG = "999999999999-aaaa.apps.googleusercontent.com"


def test_wrong_app_is_told_with_googles_words_and_mended(pages: Client, google: PracticeTenant) -> None:
    app = register(pages, google, secret="GOCSPX-wrong")
    shown = text_of(pages.get(f"/google/apps/{app.pk}/"))
    assert "Google knows no such app, or the client secret is wrong." in shown
    assert "The provided client secret is invalid." in shown
    edit, right = f"/google/apps/{app.pk}/edit/", google.google_client_secret

    unknown = pages.post(edit, {"client_id": WRONG, "secret": right, "cloud": "practice"}, follow=True)
    assert "The OAuth client was not found." in text_of(unknown)
    mended = pages.post(edit, {"client_id": google.google_client_id, "secret": "", "cloud": "practice"}, follow=True)
    assert "Google accepts the app" in text_of(mended)


SLIPS = [
    ("my-project-123", "x", "This is no client ID."),
    (WRONG, WRONG, "This is the client ID. Paste the client secret."),
    (WRONG, "", "Enter the client secret."),
]


def test_usual_slips_of_the_form_are_recognised(pages: Client) -> None:
    for client_id, secret, sentence in SLIPS:
        fields = {"client_id": client_id, "secret": secret, "cloud": "google"}
        answer = pages.post("/google/apps/new/", fields)
        assert (answer.status_code, sentence in text_of(answer)) == (422, True), sentence


def test_account_is_added_up_to_what_it_will_do(pages: Client, google: PracticeTenant) -> None:
    app = make_app(google)
    go = leave(pages, START, app=str(app.pk), mailbox=SERVICE)
    assert "access_type=offline" in go
    assert "prompt=consent+select_account" in go or "prompt=consent%20select_account" in go
    assert f"login_hint={SERVICE.replace('@', '%40')}" in go

    answer = pages.get(everything(google, go, SERVICE), follow=True)

    draft = ChannelDraft.objects.get()
    assert answer.redirect_chain[-1][0] == f"/channels/drafts/{draft.pk}/settings/"
    assert f"Reads {SERVICE} Sends as {SERVICE} Signed in as {SERVICE}" in text_of(answer)
    assert config_of(draft).mailbox == draft.email == SERVICE

    grant = OAuthGrant.objects.get()
    pages.post(f"/channels/drafts/{draft.pk}/discard/")
    assert (ChannelDraft.objects.count(), jobs(grant)) == (0, 1)


def test_box_that_was_not_ticked_is_said_plainly(pages: Client, google: PracticeTenant) -> None:
    app = make_app(google)
    go = leave(pages, START, app=str(app.pk))

    answer = pages.get(sign_in(google, go, SERVICE))

    assert answer.status_code == 409
    assert "The box for reading and sending mail was not ticked at Google." in text_of(answer)
    assert (OAuthGrant.objects.count(), ChannelDraft.objects.count()) == (0, 0)


def test_declined_sign_in_saves_nothing(pages: Client, google: PracticeTenant) -> None:
    app = make_app(google)
    go = leave(pages, START, app=str(app.pk))

    shown = text_of(pages.get(sign_in(google, go, SERVICE, "decline")))

    assert "The permission was declined at Google" in shown
    assert "Nothing was saved, and nothing changed." in shown
    assert ChannelDraft.objects.count() == 0


def test_answers_of_other_browsers_and_forged_ones_are_refused(
    pages: Client, google: PracticeTenant, administrator: User
) -> None:
    app = make_app(google)
    back = everything(google, leave(pages, START, app=str(app.pk)), SERVICE)
    other = Client()
    other.force_login(administrator)

    assert other.get(back).status_code == 400
    assert pages.get("/google/callback/?code=x&state=forged").status_code == 400
    assert OAuthGrant.objects.count() == 0


def test_signing_in_again_keeps_every_setting_and_refuses_others(pages: Client, google: PracticeTenant) -> None:
    channel = make_channel(make_grant(google, make_app(google), SERVICE), folder="Anfragen", archive=True)
    settings = ("inbound", "outbound", "folder", "after_import", "archive", "group", "active", "name")
    before = Channel.objects.values(*settings).get()
    google.control.world.google.tokens.revoke()

    again = f"/channels/{channel.pk}/google-sign-in-again/"
    refused = pages.get(everything(google, leave(pages, again), KARI))
    assert f"You signed in as {KARI}, but this channel belongs to {SERVICE}. Nothing was changed." in text_of(refused)
    shown = text_of(pages.get(everything(google, leave(pages, again), SERVICE), follow=True))

    assert f"Signed in again as {SERVICE}." in shown
    assert f"signed in as {SERVICE}" in shown
    assert Channel.objects.values(*settings).get() == before
    assert OAuthAccessToken.objects.count() == 1


def test_signing_in_again_follows_somebody_who_was_renamed(pages: Client, google: PracticeTenant) -> None:
    channel = make_channel(make_grant(google, make_app(google), SERVICE))
    OAuthGrant.objects.update(user_name="old@fjordhandel.example", email="old@fjordhandel.example")
    Channel.objects.update(inbound={**channel.inbound, "mailbox": "old@fjordhandel.example"})

    again = leave(pages, f"/channels/{channel.pk}/google-sign-in-again/")
    pages.get(everything(google, again, SERVICE))

    assert config_of(Channel.objects.get()).mailbox == OAuthGrant.objects.get().email == SERVICE


def plain_channel(google: PracticeTenant, address: str = SERVICE) -> Channel:
    """Save a channel with this sending address that signs in with an app password."""
    google.control.world.google.change_account(SERVICE, app_password="abcdefghijklmnop")
    server = {"host": google.host, "verify_certificate": True, "user": SERVICE}
    group = Group.objects.get_or_create(name="Support")[0]
    channel = Channel.objects.create(
        kind="mail",
        name=address,
        group=group,
        inbound={"protocol": "imap", "port": google.gmail_imap_port, "security": "tls", **server},
        outbound={"protocol": "smtp", "port": google.gmail_smtp_port, "security": "starttls", **server},
        inbound_secret="abcd efgh ijkl mnop",
        outbound_secret="abcd efgh ijkl mnop",
        after_import=AfterImport.MARK_READ,
    )
    group.email_address = EmailAddress.objects.create(email=address, channel=channel)
    group.save()
    return Channel.objects.get(pk=channel.pk)


def test_plain_mailbox_is_converted_keeps_its_ledger_and_goes_back(pages: Client, google: PracticeTenant) -> None:
    channel = plain_channel(google)
    google.control.put(SERVICE, mail("Schon da"))
    assert poll(channel.pk) == 1
    assert f"{SERVICE}: Convert to a Google channel" in text_of(pages.get("/channels/"))
    start = f"/channels/{channel.pk}/convert/google/"
    assert pages.get(start).headers["Location"] == "/google/apps/new/"
    app = make_app(google)
    assert f"The channel goes on reading {SERVICE}" in text_of(pages.get(start))

    another = pages.get(everything(google, leave(pages, start, app=str(app.pk)), KARI))
    assert f"You signed in as {KARI}, but this channel reads {SERVICE}. Nothing was changed." in text_of(another)
    pages.get(everything(google, leave(pages, start, app=str(app.pk)), SERVICE))
    draft = ChannelDraft.objects.get()
    assert (draft.channel, draft.kind, draft.inbound_secret.reveal()) == (channel, "google", None)

    converted = Channel.objects.get(pk=finish(draft).pk)
    google.control.put(SERVICE, mail("Neu"))
    assert [poll(converted.pk), poll(converted.pk)] == [1, 0]
    assert (converted.pk, converted.kind, converted.after_import) == (channel.pk, "google", AfterImport.MARK_READ)
    assert FormerAccount.objects.get().inbound_secret.reveal() == "abcd efgh ijkl mnop"

    assert poll(go_back(channel.pk).pk) == 0
    assert (Channel.objects.get().kind, Sighting.objects.filter(settled_at=None).count()) == ("mail", 0)


def test_pages_are_for_administrators(client: Client, transactional_db: None) -> None:
    for path in ("/google/", "/google/apps/new/", START, "/google/callback/", "/channels/1/convert/google/"):
        assert client.get(path).headers["Location"].startswith("/account/login/")
