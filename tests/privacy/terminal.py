"""What the operator does with a case and an enterprise: reading, keeping, closing, and the file that is left."""

import asyncio
import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cli import backups, closing, proof
from storage import Storage, Unit, cases, enterprises, entries, legal_holds, staff
from storage.vault import Secret
from tests.bot.conftest import House
from tests.privacy.aftermath import expects
from tests.privacy.life import Life
from tests.privacy.seen import Named

REASON = "kanariorderofcourt"


class Operator:
    """At a terminal beside the running bot, with its clock."""

    def __init__(self, house: House, patch: pytest.MonkeyPatch) -> None:
        self._house = house
        settings = house.app.settings
        for name in ("api_base", "database_url", "key_file", "listen"):
            patch.setenv(f"HUIYIN_{name.upper()}", str(getattr(settings, name)))
        for module in (backups, closing, proof):
            patch.setattr(module, "now", house.app.clock.now)

    async def reads(self, code: str, number: str) -> bytes:
        """All that the terminal shows."""
        return json.dumps(await asyncio.to_thread(proof.read, code, int(number), REASON), ensure_ascii=False).encode()

    async def backs_up(self, folder: Path) -> None:
        await asyncio.to_thread(backups.make, folder)

    async def closes(self, code: str, name: str, folder: Path) -> Path:
        return Path((await asyncio.to_thread(closing.close, code, name, folder))["export"])

    async def keeps(self, life: Life, enterprise: int, number: str) -> None:
        """With the lead as the second person."""
        async with self._house.app.storage.unit() as unit:
            token = await legal_holds.ask(await unit.enterprise(enterprise), int(number), REASON)
        await life.tells(life.staff["lead"], f"/start h_{token}")
        expects(await life.taps(life.staff["lead"], "🗄 Yes, keep it"), "kept")


LABELS = {"enterprises": enterprises.LABEL, "members": staff.LABEL, "cases": cases.LABEL, "entries": entries.LABEL}
"""Of the tables whose rows an export holds sealed."""


async def opened(storage: Storage, export: bytes) -> Named:
    """What who has the keys too reads in an export, row by row."""
    found = []
    async with storage.unit() as unit:
        for table, rows in json.loads(export).items():
            for row in rows:
                if "sealed" in row:
                    secret, bound = await _key_of(unit, table, row)
                    found.append((table, secret.open(LABELS[table], base64.b64decode(row["sealed"]), bound)))
                found.append((table, json.dumps(row, ensure_ascii=False).encode()))
    return found


async def _key_of(unit: Unit, table: str, row: Mapping[str, Any]) -> tuple[Secret, bytes]:
    keys, number = unit.shared.keys, str(row["id"]).encode()
    if table == "enterprises":
        return await keys.enterprise(unit.connection, row["id"]), number
    if table == "members":
        return await keys.enterprise(unit.connection, row["enterprise_id"]), base64.b64decode(row["tag"])
    secret = await keys.case(unit.connection, row["id"] if table == "cases" else row["case_id"])
    assert secret, row
    return secret, number
