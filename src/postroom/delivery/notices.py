"""Telling administrators by mail of what stands as a notice: through another channel than the one that fails."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from postroom.channels.sentences import explain
from postroom.configuration import configuration
from postroom.models import Notice, User
from postroom.tickets.notifying import notification_sender, notify

_CALM = datetime.timedelta(minutes=2)
"""A failure that mends itself within that time is nobody's mail."""


def mail_notices() -> int:
    """Mail every standing notice once to every administrator; return how many notices were mailed."""
    waiting = Notice.objects.filter(mailed_at=None, cleared_at=None, since__lt=timezone.now() - _CALM)
    mailed = 0
    for notice in waiting.select_related("channel"):
        sender = notification_sender(avoid_channel=notice.channel_id)
        if sender is None:
            continue
        for administrator in User.objects.filter(active=True, roles__is_administrator=True).distinct():
            with override(administrator.language or configuration().default_language):
                notify(administrator.email, _subject(notice), _body(notice), sender)
        notice.mailed_at = timezone.now()
        notice.save(update_fields=["mailed_at"])
        mailed += 1
    return mailed


def _subject(notice: Notice) -> str:
    return _("Postroom: the channel %(channel)s needs you") % {"channel": notice.channel}


def _body(notice: Notice) -> str:
    code, _newline, words = notice.detail.partition("\n")
    sentence = explain(code)
    lines = [
        str(sentence.what),
        str(sentence.remedy),
        words and _("The server’s words: %(words)s") % {"words": words},
        notice.channel and f"{configuration().public_url}/channels/{notice.channel.pk}/",
    ]
    return "\n\n".join(str(line) for line in lines if line)
