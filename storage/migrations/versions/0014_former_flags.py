"""Of a flag that was taken away the last day stays known: what was sent up to then is still hidden by it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("members", sa.Column("former", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("members", "former")
