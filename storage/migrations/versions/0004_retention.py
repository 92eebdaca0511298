"""How long an enterprise keeps its records, and which cases are kept longer."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("enterprises", sa.Column("keep_years", sa.BigInteger(), nullable=False, server_default="3"))
    op.create_table(
        "legal_holds",
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "case_id"],
            ["cases.enterprise_id", "cases.id"],
            name="fk_legal_holds_enterprise_id_case_id_cases",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "confirmed_by"],
            ["members.enterprise_id", "members.id"],
            name="fk_legal_holds_enterprise_id_confirmed_by_members",
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_legal_holds_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("case_id", name="pk_legal_holds"),
        sa.UniqueConstraint("tag", name="uq_legal_holds_tag"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("legal_holds")
    op.drop_column("enterprises", "keep_years")
