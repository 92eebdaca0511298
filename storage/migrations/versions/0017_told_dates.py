"""Where a nearer time limit was set after it, the date the worker knows is the one that was promised.

The step before took the nearer one, on which nothing breaks for the worker. None that was told since lies before what
was promised.
"""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.execute("UPDATE clocks SET worker_due = promised WHERE worker_due < promised")


def downgrade() -> None:
    """What was told was told."""
