"""Print how well the cases are read: `python -m tests.cases.score [-v] [FIELD...]` from the checkout."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict

from tests.cases.collection import FOLDER, all_cases
from tests.cases.comparison import RULES, body_with_marks


def main(argv: list[str] | None = None) -> int:
    """Print one line a field and source; with -v the cases that fall short. Return 0, or 2 without the cases."""
    parser = argparse.ArgumentParser(description="Score the reading of the mail cases.")
    parser.add_argument("fields", nargs="*", help="only these fields")
    parser.add_argument("-v", "--verbose", action="store_true", help="name the cases that fall short")
    options = parser.parse_args(argv)
    cases = all_cases()
    if not cases:
        _print(f"No cases in {FOLDER}.")
        return 2
    for rule in (*RULES, body_with_marks):
        if options.fields and rule.__name__ not in options.fields:
            continue
        scores: dict[str, list[float]] = defaultdict(list)
        short: list[str] = []
        for case in cases:
            score = rule(case)
            if score is not None:
                scores[case.path.parent.name].append(score)
                short += [f"{case.name} ({score:.2f})"] if score < 1 else []
        total = sum(map(sum, scores.values()))
        _print(f"{rule.__name__:<20}{total:6.1f} of {sum(map(len, scores.values())):4}   {_by_source(scores)}")
        if options.verbose:
            _print("".join(f"    {name}\n" for name in short), end="")
    return 0


def _print(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)


def _by_source(scores: dict[str, list[float]]) -> str:
    return ", ".join(f"{source} {sum(found):g}/{len(found)}" for source, found in sorted(scores.items()))


if __name__ == "__main__":
    sys.exit(main())
