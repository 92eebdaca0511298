"""Who is new among the staff, or back, and a new group of the team get what is open."""

import pytest

from cases.actions.leave import leave
from cases.actions.sort import sort
from cases.actions.submit import Submission, submit
from cases.model import About, Kind, MediaKind, Mode, Role
from cases.policy import RowName
from tests.bot.handlers.staff.phones import GROUP, Phones
from tests.cases.actions.plant import ANA
from tests.cases.actions.test_sort import told_a_new_date


async def sent_with(phones: Phones, media: MediaKind, kind: Kind, text: str = "") -> int:
    async with phones.plant.storage.unit() as unit:
        case = await unit.new_case_id()
        file = await unit.media.expect(case, media, "source", 9)
        given = Submission(case, kind, Mode.ANSWER_HERE, ANA, text, media=(file.id,))
        await submit(await unit.enterprise(phones.plant.enterprise), given, phones.plant.now)
    await phones.plant.storage.media_queue.claim(5)
    await phones.plant.storage.media_queue.ready(file.id, "image/jpeg", b"clean")
    await phones.until("2026-03-02 11:30")
    return case


async def leaves(phones: Phones, name: str) -> None:
    async with phones.plant.work() as work:
        await leave(work, phones.plant.people[name].id, phones.plant.now)
    await phones.deliver()


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
