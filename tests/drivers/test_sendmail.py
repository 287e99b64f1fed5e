"""What the exit codes of a sendmail program mean."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postroom.drivers.errors import DriverError, RecipientsRefused, Refused, Retry, Uncertain
from postroom.drivers.sendmail import SendmailSink


def failure(folder: Path, script: str, timeout: float = 10) -> DriverError:
    """Return what sending by a shell script raises."""
    program = folder / "sendmail"
    program.write_text(f"#!/bin/sh\ncat > /dev/null\n{script}\n")
    program.chmod(0o700)
    with pytest.raises(DriverError) as caught, SendmailSink(str(program), timeout=timeout) as sink:
        sink.send(b"Subject: x\r\n\r\n", "desk@example.org", ["ann@example.net"])
    return caught.value


@pytest.mark.parametrize(
    ("exit_code", "kind", "code", "retry"),
    [
        (os.EX_TEMPFAIL, Refused, "sendmail-failed", Retry.LATER),
        (os.EX_UNAVAILABLE, Refused, "sendmail-failed", Retry.LATER),
        (os.EX_DATAERR, Refused, "sendmail-failed", Retry.NEVER),
        (os.EX_USAGE, Refused, "sendmail-failed", Retry.NEVER),
        (os.EX_NOPERM, Refused, "sender-refused", Retry.NEVER),
        (os.EX_NOUSER, RecipientsRefused, "recipients", Retry.NEVER),
        (os.EX_NOHOST, RecipientsRefused, "recipients", Retry.NEVER),
    ],
)
def test_exit_code_is_understood(
    tmp_path: Path, exit_code: int, kind: type[DriverError], code: str, retry: Retry
) -> None:
    error = failure(tmp_path, f"echo 'no, thanks' >&2; exit {exit_code}")
    assert (type(error), error.code, error.retry) == (kind, code, retry)
    assert "no, thanks" in error.server_text


def test_program_without_words_is_named_by_its_code(tmp_path: Path) -> None:
    assert failure(tmp_path, "exit 70").server_text == "exit code 70"


def test_program_that_does_not_end_is_uncertain(tmp_path: Path) -> None:
    error = failure(tmp_path, "exec sleep 5", timeout=0.3)
    assert (type(error), error.retry) == (Uncertain, Retry.HUMAN)


def test_program_that_is_killed_is_uncertain(tmp_path: Path) -> None:
    error = failure(tmp_path, "kill -9 $$")
    assert (type(error), error.server_text) == (Uncertain, "ended by signal 9")
