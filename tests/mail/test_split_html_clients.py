"""How mail programs mark the older mail in HTML."""

import pytest

from postroom.mail.body import split_html
from postroom.mail.fold import fold_html
from postroom.mail.html import make_safe
from postroom.mail.html_text import html_to_text

GMAIL = """<div dir="ltr"><div>It works again.</div></div><br><div class="gmail_quote"><div dir="ltr"
class="gmail_attr">
On Wed, Jan 29, 2020 at 3:15 PM Ada King &lt;<a href="mailto:ada@example.com">ada@example.com</a>&gt; wrote:<br></div>
<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid
rgb(204,204,204);padding-left:1ex">
<div>Did you turn it off and on?</div><div>Ada</div></blockquote></div>"""

GMAIL_IN_AN_UNKNOWN_LANGUAGE = GMAIL.replace("On Wed, Jan 29, 2020 at 3:15 PM", "Mié 29. Xyz").replace("wrote:", "zzz")

APPLE = """<html><body style="word-wrap: break-word;">It works again.<div><br><blockquote type="cite"><div>On 29 Jan
2020,
at 15:15, Ada King &lt;<a href="mailto:ada@example.com">ada@example.com</a>&gt; wrote:</div>
<br class="Apple-interchange-newline"><div>Did you turn it off and on?<br>Ada</div></blockquote></div></body></html>"""

IPHONE = """<html><body dir="auto">It works again.<br><br><div id="AppleMailSignature" dir="ltr">Sent from my
iPhone</div>
<div dir="ltr"><br>Am 29.01.2020 um 15:15 schrieb Ada King &lt;ada@example.com&gt;:<br><br></div>
<blockquote type="cite"><div dir="ltr">Did you turn it off and on?<br>Ada</div></blockquote></body></html>"""

THUNDERBIRD = """<html><body bgcolor="#FFFFFF"><p>It works again.</p>
<div class="moz-cite-prefix">Am 29.01.20 um 15:15 schrieb Ada King:<br></div>
<blockquote type="cite" cite="mid:1@example.com"><p>Did you turn it off and on?</p><pre class="moz-signature"
cols="72">--
Ada</pre></blockquote></body></html>"""

OUTLOOK_HEADERS = """<p class="MsoNormal"><b><span style="font-size:11pt">Von:</span></b><span> Ada King
&lt;ada@example.com&gt; <br><b>Gesendet:</b> Mittwoch, 29. Januar 2020 15:15<br><b>An:</b> Bob
&lt;bob@example.com&gt;<br>
<b>Betreff:</b> Der Drucker<o:p></o:p></span></p>"""

OUTLOOK = f"""<html
xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{{margin:0cm}}</style></head>
<body lang="DE"><div class="WordSection1"><p class="MsoNormal">It works again.<o:p></o:p></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm
0cm 0cm">{OUTLOOK_HEADERS}</div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<p class="MsoNormal">Did you turn it off and on?<o:p></o:p></p><p class="MsoNormal">Ada</p></div></body></html>"""

OUTLOOK_IN_AN_UNKNOWN_LANGUAGE = (
    OUTLOOK.replace("Von:", "Aaa:").replace("Gesendet:", "Bbb:").replace("An:", "Ccc:").replace("Betreff:", "Ddd:")
)

OUTLOOK_WEB = """<div style="font-family: Calibri; font-size: 12pt; color: rgb(0, 0, 0);">It works again.</div>
<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">
<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt"
color="#000000"><b>From:</b> Ada
King &lt;ada@example.com&gt;<br><b>Sent:</b> Wednesday, January 29, 2020 3:15 PM<br><b>To:</b> Bob<br>
<b>Subject:</b> The printer</font><div>&nbsp;</div></div><div>Did you turn it off and on?</div><div>Ada</div>"""

OUTLOOK_WEB_IN_AN_UNKNOWN_LANGUAGE = (
    OUTLOOK_WEB.replace("From:", "Aaa:").replace("Sent:", "Bbb:").replace("To:", "Ccc:").replace("Subject:", "Ddd:")
)

OUTLOOK_MOBILE = """<div dir="auto">It works again.</div><div id="ms-outlook-mobile-signature" dir="auto"><br>Get
<a href="https://aka.ms/o0ukef">Outlook for iOS</a></div><hr style="display:inline-block;width:98%">
<div id="divRplyFwdMsg" dir="ltr"><b>Von:</b> Ada King &lt;ada@example.com&gt;<br><b>Gesendet:</b> Mittwoch<br>
<b>An:</b> Bob<br><b>Betreff:</b> Der Drucker</div><div>Did you turn it off and on?</div><div>Ada</div>"""

