"""The unit of work: one transaction, and what may be done in it.

``Unit`` belongs to no enterprise yet; ``Work`` is the same transaction bound to one. Both fulfil ``cases.ports``.
"""

from collections.abc import Collection, Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cases import ports
from cases.errors import NotFound
from cases.model import Case, Member
from cases.policy import Policy
from storage import enterprises, legal_holds
from storage.cases import Cases
from storage.clocks import Clocks
from storage.drafts import Drafts, Opened
from storage.engine import Connection
from storage.entries import Entries
from storage.errors import JoinRefused, StorageError
from storage.events import Acts, Events
from storage.figures import Figures
from storage.identities import Identities
from storage.inbox import Arrived
from storage.inbox_queue import finish
from storage.keytable import KeyKind, Row, day_of
from storage.media import MediaShelf
from storage.meeting import Met, meet
from storage.outbox import Buffer, Outbox, case_of_card
from storage.proof import Chain
from storage.receipts import Receipts, case_of_receipt
from storage.replies import Replies, enterprises_of
from storage.shared import Shared
from storage.staff import Staff
from storage.statements import Answer
from storage.tables import cases, keys, random_id
from storage.tallies import tallies
from storage.traces import Traces
from storage.vault import Secret

in_transaction: ContextVar[bool] = ContextVar("in_transaction", default=False)
"""True inside a writing unit: whoever calls out to the world then has made a mistake."""

_SECRET = (
    sa.select(cases.c.id, keys.c.sealed)
    .select_from(cases.outerjoin(keys, sa.and_(keys.c.kind == KeyKind.CASE, keys.c.ref == cases.c.id)))
    .where(cases.c.id == sa.bindparam("b_case"), cases.c.enterprise_id == sa.bindparam("b_enterprise"))
)


