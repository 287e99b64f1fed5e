"""A plain mailbox at Microsoft becomes a Microsoft 365 channel, and back: nothing is lost, nothing imported twice."""

from __future__ import annotations

import datetime
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from postroom.channels.connecting import finish
from postroom.channels.converting.beginning import begin
from postroom.channels.converting.former import forget_old
from postroom.channels.converting.going_back import go_back
from postroom.channels.converting.offers import offer_for
from postroom.channels.converting.refusals import NothingToGoBackTo
from postroom.channels.drafts import draft_of, save_draft
from postroom.channels.kinds.microsoft365.config import Way, Ways, use_grant, use_ways
from postroom.channels.kinds.microsoft365.converting import is_at_microsoft, reads
from postroom.delivery.deliver import deliver
from postroom.intake.poll import poll
from postroom.intake.process import process
from postroom.models import (
    AfterImport,
    Channel,
    ChannelDraft,
    EmailAddress,
    FormerAccount,
    Group,
    Inbound,
    OAuthGrant,
    OutboundState,
    Sighting,
    Ticket,
    User,
)
from postroom.practice import PracticeTenant
from postroom.practice.seed.people import PASSWORD
from tests.channels.microsoft.test_channel import answer
from tests.practice.mails import BRANDT, SUPPORT, mail
from tests.servers.practice import make_app, make_grant

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = [Ways(Way.GRAPH, Way.GRAPH), Ways(Way.IMAP, Way.SMTP)]


def plain_channel(practice: PracticeTenant, **changes: object) -> Channel:
    """Save a channel to the mailbox Support that signs in with its password, as Microsoft allowed in former times."""
    practice.control.break_("basic-auth")
    server = {"host": practice.host, "verify_certificate": True, "user": SUPPORT}
    group = Group.objects.get_or_create(name="Support")[0]
    fields: dict[str, object] = {
        "inbound": {"protocol": "imap", "port": practice.imap_port, "security": "tls", **server},
        "outbound": {"protocol": "smtp", "port": practice.smtp_port, "security": "starttls", **server},
        "inbound_secret": PASSWORD,
        "outbound_secret": PASSWORD,
        "after_import": AfterImport.MARK_READ,
    }
    channel = Channel.objects.create(kind="mail", name=SUPPORT, group=group, **{**fields, **changes})
    group.email_address = EmailAddress.objects.create(email=SUPPORT, channel=channel)
    group.save()
    return Channel.objects.get(pk=channel.pk)


@pytest.fixture
def plain(practice: PracticeTenant) -> Channel:
    return plain_channel(practice)


@pytest.fixture
def grant(practice: PracticeTenant) -> OAuthGrant:
    return make_grant(practice, make_app(practice), SUPPORT, ("graph", "mail"))


def convert(channel: Channel, grant: OAuthGrant, ways: Ways) -> Channel:
    """Convert as the pages do, without trying first."""
    by = User.objects.get_or_create(email="admin@desk.example")[0]
    draft = begin(channel, by, "microsoft365", partial(use_grant, grant=grant, mailbox="", ways=ways))
    return Channel.objects.get(pk=finish(draft).pk)


def change_ways(channel: Channel, ways: Ways) -> Channel:
    draft = draft_of(channel, User.objects.get(email="admin@desk.example"))
    use_ways(draft, ways)
    return Channel.objects.get(pk=finish(save_draft(draft)).pk)


def import_all(channel: Channel) -> int:
    """Fetch and make tickets; return how many mails were fetched."""
    fetched = poll(channel.pk)
    process(list(Inbound.objects.filter(state="stored").values_list("pk", flat=True)))
    return fetched


@pytest.mark.parametrize("ways", WAYS)
def test_everything_stays_and_nothing_is_imported_twice(
    practice: PracticeTenant, plain: Channel, grant: OAuthGrant, ways: Ways
) -> None:
    for subject in ("Eins", "Zwei"):
        practice.control.put(SUPPORT, mail(subject))
    assert import_all(plain) == 2
    kept = Channel.objects.values("folder", "group", "after_import", "archive", "active", "name").get()

    converted = convert(plain, grant, ways)
    practice.control.mend("basic-auth")
    practice.control.put(SUPPORT, mail("Drei"))

    assert import_all(converted) == 1
    assert import_all(converted) == 0
    assert (converted.kind, converted.pk) == ("microsoft365", plain.pk)
    assert Channel.objects.values("folder", "group", "after_import", "archive", "active", "name").get() == kept
    assert EmailAddress.objects.get().channel_id == plain.pk
    assert sorted(Ticket.objects.values_list("title", flat=True)) == ["Drei", "Eins", "Zwei"]
    assert (len(practice.control.held(SUPPORT)), Sighting.objects.filter(settled_at=None).count()) == (3, 0)


def test_mail_that_was_kept_is_not_deleted_because_it_is_seen_anew(
    practice: PracticeTenant, plain: Channel, grant: OAuthGrant
) -> None:
    practice.control.put(SUPPORT, mail("Behalten"))
    import_all(plain)
    Channel.objects.update(after_import=AfterImport.DELETE)

    converted = convert(Channel.objects.get(), grant, WAYS[0])
    practice.control.put(SUPPORT, mail("Neu"))

    assert import_all(converted) == 1
    assert [one.subject for one in practice.control.held(SUPPORT)] == ["Behalten"]


def test_what_was_stored_and_never_processed_or_settled_is_recognised_and_settled(
    practice: PracticeTenant, plain: Channel, grant: OAuthGrant
) -> None:
    practice.control.put(SUPPORT, mail("Eins"))
    poll(plain.pk)
    Sighting.objects.update(settled_at=None)
    Channel.objects.update(after_import=AfterImport.DELETE)

    assert import_all(convert(Channel.objects.get(), grant, WAYS[0])) == 0

    assert (practice.control.held(SUPPORT), Inbound.objects.count(), Ticket.objects.count()) == ([], 1, 1)


