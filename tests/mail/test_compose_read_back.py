"""Our own reader understands what we write."""

from __future__ import annotations

import datetime

from postroom.mail.compose import OutgoingMail, compose
from postroom.mail.message import parse
from postroom.mail.values import Address, Attachment

MAIL = OutgoingMail(
    from_=Address("Jörg Müller via Desk", "desk@example.org"),
    to=(Address("Ann Ämter", "ann@example.net"), Address("", "bob@example.net")),
    cc=(Address("Zoë", "zoe@example.net"),),
    reply_to=(Address("Desk", "answers@example.org"),),
    subject="Re: Größe der Türen [Ticket#2026001]",
    message_id="4711.2@example.org",
    date=datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.UTC),
    text="Guten Tag,\n\ndie Türen sind 2 m hoch.\n",
    html='<p>Guten Tag,</p><p>die Türen sind 2 m hoch.</p><img src="cid:plan@example.org">',
    in_reply_to="first@example.net",
    references=("first@example.net", "second@example.net"),
    inline=(Attachment("plan.png", "image/png", b"\x89PNG\r\n\x1a\nx", content_id="plan@example.org", inline=True),),
    attachments=(Attachment("Maße für Türen.pdf", "application/pdf", b"%PDF-1.7 x"),),
)


def test_answer_is_read_back_as_written() -> None:
    found = parse(compose(MAIL))
    assert (found.from_, found.to, found.cc, found.reply_to) == (MAIL.from_, MAIL.to, MAIL.cc, MAIL.reply_to)
    assert (found.subject, found.message_id, found.date) == (MAIL.subject, MAIL.message_id, MAIL.date)
    assert (found.in_reply_to, found.references) == (("first@example.net",), MAIL.references)
    assert found.text.strip() == MAIL.text.strip()
    assert found.defects == ()
    assert [(file.filename, file.content_type, file.content, file.inline) for file in found.attachments] == [
        ("plan.png", "image/png", b"\x89PNG\r\n\x1a\nx", True),
        ("Maße für Türen.pdf", "application/pdf", b"%PDF-1.7 x", False),
    ]
    assert found.nature.may_answer is True


def test_automatic_mail_is_read_back_as_one_that_is_not_answered() -> None:
    automatic = OutgoingMail(MAIL.from_, MAIL.to, "Received", "1@example.org", MAIL.date, "We have it.", auto=True)
    assert parse(compose(automatic)).nature.may_answer is False
