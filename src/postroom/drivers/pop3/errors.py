"""What poplib and the server's -ERR mean: the one table of the POP3 driver."""

from __future__ import annotations

import poplib
import re

from postroom.drivers import codes
from postroom.drivers.errors import DriverError, ProtocolBroken, Refused, Retry, SignInRefused, Throttled
from postroom.drivers.wire_errors import translate_wire_error

# Response codes: RFC 2449 section 8, RFC 3206.
_BUSY = re.compile(r"\[IN-USE\]|lock|already (open|in use)", re.IGNORECASE)
_TOO_OFTEN = re.compile(r"\[LOGIN-DELAY\]|throttl|too (many|often)", re.IGNORECASE)
_TEMPORARY = re.compile(r"\[SYS/TEMP\]|temporar|try again", re.IGNORECASE)
_APP_PASSWORD = re.compile(r"application-specific password|app password|web login required", re.IGNORECASE)


def translate(error: Exception, step: str) -> DriverError | None:
    """Return the DriverError for what was raised in `step`; None where it is a mistake of our own."""
    match error:
        case OSError():
            # First, because a failed certificate check is a ValueError too.
            return translate_wire_error(error, step)
        case poplib.error_proto():
            return refusal(_words(error), step)
        case UnicodeError() | ValueError() | IndexError():
            return ProtocolBroken(f"{type(error).__name__}: {error}", step=step)
    return translate_wire_error(error, step)


def refusal(text: str, step: str) -> DriverError:
    """Return what an -ERR with these words means in this step."""
    if not text.startswith("-ERR"):
        return ProtocolBroken(text, step=step)
    if _BUSY.search(text):
        return Refused(text, code=codes.MAILBOX_BUSY, retry=Retry.LATER, step=step)
    if _TOO_OFTEN.search(text):
        return Throttled(text, step=step)
    if _TEMPORARY.search(text):
        return Refused(text, code=codes.SERVER_BUSY, retry=Retry.LATER, step=step)
    if step == "sign-in":
        code = codes.APP_SPECIFIC_NEEDED if _APP_PASSWORD.search(text) else codes.SIGN_IN_REFUSED
        return SignInRefused(text, code=code, step=step)
    return Refused(text, code=codes.COMMAND_REFUSED, retry=Retry.LATER, step=step)


def _words(error: Exception) -> str:
    words = error.args[0] if error.args else ""
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
