"""Converting a plain mailbox at Microsoft, page by page without JavaScript."""

from __future__ import annotations

import pytest
from django.test import Client

from postroom.channels.kinds.microsoft365.config import Ways, ways_of
from postroom.channels.subscribing.keeping import keep
from postroom.configuration import configure
from postroom.models import Channel, ChannelDraft, Probe, Purpose
from postroom.practice import PracticeTenant
from tests.channels.converting.test_converting import WAYS, convert, plain_channel
from tests.channels.microsoft.test_channel import make_channel
from tests.practice.mails import INFO, JONAS, SUPPORT
from tests.servers.practice import make_app, make_grant
from tests.web.cast import statements
from tests.web.microsoft.test_pages import ORIGIN, leave, sign_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

OFFER = "Convert to Microsoft 365"
OWN = {"whose": "own", "receive": "graph", "send": "graph"}


@pytest.fixture
def plain(practice: PracticeTenant) -> Channel:
    configure(public_url=ORIGIN)
    return plain_channel(practice)


def test_offer_stands_in_the_list_and_on_the_page_by_itself(pages: Client, plain: Channel) -> None:
    assert f"{SUPPORT}: {OFFER}" in text_of(pages.get("/channels/"))
    assert OFFER in text_of(pages.get(f"/channels/{plain.pk}/"))

    plain.inbound["host"] = "imap.example.org"
    plain.save()

    assert OFFER not in text_of(pages.get("/channels/"))
    assert OFFER not in text_of(pages.get(f"/channels/{plain.pk}/"))
    assert pages.get(f"/channels/{plain.pk}/convert/microsoft365/").status_code == 404


def test_offers_cost_no_statements_in_the_list(pages: Client, plain: Channel) -> None:
    one = statements(pages, "/channels/")
    for name in ("a", "b"):
        Channel.objects.create(
            kind="mail", name=name, group=plain.group, inbound=plain.inbound, outbound=plain.outbound
        )
    assert statements(pages, "/channels/") == one


def test_without_an_app_one_is_registered_first(pages: Client, plain: Channel) -> None:
    answer = pages.get(f"/channels/{plain.pk}/convert/microsoft365/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/microsoft/apps/new/")


def test_signing_in_leads_to_a_draft_without_the_old_password(
    pages: Client, plain: Channel, practice: PracticeTenant
) -> None:
    start = f"/channels/{plain.pk}/convert/microsoft365/"
    app = make_app(practice)
    shown = text_of(pages.get(start))
    assert f"The channel goes on reading {SUPPORT}" in shown
    assert "For seven days you can go back with one button." in shown

    answer = pages.get(sign_in(practice, leave(pages, start, app=str(app.pk), **OWN), SUPPORT, "consent"), follow=True)

    draft = ChannelDraft.objects.get()
    assert answer.redirect_chain[-1][0] == f"/channels/drafts/{draft.pk}/settings/"
    assert f"Reads {SUPPORT} Sends as {SUPPORT} Signed in as {SUPPORT}" in text_of(answer)
    assert (draft.channel, draft.kind, ways_of(draft)) == (plain, "microsoft365", Ways())
    assert (draft.inbound_secret.reveal(), draft.outbound_secret.reveal()) == (None, None)
    assert Channel.objects.get().kind == "mail"


def test_another_mailbox_is_refused_and_a_delegate_accepted(
    pages: Client, plain: Channel, practice: PracticeTenant
) -> None:
    start = f"/channels/{plain.pk}/convert/microsoft365/"
    app = make_app(practice)
    own = leave(pages, start, app=str(app.pk), **OWN)

    answer = pages.get(sign_in(practice, own, JONAS, "consent"))

    assert answer.status_code == 409
    assert f"You signed in as {JONAS}, but this channel reads {SUPPORT}. Nothing was changed." in text_of(answer)
    assert ChannelDraft.objects.count() == 0

    delegate = leave(pages, start, app=str(app.pk), **{**OWN, "whose": "shared"})
    shown = text_of(pages.get(sign_in(practice, delegate, JONAS, "consent"), follow=True))
    assert f"Reads {SUPPORT} shared mailbox Sends as {SUPPORT} Signed in as {JONAS}" in shown


