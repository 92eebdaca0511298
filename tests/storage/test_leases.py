import sqlalchemy as sa

from storage import KeyRing, Storage
from storage.leases import Lease
from storage.tables import leases
from tests.databases import Database
from tests.storage.conftest import BOT, Now


async def run_out(storage: Storage) -> None:
    """As if 10 s had passed on the database's clock."""
    async with storage.unit() as unit:
        await unit.run(sa.update(leases).values(until=leases.c.until - 10.0))


async def test_a_lease_has_one_holder(storage: Storage) -> None:
    assert await storage.leases.take("sender", "one") == Lease("sender", "one", 1)
    assert await storage.leases.take("sender", "two") is None
    assert await storage.leases.take("sender", "one") is None
    assert await storage.leases.take("poller", "two") == Lease("poller", "two", 1)


async def test_a_lease_that_ran_out_is_taken_over_and_its_old_holder_is_refused(storage: Storage) -> None:
    first = await storage.leases.take("sender", "one")
    assert first
    assert await storage.leases.renew(first)
    await run_out(storage)
    assert await storage.leases.take("sender", "two") == Lease("sender", "two", 2)
    assert not await storage.leases.renew(first)
    await storage.leases.release(first)
    assert await storage.leases.take("sender", "three") is None


async def test_a_lease_that_ran_out_and_that_nobody_took_is_renewed(storage: Storage) -> None:
    first = await storage.leases.take("sender", "one")
    assert first
    await run_out(storage)
    assert await storage.leases.renew(first)
    assert await storage.leases.take("sender", "two") is None


async def test_a_released_lease_is_free_at_once(storage: Storage) -> None:
    first = await storage.leases.take("sender", "one")
    assert first
    await storage.leases.release(first)
    assert await storage.leases.take("sender", "two") == Lease("sender", "two", 2)
    assert not await storage.leases.renew(first)


async def test_who_opens_the_file_alone_waits_for_no_lease_of_the_dead(database: Database, ring: KeyRing) -> None:
    for holder, epoch in (("one", 1), ("two", 2)):
        async with Storage.open(database.url, ring, BOT, Now()) as storage:
            taken = await storage.leases.take("sender", holder)
            alone = storage.shared.database.sqlite
        assert taken == (Lease("sender", holder, epoch) if alone or epoch == 1 else None)


async def test_a_lease_from_before_the_databases_clock_was_set_back_is_over(storage: Storage) -> None:
    first = await storage.leases.take("sender", "one")
    assert first
    async with storage.unit() as unit:
        await unit.run(sa.update(leases).values(until=leases.c.until + 3600.0))
    assert await storage.leases.renew(first)
    assert await storage.leases.take("sender", "two") is None
    async with storage.unit() as unit:
        await unit.run(sa.update(leases).values(until=leases.c.until + 3600.0))
    assert await storage.leases.take("sender", "two") == Lease("sender", "two", 2)
    assert not await storage.leases.renew(first)
