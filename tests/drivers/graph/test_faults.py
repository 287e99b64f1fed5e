"""What the practice tenant does wrong on purpose, met by the Graph driver."""

from __future__ import annotations

import time

import pytest

from postroom.drivers import codes
from postroom.drivers.base import AfterImport
from postroom.drivers.errors import (
    DriverError,
    NotFound,
    Refused,
    Retry,
    SignInRefused,
    Throttled,
    TokenRefused,
    Uncertain,
    Unreachable,
)
from postroom.drivers.graph import GraphSettings, GraphSink, GraphSource
from tests.drivers.graph.mailboxes import GRAPH, READ_AND_SEND, PracticeMailbox
from tests.practice.mails import BRANDT, INFO, JONAS, SUPPORT, mail

MANY = 1_000_000


def fetch(source: GraphSource) -> list[bytes]:
    with source as opened:
        return [one.content for one in opened.fetch([one.key for one in opened.list()], MANY)]


def send(sink: GraphSink, sender: str) -> None:
    with sink as opened:
        opened.send(mail("Antwort", sender=sender, to=BRANDT), sender, [BRANDT])


def arrived(mailbox: PracticeMailbox) -> int:
    return len([held for held in mailbox.tenant.control.held(BRANDT) if mailbox.address.encode() in held.content])


@pytest.mark.parametrize("value", ["1", ""])
def test_short_throttling_is_waited_out(mailbox: PracticeMailbox, value: str) -> None:
    mailbox.deliver(mail())
    with mailbox.source() as source:
        mailbox.tenant.control.break_("throttle-graph", value=value, times=2)
        begun = time.monotonic()
        assert len(source.list()) == 1
    named = 2.0 if value else 0.25 + 0.5
    assert named <= time.monotonic() - begun < named + 3


def test_long_throttling_is_told_at_once_with_its_time(mailbox: PracticeMailbox) -> None:
    mailbox.tenant.control.break_("throttle-graph", value="300")
    with pytest.raises(Throttled) as caught, mailbox.source():
        pass
    assert caught.value.retry_after is not None
    assert (caught.value.retry_after.total_seconds(), caught.value.retry) == (300, Retry.LATER)
    assert "client-request-id" in caught.value.server_text


@pytest.mark.slow
def test_throttling_without_a_time_that_does_not_end_is_told(mailbox: PracticeMailbox) -> None:
    mailbox.tenant.control.break_("throttle-graph")
    with pytest.raises(Throttled) as caught, mailbox.source():
        pass
    assert caught.value.retry_after is None


def test_token_refused_once_is_replaced(mailbox: PracticeMailbox) -> None:
    mailbox.deliver(mail())
    asked: list[bool] = []

    def token(fresh: bool) -> str:
        asked.append(fresh)
        return mailbox.token() if fresh else "stale"

    assert len(fetch(GraphSource(mailbox.settings(), token))) == 1
    assert asked == [False, True]


def test_token_that_expires_between_steps_is_replaced(mailbox: PracticeMailbox) -> None:
    mailbox.deliver(mail())
    with mailbox.source() as source:
        mailbox.tenant.control.expire_access_tokens()
        assert len(source.list()) == 1


def test_token_source_that_refuses_is_heard(mailbox: PracticeMailbox) -> None:
    def token(fresh: bool) -> str:
        raise TokenRefused("expired", code="AADSTS700082")

    with pytest.raises(TokenRefused, match="expired"), GraphSource(mailbox.settings(), token):
        pass


def test_token_never_stands_in_an_error(mailbox: PracticeMailbox) -> None:
    mailbox.tenant.control.expire_access_tokens()
    token = mailbox.token()
    mailbox.tenant.control.expire_access_tokens()
    with pytest.raises(SignInRefused) as caught, GraphSource(mailbox.settings(), lambda fresh: token):
        pass
    assert caught.value.code == codes.BEARER_REFUSED
    assert token not in f"{caught.value!r} {caught.value.server_text} {caught.value.__context__!r}"


def test_server_busy_for_a_moment_is_waited_out(mailbox: PracticeMailbox) -> None:
    mailbox.deliver(mail())
    mailbox.tenant.control.break_("away-graph", value="refuse", times=1)
    assert len(fetch(mailbox.source())) == 1


