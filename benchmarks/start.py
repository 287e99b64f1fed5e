"""How long `postroom run` takes until it prints its line: in an empty folder, and in one that was used before."""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from tests.servers.running import Running


def main(words: list[str]) -> int:
    """Start once for the first time and then again and again; print the seconds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks start", description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="how often to start again (default 5)")
    times = parser.parse_args(words).times
    with tempfile.TemporaryDirectory(prefix="postroom-start-") as folder:
        data = Path(folder) / "data"
        first = _seconds(data)
        again = [_seconds(data) for _time in range(times)]
    print(f"first start {first:.1f} s; later ones: median {statistics.median(again):.1f} s, slowest {max(again):.1f} s")
    return 0


def _seconds(data: Path) -> float:
    running = Running(data)
    running.stop()
    return running.seconds
