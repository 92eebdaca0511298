from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.pysqlite import dialect
from sqlalchemy.exc import IntegrityError, ProgrammingError

from storage import Storage
from storage.statements import Statements
from storage.tables import leases, totals

BOTS = range(1, 8)
_AMONG = sa.select(totals.c.bot).where(totals.c.bot.in_(sa.bindparam("bots", expanding=True))).order_by(totals.c.bot)
_OTHERS = sa.select(totals.c.bot).where(totals.c.bot.not_in(sa.bindparam("bots", expanding=True)))
_PAIRS = sa.select(totals.c.bot).where(
    sa.tuple_(totals.c.bot, totals.c.received).in_(sa.bindparam("pairs", expanding=True))
)


async def plant(storage: Storage) -> None:
    async with storage.unit() as unit:
        await unit.run(sa.insert(totals), [{"bot": bot, "received": bot * 10, "purged": 0} for bot in BOTS])


@pytest.mark.parametrize("bots", [[], [3], [3, 5], [1, 2, 3], [7, 6, 5, 4, 3], [9]])
async def test_a_list_of_any_size_is_looked_for(storage: Storage, bots: Sequence[int]) -> None:
    await plant(storage)
    async with storage.reading() as unit:
        assert (await unit.run(_AMONG, {"bots": bots})).scalars().all() == sorted({*bots} & {*BOTS})
        assert set((await unit.run(_OTHERS, {"bots": bots})).scalars()) == {*BOTS} - {*bots}
        pairs = [(bot, bot * 10) for bot in bots] + [(1, 11)]
        assert set((await unit.run(_PAIRS, {"pairs": pairs})).scalars()) == {*bots} & {*BOTS}


async def test_it_is_told_how_many_rows_changed(storage: Storage) -> None:
    await plant(storage)
    async with storage.unit() as unit:
        more = sa.update(totals).where(totals.c.bot > sa.bindparam("than")).values(received=totals.c.received + 1)
        assert (await unit.run(more, {"than": 4})).rowcount == 3
        assert (await unit.run(more.returning(totals.c.received), {"than": 5})).scalars().all() == [62, 72]
        assert (await unit.run(sa.delete(totals))).rowcount == 7
        assert (await unit.run(sa.delete(totals))).rowcount == 0


async def test_both_databases_fail_alike(storage: Storage) -> None:
    row = {"name": "one", "holder": "me", "epoch": 1, "until": 0.0}
    with pytest.raises(IntegrityError):
        async with storage.unit() as unit:
            await unit.run(sa.insert(leases), [row, row])
    with pytest.raises(ProgrammingError if not storage.shared.database.sqlite else sa.exc.OperationalError):
        async with storage.reading() as unit:
            await unit.run(sa.text("SELECT nothing FROM nowhere"))


def test_a_list_grows_in_few_steps() -> None:
    statements = Statements(dialect())
    texts = {statements.prepared(_AMONG, {"bots": list(range(size))})[0].text for size in range(65)}
    assert len(texts) == 8


def test_a_statement_is_compiled_once() -> None:
    statements = Statements(dialect())
    first, arguments = statements.prepared(_OTHERS, {"bots": [1, 2]})
    assert statements.prepared(_OTHERS, {"bots": [3, 4]}) == (first, [3, 4])
    assert arguments == [1, 2]
