"""Which languages are common in a firm: a yes or no, from ten people up."""

import pytest
import sqlalchemy as sa

from cases.ports import Enterprise, Worker
from storage import Storage
from storage.tables import workers


async def come_in(storage: Storage, enterprise: Enterprise, language: str, people: int, first: int = 9_000) -> None:
    for chat in range(first, first + people):
        async with storage.unit() as unit:
            await unit.identities.keep_worker(chat, Worker(enterprise.id, language))


async def common(storage: Storage, enterprise: Enterprise) -> tuple[str, ...]:
    await storage.admin.count_languages()
    async with storage.reading() as unit:
        return (await unit.enterprise(enterprise.id)).enterprise.common_languages


async def test_a_language_is_common_from_ten_people_up(storage: Storage, dawn: Enterprise, foreign: Enterprise) -> None:
    await come_in(storage, dawn, "zh_Hans", 9)
    await come_in(storage, dawn, "en", 3, first=9_100)
    await come_in(storage, foreign, "zh_Hans", 10, first=9_200)
    assert (await common(storage, dawn), await common(storage, foreign)) == ((), ("zh_Hans",))
    await come_in(storage, dawn, "zh_Hans", 1, first=9_300)
    assert await common(storage, dawn) == ("zh_Hans",)
    async with storage.unit() as unit:
        await unit.identities.forget_worker(9_300)
    assert await common(storage, dawn) == ()


async def test_nothing_is_written_while_nothing_changes(storage: Storage, dawn: Enterprise) -> None:
    await come_in(storage, dawn, "en", 10)
    await common(storage, dawn)
    async with storage.reading() as unit:
        before = (await unit.enterprise(dawn.id)).enterprise
    await storage.admin.count_languages()
    async with storage.reading() as unit:
        assert (await unit.enterprise(dawn.id)).enterprise is before


@pytest.mark.parametrize("damaged", [b"", b"damaged", b"damaged" * 12])
async def test_a_row_that_does_not_open_keeps_nobody_from_being_counted(
    storage: Storage, dawn: Enterprise, damaged: bytes
) -> None:
    await come_in(storage, dawn, "en", 10)
    async with storage.unit() as unit:
        await unit.run(sa.insert(workers), {"tag": b"\0" * 16, "sealed": damaged})
    assert await storage.admin.count_languages() == 1
    assert await common(storage, dawn) == ("en",)
