"""How long an agent waits for what a key or a click brings: from the event to the paint that shows the result.

It needs Playwright (a test dependency) and Debian's Chromium. `--data` names a data folder that was filled before
(`benchmarks.desk_data`) and stays; the state of tickets is changed in it.
"""

from __future__ import annotations

import argparse
import importlib
import os
import statistics
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks.desk_cast import cast
from benchmarks.desk_serving import FILL, start
from benchmarks.tree import running_tree

_BROWSER = Path("/usr/bin/chromium")


def main(arguments: Sequence[str]) -> int:
    """Measure and print a line an action; 2 where there is no browser to measure with."""
    options = _parser().parse_args(arguments)
    if find_spec("playwright") is None or not _BROWSER.exists():
        sys.stderr.write(f"NOT MEASURED: this needs Playwright (pip install .[test]) and Chromium at {_BROWSER}.\n")
        return 2
    actions = importlib.import_module("benchmarks.paint_actions")  # it imports Playwright
    with running_tree(kept=options.data) as tree:
        if options.data is None:
            tree.run(FILL, str(options.tickets), str(options.articles))
        (agent,) = cast(tree, 1)
        _say(actions.measured(start(tree), agent, options.rounds))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks paint", description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rounds", type=int, default=20, help="how often each action is done")
    return parser


def _say(taken: dict[str, list[float]]) -> None:
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f}: milliseconds to the paint, median and 95th percentile\n")
    for action, times in taken.items():
        of_100 = statistics.quantiles(times, n=100, method="inclusive")
        sys.stdout.write(f"  {action:24}{statistics.median(times):7.0f}{of_100[94]:7.0f}  ({len(times)})\n")
    sys.stdout.flush()
