"""Telling administrators by mail of what stands as a notice: through another channel than the one that fails."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from postroom.channels.notices_ahead import stopping, tell
from postroom.channels.sentences import explain
from postroom.configuration import configuration
from postroom.models import EmailAddress, Notice, User
from postroom.tickets.notifying import notification_sender, notify

_CALM = datetime.timedelta(minutes=2)
"""A failure that mends itself within that time is nobody's mail."""


def mail_notices() -> int:
    """Mail every standing notice once to every administrator; return how many notices were mailed."""
    waiting = Notice.objects.filter(mailed_at=None, cleared_at=None, since__lt=timezone.now() - _CALM)
    mailed = 0
    for notice in waiting.select_related("channel"):
        sender = _sender(notice)
        if sender is None:
            continue
        for administrator in User.objects.filter(active=True, roles__is_administrator=True).distinct():
            with override(administrator.language or configuration().default_language):
                notify(administrator.email, _subject(notice), _body(notice), sender)
        notice.mailed_at = timezone.now()
        notice.save(update_fields=["mailed_at"])
        mailed += 1
    return mailed


def _sender(notice: Notice) -> EmailAddress | None:
    """Return an address of another channel; what only will happen may also be told by the channel itself."""
    if not notice.about:
        return notification_sender(avoid_channel=notice.channel_id)
    usual = notification_sender()
    ending = stopping([notice])[notice.pk]
    if usual is None or usual.channel not in ending:
        return usual
    others = EmailAddress.objects.filter(channel__active=True).exclude(channel__in=ending)
    return others.order_by("pk").first() or usual


def _subject(notice: Notice) -> str:
    if notice.about:
        return _("Postroom: %(what)s") % {"what": str(explain(notice.code).what).rstrip(".")}
    return _("Postroom: the channel %(channel)s needs you") % {"channel": notice.channel}


def _body(notice: Notice) -> str:
    lines = _ahead(notice) if notice.about else _failing(notice)
    return "\n\n".join(line for line in lines if line)


def _ahead(notice: Notice) -> list[str]:
    sentence = explain(notice.code)
    channels = stopping([notice])[notice.pk]
    pages = [f"{configuration().public_url}/channels/{channel.pk}/" for channel in channels]
    return [str(sentence.what), tell(notice, channels), str(sentence.remedy), sentence.link, *pages]


def _failing(notice: Notice) -> list[str]:
    code, _newline, words = notice.detail.partition("\n")
    sentence = explain(code)
    page = f"{configuration().public_url}/channels/{notice.channel_id}/" if notice.channel_id else ""
    return [
        str(sentence.what),
        str(sentence.remedy),
        sentence.command,
        sentence.link,
        _("The server’s words: %(words)s") % {"words": words} if words else "",
        page,
        _("The doctor looks at everything: %(page)s") % {"page": f"{page}doctor/"} if page else "",
    ]
