from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cases.figures import Month, Share, Signal, Summary, summarise
from cases.model import About, Case, Clock, ClockKind, Event, Kind, Stage
from tests.cases.examples import a_case, at

NOW = at("2026-04-01 09:00")
DAY = at("2026-03-10 11:30")


def clock(case: int, kind: ClockKind, promised: str, met: str | None = None) -> Clock:
    due = at(promised)
    return Clock(1, 1, case, kind, DAY, due, due, None, met_at=at(met) if met else None)


def submitted(case: int) -> Event:
    return Event(case, "submitted", DAY)


def month(**facts: Any) -> Summary:
    known: dict[str, Any] = {"headcount": 50, "cases": {}, "events": [], "promised": [], "running": []}
    return summarise(Month(date(2026, 3, 1), NOW, **known | facts))


def cases(*kinds: Kind, **facts: Any) -> dict[int, Case]:
    return {n: a_case(kind, id=n, released_at=DAY, **facts) for n, kind in enumerate(kinds, 1)}


def test_summarise_an_empty_month_shows_dashes_and_a_silent_firm() -> None:
    silent = month()
    assert silent.taken_in_time.percent is None
    assert silent.time_to_take is None
    assert silent.signals == (Signal.SILENT,)


def test_summarise_counts_what_came_in_by_kind_and_per_hundred_heads() -> None:
    there = cases(Kind.SUGGESTION, Kind.SUGGESTION, Kind.HAZARD)
    summary = month(cases=there, events=[submitted(n) for n in there])
    assert summary.submitted == {Kind.SUGGESTION: 2, Kind.HAZARD: 1, Kind.QUESTION: 0}
    assert summary.per_hundred == 6.0


def test_summarise_in_time_is_measured_against_what_was_promised_first() -> None:
    there = cases(Kind.SUGGESTION, Kind.SUGGESTION, stage=Stage.TAKEN)
    kept = clock(1, ClockKind.ANSWERED, "2026-03-20 17:00", "2026-03-20 16:59")
    extended = clock(2, ClockKind.ANSWERED, "2026-03-20 17:00", "2026-03-25 09:00")
    extended.due = at("2026-03-31 17:00")
    summary = month(cases=there, events=[submitted(1)], promised=[kept, extended])
    assert summary.answered_in_time == Share(1, 2)
    assert summary.answered_in_time.percent == 50
    assert summary.signals == (Signal.ANSWERS_LATE,)


def test_summarise_a_promise_not_due_yet_counts_neither_way() -> None:
    later = clock(1, ClockKind.ANSWERED, "2026-04-20 17:00")
    assert month(cases=cases(Kind.SUGGESTION), promised=[later]).answered_in_time == Share(0, 0)


def test_summarise_the_median_time_to_take() -> None:
    clocks = [clock(1, ClockKind.TAKEN, "2026-03-12 17:00", met) for met in ("2026-03-10 12:30", "2026-03-10 14:30")]
    assert month(cases=cases(Kind.SUGGESTION), promised=clocks).time_to_take == timedelta(hours=2)


def test_summarise_what_was_recalled_within_the_hour_counts_nowhere() -> None:
    events = [submitted(1), Event(1, "withdrawn", DAY, data={"counts": False})]
    assert month(cases=cases(Kind.HAZARD), events=events).submitted[Kind.HAZARD] == 0
    events = [submitted(1), Event(1, "withdrawn", DAY, data={"counts": True})]
    assert month(cases=cases(Kind.HAZARD), events=events).submitted[Kind.HAZARD] == 1


def test_summarise_overdue_and_untaken_cases_are_named_as_signals() -> None:
    late = clock(1, ClockKind.ANSWERED, "2026-02-01 17:00")
    summary = month(cases=cases(Kind.SUGGESTION), events=[submitted(1)], running=[late])
    assert (summary.overdue_now, summary.untaken_long) == (1, 1)
    assert summary.oldest_overdue == NOW - at("2026-02-01 17:00")
    assert summary.signals == (Signal.OVERDUE_LONG, Signal.NEW_LONG)
    taken = month(cases=cases(Kind.SUGGESTION, stage=Stage.TAKEN), events=[submitted(1)])
    assert taken.signals == ()


def test_summarise_what_was_taken_back_was_neither_in_time_nor_late() -> None:
    met = clock(1, ClockKind.ANSWERED, "2026-03-20 17:00", "2026-03-11 09:00")
    summary = month(cases=cases(Kind.SUGGESTION, stage=Stage.WITHDRAWN), promised=[met])
    assert summary.answered_in_time == Share(0, 0)


def test_summarise_the_light_shows_a_late_grievance_but_never_one_about_the_coach() -> None:
    late = clock(1, ClockKind.ANSWERED, "2026-03-20 17:00")
    assert month(cases=cases(Kind.GRIEVANCE), running=[late]).grievance_late is True
    assert month(cases=cases(Kind.GRIEVANCE, about=About.COACH), running=[late]).grievance_late is False
    assert month(cases=cases(Kind.SUGGESTION), running=[late]).grievance_late is False
    assert month(cases=cases(Kind.GRIEVANCE, paused_at=DAY), running=[late]).grievance_late is False


@given(st.lists(st.sampled_from(Kind), max_size=8), st.booleans())
def test_summarise_grievances_change_nothing_but_the_light(kinds: list[Kind], ticked: bool) -> None:
    """Whoever compares a month with grievances to one without them learns nothing."""
    there = cases(*kinds, about=About.COACH if ticked else About.NO_ONE)
    open_cases = {n: case for n, case in there.items() if not case.restricted}
    events = [event for n in there for event in (submitted(n), Event(n, "resolved", DAY), Event(n, "rung", DAY))]
    clocks = [clock(n, kind, "2026-03-20 17:00", "2026-03-21 09:00") for n in there for kind in ClockKind]
    seen = month(cases=there, events=events, promised=clocks)
    without = month(
        cases=open_cases,
        events=[event for event in events if event.case in open_cases],
        promised=[each for each in clocks if each.case in open_cases],
    )
    assert seen == without
