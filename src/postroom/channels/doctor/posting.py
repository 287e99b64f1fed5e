"""A real mail from each address of a channel to itself: sent, found, deleted, and what became of its copy."""

from __future__ import annotations

import time
from collections.abc import Sequence

from postroom.channels.doctor.clock import tell_clock
from postroom.channels.doctor.copies import SentCopies
from postroom.channels.probe_log import Attempt, ProbeLog
from postroom.channels.registry import open_sink
from postroom.channels.round_trip import Arrival
from postroom.channels.sentences.ours import ADDRESS_MISSING, TEST_MAIL_MISSING
from postroom.channels.verify_mail import VerifyMail
from postroom.drivers.base import StepListener
from postroom.drivers.errors import NotFound, Refused
from postroom.models import Channel, Direction, Probe


def examine_sending(channel: Channel, probe: Probe, log: ProbeLog, *, arrives: bool) -> Attempt:
    """Send from each address and, where the mailbox can be read (`arrives`), wait for the mails.

    Returns the first address that failed, or the last one.
    """
    mails = _mails(channel, probe)
    copies, arrival = SentCopies(channel, mails, log), Arrival(channel, mails, log)
    if arrives:
        with log.attempt(Direction.IN):
            copies.remember()
            arrival.remember()
    attempts = _send(channel, mails, arrival, log)
    if arrives and any(attempt.passed for attempt in attempts):
        _await(arrival, log)
        with log.attempt(Direction.OUT):
            copies.look()
    return next((attempt for attempt in attempts if not attempt.passed), attempts[-1])


def _mails(channel: Channel, probe: Probe) -> list[VerifyMail]:
    addresses = channel.addresses.values_list("email", flat=True)
    return [VerifyMail.of(probe.pk, address, number) for number, address in enumerate(addresses)]


def _send(channel: Channel, mails: Sequence[VerifyMail], arrival: Arrival, log: ProbeLog) -> list[Attempt]:
    if not mails:
        return [_lacks_address(log)]
    listener = log.listener(Direction.OUT)
    attempts: list[Attempt] = []
    for mail in mails:
        if _is_hopeless(attempts):
            arrival.forget(mail)
            continue
        attempts.append(_send_one(channel, mail, listener, log))
        if not attempts[-1].passed:
            arrival.forget(mail)
    return attempts


def _is_hopeless(attempts: Sequence[Attempt]) -> bool:
    """Whether the last one failed by something that other addresses do not change, such as the way to the server."""
    return bool(attempts) and not attempts[-1].passed and not isinstance(attempts[-1].error, Refused)


def _lacks_address(log: ProbeLog) -> Attempt:
    attempt = Attempt()
    attempt.error = NotFound(code=ADDRESS_MISSING, step="sender")
    log.failed(Direction.OUT, attempt.error)
    return attempt


def _send_one(channel: Channel, mail: VerifyMail, listener: StepListener, log: ProbeLog) -> Attempt:
    started = time.monotonic()
    with log.attempt(Direction.OUT, mail.address) as attempt:
        with open_sink(channel, on_step=listener) as sink:
            receipt = sink.send(mail.compose(), mail.address, [mail.address])
        detail = ", ".join(part for part in (mail.address, receipt.server_text) if part)
        log.done(Direction.OUT, "sent", detail, (time.monotonic() - started) * 1000)
    return attempt


def _await(arrival: Arrival, log: ProbeLog) -> None:
    with log.attempt(None):
        for mail in arrival.collect():
            log.failed(None, NotFound(code=TEST_MAIL_MISSING, step="arrival"), mail.address)
    if arrival.clocks is not None:
        tell_clock(log, *arrival.clocks)
