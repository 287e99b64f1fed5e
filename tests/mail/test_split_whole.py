"""Whatever comes in: no exception, and no line lost."""

from hypothesis import given
from hypothesis import strategies as st

from postroom.mail.body import split_html, split_text
from postroom.mail.fold import fold_html, fold_text
from postroom.mail.html import make_safe
from postroom.mail.html_lines import lines_of_html

LINES = [
    "",
    "Hello Bob,",
    "It works again.",
    "> quoted",
    ">> deeper",
    ">",
    "On Wed, Jan 29, 2020 at 3:15 PM Ada <ada@example.com> wrote:",
    "Am 29.01.2020 um 15:15 schrieb Ada:",
    "From: Ada <ada@example.com>",
    "Sent: Wednesday",
    "To: Bob",
    "Subject: The printer",
    "-----Original Message-----",
    "---------- Forwarded message ---------",
    "-- ",
    "_____",
    "Best regards,",
    "Ada King",
    "Tel. +44 20 7946 0123",
    "Sent from my iPhone",
    "This e-mail is confidential.",
    "写道：",
]
PIECES = [
    "<p>",
    "</p>",
    "<br>",
    "<blockquote type=cite>",
    "</blockquote>",
    "<div class=gmail_attr>",
    "</div>",
    "<pre>",
    "<table><tr><td>",
    "<td>",
    "</table>",
    "<div id=divRplyFwdMsg>",
    "<ul><li>",
    "</ul>",
    "<img src=x>",
    "<div class=gmail_signature>",
]


@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_every_line_of_text_is_in_exactly_one_part(lines: list[str]) -> None:
    split = split_text("\n".join(lines), "Ada King")

    parts = f"{split.new_text}\n{split.signature}\n{split.quoted}".split("\n")
    assert sorted(filter(None, parts)) == sorted(filter(None, (line.rstrip() for line in lines)))


@given(st.lists(st.sampled_from(LINES + PIECES), max_size=30))
def test_every_word_of_html_is_in_exactly_one_part(pieces: list[str]) -> None:
    html = " ".join(piece if piece in PIECES else piece.replace("<", "&lt;") for piece in pieces)
    split = split_html(html)

    assert sorted(f"{split.new_text}\n{split.signature}\n{split.quoted}".split()) == sorted(split.text.split())


@given(st.lists(st.sampled_from(LINES + PIECES), max_size=30))
def test_folded_html_holds_every_word_of_the_whole(pieces: list[str]) -> None:
    safe = make_safe(" ".join(piece if piece in PIECES else piece.replace("<", "&lt;") for piece in pieces)).html
    folded = fold_html(safe)

    def words(html: str) -> list[str]:
        return [word for line in lines_of_html(html) for word in line.text.split() if word != "-"]

    assert [word for part in folded.parts for word in words(part.html)] == words(safe)


@given(st.text())
def test_any_text_is_taken_in(text: str) -> None:
    split_text(text)
    fold_text(text)


@given(st.text())
def test_any_html_is_taken_in(html: str) -> None:
    split_html(html)
    fold_html(make_safe(html).html)
