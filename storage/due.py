"""What has come due: rows, claimed a few hundred at a time, each done in the transaction that claims it.

When one of them cannot be done, its whole transaction is undone and that row is pushed ahead, so that the others go on.
What hangs on a case is claimed by locking the case first, as every handler does: two that wait for each other are
impossible. A case in somebody's hands is left to the next look.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from cases.model import Clock, ClockKind, Member
from cases.ports import UNSENT, Act, Address, Draft
from storage.clocks import opened as opened_clocks
from storage.drafts import Opened
from storage.drafts import opened as opened_draft
from storage.errors import away
from storage.events import ACTS_LABEL
from storage.keytable import KeyKind
from storage.plain import unpacked
from storage.staff import member_of
from storage.tables import acts, cases, clocks, drafts, members, traces
from storage.traces import by_chat, erase
from storage.units import Units
from storage.work import Unit, Work

MOST, MOST_ON_FILE = 500, 50
"""Rows done in one transaction; on SQLite it keeps everybody else from writing."""
PUSHED_AHEAD = timedelta(minutes=15)

T = TypeVar("T")
Do = Callable[[Work, T, datetime], Awaitable[None]]

_LIMIT: sa.BindParameter[int] = sa.bindparam("b_limit")
_AT: sa.BindParameter[datetime] = sa.bindparam("b_at")
_IDS: sa.BindParameter[Any] = sa.bindparam("b_ids", expanding=True)
_DIGESTS = (
    sa.select(members).where(members.c.digest_at <= _AT).order_by(members.c.digest_at, members.c.id).limit(_LIMIT)
)
_DRAFTS = sa.select(drafts).where(drafts.c.expires_at <= _AT).order_by(drafts.c.expires_at).limit(_LIMIT)
_TRACES = sa.select(traces).where(traces.c.delete_at <= _AT).order_by(traces.c.delete_at).limit(_LIMIT)
_CLAIM_DIGESTS, _CLAIM_DRAFTS, _CLAIM_TRACES = (
    statement.with_for_update(skip_locked=True) for statement in (_DIGESTS, _DRAFTS, _TRACES)
)


def _claims(table: sa.Table, due: sa.Column[Any]) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """What locks the cases that have something due, and what then finds it, unless it is gone meanwhile."""
    of_case = sa.and_(table.c.enterprise_id == cases.c.enterprise_id, table.c.case_id == cases.c.id)
    waiting = sa.select(table.c.id, cases.c.id.label("case_id")).join(cases, of_case).where(due <= _AT)
    lock = waiting.order_by(due, table.c.id).limit(_LIMIT).with_for_update(of=cases, key_share=True, skip_locked=True)
    return lock, sa.select(table).where(table.c.id.in_(_IDS), due <= _AT).order_by(due, table.c.id)


_ACTS, _CLOCKS = _claims(acts, acts.c.due), _claims(clocks, clocks.c.next_rung_at)
_NEXT = [sa.select(sa.func.min(column)) for column in (acts.c.due, clocks.c.next_rung_at)]
_ACTS_DONE = sa.delete(acts).where(acts.c.id.in_(_IDS))
_DRAFTS_DONE = sa.delete(drafts).where(drafts.c.tag.in_(sa.bindparam("b_tags", expanding=True)))


@dataclass(frozen=True, slots=True)
class Step:
    """What one claim came to. ``failed`` is why a row was pushed ahead, and then nothing else of it was kept; or why a
    person was not told that a draft was erased.
    """

    done: int = 0
    failed: Exception | None = None


@dataclass(frozen=True, slots=True, repr=False)
class ExpiredDraft:
    address: Address
    user: int
    draft: Draft


class _Poison(Exception):
    """The row that could not be done, and why."""

    def __init__(self, row: Any, error: Exception) -> None:
        super().__init__()
        self.row, self.error = row, error


class Due:
    """Each call is one transaction of ``most`` rows; call again while something was done or failed."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._most = MOST_ON_FILE if units.sqlite else MOST

    async def next_at(self) -> datetime | None:
        """When the next act or rung comes; in the past when one is due now."""
        async with self._units.reading() as unit:
            found = [(await unit.run(statement)).scalar_one() for statement in _NEXT]
        return min((at for at in found if at), default=None)

    async def acts(self, at: datetime, do: Do[Act], most: int = 0) -> Step:
        """Does what was to take effect by now, oldest first, and takes it from the list."""
        try:
            async with self._units.unit() as unit:
                found = await _claimed(unit, _ACTS, at, most or self._most)
                for row in found:
                    async with _blame(row):
                        await _act(await unit.enterprise(row.enterprise_id), row, do, at)
                await _run_if(unit, _ACTS_DONE, "b_ids", [row.id for row in found])
        except _Poison as poison:
            return await self._push(acts, acts.c.due, at, poison)
        return Step(len(found))

    async def clocks(self, at: datetime, do: Do[Clock], most: int = 0) -> Step:
        """``do`` must save each clock with its next rung in the future, or none.

        Of those due at the same instant the further promise comes last: what is said of it stays.
        """
        try:
            async with self._units.unit() as unit:
                found = sorted(await _claimed(unit, _CLOCKS, at, most or self._most), key=_by_promise)
                for row, clock in zip(found, opened_clocks(found), strict=True):
                    async with _blame(row):
                        await do(await unit.enterprise(row.enterprise_id), clock, at)
        except _Poison as poison:
            return await self._push(clocks, clocks.c.next_rung_at, at, poison)
        return Step(len(found))

    async def digests(self, at: datetime, do: Do[Member], most: int = 0) -> Step:
        """``do`` must say when the next one is, by ``work.staff.next_digest``."""
        try:
            async with self._units.unit() as unit:
                found = (await unit.run(_CLAIM_DIGESTS, {"b_at": at, "b_limit": most or self._most})).all()
                for row in found:
                    async with _blame(row):
                        await _digest(await unit.enterprise(row.enterprise_id), row, do, at)
        except _Poison as poison:
            return await self._push(members, members.c.digest_at, at, poison)
        return Step(len(found))

    async def drafts(
        self, at: datetime, do: Callable[[Unit, ExpiredDraft, datetime], Awaitable[None]], most: int = 0
    ) -> Step:
        """Erases drafts whose time has passed; ``do`` tells the person, unless another took its place since.

        A draft that ``do`` fails on is erased all the same, for it must not keep the others: ``failed`` says why.
        The files of what was never sent go too, also of what another took the place of.
        """
        failed = None
        unsent: list[int] = []
        async with self._units.unit() as unit:
            found = (await unit.run(_CLAIM_DRAFTS, {"b_at": at, "b_limit": most or self._most})).all()
            for row in found:
                secret = await unit.shared.keys.load(unit.connection, KeyKind.DAY, row.day)
                if secret is not None:
                    try:
                        found_draft = opened_draft(secret, row.tag, row.sealed)
                        last = await unit.is_last(found_draft)
                        if last or await _pushed_aside(unit, found_draft):
                            unsent += filter(None, [found_draft.case])
                        if last:
                            await do(unit, ExpiredDraft(found_draft.address, found_draft.user, found_draft.draft), at)
                    except Exception as error:
                        if away(error):
                            raise
                        failed = error
            await _run_if(unit, _DRAFTS_DONE, "b_tags", [row.tag for row in found])
        await self._discard(unsent)
        return Step(len(found), failed)

    async def _discard(self, cases: Sequence[int]) -> None:
        """Those that were never sent, in a transaction that tells nobody anything."""
        if cases:
            async with self._units.unit() as unit:
                for case in cases:
                    await unit.media.discard(case)

    async def traces(
        self, at: datetime, do: Callable[[Unit, int, Sequence[int], Sequence[int]], Awaitable[None]], most: int = 0
    ) -> Step:
        """``do`` has messages of a chat deleted, and takes the words from those that an outage kept too long; here they
        are forgotten.
        """
        async with self._units.unit() as unit:
            found = (await unit.run(_CLAIM_TRACES, {"b_at": at, "b_limit": most or self._most})).all()
            for chat, (young, old) in (await by_chat(unit, found)).items():
                await do(unit, chat, young, old)
            await erase(unit, found)
        return Step(len(found))

    async def _push(self, table: sa.Table, column: sa.Column[Any], at: datetime, poison: _Poison) -> Step:
        async with self._units.unit() as unit:
            await unit.run(sa.update(table).where(table.c.id == poison.row.id).values({column: at + PUSHED_AHEAD}))
        return Step(failed=poison.error)


