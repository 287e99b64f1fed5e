"""Marks of state: a shape, a colour and a word, so that none of them carries the meaning alone."""

from __future__ import annotations

from email.utils import getaddresses, parseaddr
from functools import lru_cache
from zlib import crc32

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from postroom.configuration import configuration
from postroom.models import HealthState, OutboundState, Priority, TicketState
from postroom.told import told
from postroom.web.ui.html import classes, svg

register = template.Library()

TICKET_LOOKS = {
    TicketState.NEW: "new",
    TicketState.OPEN: "open",
    TicketState.PENDING_REMINDER: "pending",
    TicketState.PENDING_CLOSE: "pending",
    TicketState.CLOSED: "closed",
    TicketState.MERGED: "merged",
}
HEALTH_LOOKS = {
    HealthState.UNKNOWN: "off",
    HealthState.OK: "ok",
    HealthState.WARNING: "warning",
    HealthState.FAILING: "error",
}
DELIVERY_TONES = {
    OutboundState.WAITING: "warning",
    OutboundState.SENDING: "info",
    OutboundState.SENT: "ok",
    OutboundState.FAILED: "error",
    OutboundState.UNCERTAIN: "error",
    OutboundState.CANCELLED: "",
}
CHECKS = {"spf": "SPF", "dkim": "DKIM", "dmarc": "DMARC", "compauth": _("Microsoft's overall verdict")}
CHECK_RESULTS = {
    "pass": _("passed"),
    "softpass": _("passed"),
    "fail": _("not passed"),
    "softfail": _("not passed, but the domain asks to be lenient"),
    "neutral": _("the domain does not say"),
    "none": _("nothing to check"),
    "policy": _("not accepted by the server's rules"),
    "temperror": _("could not be checked at that time"),
    "permerror": _("could not be checked: the domain's record is wrong"),
    "bestguesspass": _("passed by the server's guess"),
}
COLOURS = 8


@lru_cache(512, typed=True)
def _mark(look: str, icon: str, text: str, bare: bool) -> SafeString:
    """A list shows the same few marks in every row; a text that is safe is told from one that is not by its type."""
    return format_html(
        '<span class="{}"{}>{}<span>{}</span></span>',
        classes("state", f"state--{look}", "state--bare" if bare else ""),
        format_html(' title="{}"', text) if bare else "",
        svg(icon),
        text,
    )


@register.simple_tag
def ticket_state(state: str, bare: bool = False) -> SafeString:
    """Show a ticket's state; `bare` shows the mark alone and keeps the word for screen readers."""
    return _ticket_state(state, bare, get_language())


@lru_cache(64)
def _ticket_state(state: str, bare: bool, _language: str | None) -> SafeString:
    known = TicketState(state)
    look = TICKET_LOOKS[known]
    return _mark(look, f"state-{look}", capfirst(str(known.label)), bare)


@register.simple_tag
def priority(value: int, bare: bool = False) -> SafeString:
    """Show a ticket's priority; with `bare` the usual one leaves no mark at all."""
    return _priority(value, bare, get_language())


@lru_cache(64)
def _priority(value: int, bare: bool, _language: str | None) -> SafeString:
    known = Priority(value)
    if bare and known is Priority.NORMAL:
        return SafeString("")
    look = known.name.lower()
    return _mark(look, look, capfirst(str(known.label)), bare)


@register.simple_tag
def health(state: str, text: str = "") -> SafeString:
    """Show how a direction of a channel is, in the words of `text` where given; "off" is a disabled channel."""
    if state == "off":
        return _mark("off", "off", text, bare=False)
    known = HealthState(state)
    look = HEALTH_LOOKS[known]
    return _mark(look, look, text or capfirst(str(known.label)), bare=False)


@register.simple_tag
def delivery_badge(state: str) -> SafeString:
    """Show where a mail stands on its way out."""
    known = OutboundState(state)
    return badge(capfirst(str(known.label)), DELIVERY_TONES[known])


@register.simple_tag
def badge(text: object, tone: str = "", icon: str = "") -> SafeString:
    """A small pill; tones are info, ok, warning, error, merged, tag."""
    look = classes("badge", f"badge--{tone}" if tone else "")
    return format_html('<span class="{}">{}{}</span>', look, svg(icon) if icon else "", text)


@register.simple_tag
def avatar(name: object, size: str = "") -> SafeString:
    """Two letters of a name or address on a colour of its own; decoration, the name stands beside it."""
    text = str(name)
    look = classes("avatar", f"avatar--{size}" if size else "", f"avatar--{crc32(text.lower().encode()) % COLOURS}")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', look, initials(text))


def initials(name: str) -> str:
    """Return the first letters of the first and the last word, or of the address's local part."""
    spoken = name.partition("@")[0].replace(".", " ").replace("_", " ").replace("-", " ")
    words = [word for word in spoken.split() if word[0].isalnum()]
    if not words:
        return "?"
    chosen = words if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in chosen).upper()


@lru_cache(4096)
def _read(header: str) -> tuple[str, str]:
    """A message shows its sender in five places, and reading an address header takes longer than any of them."""
    return parseaddr(header)


@register.filter
def header_name(value: str) -> str:
    """Return the name in the text of an address header, or the address where it has none."""
    name, address = _read(value)
    return (name or address) if "@" in address else value


@register.filter
def own_name(name: str) -> str:
    """Return the agent's part of a name as our mails bear it: “Anna Agent via Example Ltd” is Anna Agent."""
    return name.partition(f" {configuration().sender_separator} ")[0] or name


@register.filter
def header_address(value: str) -> str:
    """Return the address of an address header where it also has a name, else nothing."""
    name, address = _read(value)
    return address if name else ""


@register.filter
def header_names(value: str) -> str:
    """Return the names in an address header, an address where somebody has none, separated by commas."""
    return ", ".join(name or address for name, address in getaddresses([value]) if name or address)


register.filter("told", told)


@register.filter
def check_name(method: str) -> str:
    """Return what people call a check of the sender."""
    return str(CHECKS.get(method, method.upper()))


@register.filter
def check_result(result: str) -> str:
    """Return a result word of RFC 8601 in words."""
    return str(CHECK_RESULTS.get(result, result))
