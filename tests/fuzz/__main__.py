"""Throw made-up updates at the whole bot: ``scripts/fuzz``."""

import argparse
import multiprocessing
import os
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed

from bot.handlers import routers
from tests.fuzz.play import SIZE
from tests.fuzz.report import Report, handlers_of
from tests.fuzz.stage import a_stage


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__)
    parser.add_argument("--updates", type=int, default=100_000, help="in all; every fifth scene is on PostgreSQL")
    parser.add_argument("--seed", type=int, default=1, help="another one makes other updates")
    parser.add_argument("--only", type=int, help="plays this scene alone, as it was played under the same seed")
    return parser.parse_args(arguments)


def run(wanted: argparse.Namespace) -> tuple[Report, list[str]]:
    """What came of it, and the scenes in which something was found."""
    numbers = range(-(-wanted.updates // SIZE)) if wanted.only is None else [wanted.only]
    total, found = Report(), list[str]()
    context = multiprocessing.get_context("forkserver")
    with a_stage(numbers) as stage, ProcessPoolExecutor(os.cpu_count(), context) as pool:
        scenes: dict[Future[Report], int] = {
            pool.submit(stage.play, number, wanted.seed, min(SIZE, wanted.updates)): number for number in numbers
        }
        for scene in as_completed(scenes):
            if error := scene.exception():
                found.append(f"--seed {wanted.seed} --only {scenes[scene]}: {_told(error)}")
                _say(found[-1])
            else:
                total.add(scene.result())
                _say(f"scene {scenes[scene]}: {scene.result().updates:,} updates in {scene.result().seconds:.0f} s")
    return total, found


def _told(error: BaseException) -> str:
    """What is wrong, and the smallest updates that show it."""
    if isinstance(error, BaseExceptionGroup):
        return "\n".join(map(_told, error.exceptions))
    return "\n".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", [])])


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    total, found = run(parsed())
    _say("\n".join(total.lines(handlers_of(routers()))))
    _say(f"scenes in which something is wrong: {len(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
