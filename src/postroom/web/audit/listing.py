"""The audit log, newest first, narrowed by person, kind and days."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from postroom.models import AuditEntry, AuditKind, User
from postroom.web.access import administrator_required
from postroom.web.audit.reading import lines
from postroom.web.audit.words import SUBJECTS
from postroom.web.tickets.keyset import Key, page_of

PAGE = 50
_NEWEST = [Key(F("at"), datetime.datetime, descending=True)]
_FILTERS = ("person", "kind", "since", "until")
_SIGN_INS = {kind.value: kind.label for kind in (AuditKind.SIGNED_IN, AuditKind.REFUSED, AuditKind.SIGNED_OUT)}


@require_safe
@administrator_required
def audit(request: HttpRequest) -> HttpResponse:
    """List what was done to the installation."""
    asked = {name: request.GET.get(name, "").strip() for name in _FILTERS}
    page = page_of(
        narrowed(asked), _NEWEST, PAGE, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "lines": lines(page),
        "asked": asked,
        "filtered": any(asked.values()),
        "people": User.objects.exclude(roles=None).order_by("name", "email").distinct(),
        "kinds": sorted(SUBJECTS.items(), key=lambda item: str(item[1])),
        "sign_ins": _SIGN_INS.items(),
        "newer": _address(asked, before=page.previous) if page.previous else "",
        "older": _address(asked, after=page.next) if page.next else "",
    }
    return render(request, "audit/list.html", context)


def narrowed(asked: Mapping[str, str]) -> QuerySet[AuditEntry, AuditEntry]:
    """Return the entries that fit; what cannot be read narrows nothing."""
    found = AuditEntry.objects.all()
    if asked["person"].isdecimal():
        found = found.filter(actor=int(asked["person"][:9]))
    if asked["kind"] in _SIGN_INS:
        found = found.filter(kind=asked["kind"])
    elif asked["kind"] in SUBJECTS:
        found = found.filter(subject=asked["kind"])
    if since := _midnight(asked["since"]):
        found = found.filter(at__gte=since)
    if until := _midnight(asked["until"]):
        found = found.filter(at__lt=until + datetime.timedelta(days=1))
    return found


def _midnight(day: str) -> datetime.datetime | None:
    """Return when a day begins where the reader is."""
    try:
        read = parse_date(day)
    except ValueError:
        return None
    return timezone.make_aware(datetime.datetime.combine(read, datetime.time())) if read else None


def _address(asked: Mapping[str, str], **place: str) -> str:
    return "?" + urlencode({**{name: value for name, value in asked.items() if value}, **place})
