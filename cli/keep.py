"""What an operator does with an installation from the command line; results are plain data."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bot.holiday_proposal import propose_year
from bot.keyring import key_ring
from bot.settings import Settings, SettingsError, load
from cases.calendar import Calendar
from cases.model import Flag, Role
from cases.policy import DEFAULT
from cases.ports import Enterprise, Invite
from cli import given
from cli.plain import WrongInput
from cli.telegram import ask
from storage import Storage, migrate
from storage.errors import WrongKey
from storage.vault import write_key_file

T = TypeVar("T")
Result = dict[str, Any]

INVITATION = timedelta(days=7)
GROUP = "group"


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
    if not made:
        key_ring(settings.key_file)
    asyncio.run(migrate.upgrade(settings.database_url))
    if made:
        _make_keys(settings)
    else:
        with_storage(settings, nothing)
    return {"key_file": str(settings.key_file), "made": made}


def _make_keys(settings: Settings) -> None:
    """The keys and the database belong together from then on. Those that a database refuses are of no use."""
    settings.key_file.parent.mkdir(parents=True, exist_ok=True)
    write_key_file(settings.key_file)
    try:
        with_storage(settings, nothing)
    except WrongKey:
        settings.key_file.unlink()
        raise SettingsError(
            f"There is no key file at {settings.key_file}, and this database was made with one: put that back."
        ) from None


async def nothing(_storage: Storage) -> None:
    """Opening alone refuses a wrong key."""


def upgrade() -> None:
    asyncio.run(migrate.upgrade(load().database_url))


def new_enterprise(
    code: str, name: str, zone: str, headcount: int, languages: tuple[str, ...], country: str, year: int
) -> Enterprise:
    """With the default promises, and the country's days off of this year and the next as a proposal."""
    new = Enterprise(0, code, name, Calendar(zone=zone), DEFAULT, headcount, country, languages)
    return with_proposal(with_proposal(new, year), year + 1)


def with_proposal(enterprise: Enterprise, year: int) -> Enterprise:
    """With that year's days off of its country in its calendar, named in its first language."""
    proposal = propose_year(enterprise.country, year, enterprise.languages[0])
    calendar = enterprise.calendar.with_year(year, proposal.overrides, provisional=proposal.provisional)
    return replace(enterprise, calendar=calendar)


async def enterprise_of(storage: Storage, code: str) -> Enterprise:
    """Raises NotFound."""
    async with storage.reading() as unit:
        return (await unit.enterprise_by_code(code)).enterprise


def add_enterprise(code: str, name: str, zone: str, headcount: int, languages: str, country: str) -> Result:
    """Adds it, with the poster's link and a link that ties the team's group to it. Raises WrongInput, CodeTaken."""
    enterprise = new_enterprise(
        code=given.enterprise_code(code),
        name=given.enterprise_name(name),
        zone=given.zone(zone),
        headcount=given.headcount(headcount),
        languages=given.languages(languages),
        country=given.country(country),
        year=now().year,
    )
    settings = load()
    username = bot_username(settings)

    async def add(storage: Storage) -> Result:
        added = await storage.admin.add_enterprise(enterprise)
        token = await storage.admin.invite(invitation(added.id, GROUP, "", []))
        return {"code": code, "poster": start_link(username, code), "group": group_link(username, token)}

    return with_storage(settings, add)


def invite(code: str, role: str, name: str, flags: list[str], phone: str = "") -> Result:
    """A link for one person, or for the group. Raises NotFound for an unknown code, EnterpriseClosed."""
    wanted = invitation(0, role, name, flags, phone)
    settings = load()
    username = bot_username(settings)

    async def make(storage: Storage) -> Result:
        enterprise = await enterprise_of(storage, code)
        token = await storage.admin.invite(replace(wanted, enterprise=enterprise.id))
        link = group_link(username, token) if wanted.group else start_link(username, f"i_{token}")
        return {"code": enterprise.code, "role": role, "link": link, "expires": wanted.expires.isoformat()}

    return with_storage(settings, make)


def invitation(enterprise: int, role: str, name: str, flags: list[str], phone: str = "") -> Invite:
    """Raises WrongInput for a role, flag or number there is not, for a name that nobody can read, and for those that
    don't go together.
    """
    group = role == GROUP
    roles = frozenset() if group else frozenset({given.word(Role, role, "role", GROUP)})
    known = frozenset(given.word(Flag, flag, "flag") for flag in flags)
    if Role.HANDLER in roles and Flag.OWNERS_FAMILY in known:
        raise WrongInput("Handlers read grievances: nobody of the owner's family can be one. Invite somebody else.")
    return Invite(
        enterprise=enterprise,
        roles=roles,
        flags=known,
        name="" if group else given.person_name(name),
        group=group,
        expires=now() + INVITATION,
        phone=given.phone(phone),
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
