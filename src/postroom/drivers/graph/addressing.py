"""Who a message goes to: Graph has no envelope, it reads To, Cc and Bcc.

Source: "user: sendMail" (learn.microsoft.com/graph/api/user-sendmail). Exchange takes the Bcc header out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.utils import formataddr, getaddresses

from postroom.drivers.smtp.addresses import ascii_domain

_FIELD = re.compile(rb"[^\r\n]+(?:\r\n[ \t][^\r\n]*)*\r\n")
_SHOWN = {b"to", b"cc"}


def addressed(content: bytes, recipients: Sequence[str]) -> bytes:
    """Return the message, line ends CRLF, with headers that send it to `recipients` and to nobody else.

    Whoever stands in no header goes into Bcc; whoever stands in To or Cc and is not among `recipients` is taken out.
    """
    data = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    head, blank, body = data.partition(b"\r\n\r\n")
    wanted = {_folded(address): ascii_domain(address) for address in recipients}
    fields = list(_fields(head, wanted))
    if wanted:
        fields.append(f"Bcc: {', '.join(wanted.values())}\r\n".replace(", ", ",\r\n ").encode())
    return b"".join(fields) + (blank or b"\r\n\r\n").removeprefix(b"\r\n") + body


def _fields(head: bytes, wanted: dict[str, str]) -> Iterator[bytes]:
    """Yield the fields that stay, and take out of `wanted` whom they name."""
    open_ones = dict(wanted)
    for field in _FIELD.findall(head + b"\r\n"):
        name, _, value = field.partition(b":")
        kind = name.strip().lower()
        if kind == b"bcc":
            continue
        yield _only(name, value, open_ones, wanted) if kind in _SHOWN else field


def _only(name: bytes, value: bytes, everybody: dict[str, str], wanted: dict[str, str]) -> bytes:
    named = [(text, address) for text, address in getaddresses([value.decode("utf-8", "replace")]) if address]
    kept = [(text, address) for text, address in named if _folded(address) in everybody]
    for _, address in kept:
        wanted.pop(_folded(address), None)
    if len(kept) == len(named):
        return name + b":" + value
    if not kept:
        return b""
    return name + b": " + ",\r\n ".join(formataddr(pair, "utf-8") for pair in kept).encode() + b"\r\n"


def _folded(address: str) -> str:
    return ascii_domain(address).casefold()
