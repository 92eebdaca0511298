"""Nobody knew what it is: a handler says so with one tap."""

import pytest

from bot.callbacks.staff import Ask, OnCase
from cases.actions.add import add
from cases.actions.withdraw import apply_withdrawal
from cases.model import Kind, MediaKind, Role, Stage
from tests.bot.handlers.staff.phones import GROUP, Phones
from tests.bot.handlers.staff.test_recordings import spoken

SORTS = [
    "🔴 Danger now",
    "🟡 Danger",
    "🟢 Small danger",
    "💡 Good idea",
    "❓ Question",
    "😟 Unfair treatment",
    "‼️ Violence, force",
]
AGAIN = "↩️ A slip: sort it again"
HOW = "🗂 What is it? One tap sorts it. An idea, a danger or a question then goes to the improvement team."


async def test_a_handler_sorts_it_with_one_tap_and_the_team_gets_it(phones: Phones) -> None:
    case = await phones.released("The guard of press 3 is loose", kind=None)
    number = (await phones.plant.case(case)).number
    card = phones.last("Dora")
    assert (card.labels[:7], HOW in card.text) == (SORTS, True)
    assert phones.bubbles(GROUP) == []
    await phones.presses("Dora", "🟡 Danger")
    handed_on = f"📤 Case {number} is sorted: danger: it could hurt someone. The improvement team has it now."
    assert [(each.text, each.labels) for name in ("Dora", "Emil") for each in phones.bubbles(name)] == [
        (handed_on, [AGAIN]),
        (handed_on, []),
    ]
    assert phones.last(GROUP).text.startswith(f"⚠️🟡 Case {number}: danger: it could hurt someone")
    assert HOW not in phones.last(GROUP).text
    await phones.presses("Ben", "🙋 I look today", GROUP)
    assert (await phones.plant.case(case)).stage is Stage.TAKEN


async def test_of_a_recording_alone_the_team_reads_the_words_of_who_sorted_it(phones: Phones) -> None:
    case = await spoken(phones, None)
    number = (await phones.plant.case(case)).number
    await phones.presses("Dora", "🟡 Danger")
    assert phones.last("Dora").text.startswith(f"🎤 Case {number}: the recording stays with you")
    assert phones.bubbles(GROUP) == []
    await phones.says("Dora", "The guard of press 3 is loose")
    assert phones.last("Dora").text == f"🗂 Case {number}: sorted. The team has it, with your note."
    assert "📝 Dora, a note: The guard of press 3 is loose" in phones.last(GROUP).text


async def asked_for_words(phones: Phones, name: str) -> int:
    case = await spoken(phones, None)
    await phones.presses(name, "💡 Good idea")
    assert "Write for the team what it is about" in phones.last(name).text
    return case


async def typed_in_vain_once(phones: Phones, name: str, words: str = "Hello") -> None:
    """What was asked for is needed no more; then the person is free again."""
    await phones.says(name, words)
    assert phones.last(name).text.startswith("This screen is old")
    await phones.says(name, "Hello")
    assert phones.last(name).text.startswith("You are here as: handler.")


async def test_whose_words_are_needed_no_more_is_told_so_once(phones: Phones) -> None:
    await asked_for_words(phones, "Emil")
    await phones.presses("Dora", "🟡 Danger")
    await phones.says("Dora", "The guard of press 3 is loose")
    await typed_in_vain_once(phones, "Emil")
    assert "Hello" not in phones.last(GROUP).text


async def test_after_a_slip_of_another_what_was_asked_for_before_sorts_nothing(phones: Phones) -> None:
    case = await asked_for_words(phones, "Emil")
    await phones.presses("Dora", "😟 Unfair treatment")
    await phones.presses("Dora", AGAIN)
    await typed_in_vain_once(phones, "Emil")
    assert ((await phones.plant.case(case)).kind, phones.bubbles(GROUP)) == (None, [])


async def test_who_sorts_it_with_one_tap_after_all_is_asked_for_no_words(phones: Phones) -> None:
    await asked_for_words(phones, "Dora")
    await phones.presses("Dora", "😟 Unfair treatment")
    await phones.says("Dora", "Hello")
    assert phones.last("Dora").text.startswith("You are here as: handler.")


async def test_what_was_begun_goes_on_while_something_is_sorted(phones: Phones) -> None:
    await phones.released("He shouts at us", kind=None)
    await phones.presses("Dora", "📝 Note")
    await phones.presses("Dora", "😟 Unfair treatment")
    await phones.says("Dora", "She fears for her place")
    assert phones.last("Dora").text.endswith("noted. Only staff read it.")


