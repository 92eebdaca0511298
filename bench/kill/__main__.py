"""Kill the bot again and again while updates come in, and look what is left: ``scripts/kill-test``."""

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import product
from pathlib import Path

from bench.house import furnish
from bench.kill.report import head, line, total
from bench.kill.run import Plan, Report, run
from storage import migrate
from tests.databases import PostgreSQL, fresh_postgresql, postgresql

MODES, DATABASES = ("polling", "webhook"), ("sqlite", "postgresql")


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/kill-test", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="in all")
    parser.add_argument("--updates", type=int, default=5000, help="in all")
    parser.add_argument("--seed", type=int, default=1, help="which moments; a run can be done in parts by other seeds")
    parser.add_argument("--mode", choices=MODES, action="append", help="may be repeated; all unless said")
    parser.add_argument("--database", choices=DATABASES, action="append", help="may be repeated; all unless said")
    return parser.parse_args(arguments)


def combinations(wanted: argparse.Namespace) -> list[tuple[str, Plan]]:
    """Each database with a plan: the kills and updates shared out evenly."""
    pairs = list(product(wanted.mode or MODES, wanted.database or DATABASES))
    kills, updates = -(-wanted.kills // len(pairs)), -(-wanted.updates // len(pairs))
    return [
        (database, Plan(kills, updates, mode == "webhook", f"{wanted.seed} {mode} {database}"))
        for mode, database in pairs
    ]


async def one(plan: Plan, folder: Path, server: PostgreSQL | None) -> Report:
    """A run in an installation of its own, on a file or on the server."""
    folder.mkdir()  # noqa: ASYNC240 - nobody is kept waiting yet
    if server:
        url = (await fresh_postgresql(server)).url
    else:
        url = f"sqlite:///{folder}/huiyin.db"
        await migrate.upgrade(url)
    return await run(plan, await furnish(folder, url, plan.enterprises))


async def all_of(plans: Sequence[tuple[str, Plan]], folder: Path, server: PostgreSQL | None) -> list[Report]:
    """Side by side: most of the time each waits for leases of the dead to run out."""

    async def told(number: int, database: str, plan: Plan) -> Report:
        report = await one(plan, folder / str(number), server if database == "postgresql" else None)
        print_line(line(report))
        return report

    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(told(number, *each)) for number, each in enumerate(plans)]
    return [task.result() for task in running]


def print_line(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    plans = combinations(parsed())
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # a bot that is killed drops its connections
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        wanted = any(database == "postgresql" for database, _ in plans)
        server = stack.enter_context(postgresql()) if wanted else None
        print_line(head())
        reports = asyncio.run(all_of(plans, folder, server))
    print_line(total(reports))
    return 0 if all(report.well for report in reports) else 1


if __name__ == "__main__":
    sys.exit(main())
