"""Every view of a worker in every language: short, whole, and with buttons Telegram takes."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.translate import Speech, languages
from bot.views.shown import Button, Shown
from bot.views.worker import LIFETIMES, VIEWS
from cases.actions.telling import KNOCK_STANDS
from cases.model import ClockKind, Stage
from cases.news import TOLD
from tests.bot.views.worker.examples import AT, CHEN, DUE, SAYINGS, ZONE, case_facts, facts

ON_REQUEST = {
    "help",
    "proof",
    "outside_doors",
    "enterprise_closed",
    "firm_closed",
    "rules",
    "all_words",
    "all_marks",
    "retaliation_noted",
}
"""What a person asked for may be longer."""


def said(what: str, language: str) -> list[Shown]:
    shown = [VIEWS[what](known, json.loads(json.dumps(args)), Speech(language, ZONE)) for known, args in SAYINGS[what]]
    return [each for each in shown if each is not None]


def buttons(shown: Shown) -> list[Button]:
    return [button for row in shown.buttons for button in row]


def test_every_view_has_examples() -> None:
    assert set(SAYINGS) == set(VIEWS)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("what", SAYINGS)
def test_a_view_says_something_each_time(what: str, language: str) -> None:
    assert len(said(what, language)) == len(SAYINGS[what])
    assert all(each.text.strip() for each in said(what, language))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("what", SAYINGS)
def test_a_text_is_short_and_leaves_no_placeholder(what: str, language: str) -> None:
    longest = 4096 if what in ON_REQUEST else 600
    assert [each.text for each in said(what, language) if len(each.text) > longest or "{" in each.text] == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("what", SAYINGS)
def test_a_press_fits_into_64_bytes_and_carries_no_words(what: str, language: str) -> None:
    presses = [button.press.pack() for each in said(what, language) for button in buttons(each) if button.press]
    assert [press for press in presses if len(press.encode()) > 64 or not press.isascii()] == []


@pytest.mark.parametrize("what", [name for name, examples in SAYINGS.items() if examples[0][0].case])
def test_nothing_is_said_of_a_case_that_is_gone(what: str) -> None:
    _, args = SAYINGS[what][0]
    assert VIEWS[what](facts(), args, Speech("en", ZONE)) is None


def test_few_people_is_not_said_where_many_work() -> None:
    assert VIEWS["few_people"](facts(headcount=20), {}, Speech("en", ZONE)) is None


def test_the_receipt_has_one_date() -> None:
    known, args = (
        SAYINGS["receipt"][0][0],
        SAYINGS["receipt"][0][1] | {"red": False, "no_way_back": False, "next_role": "manager"},
    )
    shown = VIEWS["receipt"](known, args, Speech("en", ZONE))
    assert shown is not None
    assert shown.text == (
        "✅ Got it. By the end of Thu 10 Dec you get an answer: yes, no, or let's talk. If no, you are told why. "
        "If nobody answers, I tell you and report it to the manager. You can take it back until 11:30."
    )


def test_a_red_danger_is_answered_with_safety_first() -> None:
    known, args = SAYINGS["receipt"][0]
    shown = VIEWS["receipt"](known, args | {"red": True, "no_way_back": False}, Speech("en", ZONE))
    assert shown is not None
    assert shown.text.startswith("🏃 Get away first. Shout so that others get away too. Fire: call 119.")
    assert "you may stop work and leave" in shown.text


def test_the_greeting_names_both_who_read_grievances_and_the_numbers() -> None:
    shown = VIEWS["greeting"](facts(), {}, Speech("en", ZONE))
    assert shown is not None
    assert "only 李梅 and 赵刚;" in shown.text
    assert "call 119 / 120" in shown.text


def test_a_knock_says_nothing_of_what_it_is_about() -> None:
    shown = VIEWS["knock"](facts(of=case_facts()), {}, Speech("en", ZONE))
    assert shown is not None
    assert [shown.text, *[button.label for button in buttons(shown)]] == ["Huiyin: new message", "Open"]


def test_all_that_my_things_tells_of_a_case_leaves_the_chat_by_itself() -> None:
    assert {*TOLD, "things", "thing", "nothing_new"} - {*LIFETIMES} == set()


def test_so_does_what_tells_that_something_was_given_or_begun() -> None:
    """That a Word file came, and words with it, is for nobody who takes up the phone later."""
    assert {"unfit", "file_left_out", "finish_first", "edited_after_send"} - {*LIFETIMES} == set()


def test_a_knock_is_repeated_once_the_first_has_left_the_chat() -> None:
    assert LIFETIMES["knock"] == KNOCK_STANDS


def test_a_broken_promise_names_nobody_to_a_worker_who_signed() -> None:
    """*They don't know who you are* would not be so."""
    known, args = SAYINGS["promise_broken"][4]
    shown = VIEWS["promise_broken"](known, args, Speech("en", ZONE))
    assert shown is not None
    assert "who you are" not in shown.text


