"""IMAP and SMTP with a token that may be refused before its time: then once more with a new one.

Exchange refuses tokens early, after a password change or a policy ("Continuous access evaluation",
learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation); Google ends them with the
grant. A new token either works, or the sign-in service says why there is none, which mail servers never do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from postroom.drivers import codes
from postroom.drivers.base import StepListener
from postroom.drivers.connection import ConnectionSettings
from postroom.drivers.credentials import BearerToken
from postroom.drivers.errors import SignInRefused
from postroom.drivers.imap import ImapSource
from postroom.drivers.smtp import SmtpSink


class RenewingImapSource(ImapSource):
    """An IMAP folder. `token` is asked for a token, and told of the one that was refused."""

    def __init__(
        self,
        place: ConnectionSettings,
        user: str,
        token: Callable[[str], str],
        folder: str,
        on_step: StepListener | None,
    ) -> None:
        self._place, self._user, self._path, self._listener = place, user, folder, on_step
        self._token = token
        self._given = token("")
        self._begin()

    def __enter__(self) -> Self:
        try:
            return super().__enter__()
        except SignInRefused as error:
            if error.code != codes.BEARER_REFUSED:
                raise
        self._given = self._token(self._given)
        self._begin()
        return super().__enter__()

    def _begin(self) -> None:
        super().__init__(self._place, BearerToken(self._user, self._given), self._path, on_step=self._listener)


class RenewingSmtpSink(SmtpSink):
    """An SMTP server. `token` as above."""

    def __init__(
        self, place: ConnectionSettings, user: str, token: Callable[[str], str], on_step: StepListener | None
    ) -> None:
        self._place, self._user, self._listener = place, user, on_step
        self._token = token
        self._given = token("")
        self._begin()

    def __enter__(self) -> Self:
        try:
            return super().__enter__()
        except SignInRefused as error:
            if error.code != codes.BEARER_REFUSED:
                raise
        self._given = self._token(self._given)
        self._begin()
        return super().__enter__()

    def _begin(self) -> None:
        super().__init__(self._place, BearerToken(self._user, self._given), on_step=self._listener)
