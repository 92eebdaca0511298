from datetime import date

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from cases.access import may_see
from cases.actions.decide import accept
from cases.actions.flags import set_flags
from cases.actions.major import assure, call_major
from cases.actions.manage import extend
from cases.model import About, Flag, Kind, Member, Role, Urgency
from cases.ports import Enterprise, ToMember
from storage import Storage, migrate
from storage.databases import open_database
from storage.enterprises import touch
from storage.tables import members, metadata
from tests.cases.actions.plant import Plant, a_plant
from tests.cases.actions.test_leave import leaves
from tests.cases.actions.test_worker_due import gone_by, promised
from tests.cases.examples import at
from tests.databases import Database
from tests.storage.test_canary import live_a_life


def _differences(connection: sa.Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def _climb_the_stairs(connection: sa.Connection) -> None:
    """Every step up, down and up again."""
    config = migrate.config(connection)
    steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()][::-1]
    command.downgrade(config, "base")
    for step in steps:
        command.upgrade(config, step)
        command.downgrade(config, "-1")
        command.upgrade(config, step)


async def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    opened = open_database(database.url)
    assert await opened.run_sync(_differences) == []
    await opened.run_sync(_climb_the_stairs)
    assert await opened.run_sync(_differences) == []
    assert await opened.run_sync(migrate.current_revision) == migrate.head()
    await opened.close()


async def test_an_upgrade_of_what_is_new_changes_nothing(database: Database) -> None:
    await migrate.upgrade(database.url)


async def test_what_is_there_survives_a_step_down_and_up(storage: Storage, dawn: Enterprise) -> None:
    await live_a_life(storage, dawn)
    before = await storage.shared.database.run_sync(_rows)
    assert [name for name in ("media", "media_chunks", "outbox", "entries") if not before[name]] == []
    await down_and_up(storage, "0014")
    assert await storage.shared.database.run_sync(_rows) == before


async def down_and_up(storage: Storage, step: str) -> None:
    await storage.shared.database.run_sync(lambda connection: command.downgrade(migrate.config(connection), step))
    await storage.shared.database.run_sync(migrate.to_head)


def _rows(connection: sa.Connection) -> dict[str, set[tuple[object, ...]]]:
    return {
        name: {tuple(map(str, row)) for row in connection.execute(sa.select(table))}
        for name, table in metadata.tables.items()
    }


async def test_a_promise_of_before_breaks_on_the_day_that_the_worker_was_told(database: Database) -> None:
    async with a_plant(database, "2026-03-02 09:00") as plant:
        danger = {"kind": Kind.HAZARD, "urgency": Urgency.YELLOW}
        near, moved = [(await plant.sends(**danger)).case_id for _ in range(2)]
        await plant.until("2026-03-02 12:00")
        for case in (near, moved):
            await plant.does(accept, case, "Carol", date(2026, 3, 9))
        await plant.does(call_major, near, "Carol")
        await plant.does(assure, near, "Carol", gone_by(date(2026, 3, 5)))
        await plant.does(extend, moved, "Carol", "It takes longer", date(2026, 3, 12))
        await down_and_up(plant.storage, "0015")
        await plant.until("2026-03-23 17:00")
        assert await promised(plant, near) == [at("2026-03-09 17:00")]
        assert await promised(plant, moved) == [at("2026-03-12 17:00")]


async def test_who_came_back_by_a_version_of_before_does_not_read_what_was_sent_about_the_old_role(
    database: Database,
) -> None:
    """Fred managed, and had a flag then that he had for a day more when he was back."""
    async with a_plant(database, "2026-03-02 09:00") as plant:
        case = (await plant.sends(kind=Kind.GRIEVANCE, about=About.MANAGER_OR_OWNER)).case_id
        async with plant.work() as work:
            await set_flags(work, plant.people["Fred"].id, frozenset({Flag.DEPUTY}), plant.now)
        await plant.until("2026-03-03 00:30")
        await leaves(plant, "Fred")
        await back_in_a_second_row(plant, Role.HANDLER, {Flag.DEPUTY: date(2026, 3, 4)})
        fred, sees = await fred_and_what_he_sees(plant)
        assert sees == [case]
        async with plant.work() as work:
            await work.outbox.card(case, ToMember(fred.id))
        await plant.told()
        await down_and_up(plant.storage, "0017")
        fred, sees = await fred_and_what_he_sees(plant)
        assert fred.former == {Role.MANAGER: date(2026, 3, 3), Flag.DEPUTY: date(2026, 3, 4)}
        assert sees == []
        assert await plant.told() == [("Fred", "card")]  # which shows a dot now


async def back_in_a_second_row(plant: Plant, role: Role, former: dict[Flag, date]) -> None:
    """As it was written until rows of who left were taken up again."""
    async with plant.storage.unit() as unit:
        fred = sa.select(members).where(members.c.id == plant.people["Fred"].id)
        before = (await unit.run(fred)).one()._asdict()
        days = {flag: day.isoformat() for flag, day in former.items()}
        again = {"id": 99, "roles": [role], "flags": [], "former": days, "ended_at": None}
        await unit.run(sa.insert(members), before | again)
        await touch(unit, plant.enterprise)


async def fred_and_what_he_sees(plant: Plant) -> tuple[Member, list[int]]:
    async with plant.work() as work:
        staff = await work.staff.all()
        fred = next(each for each in staff if each.name == "Fred")
        return fred, [case.id for case in await work.cases.open() if may_see(fred, case, staff)]
