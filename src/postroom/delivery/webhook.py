"""Calling a webhook: one POST with a deadline, tried again while the other side is in trouble."""

from __future__ import annotations

import datetime
from contextlib import suppress

import httpx
from django.utils import timezone

from postroom.configuration import configuration
from postroom.delivery.webhook_target import Target, TargetRefused, target_of
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
        answer = _post(webhook_call)
    except TargetRefused as refused:
        _over(webhook_call, None, refused.sentence)
        return
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        _again_or_over(webhook_call, None, f"{type(error).__name__}: {error}")
        return
    if answer.status_code >= 500 or answer.status_code == 429:
        _again_or_over(webhook_call, answer.status_code, answer.text[:1000])
        return
    _over(webhook_call, answer.status_code, "" if answer.is_success else answer.text[:1000])


def _post(webhook_call: WebhookCall) -> httpx.Response:
    """Call the first address that answers of those that were looked at. Raises TargetRefused."""
    target = target_of(webhook_call.url, configuration().webhook_networks)
    # A proxy of the environment would resolve the name by itself.
    with httpx.Client(timeout=_DEADLINE, trust_env=False) as client:
        for address in target.addresses[:-1]:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return _post_to(client, webhook_call, target, address)
        return _post_to(client, webhook_call, target, target.addresses[-1])


def _post_to(client: httpx.Client, webhook_call: WebhookCall, target: Target, address: str) -> httpx.Response:
    """Connect to `address`; server and certificate are asked for by the name."""
    return client.post(
        httpx.URL(webhook_call.url).copy_with(host=address),
        json=webhook_call.payload,
        headers={"Host": target.netloc, "X-Postroom-Call": str(webhook_call.pk), "User-Agent": "Postroom"},
        extensions={"sni_hostname": target.host},
    )


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
