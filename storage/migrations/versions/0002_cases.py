"""The cases and what hangs on them."""

import sqlalchemy as sa
from alembic import op

from storage.engine import UTCDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("release_due", UTCDateTime(), nullable=False),
        sa.Column("policy_version", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("harm", sa.Boolean(), nullable=False),
        sa.Column("unsafe_order", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("released_at", UTCDateTime(), nullable=True),
        sa.Column("owner", sa.BigInteger(), nullable=True),
        sa.Column("take_choice", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("decline_reason", sa.String(), nullable=True),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("paused_at", UTCDateTime(), nullable=True),
        sa.Column("pause_used", sa.Boolean(), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("resolved_by", sa.BigInteger(), nullable=True),
        sa.Column("verified_by", sa.BigInteger(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("closed_by_silence", sa.Boolean(), nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "owner"],
            ["members.enterprise_id", "members.id"],
            name="fk_cases_enterprise_id_owner_members",
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "policy_version"],
            ["policies.enterprise_id", "policies.version"],
            name="fk_cases_enterprise_id_policy_version_policies",
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "resolved_by"],
            ["members.enterprise_id", "members.id"],
            name="fk_cases_enterprise_id_resolved_by_members",
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "verified_by"],
            ["members.enterprise_id", "members.id"],
            name="fk_cases_enterprise_id_verified_by_members",
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_cases_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("enterprise_id", "id", name="uq_cases_enterprise_id_id"),
        sa.UniqueConstraint("enterprise_id", "number", name="uq_cases_enterprise_id_number"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_cases_open",
        "cases",
        ["enterprise_id", "released_at"],
        unique=False,
        sqlite_where=sa.text("stage NOT IN ('closed', 'withdrawn')"),
        postgresql_where=sa.text("stage NOT IN ('closed', 'withdrawn')"),
    )
    op.create_table(
        "acts",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due", UTCDateTime(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "case_id"],
            ["cases.enterprise_id", "cases.id"],
            name="fk_acts_enterprise_id_case_id_cases",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_acts_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("id", name="pk_acts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_acts_case_id", "acts", ["case_id"], unique=False)
    op.create_index("ix_acts_due", "acts", ["due"], unique=False)
    op.create_table(
        "clocks",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("started", UTCDateTime(), nullable=False),
        sa.Column("promised", UTCDateTime(), nullable=False),
        sa.Column("due", UTCDateTime(), nullable=False),
        sa.Column("next_rung_at", UTCDateTime(), nullable=True),
        sa.Column("rung", sa.BigInteger(), nullable=False),
        sa.Column("met_at", UTCDateTime(), nullable=True),
        sa.Column("worker_told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "case_id"],
            ["cases.enterprise_id", "cases.id"],
            name="fk_clocks_enterprise_id_case_id_cases",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_clocks_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("id", name="pk_clocks"),
        sa.UniqueConstraint("enterprise_id", "id", name="uq_clocks_enterprise_id_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_clocks_case_id", "clocks", ["case_id"], unique=False)
    op.create_index(
        "ix_clocks_due",
        "clocks",
        ["next_rung_at"],
        unique=False,
        sqlite_where=sa.text("next_rung_at IS NOT NULL"),
        postgresql_where=sa.text("next_rung_at IS NOT NULL"),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("visible_at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "by"], ["members.enterprise_id", "members.id"], name="fk_entries_enterprise_id_by_members"
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "case_id"],
            ["cases.enterprise_id", "cases.id"],
            name="fk_entries_enterprise_id_case_id_cases",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_entries_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sa.UniqueConstraint("case_id", "seq", name="uq_entries_case_id_seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "events",
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "by"], ["members.enterprise_id", "members.id"], name="fk_events_enterprise_id_by_members"
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "case_id"],
            ["cases.enterprise_id", "cases.id"],
            name="fk_events_enterprise_id_case_id_cases",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_events_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_events"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_events_enterprise_id_at", "events", ["enterprise_id", "at"], unique=False)
    op.create_table(
        "receipts",
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "case_id"],
            ["cases.enterprise_id", "cases.id"],
            name="fk_receipts_enterprise_id_case_id_cases",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_receipts_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("case_id", name="pk_receipts"),
        sa.UniqueConstraint("tag", name="uq_receipts_tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "replies",
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("own", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "case_id"],
            ["cases.enterprise_id", "cases.id"],
            name="fk_replies_enterprise_id_case_id_cases",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_replies_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("case_id", name="pk_replies"),
        sa.UniqueConstraint("own", name="uq_replies_own"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "holds",
        sa.Column("clock_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "clock_id"],
            ["clocks.enterprise_id", "clocks.id"],
            name="fk_holds_enterprise_id_clock_id_clocks",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "member_id"],
            ["members.enterprise_id", "members.id"],
            name="fk_holds_enterprise_id_member_id_members",
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_holds_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("clock_id", "member_id", name="pk_holds"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "media",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), nullable=True),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "case_id"],
            ["cases.enterprise_id", "cases.id"],
            name="fk_media_enterprise_id_case_id_cases",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_media_entry_id_entries", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_media"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_media_case_id", "media", ["case_id"], unique=False)
    op.create_index(
        "ix_media_waiting",
        "media",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "media_chunks",
        sa.Column("media_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name="fk_media_chunks_media_id_media", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("media_id", "seq", name="pk_media_chunks"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("media_chunks")
    op.drop_table("media")
    op.drop_table("holds")
    op.drop_table("replies")
    op.drop_table("receipts")
    op.drop_table("events")
    op.drop_table("entries")
    op.drop_table("clocks")
    op.drop_table("acts")
    op.drop_table("cases")
