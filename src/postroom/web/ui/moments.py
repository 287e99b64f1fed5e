"""Times as short as they can be read, with the whole time on hover."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def moment(when: datetime | None) -> SafeString:
    """Show the time today, the day this year, the date before; nothing for None."""
    return _time(when, short)


@register.simple_tag
def full_moment(when: datetime | None) -> SafeString:
    """Show day and time; nothing for None."""
    return _time(when, _day_and_time)


def _time(when: datetime | None, written: Callable[[datetime, date], str]) -> SafeString:
    if when is None:
        return SafeString("")
    zone = timezone.get_current_timezone()
    return _element(when, zone, timezone.localdate(timezone=zone), get_language(), written)


@lru_cache(4096)
def _element(
    when: datetime, zone: tzinfo, today: date, _language: str | None, written: Callable[[datetime, date], str]
) -> SafeString:
    """Agents see the same tickets again and again, and writing a time takes longer than anything else in a row."""
    local = timezone.localtime(when, zone).replace(tzinfo=None)
    whole = date_format(local, "DATETIME_FORMAT")
    return format_html('<time datetime="{}" title="{}">{}</time>', when.isoformat(), whole, written(local, today))


def _day_and_time(local: datetime, _today: date) -> str:
    return date_format(local, "SHORT_DATETIME_FORMAT")


def short(local: datetime, today: date | None = None) -> str:
    """Write a local time in as few letters as its distance from today allows, in the form of the language."""
    today = today or timezone.localdate()
    if local.date() == today:
        return date_format(local, "TIME_FORMAT")
    if local.year == today.year:
        return date_format(local, get_format("MONTH_DAY_FORMAT").replace("F", "N"))
    return date_format(local, "SHORT_DATE_FORMAT")
