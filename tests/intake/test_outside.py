"""Mails of monitoring systems and trackers: one ticket per fault or issue."""

from __future__ import annotations

import pytest

from postroom.configuration import configure
from postroom.models import Group, Outcome, OutsideReference, Ticket, TicketState
from postroom.models.groups import FollowUp
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.locking import locked
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db(transaction=True)
WATCH = "Watch <watch@mon.example>"
PROBLEM, RECOVERY = "Check_MK: web1/HTTP OK -> CRIT", "Check_MK: web1/HTTP CRIT -> OK"


@pytest.fixture
def world() -> World:
    return make_world()


def report(number: int, subject: str, from_: str = WATCH) -> bytes:
    return eml(message_id=f"<{number}@mon.example>", from_=from_, subject=subject, body=f"Report {number}")


def states() -> list[tuple[str, int]]:
    return list(Ticket.objects.order_by("pk").values_list("state", "article_count"))


def test_later_mails_of_a_fault_are_added_and_recovery_closes_the_ticket(world: World) -> None:
    arrive(world.channel, report(1, PROBLEM))
    arrive(world.channel, report(2, "Check_MK: web1/HTTP WARN -> CRIT"))
    assert states() == [(TicketState.NEW, 2)]
    (row,) = arrive(world.channel, report(3, RECOVERY))
    assert states() == [(TicketState.CLOSED, 3)]
    assert row.outcome == Outcome.FOLLOW_UP
    said = next(line for line in row.trace if line["rule"] == "monitoring")
    assert (said["hit"], said["because"]) == (
        True,
        f"Checkmk: web1/HTTP, recovery: ticket {Ticket.objects.get().number}",
    )


def test_mails_of_one_fault_in_one_batch_find_each_other(world: World) -> None:
    arrive(world.channel, report(1, PROBLEM), report(2, PROBLEM), report(3, RECOVERY), report(4, PROBLEM))
    assert states() == [(TicketState.CLOSED, 3), (TicketState.NEW, 1)]


def test_other_host_other_service_and_other_sender_are_other_faults(world: World) -> None:
    arrive(world.channel, report(1, PROBLEM))
    arrive(world.channel, report(2, "Check_MK: web2/HTTP OK -> CRIT"))
    arrive(world.channel, report(3, "Check_MK: web1/Load OK -> CRIT"))
    arrive(world.channel, report(4, RECOVERY, "Mallory <mallory@elsewhere.example>"))
    assert states() == [(TicketState.NEW, 1), (TicketState.NEW, 1), (TicketState.NEW, 1), (TicketState.CLOSED, 1)]


def test_fault_that_comes_back_after_its_ticket_was_closed_gets_a_new_one(world: World) -> None:
    arrive(world.channel, report(1, PROBLEM))
    arrive(world.channel, report(2, RECOVERY))
    arrive(world.channel, report(3, PROBLEM))
    arrive(world.channel, report(4, RECOVERY))
    assert states() == [(TicketState.CLOSED, 2), (TicketState.CLOSED, 2)]


def test_report_of_a_fault_keeps_a_pending_ticket_pending(world: World) -> None:
    arrive(world.channel, report(1, PROBLEM))
    ticket = Ticket.objects.get()
    with acting(None, "test") as act:
        change(act, locked(ticket.pk), state=TicketState.PENDING_REMINDER, pending_until=act.at)
    arrive(world.channel, report(2, PROBLEM))
    assert states() == [(TicketState.PENDING_REMINDER, 2)]


def test_nobody_answers_a_monitoring_system_automatically(world: World) -> None:
    (row,) = arrive(world.channel, report(1, PROBLEM))
    assert row.article is not None
    assert row.article.may_answer is False


def test_setting_off_lets_every_report_be_a_ticket(world: World) -> None:
    configure(monitoring=False)
    arrive(world.channel, report(1, PROBLEM), report(2, RECOVERY))
    assert states() == [(TicketState.NEW, 1), (TicketState.NEW, 1)]


def issue(number: int, subject: str, from_: str = "Jira <jira@track.example>", header: str = "ab12") -> bytes:
    mail = eml(message_id=f"<{number}@track.example>", from_=from_, subject=subject, body=f"Update {number}")
    return b"X-JIRA-FingerPrint: " + header.encode() + b"\r\n" + mail


def test_mails_about_one_issue_go_into_one_ticket(world: World) -> None:
    arrive(world.channel, issue(1, "[JIRA] (OPS-12) Disk full"))
    arrive(world.channel, issue(2, "[JIRA] (OPS-12) Disk full - closed"), issue(3, "[JIRA] (OPS-13) Other"))
    assert states() == [(TicketState.NEW, 2), (TicketState.NEW, 1)]


def test_issue_named_by_somebody_else_is_a_ticket_of_its_own(world: World) -> None:
    arrive(world.channel, issue(1, "[OPS-12] Disk full"))
    arrive(world.channel, issue(2, "[OPS-12] Disk full", "Mallory <mallory@elsewhere.example>"))
    arrive(world.channel, eml(message_id="<3@x.example>", from_="Jira <jira@track.example>", subject="[OPS-12] x"))
    assert states() == [(TicketState.NEW, 1)] * 3


def test_issue_of_a_closed_ticket_follows_the_wish_of_the_group(world: World) -> None:
    Group.objects.update(follow_up=FollowUp.NEW_TICKET)
    arrive(world.channel, issue(1, "[OPS-12] Disk full"))
    with acting(None, "test") as act:
        change(act, locked(Ticket.objects.get().pk), state=TicketState.CLOSED)
    arrive(world.channel, issue(2, "[OPS-12] Disk full"))
    second = Ticket.objects.order_by("-pk")[0]
    assert (states(), second.hint) == ([(TicketState.CLOSED, 1), (TicketState.NEW, 1)], "closed")
    arrive(world.channel, issue(3, "[OPS-12] Disk full"))
    assert states() == [(TicketState.CLOSED, 1), (TicketState.NEW, 2)]


def test_reference_is_written_once_a_ticket(world: World) -> None:
    arrive(world.channel, issue(1, "[OPS-12] a"), issue(2, "[OPS-12] b"))
    arrive(world.channel, issue(3, "[OPS-12] c"))
    assert list(OutsideReference.objects.values_list("system", "key")) == [("jira", "jira@track.example OPS-12")]
