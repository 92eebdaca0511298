"""Staff alone with the bot: grievances, lists, one case, notes, reasons, language."""

from datetime import date

import pytest

from bot.callbacks.worker import GoTo, Place
from bot.flows.sending import pieces
from cases.actions.add import add
from cases.actions.decide import resolve
from cases.actions.manage import extend
from cases.actions.rate import rate
from cases.actions.reply import note, pause
from cases.actions.submit import Submission, submit
from cases.actions.take import take
from cases.model import About, Audience, Kind, MediaKind, Mode, Role, Stage, TakeChoice, Verdict
from tests.bot.handlers.staff.phones import GROUP, Phones
from tests.cases.actions.plant import ANA

NOT_FOUND = "I can't find that. It may have been taken back; if not, please check the number or open the list again."


async def number_of(phones: Phones, case: int) -> int:
    return (await phones.plant.case(case)).number


async def test_a_grievance_comes_to_its_handlers_alone(phones: Phones, grievance: int) -> None:
    assert set(phones.chats) == {phones.chat_of("Dora"), phones.chat_of("Emil")}
    assert "He shouts at us" in phones.last("Dora").text


async def test_a_handler_answers_by_button(phones: Phones, grievance: int) -> None:
    await phones.presses("Dora", "💬 Answer")
    await phones.says("Dora", "We talk to him today.")
    await phones.presses("Dora", "💬 To the worker")
    assert await phones.entries(grievance) == [
        (Audience.TEAM, "He shouts at us"),
        (Audience.WORKER, "We talk to him today."),
    ]


async def test_a_picture_goes_with_the_answer(phones: Phones, grievance: int) -> None:
    await phones.presses("Dora", "💬 Answer")
    await phones.shows("Dora", "The new roster")
    assert phones.last("Dora").labels == ["💬 To the worker", "✖️ Cancel"]
    await phones.presses("Dora", "💬 To the worker")
    async with phones.plant.work() as work:
        answer = (await work.entries.of(grievance))[-1]
    assert (answer.text, len(answer.media)) == ("The new roster", 1)


@pytest.mark.parametrize("gap", [" ", "\n"])
async def test_a_note_by_command_keeps_to_staff(phones: Phones, grievance: int, gap: str) -> None:
    await phones.says("Dora", f"/note{gap}{await number_of(phones, grievance)}{gap}I spoke with Emil")
    assert await phones.entries(grievance) == [
        (Audience.TEAM, "He shouts at us"),
        (Audience.TEAM, "I spoke with Emil"),
    ]


async def test_a_note_without_words_asks_for_them(phones: Phones, grievance: int) -> None:
    await phones.says("Dora", f"/note {await number_of(phones, grievance)}")
    await phones.says("Dora", "I spoke with Emil")
    assert phones.last("Dora").text.endswith("noted. Only staff read it.")


async def test_a_case_is_shown_by_its_number_to_whom_it_is(phones: Phones, grievance: int) -> None:
    number = await number_of(phones, grievance)
    for name in ("Dora", "Carol", "Fred", "Gina"):
        await phones.says(name, f"/case {number}")
    assert phones.last("Dora").labels[-1] == "🕰 Why this date?"
    others = {phones.last(name).text for name in ("Carol", "Fred", "Gina")}
    assert others == {NOT_FOUND}


async def test_a_grievance_is_not_opened_in_the_group(phones: Phones, grievance: int) -> None:
    await phones.says("Emil", f"/case {await number_of(phones, grievance)}", GROUP)
    assert [bubble.text for bubble in phones.bubbles(GROUP)] == [NOT_FOUND]


@pytest.mark.parametrize("command", ["case", "note", "why"])
async def test_a_command_without_its_number_asks_which_case(phones: Phones, case: int, command: str) -> None:
    """The menu of Telegram sends the bare word."""
    await phones.says("Carol", f"/{command}")
    asked = phones.last("Carol")
    assert asked.text == f"Which one? Write its number behind it: /{command} 4711\nOr tap it below."
    [label] = asked.labels
    await phones.presses("Carol", label)
    assert "The guard of press 3 is loose" in phones.last("Carol").text


async def test_which_case_it_may_be_is_asked_of_what_the_reader_may_see_here(phones: Phones, grievance: int) -> None:
    for name, where, count in (("Dora", None, 1), ("Carol", None, 0), ("Gina", None, 0), ("Carol", GROUP, 0)):
        await phones.says(name, "/case", where)
        said = phones.last(where or name)
        assert (said.text.startswith("Which one?"), len(said.labels)) == (True, count)


