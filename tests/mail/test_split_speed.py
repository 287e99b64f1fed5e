"""No text makes the splitting slow: cost grows with length, not with its square."""

import time

import pytest

from postroom.mail.body import split_html, split_text
from postroom.mail.fold import fold_html, fold_text
from postroom.mail.html import make_safe

PIECES = [
    "a",
    " ",
    "\n",
    ">",
    "> ",
    ">\n",
    "> x\ny\n",
    "-",
    "--\n",
    "_____\n",
    "0",
    "0 0",
    "On ",
    "On Jan 1 ",
    "On Jan 1, 2020, x wrote:\n",
    "On Jan 1, 2020 at 3:15 x wrote:\n> y\nz\n",
    "wrote:\n",
    "x wrote:\n> y\n",
    "a@b.de",
    "<a@b.de>:",
    "From: x\n",
    "From: x\nTo: y\n",
    "From: x\nTo: y\nSubject: z\n",
    "-----Original Message-----\n",
    "---------- Forwarded message ---------\n",
    "Sent from ",
    "Sent from my iPhone\n",
    "Best regards,\n",
    "Mit freundlichen Grüßen\nx\n\n",
    "This e-mail is confidential. ",
    "This e-mail is confidential.\n",
    "<<<",
    "><",
    "> <<\n",
    "+49 ",
    "http://x.de/(",
    "www.",
    "[",
    "*",
    "写道：\n",
    "schrieb am 1.1.2020 um 10:00:\n",
]


@pytest.mark.parametrize("piece", PIECES, ids=range(len(PIECES)))
def test_text_of_half_a_megabyte_takes_no_more_than_a_second(piece: str) -> None:
    text = piece * (500_000 // len(piece))
    began = time.process_time()

    split_text(text, "Ada King")

    assert time.process_time() - began < 1


@pytest.mark.parametrize("piece", PIECES, ids=range(len(PIECES)))
def test_text_of_twenty_kilobytes_takes_no_more_than_a_fifth_of_a_second(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    spent = []
    for _ in range(3):
        began = time.process_time()
        split_text(text, "Ada King")
        fold_text(text)
        spent.append(time.process_time() - began)

    # The quickest of three: a busy machine makes single ones slower, never quicker.
    assert min(spent) < 0.2


TAGS = [
    "<div>",
    "<b>x",
    "<p>x",
    "<br>",
    "<td>x",
    "<tr><td>x",
    "<table>",
    "<table><tr><td>",
    "<ul><li>",
    "<blockquote type=cite>x",
    "<a href='http://x.de'>www.y.de</a>",
    "<a href='http://x.de'>",
    "<div class=gmail_quote>",
    "<div id=divRplyFwdMsg>x",
    "<span style='color:red'>x</span> ",
    "<img src='http://x.de/y.png'>",
    "<div></span>",
    "<div><object></div></object>",
    "<font color=red><p>",
    "<!--",
    "<!-- x -->",
    "<style>",
    "<pre>\n",
    "&nbsp;",
    "&",
    "&amp;",
    "<",
    "</p>",
    "<p style='" + "a:b;" * 20 + "'>",
    "<p style='background:url(url(url('>",
    "<svg><style>",
    "<form><input>",
]


@pytest.mark.parametrize("piece", TAGS, ids=range(len(TAGS)))
def test_html_of_half_a_megabyte_takes_no_more_than_two_seconds(piece: str) -> None:
    html = piece * (500_000 // len(piece))
    began = time.process_time()

    safe = make_safe(html).html
    split_html(safe)

    assert time.process_time() - began < 2


@pytest.mark.slow
@pytest.mark.parametrize("piece", TAGS, ids=range(len(TAGS)))
def test_html_of_ten_megabytes_is_made_safe_in_two_seconds(piece: str) -> None:
    html = piece * (10_000_000 // len(piece))
    began = time.process_time()

    make_safe(html)

    assert time.process_time() - began < 2


@pytest.mark.parametrize("piece", TAGS, ids=range(len(TAGS)))
def test_html_of_a_hundred_kilobytes_folds_in_half_a_second(piece: str) -> None:
    safe = make_safe(piece * (100_000 // len(piece))).html
    spent = []
    for _ in range(3):
        began = time.process_time()
        fold_html(safe)
        spent.append(time.process_time() - began)

    assert min(spent) < 0.5
