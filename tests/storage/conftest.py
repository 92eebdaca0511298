"""An opened memory on both databases, with one enterprise and its people."""

import os
import secrets
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cases import policy
from cases.calendar import Calendar
from cases.model import Audience, Author, Case, Flag, Kind, MediaKind, Member, Mode, Role
from cases.ports import UNSENT, Address, Draft, Enterprise, Invite
from storage import KeyRing, Storage
from storage.vault import new_key_line
from tests.databases import Database, PostgreSQL, drop_postgresql

BOT = 700_001
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class Now:
    """The clock of a test: moved, never waited for."""

    at: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def later(self, **delta: float) -> datetime:
        self.at += timedelta(**delta)
        return self.at


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing.parse(new_key_line())


@pytest.fixture
async def storage(database: Database, ring: KeyRing, now: Now) -> AsyncGenerator[Storage]:
    async with Storage.open(database.url, ring, BOT, now) as opened:
        yield opened


@pytest.fixture
def postgresqls_programs(postgresql_server: PostgreSQL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{postgresql_server.binaries}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
async def empty(database: Database, tmp_path: Path) -> AsyncGenerator[Database]:
    """A database of the same kind without any table."""
    if not database.server:
        path = tmp_path / "restored.db"
        yield Database("restored", f"sqlite:///{path}", path=path)
        return
    name = f"test_{secrets.token_hex(6)}"
    await database.server.execute(f"CREATE DATABASE {name}")
    fresh = Database(name, database.server.url(name), server=database.server)
    yield fresh
    await drop_postgresql(fresh)


def an_enterprise(code: str = "dawn", name: str = "Dawn Textiles") -> Enterprise:
    return Enterprise(0, code, name, Calendar("Asia/Shanghai"), policy.DEFAULT, headcount=120)


@pytest.fixture
async def dawn(storage: Storage) -> Enterprise:
    return await storage.admin.add_enterprise(an_enterprise())


@pytest.fixture
async def foreign(storage: Storage) -> Enterprise:
    """Another tenant, which must never see anything of Dawn's."""
    return await storage.admin.add_enterprise(an_enterprise("elsewhere", "Elsewhere Foods"))


async def join(
    storage: Storage,
    enterprise: Enterprise,
    chat: int,
    *roles: Role,
    name: str = "Ana",
    flags: frozenset[Flag] = frozenset(),
) -> Member:
    invite = Invite(enterprise.id, frozenset(roles), flags, name, group=False, expires=MONDAY + timedelta(days=30))
    token = await storage.admin.invite(invite)
    async with storage.unit() as unit:
        return await unit.identities.accept(token, Address(chat, "en"), MONDAY)


async def bind_group(storage: Storage, enterprise: Enterprise, chat: int) -> None:
    invite = Invite(enterprise.id, frozenset(), frozenset(), "", group=True, expires=MONDAY + timedelta(days=1))
    token = await storage.admin.invite(invite)
    async with storage.unit() as unit:
        await unit.identities.bind_group(token, Address(chat, "zh_Hans"), MONDAY)


async def a_case(storage: Storage, enterprise: Enterprise, text: str = "The press has no guard", chat: int = 0) -> Case:
    """A suggestion of a worker; with ``chat`` one that can be answered there."""
    async with storage.unit() as unit:
        work = await unit.enterprise(enterprise.id)
        case = Case(
            id=await unit.new_case_id(),
            enterprise=enterprise.id,
            number=await work.cases.fresh_number(),
            kind=Kind.SUGGESTION,
            mode=Mode.NAMED,
            name="Ana",
            sent_on=date(2026, 3, 2),
            release_due=MONDAY + timedelta(hours=2),
            policy_version=1,
        )
        await work.cases.add(case)
        await work.entries.add(case.id, Author.WORKER, Audience.TEAM, case.release_due, text)
        if chat:
            await work.replies.keep(case.id, Address(chat, "zh_Hans"))
    return case


async def with_a_photo(storage: Storage, now: Now, address: Address) -> Draft:
    """A draft that lies beside the case it will become: its photo is on the way."""
    async with storage.unit() as unit:
        case = await unit.new_case_id()
        await unit.media.expect(case, MediaKind.PHOTO, "AgAC1", 9)
        draft = Draft(UNSENT, {"case": case})
        await unit.drafts.save(address, address.chat, draft, now.at)
    return draft
