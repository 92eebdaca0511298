"""``huiyin backup`` and ``huiyin restore``."""

import asyncio
from pathlib import Path
from typing import Any

from bot.keyring import key_ring
from bot.settings import load
from cli.keep import now
from storage.backup import KEY_FILE, Backup
from storage.backup import back_up as write
from storage.backup import restore as read

Result = dict[str, Any]


def make(folder: Path) -> Result:
    return _result(asyncio.run(write(load().database_url, folder, now())))


def restore(source: Path) -> Result:
    settings = load()
    return _result(asyncio.run(read(settings.database_url, key_ring(settings.key_file), source)))


def _result(backup: Backup) -> Result:
    return {"data": str(backup.data), "key_table": KEY_FILE, "keys": backup.keys}
