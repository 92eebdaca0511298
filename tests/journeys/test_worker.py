"""A worker's journeys through the real process, over HTTP, by the labels on the buttons."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image

from sandbox.phone import Phone
from tests.journeys.house import START, House, a_house, running

CANARY = "CANARY-CAMERA-4711"
TO_RELEASE = timedelta(hours=24)
LATER = 30.0
"""Seconds for a tick, the cleaning of a file and the sending of what follows."""


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """One process for all journeys of this file: each has people of its own, and time only goes on."""
    folder = tmp_path_factory.mktemp("house")
    async with a_house(folder) as house, running(house, folder / "log"):
        yield house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lead(house: House) -> Phone:
    return await house.joins("Chen Li", "lead")


@pytest.fixture
def photo() -> bytes:
    """A photo whose camera can be recognised."""
    picture, data = Image.new("RGB", (640, 480), "red"), io.BytesIO()
    details = picture.getexif()
    details[0x010F] = CANARY
    picture.save(data, "JPEG", exif=details)
    return data.getvalue()


async def digits(phone: Phone) -> str:
    return (await phone.sees("Write it on paper")).text.splitlines()[0].removeprefix("🔢 ")


async def test_a_danger_reaches_the_lead_with_its_place_and_a_photo_that_tells_nothing(
    house: House, lead: Phone, photo: bytes
) -> None:
    ana = await house.worker("Ana")
    await ana.sends_photo(photo, "The guard of press 3 is off")
    await ana.presses("⚠️ Danger")
    await ana.presses("🟡 It could hurt someone")
    await ana.sees("✅ Got it.")
    await ana.presses("📍 Say where the danger is")
    await ana.sees("Where is the danger?")
    await ana.sends("Hall 3, second row")
    await ana.sees("➕ Added.")
    await house.sandbox.client.passes(TO_RELEASE)
    await lead.sees("The guard of press 3 is off", within=LATER)
    await lead.sees("Hall 3, second row", within=LATER)
    shown = await lead.saves(await lead.sees(media="photo", within=LATER))
    assert (CANARY.encode() in photo, CANARY.encode() in shown) == (True, False)


async def test_a_red_danger_is_answered_with_safety_and_reaches_the_lead_at_once(
    house: House, lead: Phone, photo: bytes
) -> None:
    ana = await house.worker("Bao")
    await lead.reads()
    await ana.sends_photo(photo)
    await ana.presses("⚠️ Danger")
    await ana.presses("🔴 It will hurt someone now")
    await ana.sees("🏃 Get away first.")
    await lead.sees("it will hurt someone now", within=LATER)


async def test_an_album_is_asked_about_once_and_its_number_opens_it_on_another_phone(
    house: House, photo: bytes
) -> None:
    ana, bao = await house.worker("Dan"), await house.worker("Eva")
    await ana.sends_album(photo, photo, photo, caption="These lamps are dim")
    await ana.sees("What is it?")
    assert sum("What is it?" in message.text for message in await ana.screen()) == 1
    await ana.presses("💡 Good idea")
    await ana.sees("📎 3 photos")
    await ana.presses("🔒 No way back")
    await ana.sees("No name and no way back to you.")
    await ana.presses("📨 Send")
    number = await digits(ana)
    await ana.presses("✍️ I wrote it down")
    await ana.sees_no_more("Write it on paper")
    await bao.sends(number)
    await bao.sees("Nobody has seen it yet")


async def test_a_draft_survives_a_restart(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        async with running(house, tmp_path / "first"):
            await house.joins("Lena", "lead")
            ana = await house.worker("Ana")
            await ana.sends("A lamp would help")
            await ana.sees("What is it?")
        async with running(house, tmp_path / "second"):
            await ana.presses("💡 Good idea")
            await ana.sees("“A lamp would help”", within=START)
            await ana.presses("📨 Send")
            await ana.sees("✅ Got it.")


async def test_what_is_not_sent_is_brought_to_mind(house: House) -> None:
    ana = await house.worker("Fay")
    await ana.sends("A lamp would help")
    await ana.sees("What is it?")
    await house.sandbox.client.passes(timedelta(hours=20))
    await ana.sees("You began something and did not send it.", within=LATER)
