"""An enterprise that leaves: since when it is closed, and when what it held was erased."""

import sqlalchemy as sa
from alembic import op

from storage.engine import UTCDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("enterprises", sa.Column("closed_at", UTCDateTime(), nullable=True))
    op.add_column("enterprises", sa.Column("erased_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("enterprises", "erased_at")
    op.drop_column("enterprises", "closed_at")
