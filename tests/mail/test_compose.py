"""What goes out is read back by another parser as what was meant."""

from __future__ import annotations

import datetime
import email
import email.message
import email.policy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.mail.compose import OutgoingMail, Uncomposable, compose, envelope_recipients, needs_smtputf8
from postroom.mail.values import Address, Attachment

DATE = datetime.datetime(2026, 3, 2, 10, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))

MAIL = OutgoingMail(
    from_=Address("Müller, Jörg via Desk", "desk@example.org"),
    to=(Address("Ann", "ann@example.net"),),
    subject="Größe der Türen",
    message_id="1.2@example.org",
    date=DATE,
    text="Guten Tag,\n\nZeile zwei: ä\n",
)

PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def read(content: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def names(content: bytes) -> list[str]:
    """Return the names of the top headers as they stand in the bytes."""
    head = content.partition(b"\r\n\r\n")[0].decode("ascii")
    return [line.partition(":")[0] for line in head.split("\r\n") if not line.startswith((" ", "\t"))]


def body_of(content: bytes, kind: str) -> str:
    part = read(content).get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_plain_mail_reads_as_meant() -> None:
    found = read(compose(MAIL))
    assert str(found["From"]) == '"Müller, Jörg via Desk" <desk@example.org>'
    assert str(found["To"]) == "Ann <ann@example.net>"
    assert found["Subject"] == "Größe der Türen"
    assert found["Date"].datetime == DATE
    assert found["Message-ID"] == "<1.2@example.org>"
    assert found.get_content_type() == "text/plain"
    assert found.get_content() == "Guten Tag,\r\n\r\nZeile zwei: ä\r\n"


def test_the_same_value_gives_the_same_bytes() -> None:
    mail = replace(MAIL, html="<p>x</p>", attachments=(Attachment("a.txt", "text/plain", b"a"),))
    assert compose(mail) == compose(mail)


def test_headers_stand_once_and_only_those_that_are_needed() -> None:
    assert names(compose(MAIL)) == [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ]


def test_html_comes_with_text_alternative_images_and_files() -> None:
    mail = replace(
        MAIL,
        html='<p>Hallo <img src="cid:logo@x"></p>',
        inline=(Attachment("logo.png", "image/png", PIXEL, content_id="logo@x", inline=True),),
        attachments=(Attachment("Übersicht 2026.pdf", "application/pdf", PIXEL),),
    )
    found = read(compose(mail))
    kinds = [part.get_content_type() for part in found.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    image, pdf = list(found.walk())[5:]
    assert (image["Content-ID"], image.get_content_disposition(), image.get_content()) == (
        "<logo@x>",
        "inline",
        PIXEL,
    )
    assert (pdf.get_filename(), pdf.get_content_disposition(), pdf.get_content()) == (
        "Übersicht 2026.pdf",
        "attachment",
        PIXEL,
    )


def test_inline_images_without_html_go_as_attachments() -> None:
    mail = replace(MAIL, inline=(Attachment("logo.png", "image/png", PIXEL, content_id="logo@x", inline=True),))
    assert [part.get_content_type() for part in read(compose(mail)).walk()] == [
        "multipart/mixed",
        "text/plain",
        "image/png",
    ]


def test_bcc_is_in_the_envelope_and_nowhere_else() -> None:
    mail = replace(
        MAIL,
        cc=(Address("", "cc@example.net"), Address("again", "ann@example.net")),
        bcc=(Address("Hidden", "hidden@example.net"),),
    )
    assert envelope_recipients(mail) == ["ann@example.net", "cc@example.net", "hidden@example.net"]
    assert b"idden" not in compose(mail)


def test_only_hidden_recipients_leave_an_empty_group() -> None:
    mail = replace(MAIL, to=(), bcc=(Address("", "hidden@example.net"),))
    assert b"\r\nTo: undisclosed-recipients:;\r\n" in compose(mail)


@pytest.mark.parametrize(("in_reply_to", "submitted"), [("", "auto-generated"), ("old@example.net", "auto-replied")])
def test_automatic_mail_says_so(in_reply_to: str, submitted: str) -> None:
    found = read(compose(replace(MAIL, auto=True, in_reply_to=in_reply_to)))
    marks = ("Auto-Submitted", "X-Auto-Response-Suppress", "Precedence", "X-Loop")
    assert [found[name] for name in marks] == [submitted, "All", "bulk", "yes"]


def test_mail_of_a_person_has_no_automatic_marks() -> None:
    assert not {"Auto-Submitted", "X-Auto-Response-Suppress", "Precedence", "X-Loop"} & set(names(compose(MAIL)))


def test_threading_headers_hold_whole_ids_however_long() -> None:
    long_id = "x" * 300 + "@mail.example.net"
    content = compose(replace(MAIL, in_reply_to=long_id, references=("first@example.net", long_id)))
    assert b"\r\nIn-Reply-To: <%s>\r\n" % long_id.encode() in content
    assert b"\r\nReferences: <first@example.net>\r\n <%s>\r\n" % long_id.encode() in content


def test_many_references_keep_the_first_and_the_newest() -> None:
    ids = tuple(f"{number:04}.{'y' * 40}@example.net" for number in range(1000))
    kept = read(compose(replace(MAIL, references=ids)))["References"].split()
    assert kept[0] == f"<{ids[0]}>"
    assert kept[1:] == [f"<{one}>" for one in ids[-(len(kept) - 1) :]]
    assert 29_900 < len(" ".join(kept)) <= 30_000


def test_references_that_are_no_ids_are_left_out() -> None:
    mail = replace(MAIL, references=("good@example.net", "with space@x", "a>\r\nBcc: b@example.net", "ü@x", ""))
    assert read(compose(mail))["References"] == "<good@example.net>"


@pytest.mark.parametrize("evil", ["a\r\nBcc: evil@example.net", "a\nBcc: evil", "a\rBcc: evil", "a\u2028Bcc: evil"])
def test_line_breaks_in_values_add_no_header(evil: str) -> None:
    mail = replace(
        MAIL,
        from_=Address(evil, "desk@example.org"),
        subject=evil,
        message_id="1@example.org",
        headers=(("X-Ticket", evil),),
        attachments=(Attachment(evil, evil, b"x", content_id=evil),),
        html="<p></p>",
    )
    content = compose(mail)
    assert "Bcc" not in names(content)
    assert b"\r\nBcc" not in content
    assert read(content)["Subject"].startswith("a Bcc: evil")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "@example.org",
        "a@",
        "a\r\nb@example.org",
        "a@exa mple.org",
        "a@example.org>\r\nBcc: x",
        "a@e\u2028x",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(Uncomposable):
        compose(replace(MAIL, to=(Address("", address),)))


@pytest.mark.parametrize("name", ["", "Bad Name", "X:Y", "X\r\nBcc", "Ünicode"])
def test_what_is_no_header_name_is_refused(name: str) -> None:
    with pytest.raises(Uncomposable):
        compose(replace(MAIL, headers=((name, "x"),)))


def test_a_date_without_zone_is_refused() -> None:
    with pytest.raises(Uncomposable):
        compose(replace(MAIL, date=datetime.datetime(2026, 3, 2)))  # noqa: DTZ001  # just that is refused


def test_international_domains_go_as_a_labels_and_keep_the_eszett() -> None:
    mail = replace(MAIL, to=(Address("Straße", "post@straße.example"),))
    assert envelope_recipients(mail) == ["post@xn--strae-oqa.example"]
    assert read(compose(mail))["To"].addresses[0].addr_spec == "post@xn--strae-oqa.example"
    assert needs_smtputf8(mail) is False


def test_letters_before_the_at_sign_need_smtputf8() -> None:
    mail = replace(MAIL, to=(Address("", "jörg@example.net"),))
    assert needs_smtputf8(mail) is True
    assert "To: jörg@example.net\r\n".encode() in compose(mail)


def test_odd_local_parts_are_quoted() -> None:
    mail = replace(MAIL, to=(Address("", "two words@example.net"), Address("", '"a b"@example.net')))
    assert envelope_recipients(mail) == ['"two words"@example.net', '"a b"@example.net']


def test_a_mail_inside_is_not_encoded() -> None:
    inner = b"Subject: inner\n\nText\n"
    found = read(compose(replace(MAIL, attachments=(Attachment("inner.eml", "message/rfc822", inner),))))
    [part] = found.iter_attachments()
    assert (part.get_content_type(), part["Content-Transfer-Encoding"]) == ("message/rfc822", "7bit")
    assert part.get_content()["Subject"] == "inner"


def test_a_mail_inside_with_raw_bytes_goes_as_a_file() -> None:
    inner = b"Subject: inner\n\n\xff\xfe\n"
    found = read(compose(replace(MAIL, attachments=(Attachment("inner.eml", "message/rfc822", inner),))))
    [part] = found.iter_attachments()
    assert (part.get_content_type(), part.get_filename(), part.get_content()) == (
        "application/octet-stream",
        "inner.eml",
        inner,
    )


@pytest.mark.parametrize(
    "text",
    [
        "From here on\nFrom there\n",
        ".\n..\n.x\n",
        "x" * 5000 + "\n",
        "nul \x00 byte\n",
        "tab\there  \n",
        "=20 =?utf-8?q?x?=\n",
        "漢字" * 2000 + "\n",
        "\n\n\n",
    ],
)
def test_awkward_text_arrives_whole(text: str) -> None:
    content = compose(replace(MAIL, text=text))
    assert body_of(content, "plain") == text
    assert max(map(len, content.split(b"\r\n"))) < 998
    assert b"\r\nFrom " not in content
    assert b"\r\n.\r\n" not in content


@pytest.mark.parametrize("length", [10, 60, 120, 255])
@pytest.mark.parametrize("letter", ["a", "ü", "漢", " b"])
def test_long_file_names_arrive_whole(length: int, letter: str) -> None:
    name = (letter * length)[:length].strip() + ".pdf"
    content = compose(replace(MAIL, attachments=(Attachment(name, "application/pdf", b"x"),)))
    [part] = read(content).iter_attachments()
    assert part.get_filename() == name


_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@settings(max_examples=150, deadline=None)
@given(subject=_text, name=_text, body=_text, filename=_text, header=_text)
def test_any_text_gives_short_ascii_lines(subject: str, name: str, body: str, filename: str, header: str) -> None:
    mail = replace(
        MAIL,
        from_=Address(name, "desk@example.org"),
        subject=subject,
        text=body,
        html=body,
        attachments=(Attachment(filename, "text/plain", body.encode()),),
        headers=(("X-Any", header),),
    )
    content = compose(mail)
    assert content.isascii()
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) < 998
    assert not [line for line in lines if b"\r" in line or b"\n" in line]
    assert names(content)[-3:] == ["X-Any", "MIME-Version", "Content-Type"]
    found = read(content)
    assert found.get_content_type() == "multipart/mixed"
    [part] = found.iter_attachments()
    assert part.get_payload(decode=True) == body.encode()
