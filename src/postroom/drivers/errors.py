"""Everything that can go wrong on the wire, as one tree.

DriverError                     code, server_text, retry
|-- Unreachable                 no name, no route, refused, timed out           retry
|-- Insecure                    certificate or STARTTLS not as demanded         no retry
|-- SignInRefused               user, password or token not accepted            no retry
|   `-- TokenRefused            the token endpoint said no (AADSTS code)        no retry
|-- NotFound                    folder, mailbox or message does not exist       no retry
|-- Refused                     the server understood and said no               as the answer says
|   |-- RecipientsRefused       some or all recipients not accepted             as the answer says
|   `-- TooLarge                over the server's size limit                    no retry
|-- Throttled                   too much at once; carries `retry_after`         retry
|-- ProtocolBroken              the answer is not what the standard allows      retry
`-- Uncertain                   cut off after the data: may have been accepted  a human decides
"""

from __future__ import annotations

import enum
from datetime import timedelta


class Retry(enum.Enum):
    """Whether trying the same again can help."""

    LATER = "later"
    NEVER = "never"
    HUMAN = "human"
    """Nobody can know whether it was done; a person has to look."""


class DriverError(Exception):
    """Base of the tree.

    `code` is a stable word that pages translate into a sentence and a remedy (such as `tls-certificate`,
    `smtp-auth-disabled`, `folder-missing`); `server_text` is what the server said, in its own words, secrets taken out.
    """

    default_code = "driver"
    default_retry = Retry.LATER

    def __init__(
        self,
        server_text: str = "",
        *,
        code: str | None = None,
        retry: Retry | None = None,
        retry_after: timedelta | None = None,
        step: str = "",
    ) -> None:
        super().__init__(server_text)
        self.server_text = server_text
        self.code = code or self.default_code
        self.retry = retry or self.default_retry
        self.retry_after = retry_after
        self.step = step
        """Which step failed: resolve, connect, tls, greeting, sign-in, folder, list, fetch, settle, sender, data."""


class Unreachable(DriverError):
    """No name, no route, refused, or no answer before the deadline."""

    default_code = "unreachable"


class Insecure(DriverError):
    """The connection cannot be made as safe as demanded; there is no fall-back to clear text."""

    default_code = "tls"
    default_retry = Retry.NEVER


class SignInRefused(DriverError):
    """The server did not accept user, password or token."""

    default_code = "sign-in"
    default_retry = Retry.NEVER


class TokenRefused(SignInRefused):
    """The token endpoint refused; `code` is the OAuth or AADSTS code, such as `AADSTS700082`."""

    default_code = "token"


class NotFound(DriverError):
    """Folder, mailbox or message does not exist."""

    default_code = "not-found"
    default_retry = Retry.NEVER


class Refused(DriverError):
    """The server understood and said no. Whether later can help stands in `retry`."""

    default_code = "refused"
    default_retry = Retry.NEVER


class RecipientsRefused(Refused):
    """Some or all recipients were not accepted. `refused` maps each address to the server's words."""

    default_code = "recipients"

    def __init__(self, refused: dict[str, str], *, retry: Retry | None = None) -> None:
        super().__init__("; ".join(f"{address}: {text}" for address, text in refused.items()), retry=retry)
        self.refused = refused


class TooLarge(Refused):
    """Over the server's size limit."""

    default_code = "too-large"


class Throttled(DriverError):
    """Too many requests, connections or messages; `retry_after` where the server named a time."""

    default_code = "throttled"


class ProtocolBroken(DriverError):
    """The answer is not what the standard allows."""

    default_code = "protocol"


class Uncertain(DriverError):
    """The connection broke after the message was handed over: the server may or may not have accepted it."""

    default_code = "uncertain"
    default_retry = Retry.HUMAN
