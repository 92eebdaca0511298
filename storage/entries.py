"""What was written to a case, sealed under the case's key. A shredded case keeps its entries, without words."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from cases.errors import NotFound
from cases.model import Audience, Author, Entry, Media
from storage.media import MEDIA_COLUMNS, media_bytes, media_of, of_row
from storage.plain import packed, unpacked
from storage.tables import entries, media, random_id
from storage.vault import Secret

if TYPE_CHECKING:
    from storage.work import Work

LABEL = "entries"

_NEXT = sa.select(sa.func.coalesce(sa.func.max(entries.c.seq), 0) + 1).where(
    entries.c.case_id == sa.bindparam("b_case", type_=sa.BigInteger)
)
_ADD = sa.insert(entries).values(seq=_NEXT.scalar_subquery())
_OF = (
    sa.select(entries)
    .where(entries.c.case_id == sa.bindparam("b_case"), entries.c.enterprise_id == sa.bindparam("b_enterprise"))
    .order_by(entries.c.seq)
)
_ATTACH = (
    sa.update(media)
    .where(media.c.id == sa.bindparam("b_media"), media.c.case_id == sa.bindparam("b_case"))
    .values(enterprise_id=sa.bindparam("b_enterprise"), entry_id=sa.bindparam("b_entry"), seq=sa.bindparam("b_seq"))
    .returning(*MEDIA_COLUMNS)
)
_ATTACHED = (
    sa.select(media.c.entry_id, *MEDIA_COLUMNS)
    .where(media.c.case_id == sa.bindparam("b_case"), media.c.entry_id.is_not(None))
    .order_by(media.c.seq)
)


class Entries:
    def __init__(self, work: "Work") -> None:
        self._work = work

    async def add(
        self,
        case: int,
        author: Author,
        audience: Audience,
        visible_at: datetime,
        text: str = "",
        by: int | None = None,
        media: Sequence[int] = (),
    ) -> Entry:
        """Raises NotFound for a case of somebody else or a file of another case."""
        secret = await self._work.sealing(case)
        entry = random_id()
        row = {"id": entry, "enterprise_id": self._work.enterprise.id, "case_id": case, "author": author}
        row |= {"audience": audience, "visible_at": visible_at, "by": by}
        await self._work.unit.run(
            _ADD, row | {"b_case": case, "sealed": secret.seal(LABEL, packed(text), _bound(entry))}
        )
        attached = [await self._attach(case, entry, seq, file) for seq, file in enumerate(media)]
        return Entry(entry, case, author, audience, visible_at, text, by, tuple(attached))

    async def of(self, case: int) -> list[Entry]:
        secret = await self._work.secret(case)
        parameters = {"b_case": case, "b_enterprise": self._work.enterprise.id}
        rows = (await self._work.unit.run(_OF, parameters)).all()
        files = await self._attached(case)
        return [_opened(row, secret, tuple(files[row.id])) for row in rows]

    async def media_of(self, case: int) -> list[Media]:
        await self._work.secret(case)
        return await media_of(self._work.unit, case)

    async def media_bytes(self, media: int) -> bytes:
        """The cleaned file. Raises NotFound, also while it is not ready."""
        return await media_bytes(self._work, media)

    async def _attach(self, case: int, entry: int, seq: int, file: int) -> Media:
        parameters = {"b_media": file, "b_case": case, "b_entry": entry, "b_seq": seq}
        found = await self._work.unit.run(_ATTACH, parameters | {"b_enterprise": self._work.enterprise.id})
        row = found.one_or_none()
        if row is None:
            raise NotFound
        return of_row(row)

    async def _attached(self, case: int) -> dict[int, list[Media]]:
        files: dict[int, list[Media]] = defaultdict(list)
        for row in await self._work.unit.run(_ATTACHED, {"b_case": case}):
            files[row.entry_id].append(of_row(row))
        return files


def _opened(row: sa.Row[tuple[object, ...]], secret: Secret | None, files: tuple[Media, ...]) -> Entry:
    text = unpacked(secret.open(LABEL, row.sealed, _bound(row.id))) if secret else ""
    author, audience = Author(row.author), Audience(row.audience)
    return Entry(row.id, row.case_id, author, audience, row.visible_at, text, row.by, files)


def _bound(entry: int) -> bytes:
    return str(entry).encode()
