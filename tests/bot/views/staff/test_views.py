"""Every view of staff in every language: whole, within Telegram's limits, and only for who may see the case."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.translate import Speech, languages
from bot.views.categories import category_label, category_labels
from bot.views.facts import Facts
from bot.views.shown import Shown
from bot.views.staff import VIEWS
from bot.views.staff.chain import anchor_args
from bot.views.staff.summary import summary_args
from bot.views.worker import VIEWS as WORKERS
from cases.categories import CATEGORIES
from cases.chain import Anchor
from cases.figures import Share, Summary
from cases.model import About, Event, Flag, Kind, Level, Member, Role, Stage, TakeChoice, Urgency
from cases.people import People
from tests.bot.views.staff.examples import (
    ENTERPRISE,
    FEW,
    GROUP,
    HUGE,
    LATE,
    LINES,
    MANY,
    MONTH,
    NOBODY,
    ONE,
    QUIET,
    RELEASED,
    SAYINGS,
    a_clock,
    facts,
    of,
    reasons,
)
from tests.cases.cast import BEN, CAROL, DORA, EMIL, FRED, GINA, HUGO, IRIS
from tests.cases.examples import SHANGHAI, at

EN = Speech("en", SHANGHAI)


def shown(what: str, known: Facts, **args: object) -> Shown:
    found = VIEWS[what](known, args, EN)
    assert found is not None
    return found


def labels(view: Shown) -> list[str]:
    return [button.label for row in view.buttons for button in row]


def said(what: str, language: str) -> list[Shown]:
    t = Speech(language, SHANGHAI)
    found = [VIEWS[what](known, json.loads(json.dumps(args)), t) for known, args in SAYINGS[what]]
    return [each for each in found if each is not None]


def test_every_view_has_examples() -> None:
    assert set(SAYINGS) == set(VIEWS)


def test_no_view_has_the_name_of_a_workers_view() -> None:
    assert set(VIEWS) & set(WORKERS) == set()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("what", SAYINGS)
def test_a_view_says_something_each_time(what: str, language: str) -> None:
    views = said(what, language)
    assert len(views) == len(SAYINGS[what])
    assert [each for each in views if not each.text.strip()] == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("what", SAYINGS)
def test_a_text_fits_into_a_message_and_leaves_no_placeholder(what: str, language: str) -> None:
    assert [each.text for each in said(what, language) if len(each.text) > 4096 or "{" in each.text] == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("what", SAYINGS)
def test_a_press_fits_into_64_bytes_and_carries_no_words(what: str, language: str) -> None:
    buttons = [button for each in said(what, language) for row in each.buttons for button in row]
    presses = [button.press.pack() for button in buttons if button.press]
    assert [press for press in presses if len(press.encode()) > 64 or not press.isascii()] == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("what", SAYINGS)
def test_a_button_has_a_label_and_one_end(what: str, language: str) -> None:
    buttons = [button for each in said(what, language) for row in each.buttons for button in row]
    assert [each for each in buttons if not each.label or (each.press is None) is (each.url is None)] == []


def test_languages_differ() -> None:
    assert said("card", "en")[0].text != said("card", "zh_Hans")[0].text


def test_a_card_tells_the_half_day_and_never_the_minute() -> None:
    card = shown("card", facts(of(released_at=at("2026-03-02 09:37"), clocks=(a_clock(),)), reader=None))
    assert card.text == (
        "💡 Case 987654: good idea\nCame in: Mon 2 Mar, morning\n\n"
        "The light is broken.\n"
        "🎤 There is a recording. The lead alone hears it, because a voice can be recognised, and writes it down. "
        "Once the worker says it is right, it is read here.\n\n"
        "💬 Ben to the worker: The light is broken.\n"
        "📝 somebody who has left, a note: The light is broken.\n"
        "👷 Worker: The light is broken.\n\n"
        "Nobody has taken it yet. Who does?\n"
        "⏳ The worker gets an answer by Wed 4 Mar, 17:00."
    )


def test_without_a_lead_the_group_reads_who_hears_a_recording() -> None:
    known = facts(of(released_at=at("2026-03-02 09:37")), reader=None)
    card = shown("card", replace(known, staff=tuple(one for one in known.staff if not one.has(Role.LEAD))))
    assert card.text.splitlines()[4] == (
        "🎤 There is a recording. There is no lead, so each member of the team hears it in private, because a voice "
        "can be recognised, and writes it down. Once the worker says it is right, it is read here."
    )


def test_a_late_card_says_so() -> None:
    card = shown("card", facts(of(clocks=(a_clock(due=LATE),)), reader=None))
    assert card.text.endswith("⏰ Late: the worker should have had an answer by Mon 2 Mar, 17:00.")


def test_a_card_names_who_has_it_and_what_was_said() -> None:
    taken = of(stage=Stage.TAKEN, owner=BEN.id, take_choice=TakeChoice.MEETING)
    assert "Ben has it: “At the next meeting”." in shown("card", facts(taken)).text


def test_a_withdrawn_card_keeps_nothing_that_was_written() -> None:
    card = shown("card", facts(of(stage=Stage.WITHDRAWN), reader=None))
    assert (card.text, list(card.buttons)) == ("↩️ Case 987654: the worker has taken it back.", [])


BUTTONS = {
    Stage.NEW: [
        "🙋 I look today",
        "🙋 At the next meeting",
        "🙋 I need to ask",
        "💬 Answer",
        "📝 Note",
        "👍 Accept",
        "🚫 Decline",
        "🏷 Category",
    ],
    Stage.TAKEN: [
        "💬 Answer",
        "🗣 Ask the worker",
        "👍 Accept",
        "🚫 Decline",
        "🔧 It is solved",
        "🏷 Category",
        "📅 New date",
        "📝 Note",
        "👤 Reassign",
    ],
    Stage.ACCEPTED: ["🔧 It is solved", "📅 New date", "💬 Answer", "🚫 Decline", "📝 Note", "👤 Reassign"],
    Stage.RESOLVED: ["💬 Answer", "📝 Note"],
    Stage.DECLINED: ["💬 Answer", "📝 Note"],
    Stage.CLOSED: [],
    Stage.WITHDRAWN: [],
}


@pytest.mark.parametrize("stage", Stage)
def test_the_groups_buttons_follow_the_stage(stage: Stage) -> None:
    assert labels(shown("card", facts(of(stage=stage, owner=BEN.id), reader=None))) == BUTTONS[stage]


def test_a_member_who_does_not_own_it_may_answer_but_not_decide() -> None:
    theirs = of(stage=Stage.TAKEN, owner=CAROL.id)
    assert labels(shown("card", facts(theirs, BEN))) == ["💬 Answer", "🗣 Ask the worker", "🏷 Category", "📝 Note"]


def test_a_danger_is_checked_by_a_second_person_only() -> None:
    solved = of(Kind.HAZARD, urgency=Urgency.YELLOW, stage=Stage.RESOLVED, owner=BEN.id, resolved_by=BEN.id)
    assert [labels(shown("card", facts(solved, reader)))[:2] for reader in (BEN, CAROL)] == [
        ["🔁 It is back", "💬 Answer"],
        ["🔎 I checked it", "🔁 It is back"],
    ]


def test_a_danger_that_hurts_now_can_be_brought_under_control() -> None:
    red = of(Kind.HAZARD, urgency=Urgency.RED, stage=Stage.TAKEN, owner=BEN.id)
    assert labels(shown("card", facts(red, BEN)))[0] == "🛡 Under control"


ABOUT_A_CASE = [what for what, examples in SAYINGS.items() if examples[0][0].case]


@pytest.mark.parametrize("what", ABOUT_A_CASE)
def test_a_grievance_says_nothing_to_the_group(what: str) -> None:
    for known, args in SAYINGS[what]:
        assert known.case is not None
        case = replace(known.case.case, kind=Kind.GRIEVANCE, stage=Stage.TAKEN)
        hidden = replace(known, case=replace(known.case, case=case), reader=None)
        assert VIEWS[what](hidden, args, EN) is None


@pytest.mark.parametrize("what", ABOUT_A_CASE)
def test_whom_the_tick_means_is_told_nothing_at_all(what: str) -> None:
    """For each view a case the reader would see, if it were not about them."""
    for about, reader in ((About.HR_OR_HANDLER, DORA), (About.MANAGER_OR_OWNER, FRED), (About.COACH, GINA)):
        for known, args in SAYINGS[what]:
            assert known.case is not None
            case = replace(known.case.case, about=about, stage=Stage.TAKEN)
            ticked = replace(known, case=replace(known.case, case=case), reader=reader)
            assert VIEWS[what](ticked, args, EN) is None


def test_a_grievance_shows_its_handlers_what_the_team_never_sees() -> None:
    card = shown("card", facts(of(Kind.GRIEVANCE, about=About.LINE_LEADER, harm=True), DORA))
    assert card.text.startswith(
        "😟 Case 987654: unfair treatment\n‼️ Violence, harassment, forced or child labour, or punishment.\n"
        "About: a line leader\n"
    )
    assert [VIEWS["card"](facts(of(Kind.GRIEVANCE), reader), {}, EN) for reader in (BEN, CAROL, FRED, GINA, IRIS)] == [
        None
    ] * 5


def test_nothing_is_shown_before_its_release() -> None:
    waiting = of(released_at=None)
    assert [VIEWS["card"](facts(waiting, reader), {}, EN) for reader in (None, CAROL)] == [None, None]


def test_a_voice_never_enters_a_group() -> None:
    bound = replace(ENTERPRISE, group="known")
    readers = (GROUP, facts(of(), CAROL, enterprise=bound), facts(of(), CAROL), facts(of(Kind.GRIEVANCE), DORA))
    seen = [list(shown("files", known, entry=1).media) for known in readers]
    assert seen == [[11, 13], [12], [11, 12, 13], [11, 12, 13]]


def test_however_high_a_case_climbs_only_the_lead_hears_the_voice() -> None:
    bound = replace(ENTERPRISE, group="known")
    for level, reader in ((Level.MANAGER, FRED), (Level.INDEPENDENT, FRED), (Level.INDEPENDENT, HUGO)):
        known = facts(of(level=level), reader, enterprise=bound)
        assert (list(shown("files", known, entry=1).media), labels(shown("files", known, entry=1))) == ([11, 13], [])
    carol = shown("files", facts(of(level=Level.INDEPENDENT), CAROL, enterprise=bound), entry=1)
    assert (list(carol.media), labels(carol)) == ([12], ["🎤 Write down what was said"])


def test_a_grievance_that_climbed_says_who_hears_the_recording() -> None:
    climbed = facts(of(Kind.GRIEVANCE, level=Level.MANAGER), GINA)
    assert (voices(climbed), voices(facts(of(Kind.GRIEVANCE, level=Level.MANAGER), DORA))) == ([], [12])
    assert "only those who got the case first hear it and write it down" in shown("card", climbed).text


def test_a_recording_that_was_there_before_it_was_sorted_stays_with_the_handlers() -> None:
    bound = replace(ENTERPRISE, group="known")
    sorted_since = replace(of(), events=(Event(HUGE, "sorted", RELEASED, DORA.id, {"entries": 1}),))
    heard = {reader.name: voices(facts(sorted_since, reader, enterprise=bound)) for reader in (CAROL, DORA)}
    assert heard == {"Carol": [], "Dora": [12]}
    card = shown("card", facts(sorted_since, reader=None))
    assert "🎤 There is a recording. It stays with those who had it before it was sorted." in card.text
    added_since = replace(of(), events=(Event(HUGE, "sorted", RELEASED, DORA.id, {"entries": 0}),))
    heard = {reader.name: voices(facts(added_since, reader, enterprise=bound)) for reader in (CAROL, DORA)}
    assert heard == {"Carol": [12], "Dora": []}


def voices(known: Facts) -> list[int]:
    found = VIEWS["files"](known, {"entry": 1}, EN)
    return [each for each in found.media if each == 12] if found else []


@pytest.mark.parametrize("what", ["alert", "call_manager"])
def test_of_what_may_be_about_somebody_only_those_are_named_who_look_after_it(what: str) -> None:
    """Else whoever is asked to look into it asks the very person."""
    emil = replace(EMIL, flags=frozenset({Flag.LINE_LEADER}))
    frank = replace(DORA, id=77, name="Frank")
    late = of(Kind.GRIEVANCE, about=About.LINE_LEADER, clocks=(a_clock(due=LATE),))
    for owner, named in ((None, "Dora"), (frank.id, "Frank")):
        owned = replace(late, case=replace(late.case, owner=owner))
        said = shown(what, facts(owned, GINA, staff=(DORA, frank, emil, GINA)), clock="answered", call=False).text
        assert [name for name in ("Dora", "Emil", "Frank", "Gina") if name in said] == [named]
        assert "nobody else" in said


def test_a_digest_has_seven_lines_at_most() -> None:
    digest = shown("digest", facts(), lines=LINES[:9])
    assert digest.text.splitlines()[0] == "☀️ Today: 6 and 3 more."
    assert (len(digest.text.splitlines()), len(labels(digest))) == (7, 6)


@pytest.mark.parametrize("people", [FEW, MANY])
@pytest.mark.parametrize("month", [MONTH, QUIET])
def test_a_summary_has_ten_lines(month: Summary, people: People) -> None:
    args = json.loads(json.dumps(summary_args(month, people, "Dawn Textiles")))
    assert len(shown("summary", facts(reader=GINA), **args).text.splitlines()) == 10


def test_below_a_summary_stands_the_last_anchor() -> None:
    given = anchor_args(Anchor(date(2026, 3, 9), bytes(range(32))))
    said = shown("summary", facts(reader=GINA), **summary_args(MONTH, MANY, "Dawn Textiles"), **given)
    assert said.text.splitlines()[10:] == ["🔗 Anchor of Mon 9 Mar: 0001 0203 0405 0607 0809 0A0B"]


@pytest.mark.parametrize("reader", [FRED, GINA, BEN])
def test_who_does_not_hold_a_case_is_not_told_that_it_was_read(reader: Member) -> None:
    known = facts(of(Kind.GRIEVANCE), reader)
    assert VIEWS["operator_read"](known, {"reason": "x"}, EN) is None


def test_a_ticked_handler_is_not_told_that_a_case_was_read() -> None:
    about = facts(of(Kind.GRIEVANCE, about=About.HR_OR_HANDLER), DORA)
    assert VIEWS["operator_read"](about, {"reason": "x"}, EN) is None


def test_a_summary_of_a_month_that_runs_has_no_figure_of_who_took_part_and_of_the_taps() -> None:
    args = json.loads(json.dumps(summary_args(MONTH, NOBODY, "Dawn Textiles")))
    lines = shown("summary", facts(reader=GINA), **args).text.splitlines()
    assert (len(lines), lines[2], lines[7], lines[8]) == (
        10,
        "People who took part: no figure for this month.",
        "The workers' taps, and what was closed because they said nothing: no figure for this month.",
        "Grievances: 🟢 none is past its date.",
    )


def test_a_summary_tells_what_may_be_told_of_people() -> None:
    args = json.loads(json.dumps(summary_args(QUIET, MANY, "Dawn Textiles")))
    lines = shown("summary", facts(reader=GINA), **args).text.splitlines()
    assert [lines[2], lines[7], lines[8]] == [
        (
            "People who took part: 14, of every 100 11.7. "
            "Whoever left no way back, or wrote only about the coach, is not counted."
        ),
        "The workers' taps: ✅ 9, 🟡 7, ❌ 5, in all 21. Closed because the worker said nothing: 6.",
        "Grievances in the twelve months to February 2026: 12. 🔴 At least one is past its date.",
    ]


def test_a_summary_stands_alone() -> None:
    args = json.loads(json.dumps(summary_args(MONTH, FEW, "Dawn Textiles")))
    assert shown("summary", facts(reader=GINA), **args).text == (
        "📄 Dawn Textiles, February 2026\n"
        "Came in: 💡 ideas 10, ⚠️ dangers 4, ❓ questions 1. For every 100 people: 12.5.\n"
        "People who took part: <5. Whoever left no way back, or wrote only about the coach, is not counted.\n"
        "Taken in time: 93 % (14/15). Half of them within 5 hours.\n"
        "Answered in time: 90 % (9/10). Solved in time: –.\n"
        "Accepted: 75 % (6/8) of what was decided. Solved: 5.\n"
        "Late now: 2, the oldest for 12 days.\n"
        "The workers' taps from December 2025 to February 2026: ✅ <5, 🟡 <5, ❌ <5, in all 11. "
        "Closed because the worker said nothing: <5.\n"
        "Grievances in the twelve months to February 2026: <5. 🟢 None is past its date.\n"
        "Talk about: late answers and how soon a case is taken."
    )


def test_a_summary_names_no_share_of_nothing() -> None:
    args = json.loads(json.dumps(summary_args(replace(QUIET, accepted=Share(0, 0)), MANY, "Dawn Textiles")))
    lines = shown("summary", facts(reader=GINA), **args).text.splitlines()
    assert (lines[3], lines[5]) == ("Taken in time: 93 % (14/15).", "Accepted: nothing was decided. Solved: 5.")


def test_why_names_the_rule_and_the_days_left_out() -> None:
    explained = shown("why", ONE, clocks=reasons()[:1]).text
    assert explained == (
        "🕰 Case 987654: why these dates\n\n"
        "somebody takes it: by Wed 4 Mar, 17:00\n"
        "Promised: 17:00, 2 working days later\n"
        "Counted from: Mon 2 Mar, morning\n"
        "The date was moved once; at first it was Wed 4 Mar.\n"
        "This stands in version 1 of the enterprise's promises."
    )


def test_the_manager_is_shown_the_charter() -> None:
    args = {"enterprise": "Dawn Textiles", "name": "Fred", "token": "x" * 24}
    manager, member = (shown("invited", facts(), roles=[role], **args) for role in (Role.MANAGER, Role.MEMBER))
    assert labels(manager) == ["✅ I accept the charter", "✖️ Not now"]
    assert ("The charter:" in manager.text, "The charter:" in member.text) == (True, False)


def test_every_category_has_a_label_in_every_language() -> None:
    codes = {code for kind in Kind for code in CATEGORIES[kind]}
    for language in languages():
        t = Speech(language)
        assert {code for kind in Kind for code in category_labels(kind, t)} == codes
        assert [code for code in codes if category_label(code, t) == code] == []


def test_missing_facts_end_a_grievance_for_the_independent_contact_alone() -> None:
    grievance = of(Kind.GRIEVANCE, stage=Stage.TAKEN)
    offered = [labels(shown("ask_reason", facts(grievance, reader))) for reader in (DORA,)]
    assert ["We need more facts" in each for each in offered] == [False]


def test_a_page_asked_for_before_coaches_had_a_list_of_their_own_is_shown() -> None:
    assert shown("cases_page", facts(), page="overdue", lines=[]).text == "⏰ Nothing is late."
