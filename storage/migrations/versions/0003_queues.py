"""What comes in, what goes out and may be taken away again, and who does it."""

import sqlalchemy as sa
from alembic import op

from storage.engine import UTCDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.BigInteger(), nullable=True),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("purge_day", sa.BigInteger(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("bot", "update_id", name="uq_inbox_bot_update_id"),
    )
    op.create_index(
        "ix_inbox_open",
        "inbox",
        ["bot", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_inbox_purge_day", "inbox", ["purge_day"], unique=False)
    op.create_table(
        "leases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "totals",
        sa.Column("bot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("purged", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bot", name="pk_totals"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), nullable=True),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("card", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("not_before", UTCDateTime(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("place", sa.LargeBinary(), nullable=True),
        sa.Column("place_tag", sa.LargeBinary(), nullable=True),
        sa.Column("lease_until", sa.Double(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "case_id"],
            ["cases.enterprise_id", "cases.id"],
            name="fk_outbox_enterprise_id_case_id_cases",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "member_id"],
            ["members.enterprise_id", "members.id"],
            name="fk_outbox_enterprise_id_member_id_members",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("bot", "key", name="uq_outbox_bot_key"),
    )
    op.create_index("ix_outbox_case_id", "outbox", ["case_id"], unique=False)
    op.create_index("ix_outbox_place_tag", "outbox", ["place_tag"], unique=False)
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["bot", "priority", "not_before"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "traces",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("delete_at", UTCDateTime(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_traces"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_traces_delete_at",
        "traces",
        ["delete_at"],
        unique=False,
        sqlite_where=sa.text("delete_at IS NOT NULL"),
        postgresql_where=sa.text("delete_at IS NOT NULL"),
    )
    op.create_index("ix_traces_tag", "traces", ["tag"], unique=False)


def downgrade() -> None:
    op.drop_table("traces")
    op.drop_table("outbox")
    op.drop_table("totals")
    op.drop_table("leases")
    op.drop_table("inbox")
