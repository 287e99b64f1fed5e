"""What mail programs write into classes and ids about the parts of a mail, kept as `data-mail="..."`.

Classes and ids themselves are dropped: they would meet the styles and anchors of the page around the mail.
The words in `data-mail` are Postroom's own:

`attribution`  the "On ..., ... wrote:" line
`past`         from here on everything is an older mail (Outlook's header block and its like)
`quote`        the content is quoted (on `blockquote` and `div`)
`signature`    the content is the sender's signature
`forward`      the content is a forwarded mail
`header`       what follows may be the header block of an older mail
`mso`          a paragraph of Word, which has no margins
`link-target`  text that Postroom itself added: where a deceptive link really goes
"""

from __future__ import annotations

import re
from functools import lru_cache

_BY_NAME: dict[str, str] = {
    # Gmail
    "gmail_attr": "attribution",
    "gmail_signature": "signature",
    "gmail_quote_attribution": "attribution",
    # Thunderbird
    "moz-cite-prefix": "attribution",
    "moz-signature": "signature",
    "moz-forward-container": "forward",
    "moz-email-headers-table": "past",
    # Outlook on the web, new Outlook, Outlook for iOS, Android and Mac, Hotmail
    "divrplyfwdmsg": "past",
    "mail-editor-reference-message-container": "past",
    "ms-outlook-mobile-reference-message": "past",
    "outlookmessageheader": "past",
    "olk_src_body_section": "past",
    "ms-outlook-mobile-signature": "signature",
    "ms-outlook-mobile-body-separator-line": "",
    "signature": "signature",
    "x_signature": "signature",
    "msonormal": "mso",
    "msolistparagraph": "mso",
    "msoplaintext": "mso",
    # Apple Mail
    "applemailsignature": "signature",
    "applereplyheader": "attribution",
    "appleoriginalcontents": "quote",
    # Yahoo, AOL
    "yahoo_quoted": "past",
    "ydp-yahoo-quoted": "past",
    "aol_quote": "past",
    # Proton, Tutanota, Zoho, Zimbra, Freenet, GMX and web.de, Mail.ru, Yandex, NetEase, QQ
    "protonmail_signature_block": "signature",
    "protonmail_quote": "quote",
    "tutanota_quote": "quote",
    "zmail_extra": "past",
    "zwchr": "past",
    "__quoted_text__": "quote",
    "__headers__": "past",
    "__sig_pre__": "signature",
    "__sig_post__": "signature",
    "__separator__": "past",
    "mail_quote": "quote",
    "origmail": "past",
    "replyforwardmessage": "past",
    "ntes-mailmaster-quote": "past",
    "isreplycontent": "past",
    "spnttpeforigin": "past",
    # Front, Help Scout, Superhuman and others
    "front-signature": "signature",
    "front-blockquote": "quote",
    "sh-signature": "signature",
    # Postroom itself
    "attribution": "attribution",
    "past": "past",
    "quote": "quote",
    "forward": "forward",
    "mso": "mso",
    "header": "header",
}
_PREFIXES = (("yahoo_quoted", "past"), ("ydp", ""), ("applemailsignature", "signature"), ("x_divrplyfwdmsg", "past"))
_MAX_NAMES = 20
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=2048)
def marks_of(names: str) -> tuple[str, ...]:
    """Return the marks for the names in a class, id, name or data-marker attribute, in order, each once."""
    found = (_mark(name) for name in _SPACE.split(names.lower())[:_MAX_NAMES])
    return tuple(dict.fromkeys(mark for mark in found if mark))


def _mark(name: str) -> str:
    known = _BY_NAME.get(name)
    if known is not None:
        return known
    return next((mark for prefix, mark in _PREFIXES if name.startswith(prefix)), "")


# Word puts the header block of the mail answered into a div with nothing but a line above: "border-top:solid #E1E1E1
# 1.0pt;padding:3.0pt 0cm 0cm 0cm" and older colours of it.
_LINE_ABOVE = re.compile(r"border-top:\s*solid [#\w()\s,]{3,30} 1\.0pt")
_LINE_LEFT = re.compile(r"border-left(?:-style)?:\s*[^;]*\bsolid\b|border-left:\s*(?:#|rgb|\d)")


@lru_cache(maxsize=2048)
def marks_of_style(tag: str, style: str) -> tuple[str, ...]:
    """Return the marks that a style (as written by the sender) stands for on this tag."""
    lowered = style.lower()
    if tag == "div" and _LINE_ABOVE.search(lowered) and "padding" in lowered:
        return ("header",)
    if tag == "blockquote" and _LINE_LEFT.search(lowered):
        return ("quote",)
    return ()
