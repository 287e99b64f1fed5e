"""Mails of monitoring systems and trackers: what they are about."""

from __future__ import annotations

import pytest

from postroom.mail.message import parse
from postroom.mail.outside.read import fault_of, issue_of, keys_of
from postroom.mail.outside.values import Fault, FaultState, Issue
from postroom.mail.values import InboundMail

PROBLEM, RECOVERY, NOTICE = FaultState.PROBLEM, FaultState.RECOVERY, FaultState.NOTICE
NAGIOS = (
    "***** Nagios *****\n\nNotification Type: X\n\nService: HTTP\nHost: web1\nAddress: 192.0.2.7\nState: CRITICAL\n\n"
    "Date/Time: Mon Nov 23\n\nAdditional Info:\n\nConnection refused\n"
)
NAGIOS_HOST = "***** Nagios *****\n\nNotification Type: X\nHost: web1\nState: DOWN\nAddress: 192.0.2.7\nInfo: no ping\n"
ICINGA = (
    "***** Icinga  *****\n\nNotification Type: X\n\nService: Load\nHost: web1\nAddress: 192.0.2.7\nState: WARNING\n"
)
ICINGA_2 = (
    "***** Service Monitoring on icinga.example *****\n\nping4 on web1 is CRITICAL!\n\nInfo:    PING CRITICAL\n\n"
    'When:    2026-11-23 12:00:00 +0100\nService: ping4\nHost:    web1 (Display Name: "Web server (old)")\n'
)
OMD = "--SERVICE-ALERT-------------------\n-\n- Hostaddress: 192.0.2.7\n- Hostname:    web1\n- Service:     HTTP\n"
MONIT = "{event} Service nginx\n\n\tDate:        Mon, 23 Nov 2026\n\tAction:      alert\n\tHost:        web1\n"


def mail(subject: str, body: str = "", *headers: str) -> InboundMail:
    head = "\r\n".join((f"Subject: {subject}", "From: Watch <Watch@mon.example>", "To: desk@example.org", *headers))
    return parse(f"{head}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}".encode())


@pytest.mark.parametrize(
    ("subject", "body", "expected"),
    [
        ("** PROBLEM Service Alert: web1/HTTP is CRITICAL **", NAGIOS, Fault("Nagios", "web1", "HTTP", PROBLEM)),
        ("** RECOVERY Service Alert: web1/HTTP is OK **", NAGIOS, Fault("Nagios", "web1", "HTTP", RECOVERY)),
        ("** ACKNOWLEDGEMENT Service Alert: web1/HTTP is CRITICAL **", NAGIOS, Fault("Nagios", "web1", "HTTP", NOTICE)),
        ("** PROBLEM Host Alert: web1 is DOWN **", NAGIOS_HOST, Fault("Nagios", "web1", "", PROBLEM)),
        ("** PROBLEM Host Alert: web1 is DOWN **", "own words", Fault("Nagios", "web1", "", PROBLEM)),
        ("** RECOVERY Service Alert: web1/HTTP is OK **", "own words", Fault("Nagios", "web1", "HTTP", RECOVERY)),
        ("PROBLEM - web1 - Load is WARNING", ICINGA, Fault("Icinga", "web1", "Load", PROBLEM)),
        ("[PROBLEM] ping4 on web1 is CRITICAL!", ICINGA_2, Fault("Icinga", "web1", "ping4", PROBLEM)),
        ("[RECOVERY] ping4 on web1 is OK!", "", Fault("Nagios", "web1", "ping4", RECOVERY)),
        ("[DOWNTIMESTART] ping4 on web1 is CRITICAL!", ICINGA_2, Fault("Icinga", "web1", "ping4", NOTICE)),
        ("*** PROBLEM *** web1 / HTTP is CRITICAL", OMD, Fault("Nagios", "web1", "HTTP", PROBLEM)),
        ("Check_MK: web1/CPU load OK -> CRIT", "", Fault("Checkmk", "web1", "CPU load", PROBLEM)),
        ("Check_MK: web1/CPU load CRIT -> OK", "", Fault("Checkmk", "web1", "CPU load", RECOVERY)),
        ("Checkmk: web1 UP -> DOWN", "", Fault("Checkmk", "web1", "", PROBLEM)),
        ("Checkmk: web1 - DOWN → UP", "", Fault("Checkmk", "web1", "", RECOVERY)),
        ("Check_MK: web1/CPU load Acknowledged (CRIT)", "", Fault("Checkmk", "web1", "CPU load", NOTICE)),
        ("Check_MK: web1/Disk /var PROBLEM", "", Fault("Checkmk", "web1", "Disk /var", PROBLEM)),
        ("monit alert --  Connection failed nginx", MONIT.format(event="Connection failed"), PROBLEM),
        ("monit alert --  Connection succeeded nginx", MONIT.format(event="Connection succeeded"), RECOVERY),
        ("monit alert --  Does not exist nginx", MONIT.format(event="Does not exist"), PROBLEM),
        ("monit alert --  Exists nginx", MONIT.format(event="Exists"), RECOVERY),
        ("monit alert --  Link up nginx", MONIT.format(event="Link up"), RECOVERY),
        ("monit alert --  PID changed nginx", MONIT.format(event="PID changed"), None),
        ("PROBLEM with my invoice", "The printer is DOWN", None),
        ("Re: ** PROBLEM Service Alert: web1/HTTP is CRITICAL **", NAGIOS, None),
        ("Check_MK: a question about licences", "", None),
    ],
)
def test_fault_is_read_from_subject_and_body(subject: str, body: str, expected: Fault | FaultState | None) -> None:
    if isinstance(expected, FaultState):
        expected = Fault("Monit", "web1", "nginx", expected)
    assert fault_of(mail(subject, body)) == expected


@pytest.mark.parametrize(
    ("subject", "header", "expected"),
    [
        ("[JIRA] (OPS-12) Disk full", "X-JIRA-FingerPrint: ab12", ("jira", "OPS-12")),
        ("[OPS-12] Disk full", "Message-ID: <JIRA.1.2.3@jira.example>", ("jira", "OPS-12")),
        ("Incident INC0012345 opened", "X-ServiceNow-Generated: true", ("servicenow", "INC0012345")),
        ("[OPS-12] Disk full", "X-Mailer: Thunderbird", None),
        ("Incident INC0012345 opened", "X-Mailer: Outlook", None),
        ("Weekly report", "X-JIRA-FingerPrint: ab12", None),
    ],
)
def test_issue_counts_only_where_the_system_says_that_it_wrote(
    subject: str, header: str, expected: tuple[str, str] | None
) -> None:
    found = issue_of(mail(subject, "", header))
    assert (found and (found.system, found.number)) == expected


def test_issue_says_which_header_proves_it() -> None:
    header = "X-ServiceNow-Generated: true"
    assert issue_of(mail("INC0012345", "", header)) == Issue("servicenow", "INC0012345", header)


def test_key_begins_with_the_sender() -> None:
    assert keys_of(mail("Checkmk: web1 UP -> DOWN")) == (("monitoring", "watch@mon.example web1/"),)
