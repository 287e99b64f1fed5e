"""A Microsoft 365 channel against the practice tenant: fetching, sending, tokens, and everything that goes wrong."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from postroom.channels.kinds.microsoft365.config import Way, Ways, use_grant
from postroom.channels.oauth.apps import delete_app
from postroom.channels.oauth.refusals import AppInUse
from postroom.channels.oauth.states import SignIn
from postroom.channels.oauth.tokens import token_for
from postroom.channels.oauth.waking import wake_grant
from postroom.channels.registry import kind_of, open_sink
from postroom.channels.sentences import explain
from postroom.channels.sentences.ours import GRANT_MISSING
from postroom.delivery.deliver import deliver
from postroom.drivers import codes
from postroom.intake.poll import poll
from postroom.mail.values import Address
from postroom.models import (
    Channel,
    ChannelHealth,
    Direction,
    EmailAddress,
    Group,
    HealthState,
    Inbound,
    OAuthAccessToken,
    OAuthApp,
    OAuthGrant,
    Outbound,
    OutboundState,
    Ticket,
    User,
)
from postroom.practice import PracticeTenant
from postroom.tickets.act import acting
from postroom.tickets.locking import locked
from postroom.tickets.replying import MailDraft, reply
from tests.practice.mails import BRANDT, INFO, JONAS, SUPPORT, mail
from tests.servers.practice import finish, go, make_app, make_grant
from tests.world import arrive, eml

pytestmark = pytest.mark.django_db(transaction=True)


def make_channel(grant: OAuthGrant, mailbox: str = "", ways: Ways = Ways(Way.IMAP, Way.SMTP)) -> Channel:  # noqa: B008
    group = Group.objects.get_or_create(name="Support")[0]
    channel = Channel(kind="microsoft365", name=mailbox or grant.email, group=group)
    use_grant(channel, grant, mailbox, ways)
    channel.save()
    group.email_address = EmailAddress.objects.create(email=channel.name, channel=channel)
    group.save()
    return Channel.objects.get(pk=channel.pk)


@pytest.fixture
def support(practice: PracticeTenant) -> Channel:
    return make_channel(make_grant(practice, make_app(practice), SUPPORT))


def health(channel: Channel, direction: Direction) -> tuple[str, str]:
    row = ChannelHealth.objects.get(channel=channel, direction=direction)
    return row.state, row.code


def test_mail_is_fetched_and_sent_by_tokens(practice: PracticeTenant, support: Channel) -> None:
    practice.control.put(SUPPORT, mail("Eins"))

    assert poll(support.pk) == 1
    with open_sink(support) as sink:
        sink.send(b"From: support@nordlicht.example\r\nSubject: Hallo\r\n\r\nTag\r\n", SUPPORT, [BRANDT])

    assert practice.control.held(SUPPORT) == []
    assert [one.subject for one in practice.control.held(BRANDT)] == ["Hallo"]


def test_shared_mailbox_is_read_and_sent_from_by_its_delegate(practice: PracticeTenant) -> None:
    shared = make_channel(make_grant(practice, make_app(practice), JONAS), INFO)
    practice.control.put(INFO, mail("An alle"))
    practice.control.put(JONAS, mail("Privat"))

    assert poll(shared.pk) == 1
    with open_sink(shared) as sink:
        sink.send(b"From: info@nordlicht.example\r\nSubject: Von Info\r\n\r\nTag\r\n", INFO, [BRANDT])

    assert [one.subject for one in practice.control.held(JONAS)] == ["Privat"]
    assert [one.subject for one in practice.control.held(BRANDT)] == ["Von Info"]
    assert kind_of(shared).describe(shared, Direction.IN).endswith(f"{INFO}, signed in as {JONAS}")


def test_refused_expunge_is_a_warning_until_it_works_and_nothing_comes_twice(
    practice: PracticeTenant, support: Channel
) -> None:
    practice.control.put(SUPPORT, mail("Eins"))
    practice.control.break_("expunge", times=2)

    assert [poll(support.pk), poll(support.pk)] == [1, 0]
    row = ChannelHealth.objects.get(channel=support, direction=Direction.IN)
    assert (row.state, "EXPUNGE failed" in row.server_text) == (HealthState.WARNING, True)
    assert len(practice.control.held(SUPPORT)) == 1

    assert poll(support.pk) == 0
    assert health(support, Direction.IN) == (HealthState.OK, "")
    assert (practice.control.held(SUPPORT), Inbound.objects.count()) == ([], 1)


def test_rotated_refresh_token_is_kept_with_its_access_token(practice: PracticeTenant, support: Channel) -> None:
    before = OAuthGrant.objects.get()
    OAuthAccessToken.objects.update(expires_at=timezone.now() + datetime.timedelta(minutes=4))

    token = token_for(before.pk, "mail")

    after = OAuthGrant.objects.get()
    assert after.refresh_token.reveal() != before.refresh_token.reveal()
    assert OAuthAccessToken.objects.get().token.reveal() == token
    assert practice.control.expire_refresh_tokens(only_superseded=True) == 1
    OAuthAccessToken.objects.all().delete()
    assert token_for(before.pk, "mail") != token


def test_token_that_lasts_is_used_again(practice: PracticeTenant, support: Channel) -> None:
    grant = OAuthGrant.objects.get().pk
    practice.control.break_("away-login", value="refuse")

    assert token_for(grant, "mail") == token_for(grant, "mail") != ""


def test_workers_renew_a_token_once(practice: PracticeTenant, support: Channel) -> None:
    OAuthAccessToken.objects.all().delete()
    grant = OAuthGrant.objects.get().pk
    with ThreadPoolExecutor(4) as workers:
        tokens = list(workers.map(lambda _: _token_in_thread(grant), range(4)))

    assert len(set(tokens)) == 1


def _token_in_thread(grant: int) -> str:
    try:
        return token_for(grant, "mail")
    finally:
        connection.close()


def test_secrets_are_encrypted_and_stand_in_one_place(practice: PracticeTenant, support: Channel) -> None:
    secret, token = OAuthGrant.objects.get().refresh_token.reveal(), OAuthAccessToken.objects.get().token.reveal()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
            text = " ".join(row[0] for row in cursor.fetchall())
            assert not {name for name in (secret, token, practice.client_secret) if name in text}, table


def test_token_refused_before_its_time_is_replaced_unseen(practice: PracticeTenant, support: Channel) -> None:
    practice.control.put(SUPPORT, mail("Eins"))
    practice.control.expire_access_tokens(SUPPORT)

    assert poll(support.pk) == 1
    assert health(support, Direction.IN) == (HealthState.OK, "")

    practice.control.expire_access_tokens(SUPPORT)
    outbound = answer(support)
    deliver(support.pk)
    outbound.refresh_from_db()
    assert outbound.state == OutboundState.SENT


def answer(channel: Channel) -> Outbound:
    """Let a customer's mail become a ticket and an agent answer it; return the answer, not sent yet."""
    arrive(channel, eml(subject="Frage", from_=BRANDT, to=SUPPORT))
    agent = User.objects.create_user("anna@desk.example", name="Anna")
    with acting(agent, "test") as act:
        draft = MailDraft(to=(Address("", BRANDT),), subject="RE: Frage", text="Die Antwort.")
        return reply(act, locked(Ticket.objects.get().pk), draft)


