"""An answer over the limit of one request, through a whole channel by Graph: sent once, whole, no draft left behind."""

from __future__ import annotations

import email
from email.message import Message

import pytest
from django.utils import timezone

from postroom.channels.kinds.microsoft365.config import Ways
from postroom.delivery.deliver import deliver
from postroom.drivers import codes
from postroom.mail.values import Address
from postroom.models import Channel, Direction, HealthState, Outbound, OutboundState, Ticket, User
from postroom.practice import PracticeTenant
from postroom.tickets.act import acting
from postroom.tickets.drafts import FileDraft
from postroom.tickets.locking import locked
from postroom.tickets.replying import MailDraft, reply
from tests.channels.microsoft.test_channel import health, make_channel
from tests.practice.mails import BRANDT, SUPPORT
from tests.servers.practice import make_app, make_grant
from tests.world import arrive, eml

pytestmark = pytest.mark.django_db(transaction=True)

PLAN = bytes(range(256)) * 24_000
"""Six million bytes, and more than one piece of an upload."""


@pytest.fixture
def support(practice: PracticeTenant) -> Channel:
    return make_channel(make_grant(practice, make_app(practice), SUPPORT, ("graph", "mail")), ways=Ways())


def large_answer(channel: Channel) -> Outbound:
    arrive(channel, eml(subject="Frage", from_=BRANDT, to=SUPPORT))
    agent = User.objects.create_user("anna@desk.example", name="Anna")
    files = (FileDraft("Plan Größe A.pdf", "application/pdf", PLAN), FileDraft("Liste.csv", "text/csv", b"a;b\r\n"))
    draft = MailDraft(to=(Address("", BRANDT),), subject="RE: Frage", text="Der Plan.", files=files)
    with acting(agent, "test") as act:
        return reply(act, locked(Ticket.objects.get().pk), draft)


def again(channel: Channel) -> OutboundState:
    """Send once the pause is over; return what became of the one mail there is."""
    Outbound.objects.update(not_before=None)
    deliver(channel.pk)
    return OutboundState(Outbound.objects.get().state)


def received(practice: PracticeTenant) -> list[Message]:
    return [email.message_from_bytes(held.content) for held in practice.control.held(BRANDT)]


def assert_sent_once_and_whole(practice: PracticeTenant, outbound: Outbound) -> None:
    [one] = received(practice)
    files = [part.get_payload(decode=True) for part in one.walk() if part.get_content_disposition() == "attachment"]
    assert sorted(files, key=str) == sorted([PLAN, b"a;b\r\n"], key=str)
    assert one["Message-ID"] == f"<{outbound.message_id}>"
    left = {name: len(practice.control.held(SUPPORT, name)) for name in ("drafts", "sentitems", "deleteditems")}
    assert left == {"drafts": 0, "sentitems": 1, "deleteditems": 0}


def test_upload_that_breaks_off_is_begun_anew_and_sent_once(practice: PracticeTenant, support: Channel) -> None:
    outbound = large_answer(support)
    practice.control.break_("drop-in-upload", target=SUPPORT)

    assert again(support) == OutboundState.WAITING
    assert health(support, Direction.OUT) == (HealthState.FAILING, codes.CONNECTION_LOST)
    assert Outbound.objects.filter(not_before__gt=timezone.now()).count() == 1
    assert (len(received(practice)), practice.control.held(SUPPORT, "drafts")) == (0, [])

    practice.control.mend()
    assert again(support) == OutboundState.SENT
    assert_sent_once_and_whole(practice, outbound)
    assert again(support) == OutboundState.SENT
    assert len(received(practice)) == 1
