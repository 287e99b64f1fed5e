"""A Google channel against the stand-in Google: fetching, sending, tokens, and everything that goes wrong."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from postroom.channels.deleting import delete
from postroom.channels.oauth.revoking import give_back
from postroom.channels.registry import kind_of, open_sink, open_source
from postroom.channels.sentences import explain
from postroom.delivery.deliver import deliver
from postroom.drivers import codes
from postroom.drivers.errors import SignInRefused
from postroom.intake.poll import poll
from postroom.models import (
    AfterImport,
    Channel,
    ChannelHealth,
    Direction,
    HealthState,
    Inbound,
    OAuthAccessToken,
    OAuthGrant,
    Outbound,
    OutboundState,
)
from postroom.practice import PracticeTenant
from tests.channels.microsoft.test_channel import answer, health
from tests.practice.mails import BRANDT, mail
from tests.servers.practice_google import KARI, OTTO, SERVICE, make_app, make_channel, make_grant

pytestmark = pytest.mark.django_db(transaction=True)

FROM_SERVICE = (
    b"From: service@fjordhandel.example\r\nTo: m.brandt@brandt-metallbau.example\r\nSubject: Hei\r\n\r\nTekst\r\n"
)


@pytest.fixture
def service(google: PracticeTenant) -> Channel:
    return make_channel(make_grant(google, make_app(google), SERVICE))


def test_mail_is_fetched_and_sent_by_one_token(google: PracticeTenant, service: Channel) -> None:
    google.control.put(SERVICE, mail("Eins"))

    assert poll(service.pk) == 1
    with open_sink(service) as sink:
        sink.send(FROM_SERVICE, SERVICE, [BRANDT])

    assert [one.subject for one in google.control.held(BRANDT)] == ["Hei"]
    assert [one.subject for one in google.control.held(SERVICE, "sentitems")] == ["Hei"]
    assert OAuthAccessToken.objects.count() == 1
    assert kind_of(service).describe(service, Direction.IN).endswith(f"{SERVICE}, signed in as {SERVICE}")


@pytest.mark.parametrize(("user", "bin_path"), [(SERVICE, "[Gmail]/Trash"), (OTTO, "[Gmail]/Papierkorb")])
def test_deleted_mail_goes_to_the_bin_whatever_it_is_called(google: PracticeTenant, user: str, bin_path: str) -> None:
    channel = make_channel(make_grant(google, make_app(google), user), after_import=AfterImport.DELETE)
    google.control.put(user, mail("Eins"))

    assert [poll(channel.pk), poll(channel.pk)] == [1, 0]

    assert google.control.held(user) == []
    assert [one.subject for one in google.control.held(user, bin_path)] == ["Eins"]
    assert google.control.held(user, "archive") == []


def test_mail_is_archived_by_moving_it_and_gone_when_deleted_from_the_bin(
    google: PracticeTenant, service: Channel
) -> None:
    google.control.put(SERVICE, mail("Eins"))
    google.control.put(SERVICE, mail("Weg"), folder="deleteditems")
    Channel.objects.update(after_import=AfterImport.MOVE, move_to="[Gmail]/All Mail")
    assert poll(service.pk) == 1
    Channel.objects.update(after_import=AfterImport.DELETE, folder="[Gmail]/Trash")
    assert poll(service.pk) == 1

    assert google.control.held(SERVICE, "deleteditems") == []
    assert [one.subject for one in google.control.held(SERVICE, "archive")] == ["Eins"]


def test_labels_are_offered_as_folders_with_their_use(google: PracticeTenant, service: Channel) -> None:
    google.control.put(SERVICE, mail("Eins"), folder="Anfragen/Technik")
    with open_source(service) as source:
        found = {folder.path: (folder.special_use, folder.selectable) for folder in source.folders()}

    assert found["[Gmail]"] == ("", False)
    assert found["[Gmail]/All Mail"] == ("All", True)
    assert found["[Gmail]/Sent Mail"] == ("Sent", True)
    assert found["Anfragen/Technik"] == ("", True)


def test_refresh_token_that_google_does_not_repeat_is_kept(google: PracticeTenant, service: Channel) -> None:
    before = OAuthGrant.objects.get().refresh_token.reveal()
    OAuthAccessToken.objects.all().delete()

    assert poll(service.pk) == 0

    assert OAuthGrant.objects.get().refresh_token.reveal() == before
    assert health(service, Direction.IN) == (HealthState.OK, "")


def test_token_refused_before_its_time_is_replaced_unseen(google: PracticeTenant, service: Channel) -> None:
    google.control.put(SERVICE, mail("Eins"))
    google.control.world.google.tokens.expire_access(SERVICE)

    assert poll(service.pk) == 1
    assert health(service, Direction.IN) == (HealthState.OK, "")


def test_revoked_grant_is_told_and_healed_by_signing_in_again(google: PracticeTenant, service: Channel) -> None:
    outbound = answer(service)
    google.control.put(SERVICE, mail("Eins"))
    google.control.world.google.tokens.revoke(SERVICE)

    assert poll(service.pk) == 0
    deliver(service.pk)

    assert health(service, Direction.IN) == health(service, Direction.OUT) == (HealthState.FAILING, "invalid_grant")
    grant = OAuthGrant.objects.get()
    make_grant(google, grant.app, SERVICE, expected=grant)
    Outbound.objects.update(not_before=None)
    deliver(service.pk)
    assert poll(service.pk) == 1
    outbound.refresh_from_db()
    assert (outbound.state, len(google.control.held(BRANDT))) == (OutboundState.SENT, 1)


def test_app_in_testing_ends_sign_ins_after_a_week(google: PracticeTenant) -> None:
    google.control.world.google.change_client(testing=True, test_users=[SERVICE])
    grant = make_grant(google, make_app(google), SERVICE)
    channel = make_channel(grant)
    assert days_left(grant) == 7
    google.control.world.google.tokens.let_days_pass(5)
    OAuthAccessToken.objects.all().delete()
    assert (poll(channel.pk), days_left(grant)) == (0, 2)
    google.control.world.google.tokens.let_days_pass(3)
    OAuthAccessToken.objects.all().delete()

    poll(channel.pk)

    assert health(channel, Direction.IN) == (HealthState.FAILING, "invalid_grant")
    assert "set it to “In production”" in str(explain("invalid_grant").remedy)
    google.control.world.google.change_client(testing=False)
    assert make_grant(google, grant.app, SERVICE, expected=grant).ends_at is None


def days_left(grant: OAuthGrant) -> int:
    """Return in how many days the sign-in ends, as it is stored."""
    grant.refresh_from_db()
    assert grant.ends_at is not None
    return round((grant.ends_at - timezone.now()) / datetime.timedelta(days=1))


ACCOUNT_FAULTS = [
    ("wants_browser", codes.WEB_SIGN_IN_NEEDED, "Please log in via your web browser"),
    ("suspended", "invalid_grant", "Account has been deleted"),
]


def test_trouble_of_the_account_is_told_in_googles_words_and_heals(google: PracticeTenant, service: Channel) -> None:
    google.control.put(SERVICE, mail("Eins"))
    for name, code, words in ACCOUNT_FAULTS:
        OAuthAccessToken.objects.all().delete()
        google.control.world.google.change_account(SERVICE, **{name: True})
        assert poll(service.pk) == 0
        assert health(service, Direction.IN) == (HealthState.FAILING, code)
        assert words in ChannelHealth.objects.get(channel=service, direction=Direction.IN).server_text
        google.control.world.google.change_account(SERVICE, **{name: False})

    google.control.change_mailbox(SERVICE, imap_enabled=False)
    assert poll(service.pk) == 0
    assert health(service, Direction.IN) == (HealthState.FAILING, codes.IMAP_DISABLED)
    google.control.change_mailbox(SERVICE, imap_enabled=True)
    assert poll(service.pk) == 1


def test_used_up_bandwidth_is_waited_for(google: PracticeTenant, service: Channel) -> None:
    google.control.put(SERVICE, mail("Eins"))
    google.control.break_("throttle-imap", times=1)

    assert poll(service.pk) == 0
    assert health(service, Direction.IN)[1] == codes.BANDWIDTH_USED_UP
    assert poll(service.pk) == 1
    assert Inbound.objects.count() == 1


def test_daily_sending_limit_lets_the_answer_wait(google: PracticeTenant, service: Channel) -> None:
    outbound = answer(service)
    google.control.break_("throttle-smtp", times=1)

    deliver(service.pk)

    outbound.refresh_from_db()
    assert (outbound.state, outbound.error_code) == (OutboundState.WAITING, codes.SENDING_LIMIT)
    Outbound.objects.update(not_before=None)
    deliver(service.pk)
    assert len(google.control.held(BRANDT)) == 1


def test_app_that_is_no_more_has_a_sentence(google: PracticeTenant, service: Channel) -> None:
    OAuthAccessToken.objects.all().delete()
    for fate in ("disabled_client", "deleted_client"):
        google.control.world.google.change_client(fate=fate)
        poll(service.pk)
        assert health(service, Direction.IN) == (HealthState.FAILING, fate)


def test_grant_is_given_back_with_its_last_channel(google: PracticeTenant, service: Channel) -> None:
    grant = OAuthGrant.objects.get()
    other = make_channel_of(grant, "Anfragen")
    give_back(grant.pk)
    assert OAuthGrant.objects.count() == 1

    delete(other)
    delete(service)
    assert jobs(grant) == 2
    give_back(grant.pk)

    assert OAuthGrant.objects.count() == 0
    at_google = google.control.world.google
    assert at_google.tokens.refreshable(grant.refresh_token.reveal(), at_google.client()) is None


def make_channel_of(grant: OAuthGrant, folder: str) -> Channel:
    first = Channel.objects.get()
    return Channel.objects.create(
        kind="google", name=folder, folder=folder, group=first.group, inbound=first.inbound, outbound=first.outbound
    )


def jobs(grant: OAuthGrant) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'revoke' AND args->>'grant_id' = %s",
            [str(grant.pk)],
        )
        return int(cursor.fetchone()[0])


def test_grant_that_google_cannot_be_asked_about_is_kept_for_later(google: PracticeTenant, service: Channel) -> None:
    grant = OAuthGrant.objects.get()
    Channel.objects.all().delete()
    google.control.break_("away-login", value="refuse")

    give_back(grant.pk)
    assert (OAuthGrant.objects.count(), jobs(grant)) == (1, 1)

    google.control.mend()
    give_back(grant.pk)
    assert OAuthGrant.objects.count() == 0


def test_somebody_elses_mailbox_is_not_opened_by_the_token(google: PracticeTenant, service: Channel) -> None:
    service.inbound = {**service.inbound, "mailbox": KARI}
    with pytest.raises(SignInRefused) as refused, open_source(service):
        pass

    assert refused.value.code == codes.BEARER_REFUSED
    assert '"status"' not in refused.value.server_text
    assert "status 400" in refused.value.server_text
