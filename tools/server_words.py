"""What mail servers say, in their own words, and what the drivers make of it.

The words are those that administrators of help desks meet. Sources: "Fix issues with printers, scanners, and LOB
applications that send email using Microsoft 365", "NDR error codes in Exchange Online", "Microsoft Graph error
responses and resource types", "Response codes" of Exchange Web Services (all learn.microsoft.com), "Gmail SMTP errors
and codes" (support.google.com/a/answer/3726730).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from postroom.channels.sentences.ours import SERVER_WARNING
from postroom.drivers import codes
from postroom.drivers.graph import errors as graph
from postroom.drivers.imap import errors as imap
from postroom.drivers.smtp.answers import Answer, refusal, sign_in_error

SIGNING_IN_BY_SMTP = (
    "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
    "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.",
    "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.",
    "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.",
    "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
    "535 5.7.3 Authentication unsuccessful",
    "550 5.7.30 Basic authentication is not supported for Client Submission.",
    "534 5.7.14 Please log in with your web browser and then try again. - gsmtp",
    "535 5.7.8 Username and Password not accepted. - gsmtp",
)
SENDING_BY_SMTP = (
    "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
    "554 5.2.252 SendAsDenied; support@example.org not allowed to send as info@example.org",
    "432 4.3.2 Concurrent connections limit exceeded",
    "554 5.2.270 Message too large",
    "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
    "552 5.3.4 Message size exceeds fixed limit",
    "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP",
    "550 5.4.5 Daily user sending limit exceeded. - gsmtp",
    "552 5.7.0 This message was blocked because its content presents a potential security issue. - gsmtp",
    "552 5.2.3 Your message exceeded Google's message size limits. - gsmtp",
    "421 4.7.0 Temporary System Problem. Try again later. - gsmtp",
)
READING_BY_IMAP = (
    ("sign-in", "User is authenticated but not connected."),
    ("sign-in", "AUTHENTICATE failed."),
    ("folder", "[NONEXISTENT] The specified folder does not exist."),
    ("fetch", "Request is throttled. Suggested Backoff Time: 299499 milliseconds"),
    ("fetch", "[UNAVAILABLE] Server Unavailable. 15"),
    ("sign-in", "[ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754"),
    ("sign-in", "[ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page."),
    ("sign-in", "[ALERT] IMAP access is disabled for your domain. Please contact your domain administrator."),
    ("sign-in", "[AUTHENTICATIONFAILED] Invalid credentials (Failure)"),
    ("sign-in", "[ALERT] Too many simultaneous connections. (Failure)"),
    ("fetch", "[OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)"),
)
COMPLAINED_OF_BY_IMAP = ("NO [SERVERBUG] EXPUNGE failed.",)
"""What the IMAP driver takes for a warning: the mail is marked as deleted, and that has to do for now."""
ANSWERING_BY_GRAPH = (
    (403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."),
    (404, "ErrorItemNotFound", "The specified object was not found in the store., Default folder Root not found."),
    (404, "ErrorItemNotFound", "The specified object was not found in the store."),
    (404, "ResourceNotFound", "Resource could not be discovered."),
    (400, "ErrorInvalidIdMalformed", "Id is malformed."),
    (404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise."),
    (404, "ErrorInvalidUser", "The requested user 'info@example.org' is invalid."),
    (403, "ErrorSendAsDenied", "The user account which was used to submit this request may not send on its behalf."),
    (413, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size."),
    (507, "ErrorQuotaExceeded", "The mailbox has exceeded its quota."),
    (429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
    (503, "ErrorServerBusy", "The server cannot service this request right now. Try again later."),
    (504, "", "Gateway Timeout"),
    (410, "SyncStateNotFound", "The sync state generation is not found."),
    (401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid."),
)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a server, over which protocol they came, and the code of the sentence they lead to."""

    protocol: str
    words: str
    code: str


def every() -> Iterator[Said]:
    """Yield them, as the drivers understand them."""
    for words in SIGNING_IN_BY_SMTP:
        yield Said("SMTP", words, sign_in_error(_answer(words), by_token=True).code)
    for words in SENDING_BY_SMTP:
        yield Said("SMTP", words, refusal(_answer(words), codes.MESSAGE_REFUSED).code)
    for step, words in READING_BY_IMAP:
        yield Said("IMAP", words, imap.refusal(words, step).code)
    for words in COMPLAINED_OF_BY_IMAP:
        yield Said("IMAP", words, SERVER_WARNING)
    for status, code, message in ANSWERING_BY_GRAPH:
        body = json.dumps({"error": {"code": code, "message": message} if code else message}).encode()
        words = " ".join(part for part in (str(status), code, message) if part)
        yield Said("Graph", words, graph.refusal(graph.Answer(status, {}, body)).code)


def _answer(words: str) -> Answer:
    code, _space, text = words.partition(" ")
    return Answer(int(code), text)
