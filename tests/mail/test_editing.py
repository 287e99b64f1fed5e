"""HTML on its way into the editor of an answer and out of it again."""

from __future__ import annotations

import pytest

from postroom.mail.editing import from_editor, goes_beyond, own_words, text_goes_beyond, to_editor
from postroom.mail.html import make_safe
from postroom.mail.html_text import html_to_text
from postroom.mail.text_html import text_to_html

ROUND_TRIPS = {
    "styles": '<p style="color:#c00">red</p>',
    "text that looks like a style": "<p>a data-style= b style= &lt;p&gt;</p>",
    "table": '<table width="100%"><tbody><tr><td bgcolor="#eeeeee">a</td></tr></tbody></table>',
    "empty line": "<div><br></div>",
    "signature": '<div data-mail="signature"><p>Yours</p></div>',
    "nested quotes": '<blockquote data-mail="quote"><div>a</div><blockquote data-mail="quote"><div>b</div>'
    "</blockquote></blockquote>",
    "remote image": '<p><img data-remote-src="https://x.example/a.png"></p>',
}


@pytest.mark.parametrize("html", ROUND_TRIPS.values(), ids=ROUND_TRIPS.keys())
def test_what_goes_in_comes_out(html: str) -> None:
    safe = make_safe(html).html
    assert make_safe(from_editor(to_editor(safe, {}))).html == safe


def test_styles_do_not_reach_the_page() -> None:
    assert to_editor('<p style="color:#c00">red</p>', {}) == '<p data-style="color:#c00">red</p>'


def test_images_are_shown_by_an_address_that_does_not_leave() -> None:
    shown = to_editor('<img data-cid="a@b">', {"a@b": "/attachments/1/"})
    assert shown == '<img data-cid="a@b" src="/attachments/1/">'
    assert make_safe(from_editor(shown), frozenset({"a@b"})).html == '<img data-cid="a@b">'


def test_lines_of_plain_text_become_blocks() -> None:
    assert to_editor(text_to_html("a\n\nb"), {}) == "<div>a</div><div></div><div>b</div>"
    assert html_to_text(from_editor(to_editor(text_to_html("a\n\nb"), {}))) == "a\n\nb"


def test_scripts_do_not_come_out_of_the_editor() -> None:
    assert from_editor('<p onclick="x()">a<script>b</script></p>') == "<p>a</p>"


def test_own_words_are_those_beside_quotes_and_signature() -> None:
    html = (
        '<p>One</p><blockquote data-mail="quote"><div>Their question</div></blockquote><p>Two</p>'
        '<div data-mail="signature"><p>Yours</p></div><p data-mail="attribution">On 1, C wrote:</p>'
        '<blockquote data-mail="quote"><div>Their mail</div></blockquote>'
    )
    assert own_words(html).split() == ["One", "Two"]


GIVEN = (
    '<div data-mail="signature"><p>Yours</p></div><p data-mail="attribution">On 1, C wrote:</p>'
    '<blockquote data-mail="quote"><div>Does it burn?</div></blockquote>'
)
BEYOND = {
    "nothing": (GIVEN, False),
    "laid out anew": (GIVEN.replace("Does it", "<span> Does </span>\n it"), False),
    "no signature": (GIVEN.partition("</div>")[2], False),
    "no quote": (GIVEN.partition("<p data")[0], False),
    "nothing left": ("<p><br></p>", False),
    "above": (f"<p>Yes.</p>{GIVEN}", True),
    "within a quoted line": (GIVEN.replace("burn?", "burn? Yes."), True),
    "within the signature": (GIVEN.replace("Yours", "Yes. Yours"), True),
    "quote cut short": (GIVEN.replace("Does it burn", "Burn"), True),
}


@pytest.mark.parametrize(("html", "beyond"), BEYOND.values(), ids=BEYOND.keys())
def test_quote_and_signature_as_given_are_nothing_written(html: str, beyond: bool) -> None:
    assert goes_beyond(html, GIVEN) is beyond


@pytest.mark.parametrize(("html", "beyond"), BEYOND.values(), ids=BEYOND.keys())
def test_quote_and_signature_as_given_are_nothing_written_in_plain_text(html: str, beyond: bool) -> None:
    assert text_goes_beyond(html_to_text(html), GIVEN) is beyond
