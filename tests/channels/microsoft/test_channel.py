"""A Microsoft 365 channel against the practice tenant: fetching, sending, tokens, and everything that goes wrong."""

from __future__ import annotations

import pytest

from postroom.channels.kinds.microsoft365.config import use_grant
from postroom.channels.registry import kind_of, open_sink
from postroom.intake.poll import poll
from postroom.models import (
    Channel,
    ChannelHealth,
    Direction,
    EmailAddress,
    Group,
    OAuthGrant,
)
from postroom.practice import PracticeTenant
from tests.practice.mails import BRANDT, INFO, JONAS, SUPPORT, mail
from tests.servers.practice import make_app, make_grant

pytestmark = pytest.mark.django_db(transaction=True)


def make_channel(grant: OAuthGrant, mailbox: str = "") -> Channel:
    group = Group.objects.create(name="Support")
    channel = Channel(kind="microsoft365", name=mailbox or grant.email, group=group)
    use_grant(channel, grant, mailbox)
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
