"""The tree of parts: what is body, what is attached, what was broken."""

from __future__ import annotations

import pytest

from postroom.mail.limits import Budget
from postroom.mail.message import parse, read_attached
from postroom.mail.structure import read_tree
from tests.mail.mails import names, raw, read


def test_nested_multiparts_give_the_richest_body_and_every_file() -> None:
    mail = read("nested_related_alternative_mixed")
    assert mail.text == "Rich words"
    assert [(item.filename, item.inline) for item in mail.attachments] == [("pic.png", True), ("offer.pdf", False)]
    assert mail.attachments[1].content == b"%PDF-1.4 offer"


@pytest.mark.parametrize("name", ["alternative_html_is_empty", "alternative_html_without_words"])
def test_alternative_with_empty_html_gives_the_text(name: str) -> None:
    mail = read(name)
    assert (mail.text, mail.html, mail.attachments) == ("The text has it all.", None, ())


def test_mixed_text_parts_are_joined_in_order() -> None:
    mail = read("mixed_text_parts_joined")
    assert mail.text == "Before the picture.\n\nAfter the picture."
    assert names(mail) == ["a.png", "notes.txt"]


@pytest.mark.parametrize("name", ["boundary_missing", "boundary_wrong"])
def test_boundary_missing_or_wrong_is_found_in_the_body(name: str) -> None:
    assert read(name).text == "Found all the same."


@pytest.mark.parametrize(
    ("name", "text"),
    [("boundary_never_closed", "Body."), ("boundary_prefix_of_inner", "Inner."), ("boundary_shared_by_inner", "Rich.")],
)
def test_boundaries_in_trouble_lose_nothing(name: str, text: str) -> None:
    mail = read(name)
    assert mail.text == text
    assert [(item.filename, item.content) for item in mail.attachments] == [("a.csv", b"1,2")]


def test_multipart_without_parts_is_text() -> None:
    assert read("multipart_without_parts").text == "Just text, no parts at all."


def test_multipart_encoded_as_a_whole_is_read() -> None:
    assert read("multipart_encoded_as_whole").text == "Under two covers."


@pytest.mark.parametrize("name", ["forwarded_as_attachment", "forwarded_base64_encoded"])
def test_forwarded_mail_is_attached_and_readable(name: str) -> None:
    mail = read(name)
    assert mail.text == "Please see."
    assert mail.attachments[0].content.startswith(b"From: carla@example.net\nTo: anna@example.org\n")
    inner = read_attached(mail.attachments[0])
    assert inner is not None
    assert (inner.subject, inner.text) == ("The öld mail", "Words of Carla.")


def test_attachment_that_is_no_mail_is_not_read_as_one() -> None:
    assert read_attached(read("body_is_attachment_only").attachments[0]) is None


def test_mail_that_is_a_mail_shows_the_inner_text_and_attaches_it() -> None:
    mail = read("mail_that_is_a_mail")
    assert mail.from_.email == "anna@example.org"
    assert (mail.text, names(mail)) == ("Words of Carla.", ["The öld mail.eml"])


def test_digest_attaches_each_mail() -> None:
    assert names(read("digest_of_mails")) == ["First.eml", "Second.eml"]


def test_apple_double_keeps_both_halves_apart() -> None:
    mail = read("apple_double")
    assert [(item.filename, item.content) for item in mail.attachments] == [
        ("._plan.pdf", b"\x00\x05\x16\x07fork"),
        ("plan.pdf", b"%PDF plan"),
    ]


def test_delivery_report_attaches_status_and_headers() -> None:
    mail = read("delivery_report")
    assert mail.text == "Could not be delivered."
    assert names(mail) == ["delivery-status.txt", "headers.txt"]
    assert mail.bounce is not None
    assert mail.bounce.recipients[0].email == "gone@example.net"
    assert not mail.nature.may_answer


def test_file_names_are_decoded_and_hold_no_path() -> None:
    mail = read("filenames_rfc2231_and_encoded_words")
    assert names(mail) == ["Übersicht 2024.pdf", "Résumé.pdf", "rungnp.sh", "attachment-4.jpg"]


def test_mail_that_is_only_a_file_has_no_body() -> None:
    mail = read("body_is_attachment_only")
    assert (mail.text, names(mail), mail.attachments[0].content) == ("", ["test.pdf"], b"%PDF only")


@pytest.mark.parametrize(
    ("disposition", "text", "attached"),
    [("", "hello", []), ("inline", "hello", ["a.txt"]), ("attachment", "", ["a.txt"])],
)
def test_named_text_alone_is_shown_unless_attached(disposition: str, text: str, attached: list[str]) -> None:
    head = f"Content-Disposition: {disposition}\n" if disposition else ""
    mail = parse(f'From: a@example.org\n{head}Content-Type: text/plain; name="a.txt"\n\nhello'.encode())
    assert (mail.text, names(mail)) == (text, attached)


def test_content_type_without_semicolon_is_read() -> None:
    mail = read("content_type_without_semicolon")
    assert (mail.text, mail.html is not None, mail.defects) == ("Grüße", True, ())


def test_content_type_that_is_nonsense_is_text() -> None:
    assert read("content_type_is_nonsense").text == "Still text."


def test_html_is_made_safe() -> None:
    mail = read("html_with_hidden_script")
    assert mail.text == "Hello link"
    assert mail.html is not None
    assert "script" not in mail.html
    assert "onclick" not in mail.html


def test_raw_of_a_part_is_what_a_signature_covers() -> None:
    root, _ = read_tree(raw("boundary_never_closed"), Budget())
    assert [child.raw for child in root.children] == [
        b"Content-Type: text/plain\n\nBody.",
        b"Content-Type: text/csv; name=a.csv\nContent-Disposition: attachment\n\n1,2",
    ]


def test_depth_and_parts_are_bounded_and_said() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(200))
    assert (
        "Parts nested deeper than 24: what lies below was not read." in parse(b"From: a@example.org\n" + deep).defects
    )
    many = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nhello\n" * 100_000
    assert "More than 1000 parts: the rest was not read." in parse(b"From: a@example.org\n" + many).defects


def test_very_long_body_is_cut_and_attached_whole() -> None:
    body = b"word " * 150_000
    mail = parse(b"From: a@example.org\nContent-Type: text/plain\n\n" + body)
    assert len(mail.text) <= 500_000
    assert [item.content for item in mail.attachments] == [body]
