"""The people: enterprises, staff, workers, keys."""

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


def downgrade() -> None:
    op.drop_table("policies")
    op.drop_table("members")
    op.drop_table("invites")
    op.drop_table("groups")
    op.drop_table("calendars")
    op.drop_table("workers")
    op.drop_table("keys")
    op.drop_table("enterprises")
    op.drop_table("drafts")
