"""The process that reads one file: content on standard input, JSON on standard output. Knows no database."""

from __future__ import annotations

import json
import logging
import resource
import sys
from collections.abc import Callable

from postroom.search.files.office import read_office
from postroom.search.files.pdf import read_pdf
from postroom.search.files.plain import read_html, read_mail, read_text
from postroom.search.files.texts import Gathered, Unreadable

SECONDS = 20
"""Of the processor."""
_MEMORY = 1_000_000_000
"""Bytes of address space."""
READERS: dict[str, Callable[[bytes, Gathered], None]] = {
    "pdf": read_pdf,
    "office": read_office,
    "text": read_text,
    "html": read_html,
    "mail": read_mail,
}


def main(kind: str) -> None:
    """Read, and say what was found or why nothing could be read."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    logging.disable()
    json.dump(read(kind, sys.stdin.buffer.read()), sys.stdout)


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


if __name__ == "__main__":
    main(sys.argv[1])
