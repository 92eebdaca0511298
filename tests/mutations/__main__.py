"""Prints, as a table, whether every measure has a test that notices when it is gone; words choose by name."""

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.mutations.check import Result, check
from tests.mutations.measures import measures

ROOT = Path(__file__).parents[2]


def table(results: Sequence[Result]) -> str:
    rows = [f"| {each.measure.name} | `{each.measure.test}` | {each.words} |" for each in results]
    return "\n".join(["| switched off | test | result |", "|---|---|---|", *rows])


def main(words: Sequence[str]) -> int:
    chosen = [each for each in measures() if all(word in f"{each.name} {each.test}" for word in words)]
    if not chosen:
        sys.exit("No measure has such a name.")
    results = check(ROOT, chosen)
    shown = sum(each.shown for each in results)
    sys.stdout.write(f"{table(results)}\n\n{shown} of {len(results)} measures are shown by a test.\n")
    return 0 if shown == len(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