FAULTS = [
    ("expire_secret", "renew_secret", "AADSTS7000222"),
    ("demand_consent", "consent_for_everyone", "AADSTS65001"),
]


@pytest.mark.parametrize(("fault", "remedy", "code"), FAULTS)
def test_fault_of_the_sign_in_service_loses_nothing_and_heals_by_itself(
    practice: PracticeTenant, support: Channel, fault: str, remedy: str, code: str
) -> None:
    outbound = answer(support)
    practice.control.put(SUPPORT, mail("Eins"))
    OAuthAccessToken.objects.all().delete()
    getattr(practice.control, fault)()

    assert poll(support.pk) == 0
    deliver(support.pk)

    assert health(support, Direction.IN) == health(support, Direction.OUT) == (HealthState.FAILING, code)
    assert [one.subject for one in practice.control.held(SUPPORT)] == ["Eins"]
    outbound.refresh_from_db()
    assert outbound.state == OutboundState.WAITING

    getattr(practice.control, remedy)()
    assert poll(support.pk) == 1
    Outbound.objects.update(not_before=None)
    deliver(support.pk)

    assert health(support, Direction.IN) == health(support, Direction.OUT) == (HealthState.OK, "")
    assert Inbound.objects.filter(channel=support).count() == 2
    assert len(practice.control.held(BRANDT)) == 1


