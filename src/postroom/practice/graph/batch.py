"""Several requests in one.

Source: "Combine multiple HTTP requests using JSON batching" (learn.microsoft.com/graph/json-batching): twenty at most,
paths below the version, a status for each; what is no JSON comes as base64 text.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from postroom.practice.asgi.messages import Request, Response, json_response
from postroom.practice.graph.errors import GraphError, bad_request

MOST = 20

Answerer = Callable[[Request], Awaitable[Response]]


async def answer_batch(request: Request, answer: Answerer) -> Response:
    """Answer every request of the batch by `answer`, in the order they came. Raises GraphError."""
    wanted = request.json().get("requests") or []
    if not 0 < len(wanted) <= MOST:
        raise bad_request(f"Number of batch request steps exceeds the maximum value of {MOST}.")
    if len({one.get("id") for one in wanted}) < len(wanted):
        raise bad_request("Batch requests contain duplicate or missing ids.")
    return json_response({"responses": [await _one(request, one, answer) for one in wanted]})


async def _one(request: Request, one: dict[str, Any], answer: Answerer) -> dict[str, Any]:
    try:
        response = await answer(_inner(request, one))
    except GraphError as problem:
        response = problem.response()
    told: dict[str, Any] = {"id": one["id"], "status": response.status, "headers": response.headers}
    if not response.body:
        return told
    if response.headers.get("content-type", "").startswith("application/json"):
        return {**told, "body": json.loads(response.body)}
    return {**told, "body": base64.b64encode(response.body).decode()}


def _inner(request: Request, one: dict[str, Any]) -> Request:
    path, _, query = str(one.get("url", "")).partition("?")
    headers = {name.lower(): str(value) for name, value in (one.get("headers") or {}).items()}
    body = json.dumps(one["body"]).encode() if "body" in one else b""
    return replace(
        request,
        method=str(one.get("method", "GET")).upper(),
        path="/v1.0/" + path.lstrip("/"),
        query_string=query,
        headers={"authorization": request.headers.get("authorization", ""), **headers},
        body=body,
    )
