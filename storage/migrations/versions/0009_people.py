"""Who sent something, as hashes; what each reader of figures was told; which languages are common."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def _of_month(name: str, *columns: sa.Column[bytes] | sa.Column[int], key: tuple[str, ...]) -> None:
    op.create_table(
        name,
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("month", sa.BigInteger(), autoincrement=False, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=f"fk_{name}_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
        sqlite_with_rowid=False,
    )


def upgrade() -> None:
    op.add_column("enterprises", sa.Column("common_languages", sa.JSON(), nullable=False, server_default="[]"))
    _of_month("senders", sa.Column("tag", sa.LargeBinary(), nullable=False), key=("enterprise_id", "month", "tag"))
    _of_month("sender_counts", sa.Column("people", sa.BigInteger(), nullable=False), key=("enterprise_id", "month"))
    op.create_table(
        "told",
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("enterprise_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name="fk_told_enterprise_id_enterprises"),
        sa.PrimaryKeyConstraint("tag", name="pk_told"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for name in ("told", "sender_counts", "senders"):
        op.drop_table(name)
    op.drop_column("enterprises", "common_languages")
