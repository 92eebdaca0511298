"""One look for all that is known of who speaks: worker, draft, and whether they are staff.

Every update begins with it, so that most of them read the database once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from cases.ports import Slot
from storage.keytable import KeyKind, day_of
from storage.tables import drafts, members, workers
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Unit

WORKERS, DRAFTS, MEMBERS = "workers", "drafts", "members"
SPREAD = 64
"""So many tags has a person on a day for drafts: each new one draws another."""

Found = tuple[sa.Row[Any], Secret]
"""A draft's row with the key of its day."""


_LOOK = sa.union_all(
    sa.select(sa.literal_column("'workers'").label("what"), workers.c.tag, workers.c.sealed).where(
        workers.c.tag == sa.bindparam("b_worker")
    ),
    sa.select(sa.literal_column("'drafts'"), drafts.c.tag, drafts.c.sealed).where(
        drafts.c.tag.in_(sa.bindparam("b_drafts", expanding=True))
    ),
    sa.select(sa.literal_column("'members'"), members.c.tag, sa.null().cast(sa.LargeBinary)).where(
        members.c.tag == sa.bindparam("b_member"), members.c.ended_at.is_(None)
    ),
)


@dataclass(frozen=True, slots=True)
class Met:
    """Rows as they are stored."""

    worker: sa.Row[Any] | None
    drafts: list[Found]
    staff: bool


async def meet(unit: "Unit", chat: int, user: int) -> Met:
    people, bot = unit.shared.people, unit.shared.bot
    days = unit.shared.keys.of_days(KeyKind.DAY, day_of(unit.at))
    secrets = tags_found(days, [draft_tags(day, chat, user, Slot.WORKER) for day in days])
    tags = {"b_worker": people.tag(WORKERS, bot, chat), "b_member": people.tag(MEMBERS, bot, user)}
    rows = (await unit.run(_LOOK, {"b_drafts": list(secrets), **tags})).all()
    worker = next((row for row in rows if row.what == WORKERS), None)
    found = [(row, secrets[row.tag]) for row in rows if row.what == DRAFTS]
    return Met(worker, found, any(row.what == MEMBERS for row in rows))


def draft_tags(secret: Secret, chat: int, user: int, slot: Slot) -> list[bytes]:
    """All that drafts of that person may carry on the day of this key."""
    more = (slot,) if slot is Slot.STAFF else ()
    return secret.tags(DRAFTS, SPREAD, chat, user, *more)


def tags_found(days: Sequence[Secret], tags: Sequence[Sequence[bytes]]) -> dict[bytes, Secret]:
    """The key of its day for each tag."""
    return {tag: secret for secret, of_day in zip(days, tags, strict=True) for tag in of_day}
