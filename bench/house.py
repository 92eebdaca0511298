"""An installation to measure: key file, database, enterprises with their staff, and the settings of its bot."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.telegram import TOKEN
from cases.calendar import Calendar
from cases.model import Flag, Role
from cases.policy import DEFAULT
from cases.ports import Address, Enterprise, Invite
from storage import KeyRing, Storage
from storage.vault import write_key_file

SECRET = "a-secret-of-the-load-server"  # noqa: S105 - opens nothing
BOT = int(TOKEN.partition(":")[0])
FIRST_STAFF = 9_000_001
PLACES: Sequence[tuple[Role, frozenset[Flag]]] = (
    (Role.LEAD, frozenset()),
    (Role.MEMBER, frozenset({Flag.SAFETY_OFFICER})),
    (Role.HANDLER, frozenset({Flag.WOMAN})),
    (Role.HANDLER, frozenset()),
    (Role.MANAGER, frozenset()),
)


@dataclass(frozen=True)
class House:
    folder: Path
    url: str
    codes: tuple[str, ...] = ()

    @property
    def key_file(self) -> Path:
        return self.folder / "keys"

    def env(self, base: str, port: int, *, webhook: bool) -> dict[str, str]:
        """The bot's settings; ``base`` is where the Bot API answers, ``port`` where the bot listens."""
        settings = {
            "HUIYIN_BOT_TOKEN": TOKEN,
            "HUIYIN_API_BASE": base,
            "HUIYIN_DATABASE_URL": self.url,
            "HUIYIN_KEY_FILE": str(self.key_file),
            "HUIYIN_LISTEN": f"127.0.0.1:{port}",
            "HUIYIN_OPERATOR": "the bench",
        }
        hook = {"HUIYIN_WEBHOOK_URL": f"http://127.0.0.1:{port}/webhook", "HUIYIN_WEBHOOK_SECRET": SECRET}
        return settings | (hook if webhook else {})

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Storage]:
        """The memory, while no bot runs on it."""
        ring = KeyRing.read(self.key_file)
        async with Storage.open(self.url, ring, BOT, lambda: datetime.now(UTC)) as storage:
            yield storage


async def furnish(folder: Path, url: str, enterprises: int = 1) -> House:
    """Makes the keys, and so many enterprises with five people each, on an empty, migrated database."""
    house = House(folder, url, tuple(f"FIRM{number}" for number in range(enterprises)))
    write_key_file(house.key_file)
    async with house.opened() as storage:
        for number, code in enumerate(house.codes):
            await _settle(storage, code, FIRST_STAFF + number * len(PLACES))
    return house


async def _settle(storage: Storage, code: str, first_person: int) -> None:
    empty = Enterprise(0, code, f"Works {code}", Calendar("Asia/Shanghai"), DEFAULT, 200, languages=("en",))
    enterprise = await storage.admin.add_enterprise(empty)
    at = datetime.now(UTC)
    for number, (role, flags) in enumerate(PLACES):
        invite = Invite(enterprise.id, frozenset({role}), flags, f"Person {number}", False, at + timedelta(days=1))
        token = await storage.admin.invite(invite)
        async with storage.unit() as unit:
            await unit.identities.accept(token, Address(first_person + number, "en"), at)