@pytest.mark.parametrize("words", ["seven", "4711", "99999999999999999999999"])
async def test_a_number_that_is_none_is_not_found(phones: Phones, words: str) -> None:
    await phones.says("Carol", f"/case {words}")
    assert phones.last("Carol").text.startswith("I can't find that.")


async def test_why_explains_the_dates_without_the_minute(phones: Phones, case: int) -> None:
    await phones.says("Carol", f"/why {await number_of(phones, case)}")
    assert phones.last("Carol").text.splitlines()[2:7] == [
        "somebody takes it: by Wed 4 Mar, 17:00",
        "Promised: 17:00, 2 working days later",
        "Counted from: Mon 2 Mar, morning",
        "The holidays of 2026 are not confirmed yet; the date stays as it was told.",
        "This stands in version 1 of the enterprise's promises.",
    ]


async def test_why_says_of_that_date_alone_that_it_moved_which_did(phones: Phones, case: int) -> None:
    await phones.plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await phones.plant.does(extend, case, "Ben", "The supplier is away", date(2026, 3, 20))
    await phones.says("Carol", f"/why {await number_of(phones, case)}")
    answered, solved = phones.last("Carol").text.split("\n\n")[1:]
    assert "The date was moved once; at first it was Mon 16 Mar." in answered.splitlines()
    assert "moved" not in solved
    await phones.plant.does(resolve, case, "Ben", "It is bright now", ())
    await phones.until("2026-03-05 12:00")
    await phones.plant.does(rate, case, Verdict.NOT)
    await phones.until("2026-03-05 16:30")
    await phones.says("Carol", f"/why {await number_of(phones, case)}")
    anew = phones.last("Carol").text
    assert (anew.count("\n\n"), "moved" in anew) == (3, False)


async def test_why_tells_of_a_pause_until_the_case_is_opened_anew(phones: Phones) -> None:
    case = await phones.released(kind=Kind.QUESTION)
    await phones.plant.does(pause, case, "Ben", "Which press is it?")
    await phones.until("2026-03-06 08:00")
    await phones.says("Carol", f"/why {await number_of(phones, case)}")
    assert "The pause took 3 working days." in phones.last("Carol").text
    await phones.plant.does(resolve, case, "Ben", "It is press 3", ())
    await phones.plant.does(rate, case, Verdict.NOT)
    await phones.until("2026-03-06 16:30")
    await phones.says("Carol", f"/why {await number_of(phones, case)}")
    anew = phones.last("Carol").text
    assert ("Counted from: Fri 6 Mar, morning" in anew, "pause" in anew) == (True, False)


async def test_lists_hold_what_each_person_may_see(phones: Phones, case: int) -> None:
    await phones.plant.sends("He shouts at us", kind=Kind.GRIEVANCE)
    await phones.until("2026-03-02 16:30")
    sign = {"Carol": ["💡"], "Dora": ["😟"], "Emil": ["😟"]}
    for name, signs in sign.items():
        await phones.says(name, "/inbox")
        assert [label[0] for label in phones.last(name).labels] == signs


async def test_a_coach_who_holds_nothing_reads_that_they_have_no_case(phones: Phones) -> None:
    await phones.says("Gina", "/mine")
    assert phones.last("Gina").text == "🙋 You have no open case."


@pytest.mark.parametrize("role", [Role.COACH, Role.OFFICE])
async def test_who_sees_few_cases_reads_nothing_of_the_others(phones: Phones, case: int, role: Role) -> None:
    await phones.joins("Olga", 78, role)
    await phones.until("2026-03-05 17:30")
    await phones.says("Olga", "/inbox")
    assert phones.last("Olga").text == "📥 Of the cases you hold none waits for somebody to take it."
    await phones.says("Olga", "/today")
    assert phones.last("Olga").text == "☀️ Of the cases you hold none is due today, and none is late."


async def test_a_coach_who_is_on_a_team_too_reads_as_the_team_does(phones: Phones, case: int) -> None:
    await phones.joins("Olga", 78, Role.COACH, Role.MEMBER)
    await phones.presses("Ben", "🙋 I look today", GROUP)
    await phones.says("Olga", "/inbox")
    assert phones.last("Olga").text == "📥 Everything has been taken by somebody."
    await phones.says("Olga", "/today")
    assert phones.last("Olga").text == "☀️ Nothing is due today, and nothing is late."


async def test_a_coach_finds_again_what_no_handler_may_hold(phones: Phones) -> None:
    await phones.plant.sends("He shouts at us", kind=Kind.GRIEVANCE, about=About.HR_OR_HANDLER)
    await phones.until("2026-03-02 11:30")
    for page in ("/inbox", "/mine"):
        await phones.says("Gina", page)
        assert [label[0] for label in phones.last("Gina").labels] == ["😟"]
        if page == "/inbox":
            await phones.presses("Gina", "🙋 I look today")


