"""What staff are told of a promise that is late, and which ways out they are offered."""

from dataclasses import replace

import pytest

from bot.translate import Speech
from bot.views.facts import Facts
from bot.views.shown import Shown
from bot.views.staff import VIEWS
from cases.model import ClockKind, Flag, Kind, Stage, Urgency
from tests.bot.views.staff.examples import AT, LATE, a_clock, facts, of
from tests.cases.cast import BEN, CAROL, DORA, EMIL, FRED, GINA
from tests.cases.examples import SHANGHAI

EN = Speech("en", SHANGHAI)


def shown(what: str, known: Facts, **args: object) -> Shown:
    view = VIEWS[what](known, args, EN)
    assert view is not None
    return view


def labels(view: Shown) -> list[str]:
    return [button.label for row in view.buttons for button in row]


def test_who_stands_above_the_team_is_told_that_it_is_late_and_nothing_that_was_written() -> None:
    late = of(clocks=(a_clock(due=LATE),))
    alert = shown("alert", facts(late, GINA), clock="answered", call=False)
    assert alert.text.splitlines() == [
        "⏰ Dawn Textiles: Case 987654",
        "The worker was promised an answer by Mon 2 Mar, 17:00 and has none.",
        "Please ask there what is in the way. You see no texts of this case.",
    ]
    assert labels(alert) == []


def test_a_managers_alert_has_three_ways_out() -> None:
    late = of(stage=Stage.TAKEN, owner=BEN.id, clocks=(a_clock(due=LATE),))
    alert = shown("alert", facts(late, FRED), clock="answered", call=False)
    assert labels(alert) == ["👌 I have it", "👤 Reassign", "📅 New date", "📂 Open the case"]


@pytest.mark.parametrize(
    ("phone", "said"), [("138 0000 0000", "Please call Carol: 138 0000 0000"), ("", "Please call Carol.")]
)
def test_who_is_to_call_reads_whom_and_by_which_number(phone: str, said: str) -> None:
    late = of(Kind.HAZARD, urgency=Urgency.RED, clocks=(a_clock(ClockKind.TAKEN, LATE),))
    staff = (BEN, replace(CAROL, phone=phone), FRED)
    for call in (True, False):
        alert = shown("alert", facts(late, FRED, staff=staff), clock="taken", call=call).text
        assert (f"📞 Nobody has answered this alert yet. {said}" in alert.splitlines()) is call


@pytest.mark.parametrize("owner", [None, DORA.id])
def test_who_may_ask_one_person_alone_is_asked_to_call_that_one(owner: int | None) -> None:
    late = of(Kind.GRIEVANCE, harm=True, owner=owner, clocks=(a_clock(ClockKind.TAKEN, LATE),))
    officer = replace(EMIL, flags=frozenset({Flag.SAFETY_OFFICER}))
    known = facts(late, GINA, staff=(DORA, officer, GINA))
    asked, called = shown("alert", known, clock="taken", call=True).text.splitlines()[-2:]
    one = "Dora" if owner else "Emil"
    assert asked.startswith(f"Please ask {one} what is in the way, and nobody else:")
    assert called == f"📞 Nobody has answered this alert yet. Please call {one}."


@pytest.mark.parametrize("kind", [ClockKind.TAKEN, ClockKind.MADE_SAFE, ClockKind.ASSURED])
def test_an_alert_of_a_promise_that_can_not_move_offers_no_new_date(kind: ClockKind) -> None:
    late = of(
        Kind.HAZARD, stage=Stage.TAKEN, owner=BEN.id, urgency=Urgency.RED, clocks=(a_clock(kind, LATE), a_clock())
    )
    alert = shown("alert", facts(late, FRED), clock=kind, call=False)
    assert labels(alert) == ["👌 I have it", "👤 Reassign", "📂 Open the case"]


@pytest.mark.parametrize("what", ["alert", "reminder", "call_manager"])
def test_a_promise_that_was_kept_meanwhile_alarms_nobody(what: str) -> None:
    kept = of(clocks=(a_clock(met_at=AT),))
    assert VIEWS[what](facts(kept, CAROL), {"clock": "answered", "call": False}, EN) is None
