"""One look for all that is known of who speaks: worker, draft, and whether they are staff.

Every update begins with it, so that most of them read the database once.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from storage.keytable import KeyKind, day_of
from storage.tables import drafts, members, workers
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit

WORKERS, DRAFTS, MEMBERS = "workers", "drafts", "members"


def _look(worker: sa.ColumnElement[bool], member: sa.ColumnElement[bool]) -> sa.CompoundSelect[Any]:
    nothing = sa.null().cast(sa.LargeBinary)
    return sa.union_all(
        sa.select(sa.literal_column("'workers'").label("what"), workers.c.tag, workers.c.sealed).where(worker),
        sa.select(sa.literal_column("'drafts'"), drafts.c.tag, drafts.c.sealed).where(
            drafts.c.tag.in_([sa.bindparam("b_today"), sa.bindparam("b_yesterday")])
        ),
        sa.select(sa.literal_column("'members'"), members.c.tag, nothing).where(member, members.c.ended_at.is_(None)),
    )


_LOOK = _look(workers.c.tag == sa.bindparam("b_worker"), members.c.tag == sa.bindparam("b_member"))
_LOOK_BY_ALL_KEYS = _look(
    workers.c.tag.in_(sa.bindparam("b_workers", expanding=True)),
    members.c.tag.in_(sa.bindparam("b_members", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class Met:
    """Rows as they are stored; ``draft_secret`` is the key of the draft's day."""

    worker: sa.Row[Any] | None
    draft: sa.Row[Any] | None
    draft_secret: Secret | None
    staff: bool


async def meet(unit: "Unit", chat: int, user: int) -> Met:
    ring, bot = unit.shared.ring, unit.shared.bot
    days = {one.tag(DRAFTS, chat, user): one for one in unit.shared.keys.of_days(KeyKind.DAY, day_of(unit.at))}
    tags = list(days)
    parameters: dict[str, Any] = {"b_today": tags[0], "b_yesterday": tags[-1]}
    worker, member = ring.tags(WORKERS, bot, chat), ring.tags(MEMBERS, bot, user)
    if len(worker) == 1:
        rows = await unit.run(_LOOK, parameters | {"b_worker": worker[0], "b_member": member[0]})
    else:
        rows = await unit.run(_LOOK_BY_ALL_KEYS, parameters | {"b_workers": worker, "b_members": member})
    found = {row.what: row for row in rows}
    draft = found.get(DRAFTS)
    return Met(found.get(WORKERS), draft, days[draft.tag] if draft else None, MEMBERS in found)