async def test_mine_today_and_overdue(phones: Phones, case: int) -> None:
    await phones.says("Ben", "/mine")
    assert phones.last("Ben").text == "🙋 You have no open case."
    await phones.presses("Ben", "🙋 I look today", GROUP)
    await phones.says("Ben", "/mine")
    number = await number_of(phones, case)
    assert phones.last("Ben").text == f"🙋 What you have\n💡 {number}: next date Mon 16 Mar, 17:00"
    await phones.says("Ben", "/overdue")
    assert phones.last("Ben").text == "⏰ Nothing is late."
    await phones.until("2026-03-16 17:30")
    await phones.says("Ben", "/overdue")
    assert phones.last("Ben").text == f"⏰ What is late\n⏰ 💡 {number}: late since Mon 16 Mar, 17:00"
    await phones.says("Ben", "/today")
    await phones.presses("Ben", f"💡 {number}")
    assert "The guard of press 3 is loose" in phones.last("Ben").text


async def test_the_groups_list_leaves_grievances_out(phones: Phones, case: int) -> None:
    await phones.plant.sends("He shouts at us", kind=Kind.GRIEVANCE)
    await phones.until("2026-03-02 16:30")
    await phones.joins("Emil", phones.chat_of("Emil"), Role.MEMBER)
    await phones.says("Emil", "/inbox")
    await phones.says("Emil", "/inbox", GROUP)
    alone, among_others = phones.last("Emil").labels, phones.last(GROUP).labels
    assert [label[0] for label in alone] == ["💡", "😟"]
    assert [label[0] for label in among_others] == ["💡"]


async def test_help_names_the_part_and_what_can_be_looked_at(phones: Phones) -> None:
    await phones.says("Gina", "/help")
    assert phones.last("Gina").text.splitlines()[0] == "You are here as: coach."
    assert phones.last("Gina").labels == [
        "☀️ Today",
        "📥 Not taken",
        "🙋 Mine",
        "⏰ Late",
        "📊 Overview",
        "🏭 Enterprises",
        "🔇 Silent ones",
    ]


async def test_a_page_of_another_part_is_refused_kindly(phones: Phones) -> None:
    await phones.says("Ben", "/enterprises")
    assert phones.last("Ben").text.startswith("This is not for you to do here.")


async def test_whatever_staff_say_gets_a_sensible_reply(phones: Phones) -> None:
    await phones.says("Fred", "Good morning")
    assert phones.last("Fred").text.startswith("You are here as: manager.")


@pytest.mark.parametrize(("name", "part"), [("Fred", "manager"), ("Carol", "lead"), ("Gina", "coach")])
@pytest.mark.parametrize("command", ["/cancel", "/accept 6520", "/portfolio"])
async def test_a_command_that_is_none_brings_the_help_of_staff(
    phones: Phones, name: str, part: str, command: str
) -> None:
    await phones.says(name, command)
    assert (phones.last(name).text.startswith("You are here as: "), part in phones.last(name).text) == (True, True)


async def test_cancel_where_no_words_are_waited_for_brings_the_help_of_staff(phones: Phones, grievance: int) -> None:
    await phones.presses("Dora", "🚫 Decline")
    await phones.says("Dora", "/cancel")
    assert phones.last("Dora").text.startswith("You are here as: ")


async def test_staff_read_of_the_doors_in_their_own_country(phones: Phones) -> None:
    await phones.sends_data("Fred", GoTo(place=Place.HELP).pack())
    assert "call 119 / 120." in phones.last("Fred").text


async def test_staff_choose_their_own_language(phones: Phones, grievance: int) -> None:
    await phones.says("Dora", "/language")
    assert phones.last("Dora").labels == ["English", "中文 (简体)"]
    await phones.presses("Dora", "中文 (简体)")
    assert (await phones.member("Dora")).language == "zh_Hans"
    assert (await phones.member("Emil")).language == "en"


async def test_whom_the_tick_means_cannot_feel_the_case(phones: Phones) -> None:
    case = await phones.released(about=About.LINE_LEADER, kind=Kind.SUGGESTION)
    assert set(phones.chats) == {phones.chat_of("Dora"), phones.chat_of("Emil")}
    for press in (f"s:open:{case}", f"st:{case}:look_today", f"sh:{case}:taken", f"sm:{case}:1"):
        await phones.sends_data("Ben", press)
        assert phones.last("Ben").text.startswith("I can't find that.")


