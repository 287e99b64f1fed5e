"""The supervisor's log, in the shape of the other processes' (see `logs`), without the 20 MB that structlog takes."""

import json
import sys
from datetime import UTC, datetime


def warn(event: str, **fields: str | float | None) -> None:
    """Write a warning to standard error: a sentence for a terminal, a line of JSON for anything else."""
    if sys.stderr.isatty():
        details = " ".join(f"{name}={value}" for name, value in fields.items())
        sys.stderr.write(f"{event} {details}\n")
    else:
        about = {"level": "warning", "logger": "postroom.supervisor", "timestamp": datetime.now(UTC).isoformat()}
        sys.stderr.write(json.dumps({"event": event, **fields, **about}) + "\n")
    sys.stderr.flush()
