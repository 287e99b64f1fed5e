"""What Graph's refusals mean: the one table of the Graph driver.

Sources: "Microsoft Graph error responses and resource types" (learn.microsoft.com/graph/errors) for the form; the
codes that begin with Error are those of Exchange, listed in "ResponseCode" of the EWS reference
(learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpcore
import httpx

from postroom.drivers import codes
from postroom.drivers.errors import (
    DriverError,
    NotFound,
    ProtocolBroken,
    Refused,
    Retry,
    SignInRefused,
    Throttled,
    TooLarge,
    Unreachable,
)
from postroom.drivers.graph.retrying import named_wait


@dataclass(frozen=True, slots=True)
class Answer:
    """A refusal as it came: status, headers with names in lower case, body. `asked` is our client-request-id."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    asked: str = ""


@dataclass(frozen=True, slots=True)
class _Meaning:
    error: type[DriverError]
    code: str
    retry: Retry | None = None


_BY_CODE = {
    "InvalidAuthenticationToken": _Meaning(SignInRefused, codes.BEARER_REFUSED),
    "ErrorAccessDenied": _Meaning(Refused, codes.GRAPH_ACCESS_DENIED),
    "AccessDenied": _Meaning(Refused, codes.GRAPH_ACCESS_DENIED),
    "Authorization_RequestDenied": _Meaning(Refused, codes.GRAPH_ACCESS_DENIED),
    "MailboxNotEnabledForRESTAPI": _Meaning(NotFound, codes.GRAPH_NO_MAILBOX),
    "MailboxNotSupportedForRESTAPI": _Meaning(NotFound, codes.GRAPH_NO_MAILBOX),
    "ErrorInvalidUser": _Meaning(NotFound, codes.GRAPH_USER_UNKNOWN),
    "ErrorNonExistentMailbox": _Meaning(NotFound, codes.GRAPH_USER_UNKNOWN),
    "Request_ResourceNotFound": _Meaning(NotFound, codes.GRAPH_USER_UNKNOWN),
    "ErrorFolderNotFound": _Meaning(NotFound, codes.FOLDER_MISSING),
    "ErrorItemNotFound": _Meaning(NotFound, codes.NOT_FOUND),
    "ErrorInvalidIdMalformed": _Meaning(NotFound, codes.NOT_FOUND),
    "ResourceNotFound": _Meaning(NotFound, codes.NOT_FOUND),
    "SyncStateNotFound": _Meaning(Refused, codes.GRAPH_DELTA_LOST, Retry.LATER),
    "ErrorSendAsDenied": _Meaning(Refused, codes.SEND_AS_DENIED),
    "ErrorInvalidRecipients": _Meaning(Refused, codes.RECIPIENTS_REFUSED),
    "ErrorMessageSizeExceeded": _Meaning(TooLarge, codes.TOO_LARGE),
    "ErrorAttachmentSizeLimitExceeded": _Meaning(TooLarge, codes.TOO_LARGE),
    "ErrorExceededMessageLimit": _Meaning(Refused, codes.SENDING_LIMIT, Retry.LATER),
    "ErrorSubmissionQuotaExceeded": _Meaning(Refused, codes.SENDING_LIMIT, Retry.LATER),
    "ErrorAccountSuspend": _Meaning(Refused, codes.SENDING_BLOCKED),
    "ErrorMimeContentInvalid": _Meaning(Refused, codes.MESSAGE_REFUSED),
    "ErrorMimeContentInvalidBase64String": _Meaning(Refused, codes.MESSAGE_REFUSED),
    "ErrorMessageSubmissionBlocked": _Meaning(Refused, codes.SENDING_BLOCKED),
    "ErrorQuotaExceeded": _Meaning(Refused, codes.MAILBOX_FULL),
    "ErrorMailboxMoveInProgress": _Meaning(Refused, codes.SERVER_BUSY, Retry.LATER),
    "ErrorMailboxStoreUnavailable": _Meaning(Refused, codes.SERVER_BUSY, Retry.LATER),
    "ErrorServerBusy": _Meaning(Throttled, codes.THROTTLED),
    "ErrorMailboxFailover": _Meaning(Refused, codes.SERVER_BUSY, Retry.LATER),
    "ErrorInternalServerTransientError": _Meaning(Refused, codes.SERVER_BUSY, Retry.LATER),
    "ErrorTimeoutExpired": _Meaning(Refused, codes.SERVER_BUSY, Retry.LATER),
    "ErrorTooManyObjectsOpened": _Meaning(Throttled, codes.THROTTLED),
    "ErrorExceededConnectionCount": _Meaning(Throttled, codes.THROTTLED),
    "MailboxConcurrency": _Meaning(Throttled, codes.THROTTLED),
    "ApplicationThrottled": _Meaning(Throttled, codes.THROTTLED),
    "TooManyRequests": _Meaning(Throttled, codes.THROTTLED),
    "CommandConcurrencyLimitReached": _Meaning(Throttled, codes.THROTTLED),
    "ValidationError": _Meaning(Refused, codes.GRAPH_ADDRESS_UNREACHABLE, Retry.LATER),
}
_FOLDED = {code.casefold(): meaning for code, meaning in _BY_CODE.items()}

