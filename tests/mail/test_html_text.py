"""Plain text of HTML: every visible word, in lines that read well."""

import pytest

from postroom.mail.html_text import html_to_mail_text, html_to_text

TEXTS = {
    "paragraphs": ("<p>One\n  two</p><p>three</p>", "One two\n\nthree"),
    "line breaks": ("a<br>b<br/>c<br><br>d", "a\nb\nc\n\nd"),
    "break at the end of a block": ("<div>a<br></div><div>b</div>", "a\nb"),
    "empty line as gmail writes it": ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
    "paragraphs of word": ("<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p>", "a\n\nb"),
    "inline elements": ("<b>a</b>b <i>c</i><span> d</span>", "ab c d"),
    "headings": ("<h1>a</h1>b", "a\n\nb"),
    "lists": ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "- a\n- b\n  - c\n\nd"),
    "numbered lists": ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
    "list of paragraphs": ("<ul><li><p>a</p></li><li><p>b</p></li></ul>", "- a\n- b"),
    "table": ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a\tb\n1\t2"),
    "table of paragraphs": ("<table><tr><td><p>a</p><td><p>b</p></table>c", "a\tb\n\nc"),
    "table with labels": ("<table><tr><td>Name:<td>Ada</table>", "Name: Ada"),
    "table for layout": ("<table><tr><td>a<br>b<td>c<br>d</table>", "a\nb\nc\nd"),
    "table in table": ("<table><tr><td><table><tr><td>a<td>b</table><td>c</table>", "a\tb\tc"),
    "empty cells": ("<table><tr><td></td><td>a</td><td></td></tr><tr><td>b</table>", "a\nb"),
    "links": ('<a href="https://example.com/long?x=1">here</a>', "here"),
    "deceptive link": ('<a href="https://evil.test">www.bank.test</a>', "www.bank.test"),
    "preformatted": ("<pre>a\n  b  c\n\nd</pre>", "a\n  b  c\n\nd"),
    "style that keeps white space": ('<div style="white-space: pre-wrap">a\n  b</div>', "a\n  b"),
    "rule": ("a<hr>b", "a\nb"),
    "quote": ('<blockquote type="cite">a<br>b</blockquote>c', "> a\n> b\n\nc"),
    "quotes in quotes": (
        '<blockquote type="cite">a<blockquote type="cite">b</blockquote></blockquote>',
        "> a\n>\n>> b",
    ),
    "indented block": ("<blockquote>a</blockquote>", "a"),
    "entities": ("&lt;b&gt; &amp;amp; &euro; &#x1F600; &nbsp;x", "<b> &amp; € 😀 x"),
    "hidden": ('a<div style="display:none">b<p>c</p></div><span style="visibility:hidden">d</span>e', "ae"),
    "soft hyphens": ("Donau&shy;dampf&#8203;schiff", "Donaudampfschiff"),
    "scripts, styles and titles": ("<title>t</title><style>s</style><script>x</script>a", "a"),
    "images": ('a<img src="x" alt="b">c', "ac"),
    "form": ('Name: <input value="Ada"><button>Send</button>', "Name: AdaSend"),
    "nothing": ("", ""),
    "right to left": ("<p dir=rtl>שלום</p>", "שלום"),
}


@pytest.mark.parametrize(("html", "text"), TEXTS.values(), ids=TEXTS.keys())
def test_html_reads_as_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            'See <a href="https://desk.example/a?b=1&amp;c=2">the page</a>.',
            "See the page <https://desk.example/a?b=1&c=2>.",
        ),
        ('<a href="https://www.desk.example/">desk.example</a>', "desk.example"),
        ('<a href="https://desk.example/x">https://desk.example/x</a>', "https://desk.example/x"),
        ('<a href="mailto:a@desk.example">a@desk.example</a>', "a@desk.example"),
        ('<a href="mailto:a@desk.example">Write <b>to us</b></a>', "Write to us <mailto:a@desk.example>"),
        ('<a href="https://desk.example/"><img src="cid:logo"></a>Hello', "Hello"),
        ('<a href="javascript:alert(1)">Click</a>', "Click"),
        (
            '<a href="https://a.example/">one</a> <a href="https://b.example/">two</a>',
            "one <https://a.example/> two <https://b.example/>",
        ),
    ],
)
def test_link_in_a_mail_that_leaves_keeps_its_target_where_its_words_do_not_say_it(html: str, text: str) -> None:
    assert html_to_mail_text(html) == text
