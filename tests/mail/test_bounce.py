"""What is a bounce and what is not, and what becomes of odd reports."""

from __future__ import annotations

import time

import pytest

from postroom.mail.message import parse
from postroom.mail.values import BounceClass, NatureKind

REPORT = """\
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: support@desk.example.com
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@mx.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system at host mx.example.org.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

{fields}
--b
Content-Type: text/rfc822-headers

To: anna@example.org
Subject: =?utf-8?q?R=C3=BCckfrage?=
Message-ID: <first@desk.example.com>

--b--
"""


def _report(fields: str) -> bytes:
    return REPORT.format(fields=fields).encode()


def _mail(*headers: str, text: str) -> bytes:
    return ("\n".join(headers) + "\nMessage-ID: <x@example.org>\n\n" + text).encode()


def test_fields_of_the_standard_are_read() -> None:
    raw = _report(
        "Original-Recipient: rfc822;anna@example.org\nFinal-Recipient: rfc822; a.b@internal.example\nAction: failed\n"
        "Status: 5.1.1 (user unknown)\nDiagnostic-Code: smtp; 550 5.1.1 <a.b@internal.example>:\n User unknown\n"
    )
    bounce = parse(raw).bounce
    assert bounce is not None
    (one,) = bounce.recipients
    assert (one.email, one.original_email, one.status) == ("a.b@internal.example", "anna@example.org", "5.1.1")
    assert one.diagnostic == "550 5.1.1 <a.b@internal.example>: User unknown"
    assert (bounce.original_message_id, bounce.original_subject) == ("first@desk.example.com", "Rückfrage")


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "deliverable"])
def test_report_of_success_is_no_bounce_and_not_answered(action: str) -> None:
    mail = parse(_report(f"Final-Recipient: rfc822; anna@example.org\nAction: {action}\nStatus: 2.1.5\n"))
    assert mail.bounce is None
    assert (mail.nature.kind, mail.nature.may_answer) == (NatureKind.SYSTEM, False)


@pytest.mark.parametrize(
    ("fields", "permanent", "category"),
    [
        ("Action: delayed\nStatus: 4.4.7", False, BounceClass.TEMPORARY),
        ("Action: delayed\nStatus: 4.2.2\nDiagnostic-Code: smtp; 452 4.2.2 Over quota", False, BounceClass.FULL),
        ("Action: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full", True, BounceClass.FULL),
        ("Action: failed\nStatus: 5.3.4\nDiagnostic-Code: smtp; 552 Message too large", True, BounceClass.FULL),
        ("Action: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 no spam here", True, BounceClass.REFUSED),
        ("Action: failed\nStatus: 5.7.26\nDiagnostic-Code: smtp; 550 fails DMARC", True, BounceClass.REFUSED),
        ("Action: failed\nStatus: 4.4.1\nDiagnostic-Code: x; connection timed out", False, BounceClass.TEMPORARY),
        ("Action: failed\nStatus: 5.1.1", True, BounceClass.ADDRESS),
        ("Action: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 unknown user", True, BounceClass.ADDRESS),
        ("Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.2.1 disabled account", True, BounceClass.ADDRESS),
        ("Action: failed\nStatus: 5.0.0", True, BounceClass.OTHER),
        (
            "Action: delayed\nStatus: 4.2.0\nDiagnostic-Code: smtp; 450 4.2.0 <anna@example.org>:"
            " Recipient address rejected: Greylisted",
            False,
            BounceClass.TEMPORARY,
        ),
        (
            "Action: failed\nStatus: 5.4.1\nDiagnostic-Code: smtp; 550 5.4.1 Recipient address rejected: Access denied",
            True,
            BounceClass.ADDRESS,
        ),
        ("Action: failed\nStatus: 4.4.7\nDiagnostic-Code: smtp; 452 4.2.2 Over quota", False, BounceClass.FULL),
        (
            "Action: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 Sender address rejected: not allowed",
            True,
            BounceClass.REFUSED,
        ),
    ],
)
def test_words_and_codes_give_the_class(fields: str, permanent: bool, category: BounceClass) -> None:
    bounce = parse(_report(f"Final-Recipient: rfc822; anna@example.org\n{fields}\n")).bounce
    assert bounce is not None
    assert [(one.permanent, one.category) for one in bounce.recipients] == [(permanent, category)]


def test_report_without_any_recipient_names_those_of_the_returned_mail() -> None:
    bounce = parse(_report("")).bounce
    assert bounce is not None
    assert [one.email for one in bounce.recipients] == ["anna@example.org"]


