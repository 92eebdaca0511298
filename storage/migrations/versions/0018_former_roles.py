"""Who left and came back before rows were taken up again has a row of before, and a second one that knows of its flags
alone. What was sent while they had a role that ended is hidden by it now too, and is taken off their screen.
"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from cases.localtime import local_day
from storage.engine import UTCDateTime

revision = "0018"
down_revision = "0017"

MEMBERS = sa.table(
    "members",
    *map(sa.column, ("id", "enterprise_id", "tag")),
    *(sa.column(name, sa.JSON()) for name in ("roles", "flags", "former")),
    sa.column("ended_at", UTCDateTime()),
)
ENTERPRISES = sa.table("enterprises", *map(sa.column, ("id", "version", "calendar_version")))
CALENDARS = sa.table("calendars", *map(sa.column, ("enterprise_id", "version")), sa.column("body", sa.JSON()))
CARDS = sa.table("outbox", *map(sa.column, ("member_id", "card", "place", "state", "revision")))


def upgrade() -> None:
    connection = op.get_bind()
    zones = {row.enterprise_id: row.body["zone"] for row in connection.execute(_calendars())}
    ended: dict[tuple[int, bytes], dict[str, str]] = defaultdict(dict)
    for row in connection.execute(sa.select(MEMBERS).where(MEMBERS.c.ended_at.is_not(None)).order_by("ended_at", "id")):
        last = local_day(row.ended_at, zones[row.enterprise_id]).isoformat()
        ended[row.enterprise_id, row.tag] |= row.former | dict.fromkeys([*row.roles, *row.flags], last)
    for row in connection.execute(sa.select(MEMBERS).where(MEMBERS.c.ended_at.is_(None))).all():
        former = ended[row.enterprise_id, row.tag] | row.former
        if former != row.former:
            _hide(connection, row, former)


def _calendars() -> sa.Select[tuple[int, dict[str, str]]]:
    ours = sa.and_(CALENDARS.c.enterprise_id == ENTERPRISES.c.id, CALENDARS.c.version == ENTERPRISES.c.calendar_version)
    return sa.select(CALENDARS.c.enterprise_id, CALENDARS.c.body).join(ENTERPRISES, ours)


def _hide(connection: sa.Connection, row: sa.Row, former: dict[str, str]) -> None:
    connection.execute(sa.update(MEMBERS).where(MEMBERS.c.id == row.id).values(former=former))
    ours = ENTERPRISES.c.id == row.enterprise_id
    connection.execute(sa.update(ENTERPRISES).where(ours).values(version=ENTERPRISES.c.version + 1))
    shown = sa.and_(CARDS.c.member_id == row.id, CARDS.c.card, CARDS.c.place.is_not(None), CARDS.c.state == "sent")
    connection.execute(sa.update(CARDS).where(shown).values(state="waiting", revision=CARDS.c.revision + 1))


def downgrade() -> None:
    """What is known of former roles stays."""
