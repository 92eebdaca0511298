"""A file's entry is found with its enterprise; what belongs to no enterprise refers to nothing of one."""

from collections.abc import Generator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

SIMPLE, CARRIED = "fk_media_entry_id_entries", "fk_media_enterprise_id_entry_id_entries"
NO_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    op.create_index("ix_entries_enterprise_id_id", "entries", ["enterprise_id", "id"], unique=True)
    _forget("media", "entry_id IS NOT NULL", entry_id=None)
    with _chunks_kept(), op.batch_alter_table("media", table_kwargs=NO_ROWID) as media:
        media.drop_constraint(SIMPLE, type_="foreignkey")
        carried, there = ["enterprise_id", "entry_id"], ["enterprise_id", "id"]
        media.create_foreign_key(CARRIED, "entries", carried, there, ondelete="CASCADE")
        media.create_check_constraint(op.f("ck_media_of_nobody"), "enterprise_id IS NOT NULL OR (entry_id IS NULL)")
    _forget("outbox", "case_id IS NOT NULL OR member_id IS NOT NULL", case_id=None, member_id=None)
    with op.batch_alter_table("outbox") as outbox:
        nothing = "enterprise_id IS NOT NULL OR (case_id IS NULL AND member_id IS NULL)"
        outbox.create_check_constraint(op.f("ck_outbox_of_nobody"), nothing)


def downgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint(op.f("ck_outbox_of_nobody"), type_="check")
    with _chunks_kept(), op.batch_alter_table("media", table_kwargs=NO_ROWID) as media:
        media.drop_constraint(op.f("ck_media_of_nobody"), type_="check")
        media.drop_constraint(CARRIED, type_="foreignkey")
        media.create_foreign_key(SIMPLE, "entries", ["entry_id"], ["id"], ondelete="CASCADE")
    op.drop_index("ix_entries_enterprise_id_id", "entries")


def _forget(table: str, where: str, **values: None) -> None:
    """What no database has checked while the enterprise was missing."""
    rows = sa.table(table, *[sa.column(name) for name in ("enterprise_id", *values)])
    op.execute(sa.update(rows).where(rows.c.enterprise_id.is_(None), sa.text(f"({where})")).values(values))


@contextmanager
def _chunks_kept() -> Generator[None]:
    """SQLite makes the table anew, and with the old one go the chunks that hang on it."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    op.execute("CREATE TABLE kept AS SELECT * FROM media_chunks")
    yield
    op.execute("INSERT INTO media_chunks SELECT * FROM kept")
    op.drop_table("kept")