_ENDED = re.compile(r"disconnected|closed connection")
"""h11 and httpcore use one exception for a connection that ends early and for what is no HTTP at all."""

_BY_STATUS = {
    401: _Meaning(SignInRefused, codes.BEARER_REFUSED),
    403: _Meaning(Refused, codes.GRAPH_ACCESS_DENIED),
    404: _Meaning(NotFound, codes.NOT_FOUND),
    408: _Meaning(Refused, codes.SERVER_BUSY, Retry.LATER),
    # Somebody else changed the same thing, or a range was sent twice.
    409: _Meaning(Refused, codes.COMMAND_REFUSED, Retry.LATER),
    412: _Meaning(Refused, codes.COMMAND_REFUSED, Retry.LATER),
    416: _Meaning(Refused, codes.COMMAND_REFUSED, Retry.LATER),
    410: _Meaning(Refused, codes.GRAPH_DELTA_LOST, Retry.LATER),
    413: _Meaning(TooLarge, codes.TOO_LARGE),
    429: _Meaning(Throttled, codes.THROTTLED),
    # Of one message that Exchange cannot turn into MIME, too.
    500: _Meaning(Refused, codes.COMMAND_REFUSED, Retry.LATER),
}


def refusal(answer: Answer, step: str = "") -> DriverError:
    """Return what an answer that is no success means."""
    code, message = _words(answer.body)
    meaning = _meaning(answer.status, code, message)
    text = ": ".join(part for part in (code, message) if part) or f"HTTP {answer.status}"
    wait = named_wait(answer.headers)
    return meaning.error(
        text + _traces(answer),
        code=meaning.code,
        retry=meaning.retry,
        retry_after=None if wait is None else timedelta(seconds=wait),
        step="sign-in" if meaning.error is SignInRefused else step,
    )


def translate(error: Exception, step: str, asked: str = "") -> DriverError | None:
    """Return the DriverError for what httpx, httpcore or the system raised; None where it is a mistake of our own."""
    traces = f" (client-request-id {asked})" if asked else ""
    text = str(error) + traces
    match error:
        case httpcore.TimeoutException() | httpx.TimeoutException() | TimeoutError():
            return Unreachable(text, code=codes.ANSWER_TIMEOUT, step=step)
        case httpcore.LocalProtocolError() | httpx.LocalProtocolError():
            return None
        case httpcore.RemoteProtocolError() if not _ENDED.search(text):
            return ProtocolBroken(text, code=codes.PROTOCOL, step=step)
        case httpcore.RemoteProtocolError() | httpcore.NetworkError() | httpx.TransportError() | OSError():
            return Unreachable(text, code=codes.CONNECTION_LOST, step=step)
        case json.JSONDecodeError() | httpx.DecodingError() | KeyError() | UnicodeDecodeError():
            return ProtocolBroken(f"{type(error).__name__}: {text}", code=codes.PROTOCOL, step=step)
    return None


def _meaning(status: int, code: str, message: str) -> _Meaning:
    known = _FOLDED.get(code.casefold())
    if known is not None and known.code == codes.NOT_FOUND:
        return _missing(message.casefold()) or known
    if known is not None:
        return known
    if status > 500:
        return _Meaning(Refused, codes.SERVER_BUSY, Retry.LATER)
    return _BY_STATUS.get(status, _Meaning(Refused, codes.COMMAND_REFUSED))


def _missing(message: str) -> _Meaning | None:
    """Exchange uses the same codes for a mailbox that stays closed, and for one that is not in the cloud at all."""
    if "folder root" in message:
        return _Meaning(NotFound, codes.GRAPH_MAILBOX_CLOSED)
    if "could not be discovered" in message:
        return _Meaning(NotFound, codes.GRAPH_NO_MAILBOX)
    return None


def _words(body: bytes) -> tuple[str, str]:
    """Return code and message of the body: an object in the usual case, a bare text at times, or no JSON at all."""
    try:
        told: Any = json.loads(body)
    except ValueError:
        return "", body[:500].decode("utf-8", "replace").strip()
    error = told.get("error", told) if isinstance(told, dict) else told
    if isinstance(error, dict):
        return str(error.get("code") or ""), str(error.get("message") or told.get("error_description") or "")
    described = told.get("error_description") or "" if isinstance(told, dict) else ""
    return str(error), str(described)


def _traces(answer: Answer) -> str:
    """Return what Microsoft's support asks for first."""
    named = {"client-request-id": answer.asked, "request-id": answer.headers.get("request-id", "")}
    told = ", ".join(f"{name} {value}" for name, value in named.items() if value)
    return f" ({told})" if told else ""
