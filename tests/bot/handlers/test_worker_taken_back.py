"""What staff have seen leaves their list at the next release only: until then nothing more is promised about it."""

from cases.actions.write_down import write_down
from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_cases import digits_on, released
from tests.bot.handlers.test_worker_receipts import opened

LEAVES = "💡 Mon 30 Nov A lamp would help\n↩️ You took it back. It leaves their list at 16:30."
REFUSED = "This was not added: you took that back, and nobody works on it. Send it as something new."


async def takes_back(phone: Phone) -> None:
    await phone.press("↩️ Take it back")
    await phone.press("↩️ I want it back myself")


async def test_nothing_is_added_to_what_leaves_their_list(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await takes_back(ana)
    await ana.press("➕ Add to it")
    assert ana.screen == REFUSED
    assert [entry.text for entry in await town.entries(case)] == ["A lamp would help"]


async def test_my_things_says_that_it_leaves_and_offers_neither_a_reply_nor_to_take_it_back(
    town: Town, ana: Phone
) -> None:
    await released(town, ana)
    await takes_back(ana)
    await ana.write("/mine")
    await ana.press("💡 Mon 30 Nov")
    assert ana.screen == LEAVES
    assert ana.labels == ["🔢 New receipt number", "✂️ Erase the way back to me", "📂 My things"]


async def test_it_is_so_on_every_phone_that_opens_it(town: Town, ana: Phone) -> None:
    await released(town, ana)
    await ana.press("🔢 Receipt number")
    eve = town.phone(778)
    await opened(eve, digits_on(ana))
    await eve.press("💬 Reply or add")
    await takes_back(ana)
    await eve.write("It is the one at lathe 3")
    assert eve.screen == REFUSED


async def test_words_that_were_written_down_are_not_passed_on_any_more(town: Town, ana: Phone) -> None:
    await ana.voice()
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await town.later(hours=1, minutes=30)
    [case] = await town.cases()
    async with town.work() as work:
        await write_down(work, case.id, town.people["Chen Li"], "The guard is loose", town.at)
    await town.later(hours=1)
    await ana.press("Open")
    await takes_back(ana)
    await ana.press("✅ That is what I said")
    assert ana.screen.startswith("This screen is old")
    assert [entry.text for entry in await town.entries(case)] == ["", "The guard is loose"]