@pytest.mark.parametrize(("told", "dated"), [(None, False), (DUE, True)])
def test_a_case_shows_each_date_that_the_worker_was_told(told: datetime | None, dated: bool) -> None:
    known = case_facts(stage=Stage.ACCEPTED, released_at=AT)
    nearer = DUE - timedelta(days=2)
    clock = replace(known.clocks[0], kind=ClockKind.SOLVED, promised=nearer, due=nearer, worker_due=told)
    shown = VIEWS["thing"](facts(of=replace(known, clocks=(clock,))), {}, Speech("en", ZONE))
    assert shown is not None
    assert ("⏳ It is done by Thu 10 Dec." in shown.text) is dated


@pytest.mark.parametrize(
    ("stage", "owner", "told"),
    [
        (Stage.TAKEN, CHEN.id, "🙋 Somebody has it in hand."),
        (Stage.TAKEN, None, "👀 They can see it. Nobody has it in hand right now."),
        (Stage.ACCEPTED, CHEN.id, "👍 They said yes and are working on it."),
        (Stage.ACCEPTED, None, "👍 They said yes, but nobody has it in hand right now."),
    ],
)
def test_the_worker_is_told_whether_anybody_has_it(stage: Stage, owner: int | None, told: str) -> None:
    """Who had it may have left the firm, or it is open again."""
    shown = VIEWS["thing"](facts(of=case_facts(stage=stage, owner=owner, released_at=AT)), {}, Speech("en", ZONE))
    assert shown is not None
    assert shown.text.splitlines()[1] == told


def test_the_preview_leaves_out_whom_it_is_about() -> None:
    about_coach = next(
        args for _, args in SAYINGS["preview"] if args["kind"] == "grievance" and args["about"] == "coach"
    )
    about_handlers = about_coach | {"about": "hr_or_handler"}
    lines = [VIEWS["preview"](facts(), args, Speech("en", ZONE)) for args in (about_coach, about_handlers)]
    assert ["Who reads it: only 李梅 and 赵刚." in (line.text if line else "") for line in lines] == [True, False]
    assert lines[1] is not None
    assert "Who reads it: only 吴老师." in lines[1].text


@pytest.mark.parametrize(
    ("inspects", "said"),
    [
        (None, "The server is run by 永康市 SCORE 中心; the programme office may be the inspector too."),
        (True, "The server is run by 永康市 SCORE 中心; the programme office is the inspector too."),
        (False, "The server is run by 永康市 SCORE 中心; the programme office inspects no company."),
    ],
)
def test_privacy_hides_neither_the_server_nor_the_inspector(inspects: bool | None, said: str) -> None:
    shown = VIEWS["privacy"](replace(facts(), inspects=inspects), {}, Speech("en", ZONE))
    assert shown is not None
    assert shown.text.splitlines()[1:] == [said]


def test_whom_it_is_kept_from_is_promised_only_where_it_is_sure() -> None:
    known, args = SAYINGS["ask_about"][0]
    shown = VIEWS["ask_about"](known, args | {"files": {}, "unsafe_order": False}, Speech("en", ZONE))
    assert shown is not None
    assert shown.text.splitlines() == [
        "😟 Whom is it about?",
        "The manager or owner, HR and those who read this, or the coach: whoever of them you tap can't see it.",
        "A line leader, a workshop head, the agency: it is kept from them as far as we know who they are.",
        "A colleague, or not sure: only 李梅 and 赵刚 read it.",
    ]
