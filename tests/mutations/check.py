"""Switches each measure off in a copy of the tree, runs its test there, and sees it fail by an assertion."""

import json
import multiprocessing
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

import pytest

from tests.mutations.endings import ASSERTION, PASSED, Endings
from tests.mutations.measures import Measure, faults, switch_off

AT_ONCE = 2
SECONDS = 300.0
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".hypothesis", ".*_cache", "pictures", "build", "data", "secrets")
LIBRARIES = (
    "aiogram aiohttp alembic av babel cryptography pikepdf PIL.Image pytest sqlalchemy.ext.asyncio structlog".split()
)
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(LIBRARIES)
"""To import them takes longer than most tests, so it is done once."""

NOT_THERE = "not in the source"
NO_ANSWER = "no answer"
"""How a test ended of which nothing is known: it could not be imported or found, or took too long."""


@dataclass(frozen=True, slots=True)
class Result:
    """``whole`` and ``off``: how the test ended with all measures, and with this one switched off."""

    measure: Measure
    whole: str
    off: str

    @property
    def shown(self) -> bool:
        return self.whole == PASSED and self.off == ASSERTION

    @property
    def words(self) -> str:
        if self.whole != PASSED:
            return f"**does not pass as it is: {self.whole}**"
        return {ASSERTION: "fails", PASSED: "**nothing notices**"}.get(self.off, f"**breaks: {self.off}**")


def check(root: Path, chosen: Sequence[Measure]) -> Iterator[Result]:
    """As they come, in the order given."""
    with TemporaryDirectory(prefix="huiyin-off-") as folder:
        trees = [_copied(root, Path(folder, str(number))) for number in range(AT_ONCE)]
        whole = _whole(trees, sorted({each.test for each in chosen}))
        free: SimpleQueue[Path] = SimpleQueue()
        for tree in trees:
            free.put(tree)

        def one(measure: Measure) -> Result:
            tree = free.get()
            try:
                return Result(measure, whole.get(measure.test, NO_ANSWER), _without(tree, measure))
            finally:
                free.put(tree)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            yield from pool.map(one, chosen)


def _copied(root: Path, tree: Path) -> Path:
    """With compiled modules, and with the times of files by which Python knows that these are new enough."""
    shutil.copytree(root, tree, ignore=NOT_COPIED)
    return tree


def _whole(trees: Sequence[Path], tests: Sequence[str]) -> dict[str, str]:
    """All at once, shared out to the trees; of a name that pytest does not know it runs none: then one by one."""
    with ThreadPoolExecutor(len(trees)) as pool:
        shares = [tests[number :: len(trees)] for number in range(len(trees))]
        found = {test: ending for share in pool.map(endings, trees, shares) for test, ending in share.items()}
    unknown = [test for test in tests if test not in found]
    return found | {test: ending for each in unknown for test, ending in endings(trees[0], [each]).items()}


def _without(tree: Path, measure: Measure) -> str:
    if faults(measure, tree):
        return NOT_THERE
    with _as_it_was([tree / each.file for each in measure.off]):
        switch_off(measure, tree)
        return endings(tree, [measure.test], compiled=False).get(measure.test, NO_ANSWER)


@contextmanager
def _as_it_was(files: Sequence[Path]) -> Iterator[None]:
    """Afterwards these files are what they were, their times included."""
    before = [(path, path.read_bytes(), path.stat()) for path in set(files)]
    try:
        yield
    finally:
        for path, data, stat in before:
            path.write_bytes(data)
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def endings(tree: Path, tests: Sequence[str], *, compiled: bool = True) -> dict[str, str]:
    """How these tests end in this tree, by their ids. ``compiled``: what is imported stays compiled for the next."""
    if not tests:
        return {}
    with TemporaryDirectory(prefix="huiyin-endings-") as folder:
        file = Path(folder, "endings.json")
        run = FORKED.Process(target=run_tests, args=(tree, tests, file, compiled))
        run.start()
        run.join(SECONDS)
        if run.exitcode is None:
            run.kill()
            run.join()
        found: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        return found


def run_tests(tree: Path, tests: Sequence[str], file: Path, compiled: bool) -> None:
    """In a process of its own, into which only libraries were loaded before: all else comes from the tree."""
    here = str(Path(__file__).parents[2])
    sys.path[:] = [str(tree), *(place for place in sys.path if place not in ("", here))]
    sys.dont_write_bytecode = not compiled
    os.chdir(tree)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    pytest.main(["-p", "no:cacheprovider", *tests], plugins=[Endings(file)])
