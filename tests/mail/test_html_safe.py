"""How a mail looks is kept; what could leave its frame, load or deceive is not."""

import pytest

from postroom.mail.css import filter_style
from postroom.mail.html import make_safe
from postroom.mail.html_bounds import MAX_CHARACTERS, MAX_DEPTH, MAX_TAGS

LINK = 'target="_blank" rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    "html",
    [
        '<table bgcolor="#eeeeee" border="1" cellpadding="3"><tbody><tr><td colspan="2" valign="top">x</td></tr>'
        "</tbody></table>",
        '<p style="color:#ff0000;font-family:Arial,sans-serif;font-size:12pt">x</p>',
        '<font color="red" face="Arial" size="2">x</font>',
        '<ol start="3" type="a"><li>x</li></ol><ul><li>y</li></ul>',
        '<p dir="rtl" lang="he" align="right">x</p><hr><pre>a  b</pre><blockquote>z</blockquote>',
        "<h1>x</h1><p>y<br><b>b</b><i>i</i><u>u</u><s>s</s><sub>1</sub><sup>2</sup></p>",
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="dot" width="10" height="10">',
    ],
)
def test_look_of_a_mail_is_kept(html: str) -> None:
    def attributes(text: str) -> list[str]:
        return sorted(text.replace(">", " ").replace("<", " ").split())

    assert attributes(make_safe(html).html) == attributes(html)


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ("color: red; position: fixed", "color:red"),
        ("position:absolute;top:0;z-index:9999;transform:scale(9)", ""),
        ("margin:-50px;margin-left:-1em;padding:5px", "padding:5px"),
        ("margin: 0 -50px", ""),
        ("text-indent:-9999px", ""),
        ("margin:0 auto", "margin:0 auto"),
        ("background:#fff url(https://evil.test/a.png) no-repeat", "background-color:#fff"),
        ("background: url(x) RED", "background-color:RED"),
        ("background-image:url(x)", ""),
        ("color:red !important", "color:red"),
        ("width:calc(100vw + 1px)", ""),
        ("width:e\\78pression(alert(1))", ""),
        ("color:/* x */red", "color:red"),
        ("COLOR:Red", "color:Red"),
        ("font-family:'Segoe UI', \"Open Sans\"", "font-family:'Segoe UI', \"Open Sans\""),
        ("font-family:'x;color:red", "color:red"),
        ("color:rgb(1, 2, 3);color:var(--x)", "color:rgb(1, 2, 3)"),
        ("display:none", "display:none"),
        ("display:flex", ""),
        ("overflow:hidden;overflow:scroll", "overflow:hidden"),
        ("mso-line-height-rule:exactly;line-height:20px", "line-height:20px"),
        ("color", ""),
        ("", ""),
        ("color:red;" * 1000, ""),
    ],
)
def test_style_is_reduced_to_harmless_declarations(style: str, kept: str) -> None:
    assert filter_style(style) == kept


def test_colours_of_the_body_are_kept_in_a_frame_of_their_own() -> None:
    safe = make_safe('<html><body bgcolor="black" text="#ffffff"><p>x</p></body></html>')

    assert safe.html == '<div style="background-color:black;color:#ffffff"><p>x</p></div>'


def test_forms_are_reduced_to_their_text() -> None:
    safe = make_safe(
        '<form action="https://evil.test">Name <input value="Ada &lt;b&gt;"> <input type=password value=x>'
        "<input type=checkbox checked> <textarea>t</textarea><select><option>o</select><button>Go</button></form>"
    )

    assert safe.html == "Name Ada &lt;b&gt; ☑ toGo"


def test_style_sheets_comments_and_conditions_are_gone() -> None:
    html = "<style>p{color:red}</style><!-- x --><!--[if mso]><p>Outlook</p><![endif]--><p>y</p><o:p></o:p>"

    assert make_safe(html).html == "<p>y</p>"


@pytest.mark.parametrize(
    "href", ["https://example.com/a?b=1", "http://example.com", "mailto:ada@example.com", "tel:+4420"]
)
def test_link_opens_elsewhere_and_tells_nothing(href: str) -> None:
    assert make_safe(f'<a href="{href}">x</a>').html == f'<a href="{href}" {LINK}>x</a>'


@pytest.mark.parametrize("href", ["/a", "#b", "ftp://example.com", "file:///a", "javascript:x", "x:y", ""])
def test_link_to_anything_else_is_text(href: str) -> None:
    assert make_safe(f'<a href="{href}">x</a>').html == "<a>x</a>"


def test_link_without_scheme_to_www_is_a_link() -> None:
    assert make_safe('<a href="www.example.com">x</a>').html == f'<a href="http://www.example.com" {LINK}>x</a>'


