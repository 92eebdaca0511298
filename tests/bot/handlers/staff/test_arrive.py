"""Who is new among the staff, or back, and a new group of the team get what is open."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from cases.actions.leave import leave
from cases.actions.sort import sort
from cases.actions.submit import Submission, submit
from cases.actions.wind_up import come_back, wind_up
from cases.model import About, ClockKind, Kind, MediaKind, Mode, Role
from cases.policy import RowName
from storage import closing
from tests.bot.handlers.staff.phones import GROUP, Phones
from tests.cases.actions.plant import ANA, a_plant
from tests.cases.actions.test_sort import told_a_new_date
from tests.databases import fresh_sqlite


async def sent_with(phones: Phones, media: MediaKind, kind: Kind | None, text: str = "", *more: MediaKind) -> int:
    async with phones.plant.storage.unit() as unit:
        case = await unit.new_case_id()
        files = [(await unit.media.expect(case, each, "source", 9)).id for each in (media, *more)]
        given = Submission(case, kind, Mode.ANSWER_HERE, ANA, text, media=tuple(files))
        await submit(await unit.enterprise(phones.plant.enterprise), given, phones.plant.now)
    await phones.plant.storage.media_queue.claim(5)
    for file in files:
        await phones.plant.storage.media_queue.ready(file, "image/jpeg", b"clean")
    await phones.until("2026-03-02 11:30")
    return case


async def leaves(phones: Phones, name: str) -> None:
    async with phones.plant.work() as work:
        await leave(work, phones.plant.people[name].id, phones.plant.now)
    await phones.deliver()


async def of_name(phones: Phones, name: str) -> int:
    async with phones.plant.work() as work:
        return next(member.id for member in await work.staff.all() if member.name == name)


def files(phones: Phones, name: str | int) -> int:
    return sum(bubble.files for bubble in phones.bubbles(name))


@pytest.mark.parametrize(("about", "comes"), [(About.NO_ONE, True), (About.HR_OR_HANDLER, False)])
async def test_a_new_handler_gets_what_is_open_unless_it_means_them(phones: Phones, about: About, comes: bool) -> None:
    await phones.released("He shouts at us", kind=Kind.GRIEVANCE, about=about)
    await phones.joins("Jo", 50, Role.HANDLER)
    assert any("He shouts at us" in bubble.text for bubble in phones.bubbles("Jo")) is comes


async def test_who_is_new_hears_what_was_spoken_before_the_others_leave(phones: Phones) -> None:
    await sent_with(phones, MediaKind.VOICE, Kind.GRIEVANCE)
    await phones.joins("Jo", 50, Role.HANDLER)
    assert files(phones, "Jo") == 1
    for name in ("Dora", "Emil"):
        await leaves(phones, name)
    assert files(phones, "Jo") == 1


async def test_a_new_lead_hears_what_was_spoken_and_the_group_does_not(phones: Phones) -> None:
    await sent_with(phones, MediaKind.VOICE, Kind.SUGGESTION)
    await phones.joins("Jo", 50, Role.LEAD)
    assert (files(phones, "Jo"), files(phones, GROUP)) == (1, 0)


async def test_who_is_back_gets_a_card_of_its_own(phones: Phones) -> None:
    await phones.released("He shouts at us", kind=Kind.GRIEVANCE)
    await leaves(phones, "Dora")
    [dot] = phones.bubbles("Dora")
    assert dot.text == "·"
    await phones.joins("Dora", phones.chat_of("Dora"), Role.HANDLER)
    shown = [bubble.text for bubble in phones.bubbles("Dora")]
    assert shown[0] == "·"
    assert any("He shouts at us" in text for text in shown[1:])


async def test_the_very_first_group_gets_cards_and_pictures(phones: Phones) -> None:
    await phones.bot_let_in("Fred", GROUP, let_in=False)
    await sent_with(phones, MediaKind.PHOTO, Kind.SUGGESTION, "The guard of press 3 is loose")
    await phones.says("Carol", await phones.link("g"), -77)
    assert any("The guard of press 3 is loose" in bubble.text for bubble in phones.bubbles(-77))
    assert files(phones, -77) == 1


async def test_why_explains_a_date_that_was_told_before_it_was_a_question(phones: Phones) -> None:
    case = await told_a_new_date(phones.plant)
    await phones.plant.does(sort, case, "Dora", RowName.QUESTION)
    await phones.until("2026-04-13 18:00")
    await phones.says("Carol", f"/why {(await phones.plant.case(case)).number}")
    assert "it is solved: by Fri 10 Apr, 17:00" in phones.last("Carol").text


@pytest.fixture
async def few(sqlite_template: Path, tmp_path: Path) -> AsyncGenerator[Phones]:
    """Where Ben is the team, there is no manager, and no group yet."""
    database = fresh_sqlite(sqlite_template, tmp_path)
    async with a_plant(database, "2026-03-02 09:00", without=("Carol", "Fred")) as plant:
        yield Phones(plant)


async def test_a_new_member_is_asked_to_take_what_the_coach_had_for_want_of_a_team(few: Phones) -> None:
    case = await few.released()
    await leaves(few, "Ben")
    await few.presses("Gina", "🙋 I look today")
    await few.joins("Jo", 50, Role.MEMBER)
    assert all("The guard" not in bubble.text for bubble in few.bubbles("Gina"))
    assert (await few.plant.case(case)).owner is None
    assert (await few.plant.clocks(case))[ClockKind.TAKEN].met_at is None
    await few.presses("Jo", "🙋 I look today")
    assert (await few.plant.case(case)).owner == await of_name(few, "Jo")


async def test_a_new_handler_takes_what_the_coach_had_for_want_of_one(few: Phones) -> None:
    case = await few.released("He shouts at us", kind=Kind.GRIEVANCE)
    for name in ("Dora", "Emil"):
        await leaves(few, name)
    await few.presses("Gina", "🙋 I look today")
    await few.joins("Jo", 50, Role.HANDLER)
    assert all("He shouts" not in bubble.text for bubble in few.bubbles("Gina"))
    await few.presses("Jo", "🙋 I look today")
    assert "handed_on" in await few.plant.log(case)


async def test_a_second_handler_leaves_it_with_the_first(few: Phones) -> None:
    case = await few.released("He shouts at us", kind=Kind.GRIEVANCE)
    await few.presses("Dora", "🙋 I look today")
    await few.joins("Jo", 50, Role.HANDLER)
    assert (await few.plant.case(case)).owner == few.plant.people["Dora"].id
    assert "handed_on" not in await few.plant.log(case)


async def test_the_same_group_tied_again_gets_no_picture_twice(phones: Phones) -> None:
    """Nor after it is forgotten what was sent, nor thrown out in between."""
    await sent_with(phones, MediaKind.PHOTO, Kind.SUGGESTION, "The guard of press 3 is loose")
    for out_in_between in (False, True):
        await phones.until("2026-03-03 12:00")
        if out_in_between:
            await phones.until("2026-04-10 12:00")
            await phones.plant.storage.admin.purge(phones.plant.now)
            await phones.bot_let_in("Fred", GROUP, let_in=False)
            await phones.bot_let_in("Fred", GROUP, let_in=True)
        await phones.says("Carol", await phones.link("g"), GROUP)
        cards = [bubble for bubble in phones.bubbles(GROUP) if "The guard of press 3 is loose" in bubble.text]
        assert (files(phones, GROUP), len(cards)) == (1, 1)


async def test_the_group_of_before_gets_no_picture_twice_and_another_gets_all(phones: Phones) -> None:
    await sent_with(phones, MediaKind.PHOTO, Kind.SUGGESTION, "The guard of press 3 is loose")
    for day, chat in ((3, -77), (4, GROUP)):
        await phones.until(f"2026-03-0{day} 12:00")
        await phones.says("Carol", await phones.link("g"), chat)
    assert (files(phones, -77), files(phones, GROUP)) == (1, 1)


async def test_who_is_back_without_a_group_gets_no_picture_twice(phones: Phones) -> None:
    await phones.bot_let_in("Fred", GROUP, let_in=False)
    await sent_with(phones, MediaKind.PHOTO, Kind.SUGGESTION, "The guard of press 3 is loose")
    await leaves(phones, "Carol")
    await phones.joins("Carol", phones.chat_of("Carol"), Role.LEAD)
    assert files(phones, "Carol") == 1


async def test_who_heard_a_recording_gets_its_pictures_alone_when_the_group_is_lost(phones: Phones) -> None:
    await sent_with(phones, MediaKind.VOICE, Kind.SUGGESTION, "The guard", MediaKind.PHOTO)
    assert (files(phones, "Carol"), files(phones, GROUP)) == (1, 1)
    await phones.bot_let_in("Fred", GROUP, let_in=False)
    assert (files(phones, "Carol"), files(phones, GROUP)) == (2, 1)


async def test_whom_it_concerns_once_it_is_sorted_gets_the_pictures_too(phones: Phones) -> None:
    case = await sent_with(phones, MediaKind.PHOTO, None, "He hit me")
    await phones.plant.does(sort, case, "Dora", RowName.GRIEVANCE_URGENT)
    await phones.deliver()
    assert [files(phones, name) for name in ("Dora", "Emil", "Hugo")] == [1, 1, 1]
    assert files(phones, GROUP) == 0


async def test_when_their_enterprise_is_back_its_staff_get_cards_of_their_own(phones: Phones) -> None:
    """The dots of before stand far up in the chat."""
    await phones.released("He shouts at us", kind=Kind.GRIEVANCE)
    async with phones.plant.storage.unit() as unit:
        await closing.mark(await unit.enterprise(phones.plant.enterprise), phones.plant.now)
        await wind_up(await unit.enterprise(phones.plant.enterprise), phones.plant.now)
    await phones.deliver()
    assert [bubble.text for bubble in phones.bubbles("Dora")] == ["·"]
    async with phones.plant.storage.unit() as unit:
        await closing.take_back(await unit.enterprise(phones.plant.enterprise))
        await come_back(await unit.enterprise(phones.plant.enterprise), phones.plant.now)
    await phones.deliver()
    dot, card = phones.bubbles("Dora")
    assert (dot.text, "He shouts at us" in card.text) == ("·", True)