class Unit:
    """One transaction. ``at`` is when it began."""

    def __init__(self, connection: Connection, shared: Shared, at: datetime, *, writable: bool = True) -> None:
        self.connection, self.shared, self.at, self.writable = connection, shared, at, writable
        self.secrets: dict[int, Secret | None] = {}
        """Keys of the cases met in this unit; None where it was destroyed."""
        self.homes: dict[int, int] = {}
        """The enterprise of each case met in this unit."""
        self.changed: set[int] = set()
        """Enterprises that this unit changed: others may not remember what it read of them before it is kept."""
        self.versions: dict[int, int] = {}
        """Of the enterprises met in this unit, except those that it changed."""
        self.staff: dict[int, list[Member]] = {}
        """Everybody in the enterprises met in this unit, as far as anybody asked."""
        self.buffer = Buffer()
        self._sent: list[Row] = []
        """Keys that pass to their enterprise with this unit, together with those of the ways back."""
        self._finished: Arrived | None = None
        self._wrote_case = self._wrote_worker = self._wrote_member = self._erased_traces = False
        self.written: set[int] = set()
        """Cases of which this unit writes something."""
        self._works: dict[int, Work] = {}
        self._met: dict[int, Met] = {}
        self.identities: ports.Identities = Identities(self)
        self._drafts = Drafts(self)
        self.drafts: ports.Drafts = self._drafts
        self.media: ports.MediaShelf = MediaShelf(self)
        self.outbox: ports.Outbox = Outbox(self)
        self.traces: ports.Traces = Traces(self)

    async def meet(self, chat: int, user: int) -> Met:
        """All that is known of who speaks, by one look."""
        if chat == user and chat in self._met:
            return self._met[chat]
        met = await meet(self, chat, user)
        if chat == user:
            self._met[chat] = met
        return met

    def met(self, chat: int) -> Met | None:
        """What was seen of that private chat in this unit already."""
        return self._met.get(chat)

    def forget_met(self) -> None:
        """It changes: whoever asks again looks again."""
        self._met.clear()

    async def run(
        self, statement: sa.Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> Answer:
        return await self.connection.execute(statement, parameters)

    async def enterprise(self, enterprise_id: int) -> "Work":
        if enterprise_id not in self._works or enterprise_id in self.changed:
            enterprise = await enterprises.load(self, enterprise_id)
            self._works[enterprise_id] = Work(self, enterprise)
        return self._works[enterprise_id]

    async def enterprises(self, ids: Collection[int]) -> list["Work"]:
        """As many as there are ids, in their order, by one look. Raises NotFound."""
        if len(new := [each for each in ids if each not in self._works]) > 1:
            self._works |= {each.id: Work(self, each) for each in await enterprises.load_many(self, new)}
        return [await self.enterprise(each) for each in ids]

    async def tallies(self, enterprises: Collection[int], at: datetime) -> list[ports.Tally]:
        return await tallies(self, enterprises, at)

    async def enterprise_by_code(self, code: str) -> "Work":
        return await self.enterprise(await enterprises.by_code(self, code))

    async def own_cases(self, chat: int) -> list[Case]:
        own = self.identities.own_tags(chat)
        homes = await enterprises_of(self, own)
        found = [case for home in homes for case in await (await self.enterprise(home)).cases.mine(own)]
        return sorted(found, key=lambda case: (case.sent_on, case.release_due), reverse=True)

    async def case_of_receipt(self, digits: str) -> tuple["Work", Case]:
        enterprise, case = await case_of_receipt(self, digits)
        work = await self.enterprise(enterprise)
        return work, await work.cases.get(case)

    async def case_of_card(self, chat: int, message: int) -> tuple["Work", int]:
        enterprise, case = await case_of_card(self, chat, message)
        return await self.enterprise(enterprise), case

    async def peek_hold(self, token: str, user: int) -> tuple["Work", ports.HoldAsked]:
        return await legal_holds.peek(self, token, user)

    async def confirm_hold(self, token: str, user: int) -> tuple["Work", ports.HoldAsked]:
        return await legal_holds.confirm(self, token, user)

    async def new_case_id(self) -> int:
        case = random_id()
        self.secrets[case] = await self.shared.keys.create(self.connection, KeyKind.CASE, case, day=day_of(self.at))
        return case

    async def pass_key(self, case: int, secret: Secret, enterprise: int) -> None:
        """The case is sent: its enterprise's key wraps its key from the end of this unit on."""
        keytable = self.shared.keys
        self._sent.append(await keytable.enterprises_row(self.connection, KeyKind.CASE, case, secret, enterprise))

    async def put_key(self, kind: KeyKind, ref: int, secret: Secret, enterprise: int, own: bytes | None) -> None:
        """Stores a new key at once, by one statement with those that were going to be."""
        keytable = self.shared.keys
        self._sent.append(await keytable.enterprises_row(self.connection, kind, ref, secret, enterprise, own))
        await self._put_keys()

    async def destroy_keys(self, case: int) -> None:
        """Those of a case and of its way back."""
        self._sent = [row for row in self._sent if row["ref"] != case]
        for kind in (KeyKind.CASE, KeyKind.REPLY):
            await self.shared.keys.destroy(self.connection, kind, case)

    async def _put_keys(self) -> None:
        await self.shared.keys.put(self.connection, self._sent)
        self._sent = []

    async def secret(self, case: int) -> Secret:
        """The key of a case that may not have been sent yet. Raises NotFound."""
        if case not in self.secrets:
            self.secrets[case] = await self.shared.keys.case(self.connection, case)
        secret = self.secrets[case]
        if secret is None:
            raise NotFound
        return secret

    def writes_case(self, *cases: int) -> None:
        """Said before a case or anything that hangs on it is written. Raises JoinRefused."""
        self._wrote_case = True
        self.written.update(cases)
        self._refuse_join()

    def writes_worker(self) -> None:
        """Said before a lasting row of a worker is written. Raises JoinRefused."""
        self._wrote_worker = True
        self._refuse_join()

    def writes_member(self) -> None:
        """Said before the row of somebody of the staff is written, who may be a worker too. Raises JoinRefused."""
        self._wrote_member = True
        self._refuse_join()

    def erases_traces(self) -> None:
        """Said before traces end, which lie beside cases of several people. Raises JoinRefused."""
        self._erased_traces = True
        self._refuse_join()

    @property
    def beside_case(self) -> bool:
        """Something of a case is written in this transaction."""
        return self._wrote_case

    @property
    def beside(self) -> bool:
        """Something is written beside which nothing may lie that tells one chat from another."""
        return self._wrote_case or self._wrote_worker

    def thread(self, chat: int) -> str | None:
        """Of the conversation in hand in that chat, if this transaction may speak of it."""
        return self._drafts.thread(chat)

    async def part(self, chat: int, case: int) -> None:
        """Erases what that private chat's conversations hold of a case that this transaction writes."""
        await self._drafts.part(chat, case)

    async def is_last(self, opened: Opened) -> bool:
        """Whether nothing was saved, or dropped, in its place since."""
        return opened.number >= await self._drafts.last_of(opened.address.chat, opened.user, opened.draft.slot)

    def _refuse_join(self) -> None:
        if self._wrote_worker and (self._wrote_case or self._wrote_member):
            raise JoinRefused("write the worker's row in a transaction of its own")
        if self._erased_traces and self.beside:
            raise JoinRefused("erase traces in a transaction of their own")

    def finish(self, arrived: Arrived) -> None:
        """With it the inbox row is parked, or done: then it loses its seal, and its id stays as seen for 48 h."""
        self._finished = arrived

    async def flush(self) -> None:
        """Writes what was put off to the end. Raises ClaimLost when the inbox row is no longer ours."""
        if not self.writable and (self.buffer or self.buffer.dropped or self._drafts.changed or self._finished):
            raise StorageError("a reading unit cannot write")
        await self._put_keys()
        await self._drafts.flush()
        await self.buffer.flush(self)
        if self._finished:
            await finish(self, self._finished)


class Work:
    """A unit bound to one enterprise: what belongs to another one is NotFound."""

    def __init__(self, unit: Unit, enterprise: ports.Enterprise) -> None:
        self.unit = unit
        self.enterprise: ports.Enterprise = enterprise
        self.cases: ports.Cases = Cases(self)
        self.entries: ports.Entries = Entries(self)
        self.clocks: ports.Clocks = Clocks(self)
        self.acts: ports.Acts = Acts(self)
        self.events: ports.Events = Events(self)
        self.chain: ports.Chain = Chain(self)
        self.figures: ports.Figures = Figures(self)
        self.staff: ports.Staff = Staff(self)
        self.replies: ports.Replies = Replies(self)
        self.receipts: ports.Receipts = Receipts(self)
        self.outbox: ports.Outbox = Outbox(unit, self)

    async def policy(self, version: int) -> Policy:
        """The policy a case came in under. Raises NotFound."""
        return await enterprises.policy(self.unit, self.enterprise, version)

    async def secret(self, case: int) -> Secret | None:
        """The key of one of our cases, None when it was shredded. Raises NotFound for a case of somebody else."""
        if self.unit.homes.get(case) == self.enterprise.id:
            return self.unit.secrets[case]
        row = (await self.unit.run(_SECRET, {"b_case": case, "b_enterprise": self.enterprise.id})).one_or_none()
        if row is None:
            raise NotFound
        await self.met(case, row.sealed)
        return self.unit.secrets[case]

    async def writing(self, case: int) -> Secret | None:
        """As ``secret``, for who is going to write."""
        self.unit.writes_case(case)
        return await self.secret(case)

    async def sealing(self, case: int) -> Secret:
        """The key for writing words to one of our cases. Raises NotFound, for a shredded case too."""
        secret = await self.writing(case)
        if secret is None:
            raise NotFound
        return secret

    async def met(self, case: int, sealed: bytes | None) -> Secret | None:
        """Remembers for this unit that the case is ours, and its key."""
        unit = self.unit
        if case not in unit.secrets:
            secret = (
                None
                if sealed is None
                else await unit.shared.keys.open_case(unit.connection, case, sealed, self.enterprise.id)
            )
            unit.secrets[case] = secret
        unit.homes[case] = self.enterprise.id
        return unit.secrets[case]
