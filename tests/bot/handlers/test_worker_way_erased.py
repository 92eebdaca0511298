"""Once the way back is erased, nothing that lies in this chat's name leads to what was sent, not even a draft."""

import pytest

from tests.bot.handlers.conversation import Phone, Town
from tests.bot.handlers.test_worker_asked_long_ago import FORGOTTEN, NEW, WANTED
from tests.bot.handlers.test_worker_cases import released
from tests.bot.handlers.test_worker_shown_first import JUST_SENT


async def erases(phone: Phone) -> None:
    await phone.write("/mine")
    await phone.press("💡 Mon")
    await phone.press("✂️ Erase")


@pytest.mark.parametrize("asks_first", [False, True])
async def test_what_is_new_is_not_added_to_it_any_more(town: Town, ana: Phone, asks_first: bool) -> None:
    case = await released(town, ana)
    if asks_first:
        await ana.press("➕ Add to it")
        await town.later(hours=2)
    await ana.write("The one at lathe 3")
    await erases(ana)
    await ana.press(WANTED if asks_first else JUST_SENT)
    assert [shown.text for shown in ana.said[-2:]] == [FORGOTTEN, NEW]
    assert [label for label in ana.labels if label.startswith("➕")] == []
    assert [entry.text for entry in await town.entries(case)] == ["A lamp would help"]


async def test_a_draft_of_something_new_never_names_what_was_sent_before(town: Town, ana: Phone) -> None:
    """So nothing of it has to be written when the way back is erased, which would lie beside that case."""
    case = await released(town, ana)
    await ana.write("The one at lathe 3")
    async with town.storage.reading() as unit:
        work = await unit.enterprise(town.yong.id)
        draft, mark = await unit.drafts.load(ana.chat, ana.chat), await work.replies.mark(case.id)
    assert draft is not None
    assert (str(case.id) in str(draft.state), draft.state["last"] == mark != "") == (False, True)
    await erases(ana)
    async with town.storage.reading() as unit:
        work = await unit.enterprise(town.yong.id)
        assert await work.replies.mark(case.id) == ""
