"""Times as short as they can be read, with the whole time on hover."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def moment(when: datetime | None) -> SafeString:
    """Show the time today, the day this year, the date before; nothing for None."""
    return _time(when, short)


@register.simple_tag
def full_moment(when: datetime | None) -> SafeString:
    """Show day and time; nothing for None."""
    return _time(when, lambda local: date_format(local, "SHORT_DATETIME_FORMAT"))


def _time(when: datetime | None, written: Callable[[datetime], str]) -> SafeString:
    if when is None:
        return SafeString("")
    local = timezone.localtime(when)
    whole = date_format(local, "DATETIME_FORMAT")
    return format_html('<time datetime="{}" title="{}">{}</time>', when.isoformat(), whole, written(local))


def short(local: datetime) -> str:
    """Write a local time in as few letters as its distance from now allows, in the form of the language."""
    now = timezone.localtime(timezone.now())
    if local.date() == now.date():
        return date_format(local, "TIME_FORMAT")
    if local.year == now.year:
        return date_format(local, get_format("MONTH_DAY_FORMAT").replace("F", "N"))
    return date_format(local, "SHORT_DATE_FORMAT")