OUTLOOK_MAC = """<div>It works again.</div><div><br></div><span id="OLK_SRC_BODY_SECTION"><div style="border-top:
#b5c4df
1pt solid; padding-top: 3pt"><span style="font-weight:bold">From: </span> Ada King<br><span>Date: </span> Wednesday<br>
<span>To: </span> Bob<br><span>Subject: </span> The printer<br></div><div>Did you turn it off and
on?<br>Ada</div></span>"""

OUTLOOK_2003 = """<div>It works again.</div><br><div class="OutlookMessageHeader" lang="en-us" dir="ltr"
align="left"><hr>
<font face="Tahoma"><b>From:</b> Ada King [mailto:ada@example.com]<br><b>Sent:</b> Wednesday<br><b>To:</b> Bob<br>
<b>Subject:</b> The printer</font><br></div><div>Did you turn it off and on?</div><div>Ada</div>"""

YAHOO = """<div>It works again.</div><div id="yahoo_quoted_12345" class="yahoo_quoted"><div style="font-size:13px">
<div>On Wednesday, January 29, 2020, 3:15:01 PM GMT+1, Ada King &lt;ada@example.com&gt; wrote:</div><div><br></div>
<div>Did you turn it off and on?<br>Ada</div></div></div>"""

ZIMBRA = """<div style="font-family: arial"><div>It works again.<br></div><div><br></div><hr id="zwchr"
data-marker="__DIVIDER__">
<div data-marker="__HEADERS__"><b>From: </b>"Ada King" &lt;ada@example.com&gt;<br><b>To: </b>"Bob"<br><b>Sent:
</b>Wednesday
<br><b>Subject: </b>The printer<br></div><div data-marker="__QUOTED_TEXT__">Did you turn it off and
on?<br>Ada</div></div>"""

GMX = """<div style="font-family: Verdana;font-size: 12.0px;"><div>It works again.</div><div>&nbsp;
<div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;">
<div style="margin:0 0 10px 0;"><b>Gesendet:</b>&nbsp;Mittwoch, 29. Januar 2020 um 15:15 Uhr<br><b>Von:</b>&nbsp;"Ada
King"
&lt;ada@example.com&gt;<br><b>An:</b>&nbsp;bob@example.com<br><b>Betreff:</b>&nbsp;Der Drucker</div>
<div name="quoted-content">Did you turn it off and on?<br>Ada</div></div></div></div>"""

PROTON = """<div style="font-family: Arial;">It works again.</div><div class="protonmail_signature_block"><div>Sent with
<a href="https://proton.me/">Proton Mail</a> secure email.</div></div><div class="protonmail_quote">
On Wednesday, January 29th, 2020 at 3:15 PM, Ada King &lt;ada@example.com&gt; wrote:<br><br>
<blockquote class="protonmail_quote" type="cite">Did you turn it off and on?<br>Ada</blockquote></div>"""

NOTES = """<font size="2" face="sans-serif">It works again.</font><br><br><br>
<table width="100%"><tr valign="top"><td><font size="1" color="#5f5f5f">Von:</font></td><td><font>Ada
King/Example</font></td>
</tr><tr><td><font>An:</font></td><td>Bob/Example@Example</td></tr><tr><td>Kopie:</td><td></td></tr>
<tr><td>Datum:</td><td>29.01.2020 15:15</td></tr><tr><td>Betreff:</td><td>Der Drucker</td></tr></table><hr noshade><br>
Did you turn it off and on?<br>Ada"""

SAMSUNG = """<html><body><div dir="auto">It works again.</div><div dir="auto"><br></div><div id="composer_signature"
dir="auto"><div style="font-size:12px;color:#575757">Von meinem Samsung Galaxy Smartphone
gesendet.</div></div><div><br></div>
<div style="font-size:100%;color:#000000"><div>-------- Ursprüngliche Nachricht --------</div><div>Von: Ada King
&lt;ada@example.com&gt; </div><div>Datum: 29.01.20 15:15 (GMT+01:00) </div><div>An: bob@example.com </div><div>Betreff:
Der Drucker </div><div><br></div></div>Did you turn it off and on?<br>Ada</body></html>"""

WINDOWS_MAIL = """<div>It works again.</div><div><br></div><div style="padding-top: 5px; border-top-color: rgb(229, 229,
229); border-top-width: 1px; border-top-style: solid;"><div><font><b>De&nbsp;:</b>&nbsp;<a
href="mailto:ada@example.com">Ada
King</a><br><b>Envoyé&nbsp;:</b>&nbsp;mercredi 29 janvier 2020 15:15<br><b>À&nbsp;:</b>&nbsp;Bob<br><b>Objet&nbsp;:</b>
Imprimante</font></div></div><div>Did you turn it off and on?</div><div>Ada</div>"""

