"""Sending by the local sendmail program."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from typing import Self

from postroom.drivers import codes
from postroom.drivers.base import Receipt, Step, StepListener
from postroom.drivers.errors import DriverError, RecipientsRefused, Refused, Retry, Uncertain, Unreachable

_LATER = {
    os.EX_UNAVAILABLE,
    os.EX_SOFTWARE,
    os.EX_OSERR,
    os.EX_OSFILE,
    os.EX_CANTCREAT,
    os.EX_IOERR,
    os.EX_TEMPFAIL,
    os.EX_CONFIG,
}
"""Exit codes of <sysexits.h> that say something about the machine, not about the message."""


class SendmailSink:
    """Hands messages to a program that takes sendmail's arguments (Postfix, Exim, msmtp, ...).

    `timeout` is seconds for one message. The program queues; what happens later comes back as a bounce.
    """

    def __init__(
        self, path: str = "/usr/sbin/sendmail", *, timeout: float = 60.0, on_step: StepListener | None = None
    ) -> None:
        self._path = path
        self._timeout = timeout
        self._on_step = on_step

    def __enter__(self) -> Self:
        if not os.access(self._path, os.X_OK):
            raise Unreachable(f"{self._path}: no such program", code=codes.SENDMAIL_MISSING, step="connect")
        return self

    def __exit__(self, *exc: object) -> None:
        """Nothing is held open."""

    def send(self, content: bytes, sender: str, recipients: Sequence[str]) -> Receipt:
        """Hand over one message.

        Raises Refused or RecipientsRefused as the exit code says, Unreachable where the program cannot run, and
        Uncertain where it did not end in time: it may have queued the message.
        """
        if not recipients:
            raise RecipientsRefused({}, retry=Retry.NEVER)
        started = time.monotonic()
        done = self._run(content, [self._path, "-i", "-f", sender, "--", *recipients])
        if self._on_step is not None:
            self._on_step(Step("data", f"{len(content)} bytes", (time.monotonic() - started) * 1000))
        words = done.stdout.decode("utf-8", "replace").strip()
        if done.returncode < 0:
            raise Uncertain(f"ended by signal {-done.returncode}", code=codes.UNCERTAIN, step="data")
        if done.returncode != os.EX_OK:
            raise _refusal(done.returncode, words, recipients)
        return Receipt(words)

    def _run(self, content: bytes, command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        # The program wants the line ends of this machine.
        message = content.replace(b"\r\n", b"\n")
        try:
            return subprocess.run(  # the program the settings name; addresses stand behind "--"
                command,
                input=message,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=self._timeout,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Uncertain(f"no end after {self._timeout:.0f} s", code=codes.UNCERTAIN, step="data") from None
        except OSError as error:
            raise Unreachable(str(error), code=codes.SENDMAIL_MISSING, step="connect") from None


def _refusal(exit_code: int, words: str, recipients: Sequence[str]) -> DriverError:
    text = words or f"exit code {exit_code}"
    if exit_code in {os.EX_NOUSER, os.EX_NOHOST}:
        return RecipientsRefused(dict.fromkeys(recipients, text), retry=Retry.NEVER)
    if exit_code == os.EX_NOPERM:
        return Refused(text, code=codes.SENDER_REFUSED, retry=Retry.NEVER, step="data")
    retry = Retry.LATER if exit_code in _LATER else Retry.NEVER
    return Refused(text, code=codes.SENDMAIL_FAILED, retry=retry, step="data")
