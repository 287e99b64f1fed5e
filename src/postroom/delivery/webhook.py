"""Calling a webhook: one POST with a deadline, tried again while the other side is in trouble."""

from __future__ import annotations

import datetime

import httpx
from django.utils import timezone

from postroom.enqueue import CALL_WEBHOOK, enqueue
from postroom.models import WebhookCall

_DEADLINE = 15.0
"""Seconds for the whole answer."""
_PAUSES = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]


def call(call_id: int) -> None:
    """POST the payload as JSON. 5xx, 429 and no answer are tried again five times; the rest is final.

    The call's id is in `X-Postroom-Call`, so that the other side can tell a repetition.
    """
    webhook_call = WebhookCall.objects.filter(pk=call_id, finished_at=None).first()
    if webhook_call is None:
        return
    webhook_call.attempts += 1
    try:
        answer = httpx.post(
            webhook_call.url,
            json=webhook_call.payload,
            headers={"X-Postroom-Call": str(call_id), "User-Agent": "Postroom"},
            timeout=_DEADLINE,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        _again_or_over(webhook_call, None, f"{type(error).__name__}: {error}")
        return
    if answer.status_code >= 500 or answer.status_code == 429:
        _again_or_over(webhook_call, answer.status_code, answer.text[:1000])
        return
    _over(webhook_call, answer.status_code, "" if answer.is_success else answer.text[:1000])


def _again_or_over(webhook_call: WebhookCall, status: int | None, error: str) -> None:
    if webhook_call.attempts > len(_PAUSES):
        _over(webhook_call, status, error)
        return
    webhook_call.status, webhook_call.error = status, error
    webhook_call.due_at = timezone.now() + _PAUSES[webhook_call.attempts - 1]
    webhook_call.save()
    enqueue(CALL_WEBHOOK, call_id=webhook_call.pk, at=webhook_call.due_at)


def _over(webhook_call: WebhookCall, status: int | None, error: str) -> None:
    webhook_call.status, webhook_call.error = status, error
    webhook_call.finished_at = timezone.now()
    webhook_call.save()
