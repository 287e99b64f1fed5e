"""Who wrote a mail, by which header, and whether it may be answered automatically."""

from __future__ import annotations

import pytest

from postroom.mail.message import parse
from postroom.mail.nature import may_write_to
from postroom.mail.values import Nature, NatureKind

AUTO, AWAY, LIST, SYSTEM = (
    NatureKind.AUTO_REPLY,
    NatureKind.OUT_OF_OFFICE,
    NatureKind.MAILING_LIST,
    NatureKind.SYSTEM,
)


def _nature(*headers: str, subject: str = "Question", sender: str = "anna@example.org", text: str = "Hello") -> Nature:
    head = [f"From: Anna <{sender}>", "To: desk@example.com", f"Subject: {subject}", "Message-ID: <1@example.org>"]
    raw = "\n".join([*headers, *head, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"])
    return parse(f"{raw}\n\n{text}\n".encode()).nature


@pytest.mark.parametrize(
    "headers",
    [
        (),
        ("Auto-Submitted: no",),
        ("Precedence: normal",),
        ("X-Auto-Response-Suppress: DR, RN, NRN",),
        ("X-Autoreply: no",),
        ("Return-Path: <anna@example.org>",),
        ("Feedback-ID: ie9e64:Fastmail",),
        ("Feedback-ID: 12345:user:proton",),
        ("Importance: high", "X-Mailer: Microsoft Outlook 16.0", "Thread-Topic: Question"),
        ("X-MS-Exchange-Organization-AuthAs: Internal",),
    ],
)
def test_person_is_answered(headers: tuple[str, ...]) -> None:
    assert _nature(*headers) == Nature(NatureKind.PERSON, (), may_answer=True)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Auto-Submitted: auto-replied", AUTO),
        ("Auto-Submitted: AUTO-REPLIED; owner-token=x", AUTO),
        ("Auto-Submitted: auto-generated", SYSTEM),
        ("Auto-Submitted: auto-generated (nightly)", SYSTEM),
        ("Auto-Submitted: auto-notified", SYSTEM),
        ("Precedence: bulk", SYSTEM),
        ("Precedence: Junk", SYSTEM),
        ("Precedence: list", LIST),
        ("Precedence: auto_reply", AUTO),
        ("X-Auto-Response-Suppress: All", SYSTEM),
        ("X-Auto-Response-Suppress: DR, OOF, AutoReply", SYSTEM),
        ("List-Id: News <news.example.org>", LIST),
        ("List-Unsubscribe: <mailto:off@example.org>", LIST),
        ("Mailing-List: contact news@example.org", LIST),
        ("X-BeenThere: news@example.org", LIST),
        ("X-Loop: desk@example.com", NatureKind.LOOP),
        ("X-Autoreply: yes", AUTO),
        ("X-Autorespond: Question", AUTO),
        ("X-Auto-Reply-From: anna@example.org", AUTO),
        ("Feedback-ID: 1.us-west-2.c55J=:AmazonSES", SYSTEM),
        ("X-Campaign: 17", SYSTEM),
        ("Return-Path: <>", SYSTEM),
        ("X-Cron-Env: <SHELL=/bin/sh>", AUTO),
    ],
)
def test_header_says_that_no_person_wrote(header: str, kind: NatureKind) -> None:
    assert _nature(header) == Nature(kind, (header,), may_answer=False)


def test_every_sign_is_named_most_telling_first() -> None:
    headers = ("List-Id: <news.example.org>", "Precedence: bulk", "Auto-Submitted: auto-generated")
    nature = _nature(*headers)
    assert nature.kind is SYSTEM
    assert nature.because == (headers[2], headers[0], headers[1])


