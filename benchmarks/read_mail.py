"""Mails read per second, Postroom beside other readers: `python -m benchmarks.read_mail [FOLDER]` from the checkout.

Every reader gets the same mails from memory on one core and is measured by processor time, best of three rounds.
What each does differs: Postroom gives the whole `InboundMail` (safe HTML, new text, nature, bounce), the others only
the tree, decoded headers and decoded bodies. The other readers are installed with `pip install .[bench]`.
"""

from __future__ import annotations

import email
import email.policy
import importlib
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

from postroom.mail.message import parse

CASES = Path(__file__).parents[1] / "../shared/mail-cases"
OWN = Path(__file__).parents[1] / "tests/mails"
ROUNDS = 3
SLOW_SECONDS = 0.2

Reader = Callable[[bytes], object]


def read_with_postroom(raw: bytes) -> object:
    """Read everything."""
    return parse(raw)


def read_with_standard_library(raw: bytes) -> object:
    """Read sender, subject, body and attachments with `policy.default`."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(("html", "plain"))
    leaves = [part for part in message.walk() if not part.is_multipart()]
    attached = [(part.get_filename(), part.get_payload(decode=True)) for part in leaves]
    return message["from"], message["subject"], body.get_content() if body else "", attached


def other_readers() -> dict[str, Reader]:
    """Return the readers that are installed beside Postroom."""
    found: dict[str, Reader] = {"standard library, policy.default": read_with_standard_library}
    for name, module, function in (
        ("fast-mail-parser", "fast_mail_parser", "parse_email"),
        ("mail-parser", "mailparser", "parse_from_bytes"),
    ):
        try:
            found[name] = getattr(importlib.import_module(module), function)
        except ImportError:
            print(f"{name} is not installed: pip install .[bench]")
    return found


def measure(reader: Reader, mails: list[bytes]) -> tuple[float, int, float]:
    """Return mails a second, how many were refused, and the seconds of the slowest mail."""
    best, refused, slowest = float("inf"), 0, 0.0
    for _ in range(ROUNDS):
        refused, slowest = 0, 0.0
        began = time.process_time()
        for raw in mails:
            before = time.process_time()
            try:
                reader(raw)
            except Exception:
                refused += 1
            slowest = max(slowest, time.process_time() - before)
        best = min(best, time.process_time() - began)
    return len(mails) / best, refused, slowest


def main(argv: list[str]) -> int:
    """Print one line a reader; return 1 where Postroom refuses a mail or takes more than 200 ms for one."""
    folders = [Path(name) for name in argv] or [CASES, OWN]
    mails = [path.read_bytes() for folder in folders for path in sorted(folder.rglob("*.eml"))]
    if not mails:
        print(f"No mails in {', '.join(map(str, folders))}.")
        return 2
    print(f"{len(mails)} mails, mean {sum(map(len, mails)) / len(mails) / 1024:.1f} KB, best of {ROUNDS} rounds")
    print(f"{'reader':<36}{'mails/s':>9}{'refused':>9}{'slowest ms':>12}")
    logging.disable(logging.CRITICAL)
    failed = False
    for name, reader in {"postroom": read_with_postroom, **other_readers()}.items():
        speed, refused, slowest = measure(reader, mails)
        print(f"{name:<36}{speed:>9.0f}{refused:>9}{slowest * 1000:>12.1f}")
        failed = failed or (name == "postroom" and (refused > 0 or slowest > SLOW_SECONDS))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
