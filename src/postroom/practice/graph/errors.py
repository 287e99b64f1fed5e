"""How Graph says no.

Source: "Microsoft Graph error responses and resource types" (learn.microsoft.com/graph/errors); the codes beginning
with Error are those of Exchange, in its spelling.
"""

from __future__ import annotations

import uuid
from typing import Any

from postroom.practice.asgi.messages import Response, json_response
from postroom.practice.clock import now, utc


class GraphError(Exception):
    """A refusal, turned into Graph's JSON by the router."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}

    def response(self) -> Response:
        request_id = str(uuid.uuid4())
        inner = {
            "date": utc(now()).strftime("%Y-%m-%dT%H:%M:%S"),
            "request-id": request_id,
            "client-request-id": request_id,
        }
        error: dict[str, Any] = {"code": self.code, "message": self.message, "innerError": inner}
        return json_response({"error": error}, self.status, {"request-id": request_id, **self.headers})


def unauthorized(message: str) -> GraphError:
    challenge = 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'
    return GraphError(401, "InvalidAuthenticationToken", message, {"www-authenticate": challenge})


def access_denied() -> GraphError:
    return GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")


def not_found() -> GraphError:
    return GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.")


def malformed_id() -> GraphError:
    return GraphError(400, "ErrorInvalidIdMalformed", "Id is malformed.")


def bad_request(message: str, code: str = "BadRequest") -> GraphError:
    return GraphError(400, code, message)


def too_large() -> GraphError:
    return GraphError(413, "BadRequest", "Maximum request length exceeded.")


def throttled(retry_after: str) -> GraphError:
    """Source: "Microsoft Graph throttling guidance"; the header is missing at times."""
    headers = {"retry-after": retry_after} if retry_after else {}
    return GraphError(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", headers)