async def test_words_for_one_case_are_still_asked_for_while_another_is_sorted(phones: Phones) -> None:
    spoken = await asked_for_words(phones, "Dora")
    other = (await phones.plant.sends("He shouts at us", kind=None)).case_id
    await phones.until("2026-03-02 16:30")
    await phones.sends_data("Dora", f"sz:{other}:grievance")
    assert (await phones.plant.case(other)).kind is Kind.GRIEVANCE
    await phones.says("Dora", "The guard of press 3 is loose")
    assert (await phones.plant.case(spoken)).kind is not None


@pytest.mark.parametrize("words", ["Hello", "/cancel"])
async def test_what_was_begun_in_a_case_that_is_taken_back_is_over(phones: Phones, words: str) -> None:
    case = await asked_for_words(phones, "Dora")
    await phones.plant.does(apply_withdrawal, case)
    await typed_in_vain_once(phones, "Dora", words)


async def test_a_button_under_what_was_begun_in_a_case_that_is_taken_back_ends_it(phones: Phones) -> None:
    case = await asked_for_words(phones, "Dora")
    await phones.plant.does(apply_withdrawal, case)
    await phones.presses("Dora", "✖️ Cancel")
    assert phones.last("Dora").text.startswith("This screen is old")
    await phones.says("Dora", "Hello")
    assert phones.last("Dora").text.startswith("You are here as: handler.")


async def test_an_old_button_of_a_case_that_is_taken_back_ends_nothing_else(phones: Phones) -> None:
    gone = await asked_for_words(phones, "Emil")
    await phones.plant.sends("He shouts at us", kind=Kind.GRIEVANCE)
    await phones.until("2026-03-02 16:30")
    await phones.presses("Dora", "📝 Note")
    await phones.plant.does(apply_withdrawal, gone)
    await phones.sends_data("Dora", f"sz:{gone}:grievance")
    await phones.says("Dora", "She fears for her place")
    assert phones.last("Dora").text.endswith("noted. Only staff read it.")


async def test_the_worker_learns_what_it_is_taken_for_and_who_reads_it_now(phones: Phones) -> None:
    await phones.says("Ana", "/start KEYU")
    await phones.released("The guard of press 3 is loose", kind=None)
    await phones.presses("Dora", "🟡 Danger")
    await phones.until("2026-03-02 12:15")
    await phones.presses("Ana", "Open")
    assert phones.last("Ana").text.splitlines()[1:] == [
        "🗂 It is sorted now: ⚠️ Danger. From now on the improvement team reads it.",
        "You get an answer by Thu 5 Mar.",
    ]


async def test_unfair_treatment_stays_where_it_is(phones: Phones) -> None:
    await phones.says("Ana", "/start KEYU")
    case = await phones.released("He shouts at us", kind=None)
    await phones.presses("Dora", "😟 Unfair treatment")
    assert phones.bubbles(GROUP) == []
    assert "unfair treatment" in phones.last("Emil").text
    assert not set(SORTS) & set(phones.last("Emil").labels)
    await phones.until("2026-03-02 12:15")
    await phones.presses("Ana", "Open")
    assert phones.last("Ana").text.splitlines()[1:] == [
        "🗂 It is sorted now: 😟 Unfair treatment. It stays with those who look after unfair treatment.",
        "You get an answer by Mon 9 Mar.",
    ]
    assert (await phones.plant.case(case)).kind is Kind.GRIEVANCE


async def test_the_second_who_sorts_it_is_told_that_it_has_moved(phones: Phones) -> None:
    case = await phones.released("He shouts at us", kind=None)
    await phones.presses("Dora", "😟 Unfair treatment")
    await phones.sends_data("Emil", f"sz:{case}:suggestion")
    assert phones.last("Emil").text.startswith("This screen is old")
    assert (await phones.plant.case(case)).kind is Kind.GRIEVANCE


async def test_nobody_else_sorts_it(phones: Phones) -> None:
    case = await phones.released("He shouts at us", kind=None)
    await phones.joins("Zoe", 77, Role.HANDLER, enterprise=await phones.another_enterprise())
    for name in ("Ben", "Carol", "Fred", "Gina", "Hugo", "Zoe"):
        await phones.sends_data(name, f"sz:{case}:suggestion")
        assert phones.last(name).text.startswith("I can't find that.")
    assert (await phones.plant.case(case)).kind is None


async def test_a_case_that_was_taken_and_handed_on_is_there_to_be_taken(phones: Phones) -> None:
    case = await phones.released("The guard of press 3 is loose", kind=None)
    await phones.presses("Dora", "🙋 I look today")
    await phones.presses("Dora", "💡 Good idea")
    assert "It is open again. Who takes it?" in phones.last(GROUP).text
    await phones.presses("Ben", "🙋 I look today", GROUP)
    assert (await phones.plant.case(case)).owner == phones.plant.people["Ben"].id


