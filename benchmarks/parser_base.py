"""What a mail reader can stand on: speed, memory and faithfulness of the tree alone.

`python -m benchmarks.parser_base [FOLDER]` from the checkout; the figures stand in docs/decisions/001-mail-parser.md.
"""

from __future__ import annotations

import email
import email.policy
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from email.message import Message
from pathlib import Path

from benchmarks.read_mail import CASES, Reader, measure
from postroom.mail.limits import Budget
from postroom.mail.structure import read_tree
from tests.mail.hostile import SHAPES

_SHAPES = ("line_ends", "header_repeated", "nested_multiparts", "parts", "header_folded", "base64_file")
_MOST_SECONDS = 60


def compat32(raw: bytes) -> object:
    """Read the tree and decode every leaf with the standard library's older policy."""
    message = email.message_from_bytes(raw)
    return [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]


def policy_default(raw: bytes) -> object:
    """The same with the newer policy, which parses headers when they are asked for."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    headers = [str(value) for value in message.values()]
    return headers, [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]


def own_tree(raw: bytes) -> object:
    """Postroom's tree: headers, parameters and text decoded."""
    return read_tree(raw, Budget())


READERS: dict[str, Reader] = {"compat32": compat32, "policy.default": policy_default, "own tree": own_tree}


def exact_parts(mails: list[bytes], raw_parts: Callable[[bytes], list[bytes]]) -> tuple[int, int]:
    """Return how many parts of signed mails and attached mails come out byte for byte as they went in."""
    parts = [(mail, part) for mail in mails for part in _try(raw_parts, mail)]
    return sum(part in mail for mail, part in parts), len(parts)


def _try(raw_parts: Callable[[bytes], list[bytes]], mail: bytes) -> list[bytes]:
    try:
        return raw_parts(mail)
    except Exception:
        return [b"\0 could not be written"]


def standard_parts(raw: bytes) -> list[bytes]:
    """Return attached mails and signed parts as the standard library writes them back."""
    found: list[bytes] = []
    policy = email.policy.compat32.clone(linesep="\r\n" if b"\r\n" in raw else "\n")
    for part in email.message_from_bytes(raw, policy=policy).walk():
        children = part.get_payload()
        if isinstance(children, list) and part.get_content_type() in ("message/rfc822", "multipart/signed"):
            found += [child.as_bytes().rstrip(b"\r\n") for child in children[:1] if isinstance(child, Message)]
    return found


def own_parts(raw: bytes) -> list[bytes]:
    """Return the same parts as Postroom keeps them."""
    root, _ = read_tree(raw, Budget())
    kinds = ("message/rfc822", "multipart/signed")
    return [
        part.children[0].raw.rstrip(b"\r\n") for part in root.walk() if part.content_type in kinds and part.children
    ]


def run_alone(reader: str, shape: str) -> str:
    """Read one hostile mail in a process of its own and return its seconds and peak memory."""
    command = [sys.executable, "-m", "benchmarks.parser_base", "--alone", reader, shape]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"over {_MOST_SECONDS} s"
    if done.returncode:
        return done.stderr.decode().strip().splitlines()[-1].split(":")[0]
    figures = json.loads(done.stdout)
    return f"{figures['seconds']:.2f} s {figures['megabytes']:.0f} MB"


def alone(reader: str, shape: str) -> None:
    """Print seconds and peak memory of one reading as JSON."""
    raw = SHAPES[shape]()
    began = time.process_time()
    READERS[reader](raw)
    seconds = time.process_time() - began
    print(json.dumps({"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def main(argv: list[str]) -> int:
    """Print the three tables."""
    if argv[:1] == ["--alone"]:
        alone(argv[1], argv[2])
        return 0
    folder = Path(argv[0]) if argv else CASES
    mails = [path.read_bytes() for path in sorted(folder.rglob("*.eml"))]
    for name, reader in READERS.items():
        speed, refused, slowest = measure(reader, mails)
        print(f"{name:<16}{speed:>8.0f} mails/s{refused:>4} refused, slowest {slowest * 1000:.1f} ms")
    for name, raw_parts in (("compat32", standard_parts), ("own tree", own_parts)):
        exact, total = exact_parts(mails, raw_parts)
        print(f"{name:<16}{exact} of {total} attached or signed parts byte for byte")
    for shape in _SHAPES:
        print(f"{shape:<20}" + "".join(f"{name}: {run_alone(name, shape):<22}" for name in READERS))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