@pytest.mark.parametrize(
    "email", ['"neko..nyan"@example.org', "o'brien@example.org", "list+a=b@example.org", "anna@[192.0.2.1]"]
)
def test_odd_address_is_kept_whole(email: str) -> None:
    bounce = parse(_report(f"Final-Recipient: rfc822; {email}\nAction: failed\nStatus: 5.1.1\n")).bounce
    assert bounce is not None
    assert [one.email for one in bounce.recipients] == [email]


@pytest.mark.parametrize("email", ['"neko..nyan"@example.org', "o'brien@example.org", "list+a=b@example.org"])
def test_odd_address_in_words_is_kept_whole(email: str) -> None:
    text = f"Hi. This is the qmail-send program.\nIt failed for the following addresses.\n\n<{email}>:\nunknown user\n"
    bounce = parse(_mail("From: MAILER-DAEMON@example.org", "Subject: failure notice", text=text)).bounce
    assert bounce is not None
    assert [one.email for one in bounce.recipients] == [email]


def test_same_recipient_twice_is_one() -> None:
    block = "Final-Recipient: rfc822; anna@example.org\nAction: failed\nStatus: 5.1.1\n"
    bounce = parse(_report(f"{block}\n{block}")).bounce
    assert bounce is not None
    assert [one.email for one in bounce.recipients] == ["anna@example.org"]


PERSON = ("From: Anna <anna@example.org>", "To: support@desk.example.com")
QUESTION = (
    "Hello,\n\nI sent you a mail and got this: \n\n> Your message could not be delivered to the following recipients:\n"
    "> support@desk.example.com\n> 550 5.1.1 User unknown\n\nWhat is wrong?\nAnna\n"
)


@pytest.mark.parametrize("subject", ["Fwd: Undelivered Mail Returned to Sender", "AW: Mail delivery failed", "My mail"])
def test_person_asking_about_a_bounce_is_a_person(subject: str) -> None:
    mail = parse(_mail(*PERSON, f"Subject: {subject}", text=QUESTION))
    assert mail.bounce is None
    assert (mail.nature.kind, mail.nature.may_answer) == (NatureKind.PERSON, True)


def test_bounce_forwarded_as_attachment_by_a_person_is_no_bounce() -> None:
    report = _report("Final-Recipient: rfc822; anna@example.org\nAction: failed\nStatus: 5.1.1\n").decode()
    raw = (
        "\n".join(PERSON) + "\nSubject: What is this?\nMessage-ID: <q@example.org>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="o"\n\n--o\nContent-Type: text/plain\n\nSee attachment.\n'
        f"--o\nContent-Type: message/rfc822\n\n{report}\n--o--\n"
    )
    mail = parse(raw.encode())
    assert mail.bounce is None
    assert (mail.nature.kind, mail.nature.may_answer) == (NatureKind.PERSON, True)


@pytest.mark.parametrize(
    "subject", ["Delivery failed: parcel 4711 was not delivered", "Problem with delivery", "Lieferung unzustellbar"]
)
def test_parcel_that_was_not_delivered_is_no_bounce(subject: str) -> None:
    text = "Hello,\nmy parcel was not delivered to my address. Please call me.\nanna@example.org\n"
    mail = parse(_mail(*PERSON, f"Subject: {subject}", text=text))
    assert mail.bounce is None
    assert mail.nature.may_answer is True


def test_out_of_office_under_the_empty_sender_is_no_bounce() -> None:
    text = "I am out of the office. In urgent cases please write to the following address:\n\nbob@example.org\n"
    mail = parse(_mail("Return-Path: <>", *PERSON, "Subject: Automatic reply: Bill", text=text))
    assert mail.bounce is None
    assert (mail.nature.kind, mail.nature.may_answer) == (NatureKind.OUT_OF_OFFICE, False)


@pytest.mark.parametrize(
    "text",
    [
        "user " * 20_000,
        "<" * 50_000,
        ("a" * 500 + "\n") * 500,
        "a@" * 50_000,
        "mailbox " * 5_000 + "x" * 50_000,
        "--- Original message\n" * 5_000,
        "Final-Recipient: rfc822; a@b.example\n" * 5_000,
        "(" * 20_000 + ")" * 20_000,
        "to " * 30_000 + "a@b.example",
        " " * 100_000 + "\n" + "\t" * 100_000,
    ],
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    raw = _mail("From: MAILER-DAEMON@example.org", "Subject: failure notice", text=text)
    began = time.monotonic()
    parse(raw)
    assert time.monotonic() - began < 2
