"""What an SMTP answer means: one table from the server's code and words to an error of `errors.py`.

Sources: RFC 5321 section 4.2, RFC 3463 (enhanced status codes),
https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online,
"Gmail SMTP errors and codes" (support.google.com/a/answer/3726730)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from postroom.drivers import codes
from postroom.drivers.errors import DriverError, Refused, Retry, SignInRefused, Throttled, TokenRefused, TooLarge


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole answer of the server, however many lines it had."""

    code: int
    text: str
    """The server's words, lines joined by a line break."""

    @property
    def positive(self) -> bool:
        """2xx or 3xx."""
        return 200 <= self.code < 400

    @property
    def temporary(self) -> bool:
        """4xx: the same may work later."""
        return 400 <= self.code < 500

    @property
    def enhanced(self) -> str:
        """The enhanced status code such as `5.7.60`, or empty."""
        found = _ENHANCED.search(self.text)
        return found[1] if found else ""

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


_ENHANCED = re.compile(r"^\s*([245]\.\d{1,3}\.\d{1,3})(?=\s|$)", re.MULTILINE)

_Maker = Callable[[str], DriverError]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """`enhanced` and `words` (a pattern, case ignored) must both fit where given."""

    make: _Maker
    enhanced: tuple[str, ...] = ()
    words: str = ""

    def fits(self, answer: Answer) -> bool:
        if self.enhanced and answer.enhanced not in self.enhanced:
            return False
        return not self.words or re.search(self.words, answer.text, re.IGNORECASE) is not None


def _sign_in(code: str) -> _Maker:
    return lambda text: SignInRefused(text, code=code)


def _refused(code: str, retry: Retry = Retry.NEVER, retry_after: timedelta | None = None) -> _Maker:
    return lambda text: Refused(text, code=code, retry=retry, retry_after=retry_after)


_SIGN_IN: tuple[_Meaning, ...] = (
    _Meaning(_sign_in(codes.WEB_SIGN_IN_NEEDED), words=r"log in (via|with) your web browser"),
    _Meaning(_sign_in(codes.SMTP_AUTH_DISABLED), words=r"SmtpClientAuth\w* is disabled"),
    _Meaning(
        _sign_in(codes.SECURITY_DEFAULTS), words=r"security defaults|did not meet the criteria|conditional access"
    ),
    _Meaning(_sign_in(codes.SIGN_IN_LOCKED), words=r"user is locked|account is locked|password (has )?expired"),
    _Meaning(_sign_in(codes.BASIC_AUTH_RETIRED), enhanced=("5.7.30",)),
    _Meaning(_sign_in(codes.BASIC_AUTH_RETIRED), words=r"basic auth\w* is (not supported|disabled)"),
    _Meaning(_sign_in(codes.SMTP_AUTH_DISABLED), enhanced=("5.7.139",), words="disabled"),
    _Meaning(_sign_in(codes.APP_SPECIFIC_NEEDED), enhanced=("5.7.9",)),
    _Meaning(_sign_in(codes.APP_SPECIFIC_NEEDED), words=r"application-specific password|app password"),
)

_ANYWHERE: tuple[_Meaning, ...] = (
    _Meaning(_refused(codes.SEND_AS_DENIED), enhanced=("5.7.60", "5.2.252")),
    _Meaning(_refused(codes.SEND_AS_DENIED), words=r"SendAsDenied|not allowed to send as"),
    _Meaning(_refused(codes.SENDING_LIMIT, Retry.LATER, timedelta(hours=1)), enhanced=("5.1.90",)),
    _Meaning(
        _refused(codes.SENDING_LIMIT, Retry.LATER, timedelta(hours=1)),
        words=r"daily (user )?sending (limit|quota)|recipient limit is exceeded|RecipientLimitExceeded",
    ),
    _Meaning(_refused(codes.SENDING_BLOCKED), enhanced=("5.1.8", "5.7.705", "5.7.708", "5.7.750")),
    # Gmail answers 552 both for what is too large and for attachments it takes for dangerous.
    _Meaning(_refused(codes.MESSAGE_REFUSED), enhanced=("5.7.0",), words="potential security issue"),
    _Meaning(_refused(codes.MAILBOX_FULL, Retry.LATER), enhanced=("4.2.2",)),
    _Meaning(_refused(codes.MAILBOX_FULL), enhanced=("5.2.2",)),
    _Meaning(TooLarge, enhanced=("5.2.3", "5.2.270", "5.3.4")),
    _Meaning(TooLarge, words=r"MessageSizeExceeded|message (size|too large|exceeds)|size limit|too (big|large)"),
    _Meaning(
        Throttled,
        enhanced=("4.2.1", "4.3.2", "4.7.0", "4.7.1", "4.7.28", "4.7.500"),
        words="concurrent|throttl|too many|rate|limit|exceeded",
    ),
)


def sign_in_error(answer: Answer, *, by_token: bool, complaint: str = "") -> DriverError:
    """Return what a refused AUTH means. `complaint` is what an XOAUTH2 challenge told before the refusal."""
    text = f"{answer} ({complaint})" if complaint else str(answer)
    meaning = _find(answer, _SIGN_IN)
    if meaning is not None:
        return meaning.make(text)
    if answer.temporary:
        return _temporary(answer, text)
    if by_token:
        return TokenRefused(text, code=codes.BEARER_REFUSED)
    return SignInRefused(text, code=codes.SIGN_IN_REFUSED)


def refusal(answer: Answer, code: str) -> DriverError:
    """Return what a refused MAIL, RCPT, DATA or message means; `code` where the table knows nothing closer."""
    text = str(answer)
    meaning = _find(answer, _ANYWHERE)
    if meaning is not None:
        return meaning.make(text)
    if answer.code == 552:
        return TooLarge(text)
    if answer.temporary:
        return _temporary(answer, text)
    return Refused(text, code=code, retry=Retry.NEVER)


def _temporary(answer: Answer, text: str) -> DriverError:
    return Refused(text, code=codes.SERVER_CLOSING if answer.code == 421 else codes.SERVER_BUSY, retry=Retry.LATER)


def _find(answer: Answer, table: tuple[_Meaning, ...]) -> _Meaning | None:
    return next((meaning for meaning in table if meaning.fits(answer)), None)
