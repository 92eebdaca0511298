"""``huiyin shred``, ``huiyin hold`` and how long an enterprise keeps its records."""

import asyncio
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from bot.settings import Settings, load
from cli.keep import bot_username, enterprise_of, now, start_link, with_storage
from storage import Storage, purge, retention
from storage import vacuum as pages
from storage.databases import look

Result = dict[str, Any]


def shred(dry_run: bool) -> Result:
    """How much of each kind. A dry run may go on beside the bot, on SQLite too."""
    settings, at = load(), now()
    if dry_run:
        return asyncio.run(_going(settings, at))

    async def gone(storage: Storage) -> Result:
        purged = await storage.admin.purge(at)
        return asdict(purged) | asdict(await storage.admin.shred(at))

    return with_storage(settings, gone)


def hold(code: str, number: int, reason: str) -> Result:
    """The link by which a second person confirms. Raises NotFound, and AlreadyHeld once two persons hold it."""
    if not reason.strip():
        raise ValueError("A reason is needed: --reason, such as the court's file number.")
    settings = load()
    username = bot_username(settings)

    async def ask(storage: Storage) -> Result:
        token = await storage.admin.hold((await enterprise_of(storage, code)).id, number, reason)
        return {"code": code, "number": number, "lift": False, "link": start_link(username, f"h_{token}")}

    return with_storage(settings, ask)


def lift(code: str, number: int) -> Result:
    """The link by which a second person confirms that it may go. Raises NotFound."""
    settings = load()
    username = bot_username(settings)

    async def ask(storage: Storage) -> Result:
        token = await storage.admin.lift_hold((await enterprise_of(storage, code)).id, number)
        return {"code": code, "number": number, "lift": True, "link": start_link(username, f"h_{token}")}

    return with_storage(settings, ask)


def keep(code: str, years: int) -> None:
    async def change(storage: Storage) -> None:
        enterprise = await enterprise_of(storage, code)
        await storage.admin.change_enterprise(enterprise.id, lambda before: replace(before, keep_years=years))

    with_storage(load(), change)


def vacuum() -> None:
    """Raises NotOwner."""
    asyncio.run(pages.vacuum(load().database_url))


async def _going(settings: Settings, at: datetime) -> Result:
    async with look(settings.database_url) as connection:
        going = await purge.going(connection, settings.bot_id, at) | await retention.going(connection, at)
        return going | await purge.overdue(connection, at)
