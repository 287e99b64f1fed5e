"""Announcing news in the current transaction: nobody hears of it before the commit, and nobody if it fails."""

from __future__ import annotations

from django.db import connection

from postroom.live.news import CHANNEL, News


def announce(news: News) -> None:
    """Let every web process know; one statement. Of nothing nothing is said."""
    if news == News():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, news.encoded()])
