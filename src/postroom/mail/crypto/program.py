"""Run OpenSSL or GnuPG in a private folder, with a deadline."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from postroom.mail.crypto.values import CryptoError

DEADLINE = 20.0
"""Seconds one run may take."""


@dataclass(frozen=True, slots=True)
class Run:
    """How a program ended."""

    code: int
    output: bytes
    errors: str


@contextmanager
def private_folder() -> Iterator[Path]:
    """Give a folder that only this user may enter, and take it away afterwards with all that is in it."""
    # A short name: GnuPG's sockets stand in it, and a socket's path may be 107 bytes long.
    with tempfile.TemporaryDirectory(prefix="pr-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def run(arguments: list[str], folder: Path, given: bytes = b"", deadline: float = DEADLINE) -> Run:
    """Run a program in `folder`, with `given` as its standard input.

    Raises CryptoError `program-missing` or `timeout`. `deadline` is in seconds.
    """
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "HOME": str(folder)}
    try:
        done = subprocess.run(
            arguments, cwd=folder, input=given, capture_output=True, timeout=deadline, env=environment, check=False
        )
    except FileNotFoundError as missing:
        raise CryptoError("program-missing", f"{arguments[0]} is not installed") from missing
    except subprocess.TimeoutExpired as late:
        raise CryptoError("timeout", f"{arguments[0]} took longer than {deadline:g} seconds") from late
    return Run(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")[:4000])
