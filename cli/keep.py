"""What an operator does with an installation from the command line; results are plain data."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError

from bot.holiday_proposal import propose_year
from bot.keyring import key_ring
from bot.settings import Settings, load
from cases.calendar import Calendar
from cases.model import Flag, Role
from cases.policy import DEFAULT
from cases.ports import Enterprise, Invite
from cli.telegram import ask
from storage import Storage, migrate
from storage.vault import write_key_file

T = TypeVar("T")
Result = dict[str, Any]

INVITATION = timedelta(days=7)
GROUP = "group"
CODE = re.compile(r"[A-Za-z0-9]{3,16}")


def now() -> datetime:
    return datetime.now(UTC)


def with_storage(settings: Settings, work: Callable[[Storage], Awaitable[T]], *, alone: bool = False) -> T:
    """Opens this installation's database for one short piece of work, beside a running bot unless ``alone``."""

    async def opened() -> T:
        ring = key_ring(settings.key_file)
        async with Storage.open(settings.database_url, ring, settings.bot_id, now, alone=alone) as storage:
            return await work(storage)

    return asyncio.run(opened())


def init() -> Result:
    settings = load()
    made = not settings.key_file.exists()
    if made:
        settings.key_file.parent.mkdir(parents=True, exist_ok=True)
        write_key_file(settings.key_file)
    asyncio.run(migrate.upgrade(settings.database_url))
    with_storage(settings, nothing)  # the keys and the database belong together from now on
    return {"key_file": str(settings.key_file), "made": made}


async def nothing(_storage: Storage) -> None:
    """Opening alone refuses a wrong key."""


def upgrade() -> None:
    asyncio.run(migrate.upgrade(load().database_url))


def new_enterprise(
    code: str, name: str, zone: str, headcount: int, languages: tuple[str, ...], country: str, year: int
) -> Enterprise:
    """With the default promises, and the country's days off of this year and the next as a proposal."""
    calendar = Calendar(zone=zone)
    for each in (year, year + 1):
        proposal = propose_year(country, each)
        calendar = calendar.with_year(each, proposal.overrides, provisional=proposal.provisional)
    return Enterprise(0, code, name, calendar, DEFAULT, headcount, country, languages)


def add_enterprise(code: str, name: str, zone: str, headcount: int, languages: tuple[str, ...], country: str) -> Result:
    """Adds it, with the poster's link and a link that ties the team's group to it."""
    if not CODE.fullmatch(code):
        raise ValueError("A code is 3 to 16 letters and digits, such as DEMO.")
    settings = load()
    username = bot_username(settings)
    enterprise = new_enterprise(code, name, zone, headcount, languages, country, now().year)

    async def add(storage: Storage) -> Result:
        try:
            added = await storage.admin.add_enterprise(enterprise)
        except IntegrityError:
            raise ValueError(f"There is an enterprise with the code {code} already.") from None
        token = await storage.admin.invite(invitation(added.id, GROUP, "", []))
        return {"code": code, "poster": start_link(username, code), "group": group_link(username, token)}

    return with_storage(settings, add)


def invite(code: str, role: str, name: str, flags: list[str]) -> Result:
    """A link for one person, or for the group. Raises NotFound for an unknown code."""
    settings = load()
    username = bot_username(settings)
    wanted = invitation(0, role, name, flags)

    async def make(storage: Storage) -> Result:
        async with storage.reading() as unit:
            enterprise = (await unit.enterprise_by_code(code)).enterprise.id
        token = await storage.admin.invite(replace(wanted, enterprise=enterprise))
        link = group_link(username, token) if wanted.group else start_link(username, f"i_{token}")
        return {"code": code, "role": role, "link": link, "expires": wanted.expires.isoformat()}

    return with_storage(settings, make)


def invitation(enterprise: int, role: str, name: str, flags: list[str]) -> Invite:
    """Raises ValueError for a role or flag there is not."""
    group = role == GROUP
    roles = frozenset() if group else frozenset({word(Role, role, "role")})
    return Invite(
        enterprise=enterprise,
        roles=roles,
        flags=frozenset(word(Flag, flag, "flag") for flag in flags),
        name=name,
        group=group,
        expires=now() + INVITATION,
    )


def parked() -> Result:
    async def listed(storage: Storage) -> Result:
        return {"parked": [each.update_id for each in await storage.inbox.parked()]}

    return with_storage(load(), listed)


def replay(update_id: int) -> Result:
    """Raises ValueError when no parked update has this number."""

    async def again(storage: Storage) -> Result:
        if not await storage.inbox.replay(update_id):
            raise ValueError(f"No parked update has the number {update_id}: see huiyin parked list.")
        return {"replayed": update_id}

    return with_storage(load(), again)


def start_link(username: str, payload: str) -> str:
    return f"https://t.me/{username}?start={payload}"


def group_link(username: str, token: str) -> str:
    return f"https://t.me/{username}?startgroup=g_{token}"


def bot_username(settings: Settings) -> str:
    """Asks Telegram who we are. Raises ValueError when it does not say."""
    answer = asyncio.run(ask(settings, "getMe"))
    return str(answer["username"])


W = TypeVar("W", Role, Flag)


def word(words: type[W], given: str, what: str) -> W:
    """Raises ValueError with those there are."""
    try:
        return words(given)
    except ValueError:
        raise ValueError(f"There is no {what} {given!r}. Choose one of {', '.join(words)}.") from None