HOTMAIL = """<div>It works again.<br><br><hr id="stopSpelling">Date: Wed, 29 Jan 2020 15:15:01 +0100<br>From:
ada@example.com<br>To: bob@example.com<br>Subject: The printer<br><br>Did you turn it off and on?<br>Ada</div>"""

PLAIN_BLOCKQUOTE = """<p>It works again.</p><p>On 2020-01-29 15:15, Ada King wrote:</p>
<blockquote><p>Did you turn it off and on?</p><p>Ada</p></blockquote>"""

ROUNDCUBE = """<p id="reply-intro">On 2020-01-29 15:15, Ada King wrote:</p>
<blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">Did you turn it off and
on?<br>
Ada</blockquote><div>It works again.</div>"""

CLIENTS = {
    name.lower(): html for name, html in dict(globals()).items() if name.isupper() and "<div" in str(html)[:4000]
}
CLIENTS.pop("outlook_headers", None)
BOTTOM_POSTED = {"roundcube"}


@pytest.mark.parametrize("client", CLIENTS)
def test_new_text_is_what_was_written(client: str) -> None:
    split = split_html(CLIENTS[client])

    new = [line for line in split.new_text.splitlines() if not line.startswith(">")]
    assert "\n".join(new).strip() == "It works again."


@pytest.mark.parametrize("client", sorted(CLIENTS.keys() - BOTTOM_POSTED))
def test_older_mail_is_past(client: str) -> None:
    split = split_html(CLIENTS[client])

    assert "Did you turn it off and on?" in split.quoted
    assert "Ada" in split.quoted
    assert "turn it off" not in split.new_text


@pytest.mark.parametrize("client", CLIENTS)
def test_no_line_is_lost(client: str) -> None:
    split = split_html(CLIENTS[client])

    parts = f"{split.new_text}\n{split.signature}\n{split.quoted}".split()
    assert sorted(parts) == sorted(split.text.split())
    assert split.text == html_to_text(CLIENTS[client])


@pytest.mark.parametrize("client", sorted(CLIENTS.keys() - BOTTOM_POSTED))
def test_html_folds_where_the_text_does(client: str) -> None:
    split, folded = split_html(CLIENTS[client]), fold_html(make_safe(CLIENTS[client]).html)

    assert html_to_text(folded.new) == split.new_text
    assert html_to_text(folded.signature) == split.signature
    assert html_to_text(folded.quoted).split() == split.quoted.split()


@pytest.mark.parametrize("client", ["iphone", "outlook_mobile", "proton", "samsung"])
def test_signature_that_the_program_adds_is_signature(client: str) -> None:
    assert split_html(CLIENTS[client]).signature != ""


def test_inline_answers_in_gmail_stay_with_their_questions() -> None:
    html = """<div>Hi Ada,</div><div class="gmail_quote"><div class="gmail_attr">On Wed, Jan 29, 2020 Ada wrote:</div>
<blockquote class="gmail_quote" style="border-left:1px solid #ccc">Is it on?</blockquote><div>Yes.</div>
<blockquote class="gmail_quote" style="border-left:1px solid #ccc">Plugged in?</blockquote><div>Yes, too.</div>
<blockquote class="gmail_quote" style="border-left:1px solid #ccc">Ada</blockquote></div>"""

    assert split_html(html).new_text.replace("\n\n", "\n") == "Hi Ada,\n> Is it on?\nYes.\n> Plugged in?\nYes, too."


def test_quotation_without_attribution_stays() -> None:
    html = "<p>The manual says</p><blockquote>Turn it off and on.</blockquote><p>It does not help.</p>"

    assert "Turn it off and on." in split_html(html).new_text


def test_forward_of_gmail_without_own_words_is_shown() -> None:
    html = """<div dir="ltr"><br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded
message
---------<br>From: <strong>Ada King</strong> <span>&lt;ada@example.com&gt;</span><br>Date: Wed<br>Subject: The
printer<br>
To: &lt;bob@example.com&gt;<br></div><br><br>It burns.</div></div>"""

    assert split_html(html).new_text.endswith("It burns.")


def test_forward_of_thunderbird_with_own_words_is_folded() -> None:
    html = """<p>Can you have a look before noon?</p><div class="moz-forward-container"><br>-------- Forwarded
Message --------
<table class="moz-email-headers-table"><tr><th>Subject: </th><td>The printer</td></tr><tr><th>Date:
</th><td>Wed</td></tr>
<tr><th>From: </th><td>Ada</td></tr></table><br>It burns.</div>"""

    assert split_html(html).new_text == "Can you have a look before noon?"


def test_signature_marked_by_gmail_is_signature() -> None:
    html = """<div>It works.</div><div class="gmail_signature"><div>Ada</div><div>Analytical Engines</div></div>"""
    split = split_html(html)

    assert (split.new_text, split.signature) == ("It works.", "Ada\nAnalytical Engines")