@pytest.mark.parametrize(
    ("how", "raised", "code"),
    [
        ("refuse", Refused, codes.SERVER_BUSY),
        ("hang", Unreachable, codes.ANSWER_TIMEOUT),
        ("close", Unreachable, codes.CONNECTION_LOST),
    ],
)
def test_server_away_while_fetching_loses_nothing(
    mailbox: PracticeMailbox, how: str, raised: type[DriverError], code: str
) -> None:
    for subject in ("Eins", "Zwei"):
        mailbox.deliver(mail(subject))
    with mailbox.source(timeout=1) as source:
        keys = [one.key for one in source.list()]
        coming = source.fetch(keys, MANY)
        mailbox.tenant.control.break_("away-graph", value=how)
        with pytest.raises(raised) as caught:
            list(coming)
        assert (caught.value.code, caught.value.retry) == (code, Retry.LATER)
        mailbox.tenant.control.mend()
        assert [one.content for one in source.fetch(keys, MANY)] == mailbox.messages()


def test_server_away_while_settling_can_be_settled_again(mailbox: PracticeMailbox) -> None:
    mailbox.deliver(mail())
    with mailbox.source() as source:
        keys = [one.key for one in source.list()]
        mailbox.tenant.control.break_("away-graph", value="close")
        with pytest.raises(Unreachable):
            source.settle(keys, AfterImport.DELETE)
        mailbox.tenant.control.mend()
        assert source.settle(keys, AfterImport.DELETE).done == tuple(keys)
    assert (mailbox.messages(), len(mailbox.messages("deleteditems"))) == ([], 1)


def test_connection_that_ends_when_used_again_is_made_anew(mailbox: PracticeMailbox) -> None:
    mailbox.deliver(mail())
    with mailbox.source() as source:
        mailbox.tenant.control.break_("away-graph", value="close", times=1)
        assert len(source.list()) == 1


@pytest.mark.parametrize(
    ("fault", "value", "raised", "retry", "sent"),
    [
        ("drop-after-send", "", Uncertain, Retry.HUMAN, 1),
        ("away-graph", "close", Uncertain, Retry.HUMAN, 0),
        ("throttle-graph", "60", Throttled, Retry.LATER, 0),
    ],
)
def test_sending_into_a_fault_says_what_is_known(
    mailbox: PracticeMailbox, fault: str, value: str, raised: type[DriverError], retry: Retry, sent: int
) -> None:
    with mailbox.sink() as sink:
        mailbox.tenant.control.break_(fault, value=value)
        with pytest.raises(raised) as caught:
            sink.send(mail("Antwort", sender=mailbox.address, to=BRANDT), mailbox.address, [BRANDT])
    assert (caught.value.retry, arrived(mailbox)) == (retry, sent)
    mailbox.tenant.control.mend()
    send(mailbox.sink(), mailbox.address)
    assert arrived(mailbox) == sent + 1


def test_server_away_before_sending_is_worth_another_try(mailbox: PracticeMailbox) -> None:
    mailbox.tenant.control.break_("away-graph", value="close")
    with pytest.raises(Unreachable) as caught:
        send(mailbox.sink(), mailbox.address)
    assert (caught.value.retry, arrived(mailbox)) == (Retry.LATER, 0)


def test_sending_as_somebody_else_is_denied(mailbox: PracticeMailbox) -> None:
    control = mailbox.tenant.control
    settings = GraphSettings(SUPPORT, base_url=mailbox.tenant.graph_url)
    with pytest.raises(Refused) as caught:
        send(GraphSink(settings, lambda fresh: control.access_token(SUPPORT, READ_AND_SEND)), JONAS)
    assert (caught.value.code, caught.value.retry) == (codes.SEND_AS_DENIED, Retry.NEVER)


@pytest.mark.parametrize(
    ("address", "signed_in", "code"),
    [
        ("niemand@nordlicht.example", SUPPORT, codes.GRAPH_USER_UNKNOWN),
        (INFO, SUPPORT, codes.GRAPH_MAILBOX_CLOSED),
    ],
)
def test_mailbox_that_cannot_be_opened_says_why(
    mailbox: PracticeMailbox, address: str, signed_in: str, code: str
) -> None:
    control = mailbox.tenant.control
    settings = GraphSettings(address, base_url=mailbox.tenant.graph_url)
    with (
        pytest.raises(NotFound) as caught,
        GraphSource(settings, lambda fresh: control.access_token(signed_in, READ_AND_SEND)),
    ):
        pass
    assert caught.value.code == code


def test_missing_permission_is_told_apart(mailbox: PracticeMailbox) -> None:
    mia = "mia.fischer@nordlicht.example"
    settings = GraphSettings(mia, base_url=mailbox.tenant.graph_url)

    def only_sending(fresh: bool) -> str:
        return mailbox.tenant.control.access_token(mia, f"{GRAPH}/Mail.Send")

    with pytest.raises(Refused) as caught, GraphSource(settings, only_sending):
        pass
    assert caught.value.code == codes.GRAPH_ACCESS_DENIED
    send(GraphSink(settings, only_sending), mia)
