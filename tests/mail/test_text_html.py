"""Plain text as safe HTML."""

import pytest

from postroom.mail.html import make_safe
from postroom.mail.text_html import text_to_html

LINK = 'target="_blank" rel="noopener noreferrer nofollow"'
OPEN, CLOSE = '<div style="white-space:pre-wrap">', "</div>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < b & c\n  d", "a &lt; b &amp; c\n  d"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        (
            "see https://example.com/a?b=1.",
            f'see <a href="https://example.com/a?b=1" {LINK}>https://example.com/a?b=1</a>.',
        ),
        ("https://x.test?a=1&b=2", f'<a href="https://x.test?a=1&amp;b=2" {LINK}>https://x.test?a=1&amp;b=2</a>'),
        ("(http://example.com/a_(b))", f'(<a href="http://example.com/a_(b)" {LINK}>http://example.com/a_(b)</a>)'),
        ("www.example.com!", f'<a href="http://www.example.com" {LINK}>www.example.com</a>!'),
        ("<ada@example.com>", f'&lt;<a href="mailto:ada@example.com" {LINK}>ada@example.com</a>&gt;'),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ('http://x.test/"onclick="x', f'<a href="http://x.test/" {LINK}>http://x.test/</a>"onclick="x'),
    ],
)
def test_text_keeps_its_lines_and_gets_links(text: str, html: str) -> None:
    assert text_to_html(text) == f"{OPEN}{html}{CLOSE}"


def test_quotes_become_quotes_and_keep_their_indentation() -> None:
    quote = '<blockquote data-mail="quote">'

    assert text_to_html("a\n> b\n>   c\n>> d\ne") == (
        f"{OPEN}a{CLOSE}{quote}{OPEN}b\n  c{CLOSE}</blockquote>"
        f"{quote}{quote}{OPEN}d{CLOSE}</blockquote></blockquote>{OPEN}e{CLOSE}"
    )


@pytest.mark.parametrize(
    "text", ["a\n> b\nhttps://example.com <x>\n\n", "www.example.com www.x.test/'\"", ">>> a\n>> b\n> c"]
)
def test_what_is_written_is_safe_already(text: str) -> None:
    html = text_to_html(text)

    assert make_safe(html).html == html