@pytest.mark.parametrize(
    ("href", "text", "target"),
    [
        ("https://evil.test/login", "www.bank.test", "evil.test"),
        ("https://evil.test/login", "https://bank.test/login", "evil.test"),
        ("https://evil.test/login", "<b>bank.test</b>", "evil.test"),
        ("https://bank.test.evil.test/", "bank.test", "bank.test.evil.test"),
        ("https://bank.test@evil.test/", "bank.test", "evil.test"),
        ("https://evilbank.test/", "bank.test", "evilbank.test"),
        ("mailto:eve@evil.test", "ada@bank.test", "eve@evil.test"),
        ("http://xn--bnk-hoa.test/", "bank.test", "xn--bnk-hoa.test"),
    ],
)
def test_link_whose_text_names_another_place_shows_the_true_one(href: str, text: str, target: str) -> None:
    assert make_safe(f'<a href="{href}">{text}</a>').html == (
        f'<a href="{href}" {LINK} data-true-target="{target}">{text}</a>'
        f'<span data-mail="link-target"> [→ {target}]</span>'
    )


@pytest.mark.parametrize(
    ("href", "text"),
    [
        ("https://www.bank.test/login", "bank.test"),
        ("https://bank.test/login?a=1", "http://www.bank.test"),
        ("https://news.bank.test/x", "www.bank.test"),
        ("https://evil.test/x", "Click here"),
        ("https://evil.test/x", "invoice.pdf"),
        ("mailto:ada@bank.test?subject=x", "ada@bank.test"),
        ("mailto:ada@bank.test", "Ada"),
    ],
)
def test_link_whose_text_does_not_name_another_place_shows_nothing_more(href: str, text: str) -> None:
    assert "data-true-target" not in make_safe(f'<a href="{href}">{text}</a>').html


def test_image_by_content_id_names_its_attachment() -> None:
    safe = make_safe(
        '<img src="cid:a%40example.com" alt="x"><img src=CID:b@x><img src="cid:unknown">',
        frozenset({"a@example.com", "b@x"}),
    )

    assert safe.html == '<img alt="x" data-cid="a@example.com"><img data-cid="b@x"><img>'
    assert safe.cids == {"a@example.com", "b@x"}
    assert not safe.has_remote


def test_remote_image_waits_for_the_reader() -> None:
    safe = make_safe('<img src="https://example.com/a.png" width="100"><img src="//example.com/b.png">')

    assert safe.html == (
        '<img width="100" data-remote-src="https://example.com/a.png"><img data-remote-src="https://example.com/b.png">'
    )
    assert safe.has_remote


def test_remote_background_waits_for_the_reader() -> None:
    safe = make_safe('<table background="https://example.com/a.png"><tr><td>x</table>')

    assert 'data-remote-background="https://example.com/a.png"' in safe.html
    assert safe.has_remote


@pytest.mark.parametrize(
    "attributes",
    [
        'width="1" height="1"',
        "width=0 height=0",
        'style="width:1px;height:1px"',
        'style="display:none"',
        'height="0" width="100"',
        'style="max-width:1px;max-height:1px"',
    ],
)
def test_remote_image_that_cannot_be_seen_is_tracking(attributes: str) -> None:
    safe = make_safe(f'<img src="https://example.com/open?id=1" {attributes}>')

    assert 'data-tracking="1"' in safe.html
    assert not safe.has_remote


@pytest.mark.parametrize("attributes", ["", 'width="1"', 'width="1" height="40"', 'style="width:10px;height:1px"'])
def test_remote_image_that_can_be_seen_is_no_tracking(attributes: str) -> None:
    assert "data-tracking" not in make_safe(f'<img src="https://example.com/a.png" {attributes}>').html


def test_long_html_is_cut_and_says_so() -> None:
    assert make_safe("x" * (MAX_CHARACTERS + 1)).defects == (
        f"The HTML body was cut after {MAX_CHARACTERS:,} characters.",
    )
    assert make_safe("<br>" * (MAX_TAGS + 1)).defects == (f"The HTML body was cut after {MAX_TAGS:,} tags.",)


def test_deep_html_is_flattened_and_keeps_its_text() -> None:
    safe = make_safe("<div>x" * 10_000)

    assert safe.html.count("x") == 10_000
    assert safe.html.count("<div>") == MAX_DEPTH
    assert len(safe.defects) == 1


def test_shallow_html_of_many_tags_is_left_alone() -> None:
    html = "<div><p>x</p></div>" * 5_000

    assert make_safe(html).html == html
    assert make_safe(html).defects == ()


@pytest.mark.parametrize("html", ["", " ", "x", "<", ">", "<>", "&", "\x00", "\ud83d", "<p", "</p>", "<!", "<?x?>"])
def test_odd_html_is_taken_in(html: str) -> None:
    assert isinstance(make_safe(html).html, str)
