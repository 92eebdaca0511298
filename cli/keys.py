"""``huiyin keys``: a new key for the ring, and which of its keys are still needed."""

import asyncio
from typing import Any

from bot.keyring import key_ring
from bot.settings import Settings, load
from cli.keep import with_storage
from storage.databases import look
from storage.errors import AlreadyRunning, KeyMissing
from storage.keyfile import add_key
from storage.keytable import wrapped_by

Result = dict[str, Any]


def rotate() -> Result:
    """``rewrapped`` is None where a running bot holds the database: it does it itself. Raises KeyMissing."""
    settings = load()
    if check()["missing"]:
        raise KeyMissing
    added = add_key(settings.key_file)
    return {"key_file": str(settings.key_file), "added": added, "rewrapped": _rewrap(settings)}


def check() -> Result:
    """Of each key its id and how many keys of the key table it wraps; ``missing`` ones are not in the key file."""
    settings = load()
    ring = key_ring(settings.key_file)
    wrapped = asyncio.run(_wrapped(settings.database_url))
    known = [{"id": name.hex(), "wraps": wrapped.pop(name, 0)} for name in ring.ids]
    missing = [{"id": name.hex(), "wraps": count} for name, count in sorted(wrapped.items())]
    return {"key_file": str(settings.key_file), "keys": known, "missing": missing}


def _rewrap(settings: Settings) -> int | None:
    try:
        return with_storage(settings, lambda storage: storage.admin.rewrap_keys(), alone=True)
    except AlreadyRunning:
        return None


async def _wrapped(url: str) -> dict[bytes, int]:
    async with look(url) as connection:
        return await wrapped_by(connection)