async def test_a_slip_is_taken_back_with_one_tap_and_the_groups_card_is_empty(phones: Phones) -> None:
    await phones.says("Ana", "/start KEYU")
    case = await phones.released("He shouts at us", kind=None)
    number = (await phones.plant.case(case)).number
    await phones.presses("Dora", "💡 Good idea")
    assert (phones.last("Dora").labels, phones.last("Emil").labels) == ([AGAIN], [])
    await phones.sends_data("Emil", f"sx:{case}")
    assert phones.last("Emil").text.startswith("I can't find that.")
    await phones.presses("Dora", AGAIN)
    assert [each.text for each in phones.bubbles(GROUP)] == [f"↩️ Case {number} went back: it had come here by mistake."]
    assert phones.last("Dora").labels[:7] == SORTS
    await phones.presses("Dora", "😟 Unfair treatment")
    assert AGAIN in phones.last("Dora").labels
    await phones.until("2026-03-02 12:15")
    await phones.presses("Ana", "Open")
    assert [each.text.splitlines()[1] for each in phones.bubbles("Ana") if "🗂" in each.text] == [
        "🗂 It is sorted now: 💡 Good idea. From now on the improvement team reads it.",
        (
            "🗂 It was sorted wrongly, and the improvement team may have read it. "
            "From now on only those who look after unfair treatment read it, until it is sorted anew."
        ),
        "🗂 It is sorted now: 😟 Unfair treatment. It stays with those who look after unfair treatment.",
    ]


async def test_what_handlers_noted_for_each_other_stays_with_them(phones: Phones) -> None:
    case = await phones.released("The guard of press 3 is loose", kind=None)
    number = (await phones.plant.case(case)).number
    reads = OnCase(ask=Ask.READ, case=case).pack()
    await phones.says("Dora", f"/note {number} She fears for her place")
    await phones.sends_data("Emil", reads)
    assert phones.last("Emil").text.endswith("📝 Dora, a note: She fears for her place")
    await phones.presses("Dora", "💡 Good idea")
    await phones.says("Ben", f"/note {number} I have the part")
    await phones.sends_data("Ben", reads)
    assert [each.text.splitlines()[1] for each in phones.bubbles("Ben")[1:]] == [
        "👷 Worker: The guard of press 3 is loose",
        "📝 Ben, a note: I have the part",
    ]
    assert "She fears" not in phones.last(GROUP).text


async def test_the_group_does_not_hear_that_what_went_back_was_taken_back(phones: Phones) -> None:
    """It may be unfair treatment: that the worker gave up is not for the team."""
    case = await phones.released("He shouts at us", kind=None)
    number = (await phones.plant.case(case)).number
    await phones.presses("Dora", "💡 Good idea")
    await phones.presses("Dora", AGAIN)
    await phones.presses("Dora", "😟 Unfair treatment")
    await phones.plant.does(apply_withdrawal, case)
    await phones.deliver()
    assert [each.text for each in phones.bubbles(GROUP)] == [f"↩️ Case {number} went back: it had come here by mistake."]
    assert phones.last("Dora").text == f"↩️ Case {number}: the worker has taken it back."


async def test_the_worker_hears_that_photos_stay_where_a_slip_brought_them(phones: Phones) -> None:
    await phones.says("Ana", "/start KEYU")
    case = await phones.released("He shouts at us", kind=None)
    async with phones.plant.storage.unit() as unit:
        photo = await unit.media.expect(case, MediaKind.PHOTO, "file", 1000)
    await phones.plant.does(add, case, "It looks like this", (photo.id,))
    await phones.until("2026-03-02 16:30")
    await phones.presses("Dora", "💡 Good idea")
    await phones.presses("Dora", AGAIN)
    await phones.presses("Dora", "😟 Unfair treatment")
    await phones.until("2026-03-02 19:15")
    await phones.presses("Ana", "Open")
    said = next(each.text for each in phones.bubbles("Ana") if "wrongly" in each.text)
    assert said.splitlines()[-1] == "Photos and files that reached the team stay there."


async def test_once_the_team_has_acted_the_slip_stays(phones: Phones) -> None:
    case = await phones.released("The guard of press 3 is loose", kind=None)
    await phones.presses("Dora", "💡 Good idea")
    await phones.presses("Ben", "🙋 I look today", GROUP)
    assert AGAIN not in phones.last("Dora").labels
    await phones.sends_data("Dora", f"sx:{case}")
    assert phones.last("Dora").text.startswith("This screen is old")