def test_going_back_is_offered_and_checks_the_old_way(pages: Client, plain: Channel, practice: PracticeTenant) -> None:
    convert(plain, make_grant(practice, make_app(practice), SUPPORT, ("graph", "mail")), WAYS[0])
    assert "This channel was converted" in text_of(pages.get(f"/channels/{plain.pk}/"))

    answer = pages.post(f"/channels/{plain.pk}/go-back/", follow=True)

    assert "Postroom checks now whether the old password still works." in text_of(answer)
    assert (Channel.objects.get().kind, Probe.objects.get().purpose) == ("mail", Purpose.CHECK)
    shown = text_of(pages.post(f"/channels/{plain.pk}/go-back/", follow=True))
    assert "The old settings and the old password are gone" in shown


def test_ways_of_a_channel_are_changed_with_a_sign_in_for_the_new_one(pages: Client, practice: PracticeTenant) -> None:
    configure(public_url=ORIGIN)
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT))
    pages.post(f"/channels/{channel.pk}/edit/settings/")
    draft = ChannelDraft.objects.get()

    go = leave(pages, f"/channels/drafts/{draft.pk}/sign-in/", receive="graph", send="smtp")
    answer = pages.get(sign_in(practice, go, SUPPORT, "consent"))

    assert answer.headers["Location"] == f"/channels/drafts/{draft.pk}/connection/"
    draft.refresh_from_db()
    assert (ways_of(draft).to_text(), Probe.objects.get().purpose) == ("graph smtp", Purpose.CONNECT)
    assert ways_of(Channel.objects.get()).to_text() == "imap smtp"


def test_another_user_cannot_change_the_ways(pages: Client, practice: PracticeTenant) -> None:
    configure(public_url=ORIGIN)
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT))
    pages.post(f"/channels/{channel.pk}/edit/settings/")
    draft = ChannelDraft.objects.get()
    go = leave(pages, f"/channels/drafts/{draft.pk}/sign-in/", receive="graph", send="graph")

    shown = text_of(pages.get(sign_in(practice, go, JONAS, "consent"), follow=True))

    assert f"You signed in as {JONAS}, but this channel belongs to {SUPPORT}." in shown
    assert Probe.objects.count() == 0


def test_page_says_whether_microsoft_tells_of_new_mail(
    pages: Client, practice: PracticeTenant, live_server: object
) -> None:
    grant = make_grant(practice, make_app(practice), SUPPORT, ("graph",))
    channel = make_channel(grant, ways=Ways())
    configure(public_url="")
    keep(channel.pk)
    shown = text_of(pages.get(f"/channels/{channel.pk}/"))
    assert "Postroom looks every 30 seconds. Postroom has no public address that Microsoft could call." in shown

    configure(public_url=str(live_server))
    keep(channel.pk)
    assert "Microsoft tells of it at once" in text_of(pages.get(f"/channels/{channel.pk}/"))

    shared = make_channel(make_grant(practice, grant.app, JONAS, ("graph",)), INFO, Ways())
    keep(shared.pk)
    assert "Microsoft does not tell a delegate" in text_of(pages.get(f"/channels/{shared.pk}/"))


def test_pages_of_converting_are_for_administrators(client: Client, plain: Channel, practice: PracticeTenant) -> None:
    for path in ("convert/microsoft365/", "go-back/"):
        answer = client.post(f"/channels/{plain.pk}/{path}")
        assert answer.headers["Location"].startswith("/account/login/")
    assert client.post("/channels/drafts/1/sign-in/").headers["Location"].startswith("/account/login/")
