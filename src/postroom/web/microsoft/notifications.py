"""Where Microsoft calls when new mail has come. It enqueues a look and nothing else.

Source: "Receive change notifications through webhooks"
(learn.microsoft.com/graph/change-notifications-delivery-webhooks): a new address is tried with `validationToken`, which
is answered as plain text within ten seconds; notifications are answered with 202 within three, also those that are not
believed, or they would be sent again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from postroom.channels.subscribing.telling import Notice, tell

_LONGEST_TOKEN = 2000
_ENDS = "reauthorizationRequired"
_GONE = "subscriptionRemoved"


@csrf_exempt
@require_POST
def notified(request: HttpRequest) -> HttpResponse:
    """Take what Microsoft tells. Nobody is signed in here: what counts is the secret of the subscription."""
    token = request.GET.get("validationToken", "")
    if token:
        # As plain text, and never sniffed for anything else: this page repeats what anybody sends it.
        return HttpResponse(token[:_LONGEST_TOKEN], content_type="text/plain; charset=utf-8")
    try:
        told = json.loads(request.body)
    except ValueError:
        return HttpResponseBadRequest()
    tell(_notices(told))
    return HttpResponse(status=202)


def _notices(told: object) -> Iterator[Notice]:
    values = told.get("value") if isinstance(told, dict) else None
    for one in values if isinstance(values, list) else []:
        if isinstance(one, dict):
            event = one.get("lifecycleEvent")
            remote_id, secret = str(one.get("subscriptionId") or ""), str(one.get("clientState") or "")
            yield Notice(remote_id, secret, ends=event == _ENDS, gone=event == _GONE)
