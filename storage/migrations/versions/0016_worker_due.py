"""A promise has the date the worker knows of its own; until now it was read off the others."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("clocks", sa.Column("worker_due", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE clocks SET worker_due = due WHERE kind = 'answered' OR kind = 'solved' AND (due > promised OR EXISTS ("
        "SELECT 1 FROM cases WHERE cases.enterprise_id = clocks.enterprise_id AND cases.id = clocks.case_id"
        " AND cases.stage = 'accepted'))"
    )


def downgrade() -> None:
    op.drop_column("clocks", "worker_due")
