"""Since when a danger is of the class that the law calls major."""

import sqlalchemy as sa
from alembic import op

from storage.engine import UTCDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("cases", sa.Column("major_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("cases", "major_at")
