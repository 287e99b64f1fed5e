"""`python -m benchmarks [NAME ARGUMENTS...]`: every benchmark one after another, or one of them."""

from __future__ import annotations

import sys

from benchmarks import arrival, desk, graph_fetch, import_mailbox, paint, read_mail, start

BENCHMARKS = {
    "read_mail": read_mail.main,
    "import_mailbox": import_mailbox.main,
    "arrival": arrival.main,
    "graph_fetch": graph_fetch.main,
    "desk": desk.main,
    "paint": paint.main,
    "start": start.main,
}


def main(words: list[str]) -> int:
    """Run what is named, or everything; return how many failed, or 2 where there is no such benchmark."""
    if words and words[0] in BENCHMARKS:
        return BENCHMARKS[words[0]](words[1:])
    if words:
        sys.stderr.write(f"Benchmarks: {', '.join(BENCHMARKS)}; without a name all of them.\n")
        return 2
    return sum(bool(run([])) for run in BENCHMARKS.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
