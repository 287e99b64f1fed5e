"""A day at the desk: how long pages take with one agent and with many, what they cost, how many statements they make.

`--tickets 200000 --articles 1000000` is the full size, which takes long to make. `--data` names a data folder
that was filled before (`benchmarks.desk_data`) and stays; answers are written into it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

from benchmarks.clocks import processor_ms
from benchmarks.desk_cast import cast
from benchmarks.desk_serving import FILL, start
from benchmarks.desk_statements import statements
from benchmarks.desk_visits import KINDS, Visitor
from benchmarks.tree import Tree, running_tree

Times = dict[str, list[float]]
_WARM = 3


def main(arguments: Sequence[str]) -> int:
    """Measure and print a table."""
    options = _parser().parse_args(arguments)
    with running_tree(kept=options.data) as tree:
        if options.data is None:
            tree.run(FILL, str(options.tickets), str(options.articles))
        _measure(tree, options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks desk", description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--agents", type=int, default=20, help="at once, after one alone")
    parser.add_argument("--rounds", type=int, default=40, help="pages of each kind by one agent alone")
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between two pages of one of many, mean")
    return parser


def _measure(tree: Tree, options: argparse.Namespace) -> None:
    agents = cast(tree, options.agents)
    counted = statements(tree, agents[0])
    address = start(tree)
    visitors = [Visitor(address, agent, seed) for seed, agent in enumerate(agents)]
    _work(visitors[0], _WARM, 0.0)
    _say("one agent", *_alone(tree, visitors[0], options.rounds), counted)
    share = max(options.rounds * 2 // len(visitors), 2)
    with ThreadPoolExecutor(len(visitors)) as pool:
        together = list(pool.map(lambda visitor: _work(visitor, share, options.pause), visitors))
    _say(f"{len(visitors)} agents", _joined(together), {}, counted)


def _alone(tree: Tree, visitor: Visitor, rounds: int) -> tuple[Times, Times]:
    """Return milliseconds passed and milliseconds of processor time of web and database, by kind of page."""
    passed: Times = defaultdict(list)
    spent: Times = defaultdict(list)
    for kind, request in visitor.requests(rounds):
        serving = _serving(tree)
        before = processor_ms(serving)
        passed[kind].append(visitor.take(request))
        spent[kind].append(processor_ms(serving) - before)
    return passed, spent


def _serving(tree: Tree) -> list[psutil.Process]:
    """Return the processes of PostgreSQL and web, but not the worker's."""
    roots = (psutil.Process(tree.processes[0].pid), psutil.Process(tree.processes[-1].pid))
    return [process for root in roots for process in (root, *root.children(recursive=True))]


def _work(visitor: Visitor, rounds: int, pause: float) -> Times:
    passed: Times = defaultdict(list)
    for kind, request in visitor.requests(rounds):
        time.sleep(visitor.rng.uniform(0, 2 * pause))
        passed[kind].append(visitor.take(request))
    return passed


def _joined(parts: Sequence[Times]) -> Times:
    return {kind: [taken for part in parts for taken in part[kind]] for kind in KINDS}


def _say(who: str, passed: Times, spent: Times, counted: dict[str, int]) -> None:
    load = os.getloadavg()[0]
    sys.stdout.write(f"{who}, load {load:.1f}: milliseconds, median and 95th percentile\n")
    for kind in KINDS:
        cost = f"  processor {_told(spent[kind])}" if kind in spent else ""
        sys.stdout.write(f"  {kind:9} {_told(passed[kind])}{cost}  at most {counted[kind]} statements\n")
    sys.stdout.flush()


def _told(times: Sequence[float]) -> str:
    ordered = sorted(times)
    last = ordered[max(0, round(len(ordered) * 0.95) - 1)]
    return f"{statistics.median(ordered):7.1f} {last:7.1f}"
