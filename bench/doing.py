"""(b) Updates fully done, and (d) how soon a receipt leaves, beside bots that only echo and store nothing."""

from collections.abc import AsyncIterator

from bench import echo, journeys
from bench.echo import Pace
from bench.house import House
from bench.table import Row

PEOPLE = 800
"""In conversation at once; each reads for one to two seconds before answering: more than are answered in that time."""
HALF = 0.5


async def measure(sqlite: House, postgresql: House, server: int, seconds: float) -> AsyncIterator[Row]:
    """``server``: the process id of PostgreSQL."""
    aiogram = await echo.measure("aiogram_echo", seconds)
    ptb = await echo.measure("ptb_echo", seconds)
    on_server = await journeys.measure(postgresql, PEOPLE, seconds, server)
    yield _row("PostgreSQL, beside an aiogram echo", on_server, aiogram, 0.25)
    yield _row("PostgreSQL, beside a python-telegram-bot echo", on_server, ptb)
    on_file = await journeys.measure(sqlite, PEOPLE, seconds)
    yield _row("SQLite, beside an aiogram echo", on_file, aiogram, 0.15)
    yield _row("SQLite, beside a python-telegram-bot echo", on_file, ptb)
    yield await _receipt("PostgreSQL", postgresql, on_server, seconds)
    yield await _receipt("SQLite", sqlite, on_file, seconds)


def _row(what: str, ours: Pace, yardstick: Pace, goal: float = 0.0) -> Row:
    note = (
        f"CPU of one update: ours {ours.bot_ms:.2f} ms, the database server {ours.database_ms:.2f} ms, "
        f"the yardstick {yardstick.bot_ms:.2f} ms; the load beside it {ours.load_ms:.2f} and {yardstick.load_ms:.2f} ms"
    )
    return Row(f"(b) updates fully done, {what}", ours.per_second, yardstick.per_second, "/s", goal, note=note)


async def _receipt(name: str, house: House, full: Pace, seconds: float) -> Row:
    """``full`` is what the bot does at most."""
    waits = sorted(await journeys.receipts_at(house, full.per_second * HALF, seconds))
    p50, p99 = (waits[int(len(waits) * part)] * 1000 for part in (0.5, 0.99))
    note = f"{len(waits)} receipts at {full.per_second * HALF:.0f} updates/s, half of them within {p50:.0f} ms"
    return Row(f"(d) p99 from press to receipt at half load, {name}", p99, 150, "ms", 1, at_most=True, note=note)
