"""How many of the news in a case its worker has been shown; without a time."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("replies", sa.Column("told", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("replies", "told")
