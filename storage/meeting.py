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


_LOOK = sa.union_all(
    sa.select(sa.literal_column("'workers'").label("what"), workers.c.tag, workers.c.sealed).where(
        workers.c.tag == sa.bindparam("b_worker")
    ),
    sa.select(sa.literal_column("'drafts'"), drafts.c.tag, drafts.c.sealed).where(
        drafts.c.tag.in_([sa.bindparam("b_today"), sa.bindparam("b_yesterday")])
    ),
    sa.select(sa.literal_column("'members'"), members.c.tag, sa.null().cast(sa.LargeBinary)).where(
        members.c.tag == sa.bindparam("b_member"), members.c.ended_at.is_(None)
    ),
)


@dataclass(frozen=True, slots=True)
class Met:
    """Rows as they are stored; ``draft_secret`` is the key of the draft's day."""

    worker: sa.Row[Any] | None
    draft: sa.Row[Any] | None
    draft_secret: Secret | None
    staff: bool


async def meet(unit: "Unit", chat: int, user: int) -> Met:
    people, bot = unit.shared.people, unit.shared.bot
    days = {one.tag(DRAFTS, chat, user): one for one in unit.shared.keys.of_days(KeyKind.DAY, day_of(unit.at))}
    tags = list(days)
    parameters = {"b_today": tags[0], "b_yesterday": tags[-1]}
    parameters |= {"b_worker": people.tag(WORKERS, bot, chat), "b_member": people.tag(MEMBERS, bot, user)}
    rows = await unit.run(_LOOK, parameters)
    found = {row.what: row for row in rows}
    draft = found.get(DRAFTS)
    return Met(found.get(WORKERS), draft, days[draft.tag] if draft else None, MEMBERS in found)
