"""A file that is done with says no longer in which second it came in."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    media = sa.table("media", sa.column("lease_until", sa.Double()), sa.column("state", sa.String()))
    op.execute(sa.update(media).where(media.c.state != "waiting").values(lease_until=0.0))


def downgrade() -> None:
    """What is gone stays gone."""
