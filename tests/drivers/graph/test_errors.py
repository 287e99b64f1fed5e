"""What Graph's refusals mean."""

from __future__ import annotations

import datetime
import json

import pytest

from postroom.drivers import codes
from postroom.drivers.errors import DriverError, NotFound, Refused, Retry, SignInRefused, Throttled, TooLarge
from postroom.drivers.graph.errors import Answer, refusal
from postroom.drivers.graph.retrying import named_wait


def body(code: str, message: str = "words") -> bytes:
    return json.dumps({"error": {"code": code, "message": message}}).encode()


@pytest.mark.parametrize(
    ("status", "said", "kind", "code", "retry"),
    [
        (401, "InvalidAuthenticationToken", SignInRefused, codes.BEARER_REFUSED, Retry.NEVER),
        (403, "ErrorAccessDenied", Refused, codes.GRAPH_ACCESS_DENIED, Retry.NEVER),
        (403, "ErrorSendAsDenied", Refused, codes.SEND_AS_DENIED, Retry.NEVER),
        (404, "MailboxNotEnabledForRESTAPI", NotFound, codes.GRAPH_NO_MAILBOX, Retry.NEVER),
        (404, "ErrorInvalidUser", NotFound, codes.GRAPH_USER_UNKNOWN, Retry.NEVER),
        (404, "ErrorItemNotFound", NotFound, codes.NOT_FOUND, Retry.NEVER),
        (400, "ErrorInvalidIdMalformed", NotFound, codes.NOT_FOUND, Retry.NEVER),
        (404, "ResourceNotFound", NotFound, codes.NOT_FOUND, Retry.NEVER),
        (404, "anythingNew", NotFound, codes.NOT_FOUND, Retry.NEVER),
        (429, "MailboxConcurrency", Throttled, codes.THROTTLED, Retry.LATER),
        (500, "ErrorInternalServerTransientError", Refused, codes.SERVER_BUSY, Retry.LATER),
        (400, "ErrorMessageSizeExceeded", TooLarge, codes.TOO_LARGE, Retry.NEVER),
        (413, "ErrorQuotaExceeded", Refused, codes.MAILBOX_FULL, Retry.NEVER),
        (429, "ApplicationThrottled", Throttled, codes.THROTTLED, Retry.LATER),
        (410, "syncStateNotFound", Refused, codes.GRAPH_DELTA_LOST, Retry.LATER),
        (410, "SyncStateNotFound", Refused, codes.GRAPH_DELTA_LOST, Retry.LATER),
        (410, "resyncRequired", Refused, codes.GRAPH_DELTA_LOST, Retry.LATER),
        (503, "ErrorMailboxStoreUnavailable", Refused, codes.SERVER_BUSY, Retry.LATER),
        (500, "anythingNew", Refused, codes.COMMAND_REFUSED, Retry.LATER),
        (502, "anythingNew", Refused, codes.SERVER_BUSY, Retry.LATER),
        (400, "anythingNew", Refused, codes.COMMAND_REFUSED, Retry.NEVER),
        (412, "ErrorIrresolvableConflict", Refused, codes.COMMAND_REFUSED, Retry.LATER),
        (416, "invalidRange", Refused, codes.COMMAND_REFUSED, Retry.LATER),
        (418, "anythingNew", Refused, codes.COMMAND_REFUSED, Retry.NEVER),
    ],
)
def test_refusal_is_told_in_our_words(status: int, said: str, kind: type[DriverError], code: str, retry: Retry) -> None:
    error = refusal(Answer(status, {}, body(said)), "fetch")
    assert (type(error), error.code, error.retry, error.server_text) == (kind, code, retry, f"{said}: words")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b'{"error": "unauthorized_client", "error_description": "AADSTS7"}', "unauthorized_client: AADSTS7"),
        (b'{"error": "just words"}', "just words"),
        (b'{"error": {}}', "HTTP 403"),
        (b'["odd"]', "['odd']"),
        (b"<html>Service Unavailable</html>", "<html>Service Unavailable</html>"),
        (b"", "HTTP 403"),
        (b"\xff", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_refusal_of_any_form_is_readable(content: bytes, text: str) -> None:
    assert refusal(Answer(403, {}, content)).server_text == text


def test_refusal_carries_what_support_asks_for() -> None:
    error = refusal(Answer(403, {"request-id": "their-id"}, body("ErrorAccessDenied"), "our-id"))
    assert error.server_text == "ErrorAccessDenied: words (client-request-id our-id, request-id their-id)"


def test_missing_right_to_a_mailbox_is_told_from_a_missing_message() -> None:
    error = refusal(Answer(404, {}, body("ErrorItemNotFound", "Not found., Default folder Root not found.")))
    assert error.code == codes.GRAPH_MAILBOX_CLOSED
    elsewhere = refusal(Answer(404, {}, body("ResourceNotFound", "Resource could not be discovered.")))
    assert elsewhere.code == codes.GRAPH_NO_MAILBOX


def test_step_is_sign_in_where_the_token_is_refused() -> None:
    assert refusal(Answer(401, {}, b""), "list").step == "sign-in"
    assert refusal(Answer(403, {}, b""), "list").step == "list"


NOW = datetime.datetime(2026, 11, 16, 9, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        ("1.5", 1.5),
        ("0", 0.0),
        ("Mon, 16 Nov 2026 09:32:00 GMT", 120.0),
        ("Mon, 16 Nov 2026 09:32:00 -0000", 120.0),
        ("Mon, 16 Nov 2026 09:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_date(text: str, seconds: float | None) -> None:
    assert named_wait({"retry-after": text}, NOW) == seconds
