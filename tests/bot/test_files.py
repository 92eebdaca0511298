"""A file goes from one phone to another: fetched, cleaned apart, sent anew, or refused with a word."""

from datetime import timedelta
from io import BytesIO

from PIL import Image

from cases.model import Role
from tests.bot.conftest import House

CANARY = b"canary of Ana's camera"


def picture() -> bytes:
    """A photo that says in a comment who took it."""
    file = BytesIO()
    Image.new("RGB", (640, 480), "orange").save(file, "JPEG", comment=CANARY)
    return file.getvalue()


async def test_a_photo_reaches_the_lead_without_its_comment(house: House) -> None:
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    assert CANARY in picture()
    await ana.sends_photo(picture(), "The guard of press 3 is off")
    await ana.sees("What is it?", within=10)
    await ana.presses("⚠️ Danger")
    await ana.sees("How bad is it?", within=10)
    await ana.presses("🟡 It could hurt someone")
    await ana.sees("Got it", within=10)
    await house.sandbox.client.passes(timedelta(days=1))
    shown = await lead.sees(media="photo", within=20, also_old=True)
    saved = await lead.saves(shown)
    assert (CANARY in saved, Image.open(BytesIO(saved)).size) == (False, (640, 480))


async def test_a_file_that_cannot_be_cleaned_is_refused_with_a_word(house: House) -> None:
    ana = await house.worker("Ana")
    await ana.sends("The guard of press 3 is off")
    await ana.sees("What is it?", within=10)
    await ana.presses("⚠️ Danger")
    await ana.sees("How bad is it?", within=10)
    await ana.presses("🔴 It will hurt someone now")
    await ana.sees("Get away first", within=10)
    await ana.presses("➕ Add to it")
    await ana.sees(within=10)
    await ana.sends_photo(b"\xff\xd8\xff but no picture")
    await ana.sees("could not be opened safely", within=20)
