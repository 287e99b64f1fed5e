"""The facts of a line in one sentence, in the language of whoever reads it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Facts = Mapping[str, Any]


def describe(step: str, detail: str, facts: Facts) -> str:
    """Return what a step found; where it left no facts, what it was tried on."""
    teller = _TELLERS.get(step)
    if step in _SIZED:
        return _size(detail)
    if teller is None or not facts:
        return detail
    return ", ".join(part for part in (detail, teller(facts)) if part)


def _size(detail: str) -> str:
    """Return what the drivers measured, which know no language, in the reader's: `2 messages, 408 bytes`."""
    measured = re.fullmatch(r"(?:(\d+) messages, )?(\d+) bytes", detail)
    if measured is None:
        return detail
    messages, size = (int(number or 0) for number in measured.groups())
    told = ngettext("%(count)d byte", "%(count)d bytes", size) % {"count": size}
    mails = ngettext("%(count)d mail", "%(count)d mails", messages) % {"count": messages}
    return f"{mails}, {told}" if messages else told


def moment(stored: str | None) -> str:
    """Return a stored time (ISO 8601) as people here write it, or a dash."""
    when = parse_datetime(stored or "")
    return formats.date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT") if when else "–"


def _tls(facts: Facts) -> str:
    values = {"protocol": facts["protocol"], "issuer": facts.get("issuer", ""), "end": moment(facts.get("valid_until"))}
    return _("%(protocol)s, certificate of %(issuer)s, valid until %(end)s") % values


def _clock(facts: Facts) -> str:
    seconds = round(facts["seconds"])
    if seconds == 0:
        return _("no difference")
    return ngettext("%(seconds)d second apart", "%(seconds)d seconds apart", abs(seconds)) % {"seconds": abs(seconds)}


def _app(facts: Facts) -> str:
    if not facts.get("expires_on"):
        return _("nobody has entered when its secret ends")
    day = datetime.date.fromisoformat(facts["expires_on"])
    return _("valid until %(day)s") % {"day": formats.date_format(day, "SHORT_DATE_FORMAT")}


def _token(facts: Facts) -> str:
    parts = [
        _("for %(audience)s") % {"audience": facts["audience"]} if facts["audience"] else "",
        _("permissions %(scope)s") % {"scope": facts["scope"] or "–"},
        _("valid until %(end)s") % {"end": moment(facts["expires_at"])},
        _("sign-in last used %(when)s") % {"when": moment(facts["refreshed_at"])} if facts["refreshed_at"] else "",
        _("sign-in ends on %(when)s") % {"when": moment(facts["ends_at"])} if facts.get("ends_at") else "",
    ]
    return "; ".join(part for part in parts if part)


def _message(facts: Facts) -> str:
    size = formats.number_format(max(1, round(facts["size"] / 1024)))
    when = moment(facts["received"])
    return _("%(subject)s (%(when)s, %(size)s KB)") % {"subject": facts["subject"] or "–", "when": when, "size": size}


def _arrival(facts: Facts) -> str:
    return _("the mail from %(address)s") % {"address": facts["address"]}


def _copy(facts: Facts) -> str:
    if facts["found"]:
        return ngettext("%(count)d copy found and deleted", "%(count)d copies found and deleted", facts["found"]) % {
            "count": facts["found"]
        }
    return _("no copy here; what the server does with copies: %(settings)s") % {"settings": facts["settings"]}


def _elsewhere(facts: Facts) -> str:
    if left := facts.get("left"):
        return ngettext(
            "%(count)d folder was not looked into, to save time",
            "%(count)d folders were not looked into, to save time",
            left,
        ) % {"count": left}
    count = facts["count"]
    said = ngettext(
        "%(count)d mail of the last %(days)d days, newest %(newest)s",
        "%(count)d mails of the last %(days)d days, newest %(newest)s",
        count,
    )
    return said % {"count": count, "days": facts["days"], "newest": moment(facts["newest"])}


def _ledger(facts: Facts) -> str:
    on_server = _("on the server %(server)d: %(known)d known, %(unknown)d unknown, %(leftovers)d marked as deleted")
    in_ledger = _(
        "in the ledger: %(processed)d imported, %(stored)d waiting, "
        "%(quarantined)d in quarantine, %(discarded)d discarded"
    )
    return f"{on_server % facts}; {in_ledger % facts}"


def _health(facts: Facts) -> str:
    parts = [
        _("last success %(when)s") % {"when": moment(facts["succeeded_at"])},
        _failures(facts["failures"]),
        _("next try %(when)s") % {"when": moment(facts["retry_at"])} if facts["retry_at"] else "",
    ]
    return ", ".join(part for part in parts if part)


def _failures(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(count)d failure", "%(count)d failures in a row", count) % {"count": count}


def _last_fetch(facts: Facts) -> str:
    return moment(facts["polled_at"])


def _subscription(facts: Facts) -> str:
    if not facts["expires_at"]:
        return ""
    values = {"end": moment(facts["expires_at"]), "when": moment(facts["notified_at"])}
    return _("promised until %(end)s, last told %(when)s") % values


def _fence(_facts: Facts) -> str:
    return _("closed to the app, as it should be")


_SIZED: Final = ("data", "fetch")
_TELLERS: Final[dict[str, Callable[[Facts], str]]] = {
    "tls": _tls,
    "clock": _clock,
    "app": _app,
    "permissions": _token,
    "newest": _message,
    "unknown": _message,
    "arrival": _arrival,
    "copy": _copy,
    "fence": _fence,
    "elsewhere": _elsewhere,
    "ledger": _ledger,
    "throttling": _health,
    "last-fetch": _last_fetch,
    "subscription": _subscription,
}
