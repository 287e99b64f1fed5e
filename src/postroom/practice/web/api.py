"""The same handles as JSON, for whoever drives a practice tenant that runs in another process."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from postroom.practice.asgi.messages import Request, Response, json_response
from postroom.practice.control import Control

_ONCE: dict[str, Callable[[Control, str], object]] = {
    "expire-access-tokens": lambda control, who: control.expire_access_tokens(who),
    "revoke-grants": lambda control, who: control.revoke_grants(who),
    "expire-refresh-tokens": lambda control, who: control.expire_refresh_tokens(who),
    "demand-sign-in-again": lambda control, who: control.demand_sign_in_again(who),
    "expire-secret": lambda control, _: control.expire_secret(),
    "renew-secret": lambda control, _: control.renew_secret(),
    "demand-consent": lambda control, policy: control.demand_consent(policy=policy),
    "consent-for-everyone": lambda control, _: control.consent_for_everyone(),
    "notify-lifecycle": lambda control, event: control.notify_lifecycle(event),
    "register-redirect-uri": lambda control, address: control.register_redirect_uri(address),
}


def break_(control: Control, request: Request) -> Response:
    """POST {"fault": ..., "target", "value", "times", "seconds"}."""
    body = request.json()
    fault = body.pop("fault")
    control.break_(fault, **body)
    return json_response({})


def mend(control: Control, request: Request) -> Response:
    """POST {"fault": ...} or {} for everything."""
    control.mend(request.json().get("fault"))
    return json_response({})


def once(control: Control, request: Request) -> Response:
    """POST {"action": ..., "argument": ...}: the user, the policy, the event or the address the action is about."""
    body = request.json()
    _ONCE[body["action"]](control, body.get("argument", ""))
    return json_response({})


def send(control: Control, request: Request) -> Response:
    """POST {"sender": ..., "recipients": [...], "content": base64}: a customer sends a mail."""
    body = request.json()
    control.send_from_outside(body["sender"], body["recipients"], base64.b64decode(body["content"]))
    return json_response({})


def held(control: Control, request: Request) -> Response:
    """GET ?mailbox=...&folder=...: what lies there."""
    query = request.query
    mails: list[dict[str, Any]] = [
        {
            "uid": one.uid,
            "subject": one.subject,
            "flags": sorted(one.flags),
            "received": one.received,
            "content": base64.b64encode(one.content).decode(),
        }
        for one in control.held(query["mailbox"], query.get("folder", "inbox"))
    ]
    return json_response({"value": mails})
