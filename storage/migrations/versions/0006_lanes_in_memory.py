"""Whose an update is stands in no column any more; an attempt counts when it has gone wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.drop_column("inbox", "lane")
    op.add_column("inbox", sa.Column("epoch", sa.BigInteger(), nullable=True))
    op.execute("UPDATE inbox SET attempt = 0 WHERE state = 'open'")


def downgrade() -> None:
    op.drop_column("inbox", "epoch")
    op.add_column("inbox", sa.Column("lane", sa.BigInteger(), nullable=True))
    op.execute("UPDATE inbox SET lane = 0 WHERE state = 'open'")
