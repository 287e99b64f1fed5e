"""The process that reads files, one after another: each in a copy of itself, with bounds. Knows no database."""

from __future__ import annotations

import json
import logging
import os
import resource
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

from postroom.search.files.office import read_office
from postroom.search.files.pdf import read_pdf
from postroom.search.files.plain import read_html, read_mail, read_text
from postroom.search.files.texts import Gathered, Unreadable

SECONDS = 20
"""Of the processor, for one file."""
_MEMORY = 1_000_000_000
"""Bytes of address space."""
READERS: dict[str, Callable[[bytes, Gathered], None]] = {
    "pdf": read_pdf,
    "office": read_office,
    "text": read_text,
    "html": read_html,
    "mail": read_mail,
}


def main(descriptor: int) -> None:
    """Read every file that comes by the connection: its kind, then its content. Nothing comes back of one that broke.

    All that is needed to read has been imported once; a copy of the process begins with it.
    """
    logging.disable()
    connection = Connection(descriptor)
    while True:
        try:
            kind, content = connection.recv_bytes().decode(), connection.recv_bytes()
        except EOFError:
            return
        connection.send_bytes(_read_apart(kind, content))


def read(kind: str, content: bytes) -> dict[str, str | bool]:
    """Return `text`, whether it was `cut`, and in `error` why nothing more could be read."""
    gathered, error = Gathered(), ""
    try:
        READERS[kind](content, gathered)
    except Unreadable as reason:
        error = str(reason)
    except MemoryError:
        error = "Reading it takes too much memory."
    except Exception as unforeseen:  # a reader given hostile content may raise anything
        error = f"Reading it failed: {type(unforeseen).__name__}"
    return {"text": gathered.text, "cut": gathered.cut, "error": error}


def _read_apart(kind: str, content: bytes) -> bytes:
    """Return the answer as JSON; empty where the copy of this process died of it."""
    out, into = os.pipe()
    copy = os.fork()
    if copy == 0:
        os.close(out)
        _answer(kind, content, into)
    os.close(into)
    with open(out, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(copy, 0)
    return answer if status == 0 else b""


def _answer(kind: str, content: bytes, into: int) -> None:
    """Read within bounds, write the answer and end, whatever happens: this copy must not go on as the process did."""
    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        with open(into, "wb") as pipe:
            pipe.write(json.dumps(read(kind, content)).encode())
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(int(sys.argv[1]))
