"""Transfer encodings, files inside text, and kinds of text."""

from __future__ import annotations

import pytest

from tests.mail.mails import names, read


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("base64_padded_in_the_middle", "First. Second!! Thir"),
        ("base64_with_list_footer", "Grüße an die Liste."),
        ("base64_that_is_none", "This is plain, whatever the header says."),
        ("quoted_printable_broken", "Price = 5 €, 100=% sure, soft break, =ZZ stays."),
        ("transfer_encoding_unknown", "As it stands."),
    ],
)
def test_transfer_encoding_in_trouble_is_read(name: str, text: str) -> None:
    assert read(name).text == text


def test_uuencoded_file_in_the_body_becomes_an_attachment() -> None:
    mail = read("uuencode_in_body")
    assert mail.text == "Here is the file.\n\n\nThat was it."
    assert [(item.filename, item.content) for item in mail.attachments] == [
        ("table one.csv", b"column a,column b\n1,2\n" * 5)
    ]


def test_uuencode_that_never_ends_stays_text() -> None:
    mail = read("uuencode_never_ends")
    assert (mail.text, mail.attachments) == ("We begin 644 things.\n\nbegin 644 a.txt\nnot really\nBye.", ())


def test_uuencode_as_transfer_encoding_is_undone() -> None:
    assert read("uuencode_as_transfer_encoding").attachments[0].content == b"all the bytes"


def test_yenc_file_in_the_body_becomes_an_attachment() -> None:
    mail = read("yenc_in_body")
    assert mail.text == "A file follows.\nDone."
    assert [(item.filename, item.content) for item in mail.attachments] == [("all bytes.bin", bytes(range(256)))]


def test_flowed_text_is_joined_by_its_rules() -> None:
    assert read("format_flowed_delsp").text == (
        "A long line that was wrapped.\n\n> Quoted line goes on.\n-- not stuffed\n-- \nAnna"
    )


def test_enriched_text_is_plain() -> None:
    assert read("text_enriched").text == "Now is the time for <all>\ngood men. "


def test_invitation_is_shown_as_what_when_where_who() -> None:
    mail = read("calendar_invitation")
    assert mail.text == (
        "Invitation: Printer review, floor 3\n"
        "When: 2024-03-11 10:30 - 11:30 (Europe/Berlin)\n"
        "Where: Room 12\n"
        "Organiser: Berg, Anna <anna@example.org>\n"
        "Who: Desk <desk@example.com> (no answer yet), Bob <bob@example.com> (accepted)\n"
        "\n"
        "Let us meet."
    )
    assert names(mail) == ["invitation.ics"]


def test_answer_to_an_invitation_shows_the_answer() -> None:
    assert read("calendar_answer_alone").text == (
        "Answer to an invitation: Printer review\nWhen: 2024-03-11\nWho: bob@example.com (declined)"
    )


def test_card_alone_is_shown_as_text() -> None:
    mail = read("vcard_alone")
    assert mail.text == "Name: Anna Müller\nOrganisation: Example, Support\nPhone: +49 1\nE-mail: anna@example.org"
    assert names(mail) == ["anna.vcf"]


def test_winmail_gives_body_from_rtf_and_files_to_the_last_zero_byte() -> None:
    mail = read("winmail_dat_body_in_rtf")
    assert mail.text == "Grüße im RTF"
    assert mail.html is not None
    assert [item.filename for item in mail.attachments] == ["Übersicht 2024.bin", "winmail.dat"]
    assert mail.attachments[0].content == b"\x00\x01data\x00\x00\x00"


def test_winmail_with_a_mail_inside_attaches_it_as_mail() -> None:
    mail = read("winmail_dat_with_mail_inside")
    assert mail.text == "Outer words"
    assert names(mail) == ["Inner mail.eml", "winmail.dat"]
    assert mail.attachments[0].content_type == "message/rfc822"
    assert "Subject: Inner ü".encode() in mail.attachments[0].content


def test_winmail_cut_short_gives_what_can_be_read() -> None:
    mail = read("winmail_dat_cut_short")
    assert mail.text == "Grüße im RTF"
    assert mail.attachments[0].content == b"\x00\x01data\x00\x00\x00"
    assert mail.defects == ("A winmail.dat ends early: what could be read of it was.",)


def test_winmail_that_is_none_stays_a_file() -> None:
    assert names(read("winmail_dat_that_is_none")) == ["winmail.dat"]
