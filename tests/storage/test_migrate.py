import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from cases.ports import Enterprise
from storage import Storage, migrate
from storage.databases import open_database
from storage.tables import metadata
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
    await storage.shared.database.run_sync(lambda connection: command.downgrade(migrate.config(connection), "0014"))
    await storage.shared.database.run_sync(migrate.to_head)
    assert await storage.shared.database.run_sync(_rows) == before


def _rows(connection: sa.Connection) -> dict[str, set[tuple[object, ...]]]:
    return {
        name: {tuple(map(str, row)) for row in connection.execute(sa.select(table))}
        for name, table in metadata.tables.items()
    }