def test_mail_without_message_id_is_recognised_and_a_second_copy_is_new(
    practice: PracticeTenant, plain: Channel, grant: OAuthGrant
) -> None:
    nameless = b"From: k@kunde.example\r\nTo: support@nordlicht.example\r\nSubject: Namenlos\r\n\r\nHallo\r\n"
    practice.control.put(SUPPORT, nameless)
    practice.control.put(SUPPORT, mail("Eins"))
    import_all(plain)

    converted = convert(plain, grant, WAYS[0])
    practice.control.put(SUPPORT, mail("Eins", text="Noch einmal\n"))

    assert import_all(converted) == 1
    assert Inbound.objects.count() == 3


def test_ways_change_in_both_directions_without_importing_twice(
    practice: PracticeTenant, plain: Channel, grant: OAuthGrant
) -> None:
    practice.control.put(SUPPORT, mail("Eins"))
    import_all(plain)
    channel = convert(plain, grant, WAYS[0])
    assert import_all(channel) == 0

    for number, ways in enumerate([WAYS[1], WAYS[0], WAYS[1]]):
        practice.control.put(SUPPORT, mail(f"Mail {number}"))
        channel = change_ways(channel, ways)
        assert import_all(channel) == 1
        assert Channel.objects.get().keys_changed_at is None

    assert (Inbound.objects.count(), Ticket.objects.count()) == (4, 4)


def test_answers_leave_before_after_and_after_going_back(
    practice: PracticeTenant, plain: Channel, grant: OAuthGrant
) -> None:
    outbound = answer(plain)
    practice.control.mend("basic-auth")
    deliver(plain.pk)
    outbound.refresh_from_db()
    assert outbound.state == OutboundState.WAITING

    convert(plain, grant, WAYS[0])
    outbound.not_before = None
    outbound.save()
    deliver(plain.pk)

    outbound.refresh_from_db()
    assert (outbound.state, len(practice.control.held(BRANDT))) == (OutboundState.SENT, 1)


def test_going_back_brings_the_password_back_and_imports_nothing_twice(
    practice: PracticeTenant, plain: Channel, grant: OAuthGrant
) -> None:
    practice.control.put(SUPPORT, mail("Eins"))
    import_all(plain)
    converted = convert(plain, grant, WAYS[0])
    practice.control.put(SUPPORT, mail("Zwei"))
    assert import_all(converted) == 1

    back = go_back(converted.pk)
    practice.control.put(SUPPORT, mail("Drei"))

    assert import_all(back) == 1
    assert (back.kind, back.inbound, Inbound.objects.count()) == ("mail", plain.inbound, 3)
    assert FormerAccount.objects.count() == 0
    assert offer_for(back) is not None
    with pytest.raises(NothingToGoBackTo):
        go_back(back.pk)


def test_old_password_is_really_gone_after_seven_days(
    practice: PracticeTenant, plain: Channel, grant: OAuthGrant
) -> None:
    token = stored(plain)
    draft_of(plain, User.objects.create_user("other@desk.example"))
    convert(plain, grant, WAYS[0])
    forget_old()
    assert tables_with(token) == {"postroom_formeraccount", "postroom_channeldraft"}

    FormerAccount.objects.update(kept_until=timezone.now() - datetime.timedelta(seconds=1))
    ChannelDraft.objects.update(created_at=timezone.now() - datetime.timedelta(days=7, seconds=1))
    with pytest.raises(NothingToGoBackTo):
        go_back(plain.pk)
    forget_old()

    assert tables_with(token) == set()


def stored(channel: Channel) -> str:
    """Return the encrypted password as it stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT inbound_secret FROM postroom_channel WHERE id = %s", [channel.pk])
        return str(cursor.fetchone()[0])


def tables_with(text: str) -> set[str]:
    with connection.cursor() as cursor:
        found = set()
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE row_to_json(t)::text LIKE %s', [f"%{text}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    return found


@pytest.mark.parametrize(
    ("changes", "offered"),
    [
        ({"host": "outlook.office365.com", "port": 993}, True),
        ({"host": "OUTLOOK.office365.com.", "port": 143}, True),
        ({"host": "outlook.office365.us"}, True),
        ({"host": "partner.outlook.cn"}, True),
        ({"host": "imap-mail.outlook.com"}, True),
        ({"host": "outlook.office365.com.evil.example"}, False),
        ({"host": "imap.example.org"}, False),
        ({"host": "outlook.office365.com", "protocol": "pop3"}, False),
    ],
)
def test_offer_comes_by_itself_where_the_server_is_microsofts(changes: dict[str, object], offered: bool) -> None:
    channel = Channel(kind="mail", inbound={"host": "", "port": 993, "protocol": "imap", **changes})

    assert (offer_for(channel) is not None) is offered


def test_rehearsal_tenant_is_told_from_other_servers_of_this_machine_by_its_port(practice: PracticeTenant) -> None:
    assert is_at_microsoft(practice.host, practice.imap_port)
    assert not is_at_microsoft(practice.host, practice.imap_port + 1)


def test_shared_mailbox_that_was_read_with_a_delegates_password_is_known(practice: PracticeTenant) -> None:
    channel = plain_channel(practice)
    for user, mailbox in ((SUPPORT, SUPPORT), ("jonas@nordlicht.example/info", "info@nordlicht.example")):
        channel.inbound["user"] = user
        assert reads(channel) == mailbox
    channel.inbound["user"] = "NORDLICHT\\support"
    assert reads(channel) == SUPPORT
