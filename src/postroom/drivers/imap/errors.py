"""What imaplib, IMAPClient and the server's refusals mean: the one table of the IMAP driver."""

from __future__ import annotations

import imaplib
import re
from datetime import timedelta

from imapclient.exceptions import ProtocolError

from postroom.drivers import codes
from postroom.drivers.errors import (
    DriverError,
    NotFound,
    ProtocolBroken,
    Refused,
    Retry,
    SignInRefused,
    Throttled,
    Unreachable,
)
from postroom.drivers.wire_errors import translate_wire_error

_THROTTLED = re.compile(r"throttl|too many|\[LIMIT\]|rate limit|bandwidth limit", re.IGNORECASE)
_BANDWIDTH = re.compile(r"command or bandwidth limits", re.IGNORECASE)
"""Gmail: "[OVERQUOTA] Account exceeded command or bandwidth limits", which may last for a day."""
_BACK_OFF = re.compile(r"Backoff Time:?\s*(\d+)\s*milliseconds", re.IGNORECASE)
"""Exchange: "Request is throttled. Suggested Backoff Time: 299499 milliseconds"."""
_BUSY = re.compile(r"\[(UNAVAILABLE|INUSE|SERVERBUG|CONTACTADMIN)\]|temporar|try again|server busy", re.IGNORECASE)
_NOT_CONNECTED = re.compile(r"authenticated but not connected", re.IGNORECASE)
_APP_PASSWORD = re.compile(r"application-specific password|app(lication)? password|web login required", re.IGNORECASE)
_BASIC_RETIRED = re.compile(r"basic auth\w* is (disabled|blocked)|LOGINDISABLED", re.IGNORECASE)
_WEB_SIGN_IN = re.compile(r"log in via your web browser", re.IGNORECASE)
_IMAP_DISABLED = re.compile(r"not enabled for IMAP", re.IGNORECASE)
_IMAP_DISABLED_FOR_DOMAIN = re.compile(r"IMAP access is disabled for your domain", re.IGNORECASE)
_QUOTA = re.compile(r"\[OVERQUOTA\]|quota", re.IGNORECASE)


def translate(error: Exception, step: str) -> DriverError | None:
    """Return the DriverError for what was raised in `step`; None where it is a mistake of our own."""
    text = _words(error)
    match error:
        case OSError():
            # First, because a failed certificate check is a ValueError too.
            return translate_wire_error(error, step)
        case ProtocolError():
            return ProtocolBroken(text, step=step)
        case imaplib.IMAP4.readonly():
            return Refused(text, code=codes.FOLDER_READ_ONLY, step=step)
        case imaplib.IMAP4.abort():
            return _abort(error, text, step)
        case imaplib.IMAP4.error():
            return refusal(text, step)
        case UnicodeError() | ValueError() | IndexError() | AssertionError():
            # The parsers trip over what no server should send.
            return ProtocolBroken(f"{type(error).__name__}: {text}", step=step)
    return translate_wire_error(error, step)


def refusal(text: str, step: str) -> DriverError:
    """Return what a NO or BAD with these words means in this step."""
    if _NOT_CONNECTED.search(text):
        return Refused(text, code=codes.MAILBOX_NOT_CONNECTED, retry=Retry.LATER, step=step)
    if _THROTTLED.search(text):
        return _throttled(text, step)
    if text.startswith("* BYE"):
        return closing(text, step)
    if _BUSY.search(text):
        return Refused(text, code=codes.SERVER_BUSY, retry=Retry.LATER, step=step)
    if step == "sign-in":
        return SignInRefused(text, code=_sign_in_code(text), step=step)
    if step == "folder":
        return NotFound(text, code=codes.FOLDER_MISSING, step=step)
    if _QUOTA.search(text):
        return Refused(text, code=codes.MAILBOX_FULL, step=step)
    return Refused(text, code=codes.COMMAND_REFUSED, retry=Retry.LATER, step=step)


def closing(text: str, step: str) -> DriverError:
    """Return what a BYE with these words means in this step."""
    if _THROTTLED.search(text):
        return _throttled(text, step)
    return Unreachable(text, code=codes.SERVER_CLOSING, step=step)


def _throttled(text: str, step: str) -> DriverError:
    if _BANDWIDTH.search(text):
        return Throttled(text, code=codes.BANDWIDTH_USED_UP, step=step, retry_after=timedelta(hours=1))
    named = _BACK_OFF.search(text)
    return Throttled(text, step=step, retry_after=timedelta(milliseconds=int(named[1])) if named else None)


def _abort(error: imaplib.IMAP4.abort, text: str, step: str) -> DriverError:
    known = translate_wire_error(error.__context__, step) if isinstance(error.__context__, OSError) else None
    return known or Unreachable(text, code=codes.CONNECTION_LOST, step=step)


_SIGN_IN_CODES = (
    (_APP_PASSWORD, codes.APP_SPECIFIC_NEEDED),
    (_BASIC_RETIRED, codes.BASIC_AUTH_RETIRED),
    (_WEB_SIGN_IN, codes.WEB_SIGN_IN_NEEDED),
    (_IMAP_DISABLED, codes.IMAP_DISABLED),
    (_IMAP_DISABLED_FOR_DOMAIN, codes.IMAP_DISABLED_FOR_DOMAIN),
)


def _sign_in_code(text: str) -> str:
    return next((code for words, code in _SIGN_IN_CODES if words.search(text)), codes.SIGN_IN_REFUSED)


def _words(error: Exception) -> str:
    words = error.args[0] if error.args else ""
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
