"""Brings the tables of a database to this version, and tells whether they are."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.databases import open_database
from storage.engine import Database
from storage.errors import SchemaOutdated

SCRIPTS = Path(__file__).parent / "migrations"


async def upgrade(url: str) -> None:
    """To the newest version. Raises AlreadyRunning when a process holds this SQLite file."""
    await _on(url, to_head)


def to_head(connection: sa.Connection) -> None:
    command.upgrade(config(connection), "head")


async def check(database: Database) -> None:
    """Raises SchemaOutdated."""
    current = await database.run_sync(current_revision)
    if current != head():
        raise SchemaOutdated(f"the tables have version {current or 'none'}, this program needs {head()}")


def head() -> str | None:
    return ScriptDirectory(str(SCRIPTS)).get_current_head()


def current_revision(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def config(connection: sa.Connection) -> Config:
    """Alembic's configuration for one open connection."""
    found = Config(attributes={"connection": connection})
    found.set_main_option("script_location", str(SCRIPTS))
    return found


async def _on(url: str, do: Callable[[sa.Connection], None]) -> None:
    database = open_database(url)
    try:
        await database.run_sync(do)
    finally:
        await database.close()
