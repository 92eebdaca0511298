"""The first tables"""

import sqlalchemy as sa
from alembic import op

from storage.engine import UTCDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name="pk_drafts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_drafts_expires_at", "drafts", ["expires_at"], unique=False)
    op.create_table(
        "enterprises",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("calendar_version", sa.BigInteger(), nullable=False),
        sa.Column("policy_version", sa.BigInteger(), nullable=False),
        sa.Column("headcount", sa.BigInteger(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("release_times", sa.JSON(), nullable=False),
        sa.Column("message_times", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_enterprises"),
        sa.UniqueConstraint("code", name="uq_enterprises_code"),
    )
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
        "keys",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), nullable=True),
        sa.Column("day", sa.BigInteger(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "ref", name="pk_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_keys_day",
        "keys",
        ["day"],
        unique=False,
        sqlite_where=sa.text("day IS NOT NULL"),
        postgresql_where=sa.text("day IS NOT NULL"),
    )
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
        "workers",
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name="pk_workers"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "calendars",
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_calendars_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("enterprise_id", "version", name="pk_calendars"),
    )
    op.create_table(
        "groups",
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_groups_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("enterprise_id", name="pk_groups"),
        sa.UniqueConstraint("tag", name="uq_groups_tag"),
    )
    op.create_table(
        "invites",
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_group", sa.Boolean(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_invites_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("tag", name="pk_invites"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "members",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("digest_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_members_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sa.UniqueConstraint("enterprise_id", "id", name="uq_members_enterprise_id_id"),
    )
    op.create_index("ix_members_digest_at", "members", ["digest_at"], unique=False)
    op.create_index("ix_members_tag", "members", ["tag"], unique=False)
    op.create_table(
        "policies",
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_policies_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("enterprise_id", "version", name="pk_policies"),
    )
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
    op.drop_index(
        "ix_media_waiting",
        table_name="media",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index("ix_media_case_id", table_name="media")
    op.drop_table("media")
    op.drop_table("holds")
    op.drop_table("replies")
    op.drop_table("receipts")
    op.drop_index(
        "ix_outbox_waiting",
        table_name="outbox",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index("ix_outbox_place_tag", table_name="outbox")
    op.drop_index("ix_outbox_case_id", table_name="outbox")
    op.drop_table("outbox")
    op.drop_index("ix_events_enterprise_id_at", table_name="events")
    op.drop_table("events")
    op.drop_table("entries")
    op.drop_index(
        "ix_clocks_due",
        table_name="clocks",
        sqlite_where=sa.text("next_rung_at IS NOT NULL"),
        postgresql_where=sa.text("next_rung_at IS NOT NULL"),
    )
    op.drop_index("ix_clocks_case_id", table_name="clocks")
    op.drop_table("clocks")
    op.drop_index("ix_acts_due", table_name="acts")
    op.drop_index("ix_acts_case_id", table_name="acts")
    op.drop_table("acts")
    op.drop_index(
        "ix_cases_open",
        table_name="cases",
        sqlite_where=sa.text("stage NOT IN ('closed', 'withdrawn')"),
        postgresql_where=sa.text("stage NOT IN ('closed', 'withdrawn')"),
    )
    op.drop_table("cases")
    op.drop_table("policies")
    op.drop_index("ix_members_tag", table_name="members")
    op.drop_index("ix_members_digest_at", table_name="members")
    op.drop_table("members")
    op.drop_table("invites")
    op.drop_table("groups")
    op.drop_table("calendars")
    op.drop_table("workers")
    op.drop_table("totals")
    op.drop_table("leases")
    op.drop_index(
        "ix_keys_day",
        table_name="keys",
        sqlite_where=sa.text("day IS NOT NULL"),
        postgresql_where=sa.text("day IS NOT NULL"),
    )
    op.drop_table("keys")
    op.drop_index("ix_inbox_purge_day", table_name="inbox")
    op.drop_index(
        "ix_inbox_open",
        table_name="inbox",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("inbox")
    op.drop_table("enterprises")
    op.drop_index("ix_drafts_expires_at", table_name="drafts")
    op.drop_table("drafts")