def test_revoked_grant_is_told_and_healed_by_signing_in_again(practice: PracticeTenant, support: Channel) -> None:
    practice.control.put(SUPPORT, mail("Eins"))
    practice.control.revoke_grants(SUPPORT)

    assert poll(support.pk) == 0

    assert health(support, Direction.IN) == (HealthState.FAILING, "AADSTS50173")
    assert "Correlation ID" in ChannelHealth.objects.get(channel=support, direction=Direction.IN).server_text
    grant = OAuthGrant.objects.get()
    sign_in = SignIn(grant.app_id, "browser", channel_id=support.pk)
    finish(grant.app, sign_in, go(practice, grant.app, sign_in, SUPPORT)["code"], expected=grant)
    assert poll(support.pk) == 1
    assert health(support, Direction.IN) == (HealthState.OK, "")


def test_smtp_auth_switched_off_keeps_the_answer_and_heals_by_itself(
    practice: PracticeTenant, support: Channel
) -> None:
    outbound = answer(support)
    practice.control.break_("smtp-auth-off", target=SUPPORT)

    deliver(support.pk)

    assert health(support, Direction.OUT) == (HealthState.FAILING, codes.SMTP_AUTH_DISABLED)
    assert "Set-CASMailbox" in str(explain(codes.SMTP_AUTH_DISABLED).remedy)
    outbound.refresh_from_db()
    assert outbound.state == OutboundState.WAITING
    practice.control.mend()
    Outbound.objects.update(not_before=None)
    deliver(support.pk)
    assert len(practice.control.held(BRANDT)) == 1


def test_sign_in_service_that_is_away_is_no_lost_mail(practice: PracticeTenant, support: Channel) -> None:
    practice.control.put(SUPPORT, mail("Eins"))
    OAuthAccessToken.objects.all().delete()
    practice.control.break_("away-login", value="refuse")

    assert poll(support.pk) == 0
    assert health(support, Direction.IN) == (HealthState.FAILING, codes.SERVER_BUSY)

    practice.control.mend()
    assert poll(support.pk) == 1


def test_grant_of_a_deleted_sign_in_has_a_sentence(practice: PracticeTenant, support: Channel) -> None:
    OAuthGrant.objects.all().delete()

    poll(support.pk)

    assert health(support, Direction.IN) == (HealthState.FAILING, GRANT_MISSING)


def test_personal_account_is_read_by_an_app_open_to_any_tenant(practice: PracticeTenant) -> None:
    erika = "erika@outlook.example"
    channel = make_channel(make_grant(practice, make_app(practice, tenant="common"), erika))
    practice.control.put(erika, mail("Privat"))

    assert poll(channel.pk) == 1


def test_sign_in_name_that_is_not_the_primary_address_works(practice: PracticeTenant) -> None:
    channel = make_channel(make_grant(practice, make_app(practice), "t.schulz@nordlicht.example"))
    practice.control.put("tom.schulz@nordlicht.example", mail("Eins"))

    assert poll(channel.pk) == 1
    outbound = answer(channel)
    deliver(channel.pk)
    outbound.refresh_from_db()
    assert (channel.name, outbound.state) == ("tom.schulz@nordlicht.example", OutboundState.SENT)


def test_signing_in_again_lets_what_waits_leave_at_once(practice: PracticeTenant, support: Channel) -> None:
    outbound = answer(support)
    practice.control.revoke_grants(SUPPORT)
    OAuthAccessToken.objects.all().delete()
    deliver(support.pk)
    outbound.refresh_from_db()
    assert outbound.not_before is not None

    wake_grant(OAuthGrant.objects.get())

    outbound.refresh_from_db()
    assert outbound.not_before is None


def test_app_is_deleted_with_its_grants_once_no_channel_needs_it(practice: PracticeTenant, support: Channel) -> None:
    app = OAuthApp.objects.get()
    with pytest.raises(AppInUse):
        delete_app(app)

    Channel.objects.all().delete()
    delete_app(app)

    assert (OAuthApp.objects.count(), OAuthGrant.objects.count(), OAuthAccessToken.objects.count()) == (0, 0, 0)
