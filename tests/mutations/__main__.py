"""Prints, as a table, whether every measure has a test that notices when it is gone; words choose by name."""

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.mutations.check import check
from tests.mutations.measures import measures

ROOT = Path(__file__).parents[2]


def main(words: Sequence[str]) -> int:
    chosen = [each for each in measures() if all(word in f"{each.name} {each.test}" for word in words)]
    if not chosen:
        sys.exit("No measure has such a name.")
    shown = 0
    tell("| switched off | test | result |", "|---|---|---|")
    for each in check(ROOT, chosen):
        shown += each.shown
        tell(f"| {each.measure.name} | `{each.measure.test}` | {each.words} |")
    tell("", f"{shown} of {len(chosen)} measures are shown by a test.")
    return 0 if shown == len(chosen) else 1


def tell(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
