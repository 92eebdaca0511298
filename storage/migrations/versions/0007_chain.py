"""Each enterprise's events form a chain."""

import sqlalchemy as sa
from alembic import op

from storage.engine import UTCDateTime

revision = "0007"
down_revision = "0006"

UNLINKED = sa.text("position IS NULL AND commitment IS NOT NULL")
LINKED = sa.text("position IS NOT NULL")


def upgrade() -> None:
    op.add_column("events", sa.Column("commitment", sa.LargeBinary(), nullable=True))
    op.add_column("events", sa.Column("position", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_events_unlinked",
        "events",
        ["enterprise_id", "case_id", "seq"],
        unique=False,
        sqlite_where=UNLINKED,
        postgresql_where=UNLINKED,
    )
    op.create_index(
        "ix_events_position",
        "events",
        ["enterprise_id", "position"],
        unique=True,
        sqlite_where=LINKED,
        postgresql_where=LINKED,
    )
    op.create_table(
        "links",
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_links_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("enterprise_id", "position", name="pk_links"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chains",
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("anchor_due", UTCDateTime(), nullable=False),
        sa.Column("anchored_on", sa.Date(), nullable=True),
        sa.Column("anchor", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_chains_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("enterprise_id", name="pk_chains"),
    )
    op.create_index("ix_chains_anchor_due", "chains", ["anchor_due"], unique=False)


def downgrade() -> None:
    op.drop_table("chains")
    op.drop_table("links")
    op.drop_index("ix_events_position", "events")
    op.drop_index("ix_events_unlinked", "events")
    op.drop_column("events", "position")
    op.drop_column("events", "commitment")