async def _pushed_aside(unit: Unit, one: Opened) -> bool:
    """Whether it is of something never sent, and another conversation is in hand. At midnight a draft gets another row:
    then it is itself in hand.
    """
    newest = await unit.drafts.load(one.address.chat, one.user, one.draft.slot)
    return one.draft.flow == UNSENT and (newest is None or newest.state.get("case") != one.case)


def _by_promise(row: sa.Row[Any]) -> tuple[datetime, int]:
    return row.next_rung_at, list(ClockKind).index(row.kind)


async def _claimed(unit: Unit, claim: tuple[sa.Select[Any], sa.Select[Any]], at: datetime, most: int) -> Sequence[Any]:
    lock, find = claim
    ids = [row.id for row in await unit.run(lock, {"b_at": at, "b_limit": most})]
    return (await unit.run(find, {"b_at": at, "b_ids": ids})).all() if ids else []


@asynccontextmanager
async def _blame(row: sa.Row[Any]) -> AsyncGenerator[None]:
    """What goes wrong inside is that row's fault, unless the database itself is away."""
    try:
        yield
    except Exception as error:
        if away(error):
            raise
        raise _Poison(row, error) from error


async def _act(work: Work, row: sa.Row[Any], do: Do[Act], at: datetime) -> None:
    secret = await work.secret(row.case_id)
    if secret is not None:
        args = unpacked(secret.open(ACTS_LABEL, row.sealed, str(row.id).encode()))
        await do(work, Act(row.id, row.enterprise_id, row.case_id, row.what, row.due, args), at)


async def _digest(work: Work, row: sa.Row[Any], do: Do[Member], at: datetime) -> None:
    unit = work.unit
    await do(work, member_of(row, await unit.shared.keys.enterprise(unit.connection, row.enterprise_id)), at)


async def _run_if(unit: Unit, statement: sa.Executable, name: str, values: Sequence[Any]) -> None:
    if values:
        await unit.run(statement, {name: values})
