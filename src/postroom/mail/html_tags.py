"""What may stand in HTML that is shown: tags, attributes and URL schemes.

The list keeps how mail looks (tables, colours, lists, fonts) and nothing that runs, loads, submits or leaves the frame.
"""

from __future__ import annotations

from collections.abc import Set

from postroom.mail.words import words

TAGS = words(
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del"
    " details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd li"
    " main mark menu nav nobr ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table"
    " tbody td tfoot th thead time tr tt u ul var wbr"
)
"""`input` is let through only so that its value can be turned into text afterwards."""

DROPPED_WITH_CONTENT = words(
    "applet audio canvas embed frameset head iframe math noembed noframes noscript object script style svg template"
    " title video xml"
)

_CELL = {"align", "valign", "bgcolor", "background", "width", "height", "nowrap", "data-remote-background"}

ATTRIBUTES: dict[str, Set[str]] = {
    "*": {"style", "class", "id", "dir", "lang", "title", "align", "name", "data-mail"},
    "a": {"href"},
    "blockquote": {"type"},
    "br": {"clear"},
    "col": {"span", "width", "valign"},
    "colgroup": {"span", "width", "valign"},
    "div": {"bgcolor", "text", "data-marker"},
    "font": {"color", "face", "size"},
    "hr": {"color", "noshade", "size", "width", "data-marker"},
    "img": {"src", "alt", "width", "height", "border", "hspace", "vspace", "data-cid", "data-remote-src"},
    "input": {"type", "value", "checked"},
    "li": {"value", "type"},
    "ol": {"start", "type", "reversed"},
    "table": words(
        "bgcolor background border bordercolor cellpadding cellspacing width height rules data-remote-background"
    ),
    "tbody": {"valign"},
    "td": _CELL | {"colspan", "rowspan", "bordercolor"},
    "th": _CELL | {"colspan", "rowspan", "bordercolor", "scope"},
    "thead": {"valign"},
    "tr": {"bgcolor", "valign", "height", "bordercolor"},
    "ul": {"type"},
}

URL_SCHEMES = frozenset({"http", "https", "mailto", "tel", "cid", "data"})
"""Let through by the parser; `html_attributes` then decides per place which of them may stay."""
