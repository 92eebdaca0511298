"""(e) What a tick costs among many open cases: a look that finds nothing, and one that tells what has come due."""

import time
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bench.house import House
from bench.table import Row
from cases.actions.climb import climb
from cases.actions.perform import perform
from cases.actions.submit import Submission, submit
from cases.model import Clock, Kind, Mode
from cases.ports import Address, Work
from storage import Storage

FEW, MANY = 10_000, 1_000_000
DUE = 200
"""So many cases of each round come due."""
ROUNDS = 5
FAR = datetime(2100, 1, 1, tzinfo=UTC)

BALLAST = """
INSERT INTO cases (id, enterprise_id, number, kind, mode, sent_on, release_due, policy_version, sealed, urgency, about,
    harm, unsafe_order, stage, released_at, level, pause_used, extended, closed_by_silence)
SELECT -n, e.id, 10000000 + n, 'suggestion', 'answer_here', DATE '2026-01-05', TIMESTAMPTZ '2026-01-05', 1, 'x', NULL,
    'no_one', FALSE, FALSE, 'new', TIMESTAMPTZ '2026-01-05', 0, FALSE, FALSE, FALSE
FROM generate_series({first}, {last}) AS n CROSS JOIN (SELECT min(id) AS id FROM enterprises) AS e;
INSERT INTO clocks (id, enterprise_id, case_id, kind, started, promised, due, next_rung_at, rung, worker_told)
SELECT -n, e.id, -n, 'answered', TIMESTAMPTZ '2026-01-05', TIMESTAMPTZ '2100-01-01', TIMESTAMPTZ '2100-01-01',
    TIMESTAMPTZ '2100-01-01' + n * interval '1 second', 0, FALSE
FROM generate_series({first}, {last}) AS n CROSS JOIN (SELECT min(id) AS id FROM enterprises) AS e;
ANALYZE cases; ANALYZE clocks
"""


async def measure(house: House) -> list[Row]:
    """On PostgreSQL: the ballast is made by its own means. Medians of a few rounds."""
    async with house.opened() as storage:
        await _ballast(storage, 1, FEW)
        few_idle, few_due = await _costs(storage, house)
        await _ballast(storage, FEW + 1, MANY)
        many_idle, many_due = await _costs(storage, house)
    return [
        Row(f"(e) a tick that finds nothing: {MANY:,} beside {FEW:,} open cases", many_idle, few_idle, "ms", 1.2, True),
        Row(
            f"(e) a tick that tells {DUE} clocks: {MANY:,} beside {FEW:,} open cases",
            many_due,
            few_due,
            "ms",
            1.2,
            True,
        ),
    ]


async def _ballast(storage: Storage, first: int, last: int) -> None:
    async with storage.unit() as unit:
        for statement in BALLAST.format(first=first, last=last).split(";"):
            await unit.run(sa.text(statement))


async def _costs(storage: Storage, house: House) -> tuple[float, float]:
    """Milliseconds of a tick without and with something due."""
    idle = sorted([await _timed(storage, datetime.now(UTC)) for _ in range(ROUNDS * 20)])[ROUNDS * 10]
    due = [await _timed(storage, await _cases_due(storage, house)) for _ in range(ROUNDS)]
    return idle, sorted(due)[ROUNDS // 2]


async def _cases_due(storage: Storage, house: House) -> datetime:
    """Sends cases and releases them; gives the instant at which the next rung of all of them has come."""
    for _ in range(DUE):
        async with storage.unit() as unit:
            work, case = await unit.enterprise_by_code(house.codes[0]), await unit.new_case_id()
            await submit(work, Submission(case, Kind.SUGGESTION, Mode.ANSWER_HERE, Address(1, "en"), "lamp"), unit.at)
    at = datetime.now(UTC) + timedelta(days=2)
    await storage.due.acts(at, perform)
    return at + timedelta(days=30)


async def _timed(storage: Storage, at: datetime) -> float:
    async def rung(work: Work, clock: Clock, now: datetime) -> None:
        await climb(work, clock.case, clock.id, now)

    began = time.perf_counter()
    await storage.due.acts(at, perform)
    while (await storage.due.clocks(at, rung)).done:
        pass
    return (time.perf_counter() - began) * 1000
