"""Keys of their own for the way back and for files; what finds a chat's cases lies beside the key, not in the data.

The rows of ``replies`` and ``media`` get their keys at the next start, when the key file is at hand.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

OWN = sa.text("own IS NOT NULL")
VACUUM = {"autovacuum_vacuum_scale_factor": "0", "autovacuum_vacuum_threshold": "0", "vacuum_index_cleanup": "on"}
"""PostgreSQL takes a destroyed key from its pages within minutes, however few there are."""

_REPLIES = sa.Table(
    "replies",
    sa.MetaData(),
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


def upgrade() -> None:
    op.add_column("keys", sa.Column("own", sa.LargeBinary(), nullable=True))
    op.create_index("ix_keys_own", "keys", ["own"], unique=True, sqlite_where=OWN, postgresql_where=OWN)
    with op.batch_alter_table("replies", copy_from=_REPLIES) as replies:
        replies.drop_constraint("uq_replies_own", type_="unique")
        replies.drop_column("own")
    if op.get_bind().dialect.name == "postgresql":
        settings = ", ".join(f"{name} = {value}" for name, value in VACUUM.items())
        op.execute(f"ALTER TABLE keys SET ({settings})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE keys RESET ({', '.join(VACUUM)})")
    with op.batch_alter_table("replies") as replies:
        replies.add_column(sa.Column("own", sa.LargeBinary(), nullable=True))
        replies.create_unique_constraint("uq_replies_own", ["own"])
    op.drop_index("ix_keys_own", "keys")
    op.drop_column("keys", "own")
