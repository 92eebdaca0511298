"""Who sent something in a month lies in one sealed row of it, and so does how many they were.

Nothing is carried over: a migration has no keys. The running month is counted from here on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

TABLES = ("senders", "sender_counts")


def _of_month(name: str, *columns: sa.Column[bytes] | sa.Column[int], key: tuple[str, ...]) -> None:
    op.drop_table(name)
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
    for name in TABLES:
        _of_month(name, sa.Column("sealed", sa.LargeBinary(), nullable=False), key=("enterprise_id", "month"))


def downgrade() -> None:
    _of_month("senders", sa.Column("tag", sa.LargeBinary(), nullable=False), key=("enterprise_id", "month", "tag"))
    _of_month("sender_counts", sa.Column("people", sa.BigInteger(), nullable=False), key=("enterprise_id", "month"))
