"""Headers as real mail writes them."""

from __future__ import annotations

import datetime

import pytest

from postroom.mail.message import parse
from postroom.mail.values import Address
from tests.mail.mails import emails, raw, read


def test_encoded_words_split_in_the_middle_of_a_character_are_joined() -> None:
    mail = read("encoded_word_split_mid_character")
    assert mail.from_ == Address("Zoë Köhler", "anna@example.org")
    assert mail.subject == "Grüße aus Łódź"


def test_encoded_words_without_charset_end_or_known_charset_are_decoded() -> None:
    mail = read("encoded_word_broken_every_way")
    assert mail.subject == "What? is thiscafénaïveüberSeñor"
    assert "An encoded word in a header has no end." in mail.defects


@pytest.mark.parametrize(
    ("name", "sender", "subject"),
    [
        ("raw_utf8_headers", Address("Jürgen Müller", "jürgen@exämple.org"), "Störung im Büro – Étage 3"),
        ("raw_latin1_headers", Address("Jürgen Müller", "j@example.org"), "Störung für Käse"),
        ("raw_gb18030_headers", Address("武兰成", "w@example.cn"), "整体提升企业服务水平"),
        ("raw_and_encoded_mixed", Address("", "a@example.org"), "Büro und Küche"),
    ],
)
def test_raw_bytes_in_headers_are_read(name: str, sender: Address, subject: str) -> None:
    mail = read(name)
    assert (mail.from_, mail.subject) == (sender, subject)


def test_raw_utf8_headers_are_no_defect() -> None:
    assert read("raw_utf8_headers").defects == ()


def test_headers_folded_without_indent_keep_their_boundary() -> None:
    mail = read("folded_without_indent")
    assert mail.text == "Still found."
    assert mail.header("Received") == (
        "from mail.example.org by mx.example.com with SMTP; Mon, 4 Mar 2024 09:15:00 +0100"
    )


def test_headers_doubled_give_the_first_and_all_recipients() -> None:
    mail = read("headers_doubled")
    assert mail.from_.email == "first@example.org"
    assert mail.subject == "One"
    assert mail.message_id == "one@example.org"
    assert emails(mail) == ["desk@example.com", "other@example.com"]
    assert mail.header_all("Subject") == ("One", "Two")


def test_headers_absent_leave_the_body() -> None:
    mail = read("headers_absent")
    assert (mail.from_, mail.subject, mail.text) == (Address("", ""), "", "Only a body.")


def test_empty_mail_is_read() -> None:
    mail = read("empty")
    assert (mail.text, mail.attachments, mail.message_id_made) == ("", (), True)


def test_body_without_blank_line_after_headers_is_found() -> None:
    assert read("header_block_without_blank_line").text == "This is the body already.\nAnd goes on."


@pytest.mark.parametrize("name", ["mbox_from_line", "crlf_line_ends", "carriage_returns_only"])
def test_file_forms_are_read_alike(name: str) -> None:
    mail = read(name)
    assert mail.from_ == Address("Anna Berg", "anna@example.org")
    assert mail.subject == "Printer on floor 3"


def test_carriage_returns_as_line_ends_cut_the_lines() -> None:
    assert read("carriage_returns_only").text == "First\nSecond"
    assert read("crlf_line_ends").text == "First\nSecond"


def test_address_groups_comments_and_quotes_are_dissolved() -> None:
    mail = read("address_groups_comments_quotes")
    assert mail.from_ == Address('Berg, Anna (Desk "A")', "anna@example.org")
    assert mail.to == (Address("", "bob@example.com"), Address("Carla; C.", "carla@example.com"))
    assert mail.cc == (Address("Dora Lind", "dora@example.com"), Address("", "eva@example.com"))


def test_address_without_brackets_is_found() -> None:
    mail = read("address_without_brackets")
    assert mail.from_ == Address("Anna Berg", "anna@example.org")
    assert mail.to == (Address("", "desk@example.com"), Address("Bob", "bob@example.com"))
    assert [item.email for item in mail.cc] == [
        "carla@example.com",
        "dora@example.com",
        "eva@example.com",
        "frank@example.com",
    ]


def test_address_with_unquoted_comma_in_name_is_one() -> None:
    assert read("address_unquoted_comma_in_name").from_ == Address("Berg, Anna", "anna@example.org")


def test_address_with_blanks_inside_loses_them() -> None:
    mail = read("address_blanks_inside")
    assert mail.from_ == Address("Anna", "annaberg@example.org")
    assert emails(mail) == ["desk@example.com"]


@pytest.mark.parametrize(
    ("written", "email"),
    [
        ('"john doe"@example.org', '"john doe"@example.org'),
        ('Bob <"b ob"@example.org>', '"b ob"@example.org'),
        ('"john"@example.org', "john@example.org"),
        ('<"john@example.org">', "john@example.org"),
        ("john@[192.168.1.1]", "john@[192.168.1.1]"),
        ("john@[IPv6:::1]", "john@[IPv6:::1]"),
        ("<john@example.org.>", "john@example.org"),
    ],
)
def test_address_of_an_odd_form_is_read(written: str, email: str) -> None:
    assert parse(f"From: {written}\n\nx".encode()).from_.email == email


def test_from_several_authors_takes_the_first_and_keeps_the_sender() -> None:
    mail = read("from_several")
    assert mail.from_ == Address("", "anna@example.org")
    assert mail.sender == Address("Office", "office@example.org")


def test_from_without_address_takes_reply_to() -> None:
    mail = read("from_empty_with_reply_to")
    assert mail.from_ == Address("Anna", "anna@example.org")
    assert mail.defects == ("From has no address: the one of Reply-To was taken.",)


def test_from_missing_takes_return_path() -> None:
    assert read("from_missing_with_return_path").from_.email == "anna@example.org"


def test_date_with_zone_is_aware() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=1))
    assert read("message_id_missing").date == datetime.datetime(2024, 3, 4, 9, 15, tzinfo=zone)


def test_date_invalid_is_none() -> None:
    assert read("date_invalid").date is None


def test_date_glued_to_the_next_header_is_read() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    assert read("date_glued_to_next_header").date == datetime.datetime(2023, 4, 7, 17, 30, 44, tzinfo=zone)


@pytest.mark.parametrize("name", ["message_id_missing", "message_id_unusable"])
def test_message_id_is_made_and_stable(name: str) -> None:
    first, second = parse(raw(name)), parse(raw(name))
    assert first.message_id_made
    assert first.message_id == second.message_id
    assert first.message_id.endswith("@made.postroom.invalid")


def test_message_id_made_differs_between_mails() -> None:
    assert read("message_id_missing").message_id != read("message_id_unusable").message_id


def test_references_are_unfolded_and_unique() -> None:
    mail = read("references_many_and_folded")
    assert mail.in_reply_to == ("b@example.com",)
    assert mail.references == ("a@example.com", "b@example.com")