async def test_a_hidden_name_is_only_shown_where_it_was_given(phones: Phones) -> None:
    await phones.released(mode=Mode.NAMED, name="Ana Li")
    assert "Signed: Ana Li" in phones.last(GROUP).text


async def test_only_the_independent_contact_ends_a_grievance_for_missing_facts(phones: Phones, grievance: int) -> None:
    await phones.sends_data("Dora", f"sd:{grievance}:needs_more_facts")
    await phones.says("Dora", "Who was it?")
    assert phones.last("Dora").text.startswith("Only the independent contact may end a grievance")
    assert (await phones.plant.case(grievance)).stage is Stage.NEW


async def test_one_person_with_places_in_two_enterprises_sees_both(phones: Phones, case: int) -> None:
    other = await phones.another_enterprise()
    await phones.joins("Gina", phones.chat_of("Gina"), Role.COACH, enterprise=other)
    await phones.says("Gina", "/enterprises")
    assert phones.last("Gina").text == "🏭 Keyu Tools: open 1, late 0\n🏭 Elsewhere Foods: open 0, late 0"


@pytest.mark.parametrize("recording", [MediaKind.VOICE, MediaKind.AUDIO, MediaKind.VIDEO])
async def test_a_recording_about_an_idea_goes_to_the_lead_alone(phones: Phones, recording: MediaKind) -> None:
    plant = phones.plant
    plant.chats[GROUP] = "the group"
    for kind in (MediaKind.PHOTO, recording):
        async with plant.storage.unit() as unit:
            case = await unit.new_case_id()
            file = await unit.media.expect(case, kind, "source", 9)
            given = Submission(case, Kind.SUGGESTION, Mode.ANSWER_HERE, ANA, media=(file.id,))
            await submit(await unit.enterprise(plant.enterprise), given, plant.now)
    await plant.until("2026-03-02 11:30")
    sent = await plant.told()
    assert [who for who, what in sent if what == "files"] == ["Carol", "the group"]


async def test_a_note_leaves_alone_what_the_same_person_is_sending_in(phones: Phones, grievance: int) -> None:
    await phones.says("Dora", "/start KEYU")
    await phones.says("Dora", "The canteen is cold")
    await phones.says("Dora", f"/note {await number_of(phones, grievance)} I spoke with Emil")
    await phones.presses("Dora", "💡 Good idea")
    assert [each.labels[0] for each in phones.bubbles("Dora") if "The canteen is cold" in each.text] == ["📨 Send"]


def words(count: int) -> str:
    """A text of that many characters which shows where it was cut."""
    return "".join(f"{number:05}" for number in range(count // 5))


async def test_all_that_was_written_can_be_read(phones: Phones) -> None:
    long, addition = words(4_900), words(500)
    first, rest = pieces(long)
    case = (await phones.plant.sends(first)).case_id
    await phones.plant.does(add, case, rest, ())
    await phones.until("2026-03-02 11:30")
    await phones.plant.does(add, case, addition, ())
    await phones.until("2026-03-02 16:30")
    number = await number_of(phones, case)
    assert phones.last(GROUP).text == f"👷 Case {number}: the worker says more.\n\n{addition}"
    await phones.says("Carol", f"/case {number}")
    await phones.presses("Carol", "📖 Read it all")
    read = [bubble.text for bubble in phones.bubbles("Carol")][-3:]
    assert read == [f"📖 Case {number}\n👷 Worker: {text}" for text in (first, rest, addition)]
    assert "".join(text.partition("Worker: ")[2] for text in read[:2]) == long


async def test_what_is_shown_whole_already_needs_no_button(phones: Phones, case: int) -> None:
    assert "📖 Read it all" not in phones.last(GROUP).labels


async def test_an_addition_is_not_read_before_its_release(phones: Phones) -> None:
    case = await phones.released(words(3_500))
    await phones.plant.does(add, case, "and one thing more", ())
    await phones.plant.does(note, case, "Ben", words(400))
    await phones.says("Carol", f"/case {await number_of(phones, case)}")
    await phones.presses("Carol", "📖 Read it all")
    assert [bubble.text for bubble in phones.bubbles("Carol") if "one thing more" in bubble.text] == []


async def test_an_addition_to_a_grievance_nobody_has_reaches_its_handlers_alone(phones: Phones, grievance: int) -> None:
    await phones.plant.does(add, grievance, words(500), ())
    await phones.until("2026-03-02 16:30")
    for name in ("Dora", "Emil"):
        assert phones.last(name).text.endswith(words(500))
    assert set(phones.chats) == {phones.chat_of("Dora"), phones.chat_of("Emil")}