@pytest.mark.parametrize(
    "headers",
    [
        ("X-Auto-Response-Suppress: All", "X-MS-Exchange-Inbox-Rules-Loop: anna@example.org"),
        ("Auto-Submitted: auto-replied (zimbra; vacation)",),
        ('Auto-Submitted: auto-replied; owner-email="anna@example.org"',),
        ("Auto-Submitted: auto-replied (vacation)", "X-Sieve: Pigeonhole Sieve 0.5.19"),
        ("X-Apple-Action: VACATION",),
        ("X-Vacation: yes",),
    ],
)
def test_system_says_that_somebody_is_away(headers: tuple[str, ...]) -> None:
    nature = _nature(*headers)
    assert (nature.kind, nature.may_answer) == (AWAY, False)
    assert set(nature.because) == set(headers) - {"X-Sieve: Pigeonhole Sieve 0.5.19"}


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Question",
        "Out of Office: Question",
        "Out of Office AutoReply: Question",
        "Automatische Antwort: Frage",
        "Abwesenheitsnotiz: Frage",
        "Réponse automatique : Question",
        "Respuesta automática: Pregunta",
        "Risposta automatica: Domanda",
        "Automatisch antwoord: Vraag",
        "Resposta automática: Pergunta",
        "Odpowiedź automatyczna: Pytanie",
        "Autosvar: Spørgsmål",
        "Automatiskt svar: Fråga",
        "Automatisk svar: Spørsmål",
        "Automaattinen vastaus: Kysymys",
        "Automatická odpověď: Dotaz",
        "Автоматический ответ: Вопрос",
        "自动答复: 问题",
        "自動応答: 質問",
        "AUTO: Anna Example is out of the office (returning 01.06.2026)",
        "AUTO: Anna Beispiel ist außer Haus (Rückkehr am 01.06.2026)",
        "Auto Reply",
    ],
)
def test_subject_as_mail_programs_write_it_when_somebody_is_away(subject: str) -> None:
    assert _nature(subject=subject) == Nature(AWAY, (f"Subject: {subject}",), may_answer=False)


@pytest.mark.parametrize(
    "subject",
    [
        "How do I set an out of office reply?",
        "Abwesenheitsnotiz einrichten",
        "Question about vacation days",
        "Re: Urlaub",
        "Automatic replying does not work",
        "I am away next week",
        "AUTO: Reparatur meines Wagens",
    ],
)
def test_person_writing_about_absence_is_answered(subject: str) -> None:
    assert _nature(subject=subject) == Nature(NatureKind.PERSON, (), may_answer=True)


@pytest.mark.parametrize("subject", ["Away until May 5", "Im Urlaub", "En vacances", "休暇中です", "W urlopie"])
def test_loose_words_count_beside_an_automatic_reply(subject: str) -> None:
    nature = _nature("Auto-Submitted: auto-replied", subject=subject)
    assert nature == Nature(AWAY, ("Auto-Submitted: auto-replied", f"Subject: {subject}"), may_answer=False)


def test_receipt_by_an_autoresponder_is_no_absence() -> None:
    assert _nature("Auto-Submitted: auto-replied", text="We got your mail, number 4711.").kind is AUTO


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON@example.org",
        "postmaster@example.org",
        "noreply@example.org",
        "no-reply@example.org",
        "noreply-orders@example.org",
        "no-reply+17@example.org",
        "do-not-reply@example.org",
        "donotreply@example.org",
        "no_reply@example.org",
        "nicht-antworten@example.org",
        "news-bounces@example.org",
        "owner-news@example.org",
        "abuse@example.org",
        "root@example.org",
    ],
)
def test_address_that_nobody_reads_is_not_answered(sender: str) -> None:
    assert _nature(sender=sender) == Nature(SYSTEM, (f"From: Anna <{sender}>",), may_answer=False)
    assert may_write_to(sender) is False


@pytest.mark.parametrize(
    "email", ["nora@example.org", "norton@example.org", "rooter@example.org", "abusec@example.org"]
)
def test_address_that_only_begins_alike_is_answered(email: str) -> None:
    assert may_write_to(email) is True


def _report(kind: str, part: str) -> bytes:
    return (
        f"From: Anna <anna@example.org>\nSubject: Report\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\nA report.\n--b\nContent-Type: {part}\n\nX-Field: x\n\n--b--\n"
    ).encode()


def test_abuse_report_is_a_feedback_report() -> None:
    mail = parse(_report("feedback-report", "message/feedback-report"))
    assert (mail.nature.kind, mail.nature.may_answer, mail.bounce) == (NatureKind.FEEDBACK_REPORT, False, None)


def test_read_receipt_is_not_answered() -> None:
    mail = parse(_report("disposition-notification", "message/disposition-notification"))
    because = ("Content-Type: multipart/report; report-type=disposition-notification",)
    assert mail.nature == Nature(SYSTEM, because, may_answer=False)


def test_complaint_in_hotmails_own_form_is_a_feedback_report() -> None:
    nature = _nature(sender="staff@hotmail.com", subject="complaint about message from 192.0.2.1")
    assert (nature.kind, nature.may_answer) == (NatureKind.FEEDBACK_REPORT, False)
