from dataclasses import replace
from datetime import time, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.calendar import Shift, Shutdown, Window
from cases.clocks import due
from cases.ladder import (
    Form,
    Post,
    Rung,
    alerts_above,
    answered,
    held_until,
    ladder,
    next_rung,
    on_list,
    rungs_passed,
    told_next,
    who_calls,
)
from cases.localtime import local
from cases.model import About, Case, Clock, ClockKind, Event, Flag, Kind, Role
from cases.policy import DEFAULT, EVENING, NOON, Days, NextWorkingDay, Rule
from cases.routing import at_posts, is_ticked, posts, working_members
from tests.cases.cast import EVERYBODY as EVERYBODY_THERE
from tests.cases.china import CHINA
from tests.cases.examples import GRIEVANCE, RED, SUGGESTION, URGENT_GRIEVANCE, a_case, a_clock, at

EVERYBODY: frozenset[Post] = frozenset([*Role, *Flag])
CLIMBERS: list[Post] = [
    *(Role.LEAD, Role.MANAGER, Role.HANDLER, Role.COACH, Role.INDEPENDENT),
    *(Flag.SAFETY_OFFICER, Flag.DEPUTY),
]
UNSORTED = a_case(None)
UNSAFE_ORDER = replace(RED, unsafe_order=True, about=About.MANAGER_OR_OWNER)


def clock_of(case: Case, kind: ClockKind, start: str) -> tuple[Clock, Rule]:
    rule = DEFAULT.rule(case, kind)
    assert rule is not None
    return a_clock(kind, at(start), due(rule, at(start), CHINA)), rule


def rungs_of(case: Case, kind: ClockKind, start: str, available: frozenset[Post] = EVERYBODY) -> tuple[Rung, ...]:
    return ladder(case, *clock_of(case, kind, start), available, CHINA)


def test_a_late_suggestion_climbs_like_this() -> None:
    rungs = rungs_of(SUGGESTION, ClockKind.TAKEN, "2026-03-02 16:30")
    assert rungs == (
        Rung(at("2026-03-04 08:00"), Form.DIGEST, (Role.LEAD,)),
        Rung(at("2026-03-04 17:00"), Form.ALERT, (Role.LEAD,)),
        Rung(at("2026-03-05 17:00"), Form.ALERT, (Role.MANAGER,)),
        Rung(at("2026-03-09 17:00"), Form.ALERT, (Role.MANAGER,), listed=(Role.COACH,)),
        Rung(at("2026-03-18 17:00"), Form.COUNT, (Role.OFFICE,)),
    )
    assert next_rung(rungs, told=0) == (rungs[0], at("2026-03-04 08:00"))
    assert next_rung(rungs, told=2, held_until=at("2026-03-09 17:00")) == (rungs[2], at("2026-03-09 17:00"))
    assert rungs_passed(rungs, told=1, at=at("2026-03-06 09:00")) == rungs[1:3]


@pytest.mark.parametrize(
    ("case", "gone", "since"),
    [
        (SUGGESTION, set(), "2026-03-09 17:00"),
        (SUGGESTION, {Role.LEAD, Role.MANAGER}, "2026-03-04 17:00"),
        (RED, set(), "2026-03-03 09:00"),
    ],
)
def test_the_coachs_list_holds_what_is_three_days_late_or_was_told(case: Case, gone: set[Post], since: str) -> None:
    rungs = rungs_of(case, ClockKind.TAKEN, "2026-03-02 16:30", EVERYBODY - gone)
    told = len(rungs_passed(rungs, 0, at(since)))
    before = len(rungs_passed(rungs, 0, at(since) - timedelta(minutes=1)))
    assert (on_list(rungs, before, Role.COACH), on_list(rungs, told, Role.COACH)) == (False, True)


def test_a_late_grievance_never_reaches_lead_or_manager() -> None:
    assert rungs_of(GRIEVANCE, ClockKind.TAKEN, "2026-03-02 16:30") == (
        Rung(at("2026-03-04 08:00"), Form.DIGEST, (Role.HANDLER,)),
        Rung(at("2026-03-04 17:00"), Form.ALERT, (Role.HANDLER,)),
        Rung(at("2026-03-05 17:00"), Form.ALERT, (Role.COACH,)),
        Rung(at("2026-03-09 17:00"), Form.ALERT, (Role.INDEPENDENT,), listed=(Role.COACH,)),
        Rung(at("2026-03-18 17:00"), Form.COUNT, (Role.OFFICE,)),
    )


def test_a_danger_that_hurts_now_is_told_at_once_and_its_owner_reminded_within_the_hour() -> None:
    assert rungs_of(RED, ClockKind.TAKEN, "2026-03-02 09:12") == (
        Rung(at("2026-03-02 09:12"), Form.ALERT, (Role.LEAD, Flag.SAFETY_OFFICER, Role.MANAGER)),
        Rung(at("2026-03-02 09:42"), Form.REMINDER, (Role.LEAD,)),
        Rung(at("2026-03-02 10:02"), Form.REMINDER, (Role.LEAD,)),
        Rung(at("2026-03-02 11:12"), Form.CALL, (Flag.DEPUTY,)),
        Rung(at("2026-03-03 09:00"), Form.ALERT, (Role.COACH,)),
    )


def test_an_urgent_grievance_goes_to_handlers_and_independent_contact_at_once() -> None:
    assert rungs_of(URGENT_GRIEVANCE, ClockKind.TAKEN, "2026-03-02 21:00") == (
        Rung(at("2026-03-02 21:00"), Form.ALERT, (Role.HANDLER, Role.INDEPENDENT)),
        Rung(at("2026-03-02 23:00"), Form.CALL, (Flag.DEPUTY,)),
        Rung(at("2026-03-03 08:00"), Form.REMINDER, (Role.HANDLER,)),
        Rung(at("2026-03-03 09:00"), Form.ALERT, (Role.COACH,)),
        Rung(at("2026-03-03 09:20"), Form.REMINDER, (Role.HANDLER,)),
    )


def test_a_later_promise_about_a_danger_climbs_from_the_moment_it_broke() -> None:
    assert rungs_of(RED, ClockKind.ANSWERED, "2026-03-02 14:00") == (
        Rung(at("2026-03-03 08:00"), Form.DIGEST, (Role.LEAD,)),
        Rung(at("2026-03-03 14:00"), Form.ALERT, (Role.LEAD, Flag.SAFETY_OFFICER, Role.MANAGER)),
        Rung(at("2026-03-03 16:00"), Form.CALL, (Flag.DEPUTY,)),
        Rung(at("2026-03-04 09:00"), Form.ALERT, (Role.COACH,)),
    )


def test_an_order_to_work_unsafely_climbs_like_an_urgent_grievance() -> None:
    first, *_ = rungs_of(UNSAFE_ORDER, ClockKind.TAKEN, "2026-03-02 09:12")
    assert first == Rung(at("2026-03-02 09:12"), Form.ALERT, (Role.HANDLER, Role.INDEPENDENT))


def test_before_a_closed_day_the_rung_is_on_the_last_day_of_work() -> None:
    start = at("2026-03-05 16:30")
    sunday = a_clock(ClockKind.SOLVED, start, due(Days(3), start, CHINA))
    assert ladder(SUGGESTION, sunday, Days(3), EVERYBODY, CHINA)[0] == Rung(
        at("2026-03-06 08:00"), Form.DIGEST, (Role.LEAD,)
    )


def test_where_shifts_run_while_the_offices_rest_the_rung_is_on_a_day_with_a_digest() -> None:
    shifts = replace(CHINA, windows=(), shifts=(Shift("day", time(8), time(16), frozenset(range(1, 8))),))
    start = at("2026-03-05 16:30")
    sunday = a_clock(ClockKind.SOLVED, start, due(Days(3), start, shifts))
    first, *_ = ladder(SUGGESTION, sunday, Days(3), EVERYBODY, shifts)
    assert (first.form, first.at) == (Form.DIGEST, at("2026-03-06 08:00"))


def test_who_starts_after_the_clock_ends_is_reminded_the_day_before() -> None:
    late = replace(CHINA, windows=(Window(time(14), time(22)),))
    start = at("2026-03-02 11:30")
    clock = a_clock(ClockKind.TAKEN, start, due(NextWorkingDay(), start, late))
    assert ladder(a_case(Kind.HAZARD), clock, NextWorkingDay(), EVERYBODY, late)[0].at == at("2026-03-02 14:00")


def test_no_reminder_comes_before_the_danger_itself() -> None:
    forms = [rung.form for rung in rungs_of(RED, ClockKind.TAKEN, "2026-03-02 07:40")]
    assert forms == [Form.ALERT, Form.REMINDER, Form.CALL, Form.ALERT], "ten minutes before the shift starts, no more"


def test_nobody_is_reminded_where_no_morning_lies_between_start_and_end() -> None:
    start = at("2026-03-06 16:30")
    stopped = replace(CHINA, shutdowns=(Shutdown(start.date(), at("2026-03-20 12:00").date(), "stop"),))
    clock = a_clock(ClockKind.SOLVED, start, due(Days(7), start, stopped))
    assert [rung.form for rung in ladder(SUGGESTION, clock, Days(7), EVERYBODY, stopped)] == [
        Form.ALERT,
        Form.ALERT,
        Form.ALERT,
        Form.COUNT,
    ]


@pytest.mark.parametrize(
    ("case", "gone", "told"),
    [
        (SUGGESTION, {Role.LEAD}, [Role.MANAGER, Role.MANAGER, Role.MANAGER]),
        (SUGGESTION, {Role.LEAD, Role.MANAGER}, [Role.COACH] * 3),
        (SUGGESTION, {Role.MANAGER}, [Role.LEAD, Role.COACH, Role.COACH]),
        (SUGGESTION, {Role.LEAD, Role.MANAGER, Role.COACH}, [Role.OFFICE] * 3),
        (GRIEVANCE, {Role.HANDLER}, [Role.COACH, Role.COACH, Role.INDEPENDENT]),
        (GRIEVANCE, {Role.HANDLER, Role.COACH}, [Role.INDEPENDENT] * 3),
        (GRIEVANCE, {Role.INDEPENDENT}, [Role.HANDLER, Role.COACH, Role.OFFICE]),
        (UNSORTED, {Role.HANDLER, Role.COACH, Role.INDEPENDENT}, [Role.OFFICE] * 3),
    ],
)
def test_the_way_on_where_somebody_is_missing_or_ticked(case: Case, gone: set[Post], told: list[Role]) -> None:
    rungs = rungs_of(case, ClockKind.TAKEN, "2026-03-02 16:30", EVERYBODY - gone)
    assert [rung.to for rung in rungs if rung.form is Form.ALERT] == [(role,) for role in told]
    assert [rung.listed for rung in rungs if rung.listed] == ([] if Role.COACH in gone else [(Role.COACH,)])


@pytest.mark.parametrize(
    ("case", "gone", "told"),
    [
        (RED, {Flag.DEPUTY}, [(Role.LEAD, Flag.SAFETY_OFFICER, Role.MANAGER), (Role.MANAGER,), (Role.COACH,)]),
        (RED, {Role.LEAD, Role.MANAGER}, [(Flag.SAFETY_OFFICER,), (Flag.DEPUTY,), (Role.COACH,)]),
        (RED, {Role.COACH}, [(Role.LEAD, Flag.SAFETY_OFFICER, Role.MANAGER), (Flag.DEPUTY,), (Role.OFFICE,)]),
        (URGENT_GRIEVANCE, {Flag.DEPUTY}, [(Role.HANDLER, Role.INDEPENDENT), (Role.COACH,), (Role.COACH,)]),
        (URGENT_GRIEVANCE, {Role.HANDLER, Role.INDEPENDENT}, [(Role.COACH,), (Flag.DEPUTY,), (Role.COACH,)]),
        (URGENT_GRIEVANCE, {Role.COACH}, [(Role.HANDLER, Role.INDEPENDENT), (Flag.DEPUTY,), (Role.INDEPENDENT,)]),
    ],
)
def test_the_way_on_when_it_is_urgent(case: Case, gone: set[Post], told: list[tuple[Post, ...]]) -> None:
    rungs = rungs_of(case, ClockKind.TAKEN, "2026-03-02 09:00", EVERYBODY - gone)
    assert [rung.to for rung in rungs if rung.form in (Form.ALERT, Form.CALL)] == told


def test_i_have_it_stops_the_climb_for_four_hours_or_three_working_days() -> None:
    pressed = at("2026-03-06 10:00")
    assert held_until(RED, pressed, CHINA) == at("2026-03-06 14:00")
    assert held_until(SUGGESTION, pressed, CHINA) == at("2026-03-11 17:00")


def test_a_hold_that_is_over_puts_nothing_off_and_above_the_top_there_is_no_rung() -> None:
    rungs = rungs_of(SUGGESTION, ClockKind.TAKEN, "2026-03-02 16:30")
    assert next_rung(rungs, told=3, held_until=at("2026-03-05 17:00")) == (rungs[3], rungs[3].at)
    assert next_rung(rungs, told=5) is None


def test_after_a_week_without_power_all_rungs_that_came_are_passed() -> None:
    rungs = rungs_of(SUGGESTION, ClockKind.TAKEN, "2026-03-02 16:30")
    assert rungs_passed(rungs, told=0, at=at("2026-03-09 17:00")) == rungs[:4]
    assert rungs_passed(rungs, told=4, at=at("2026-03-09 17:00")) == ()


@pytest.mark.parametrize(
    ("case", "unanswered", "gone", "caller"),
    [
        (SUGGESTION, 1, set(), None),
        (SUGGESTION, 2, set(), Role.LEAD),
        (SUGGESTION, 3, {Role.LEAD}, Role.COACH),
        (SUGGESTION, 2, {Role.LEAD, Role.COACH}, Role.OFFICE),
        (GRIEVANCE, 2, set(), Role.COACH),
        (GRIEVANCE, 2, {Role.COACH}, Role.INDEPENDENT),
        (UNSORTED, 2, {Role.COACH, Role.INDEPENDENT}, Role.OFFICE),
    ],
)
def test_who_picks_up_the_telephone_after_two_alerts(
    case: Case, unanswered: int, gone: set[Post], caller: Role | None
) -> None:
    assert who_calls(case, unanswered, EVERYBODY - gone) is caller


BOSS, CLERK = 7, 8
"""The manager, who was alerted twice, and somebody of the team."""


@pytest.mark.parametrize(
    ("done", "was"),
    [
        (None, False),
        (("reassigned", "2026-03-06 09:00", BOSS), True),
        (("note", "2026-03-09 18:00", BOSS), True),
        (("note", "2026-03-05 16:59", BOSS), False),
        (("note", "2026-03-06 09:00", CLERK), False),
        (("have_it", "2026-03-06 09:00", CLERK), True),
        (("have_it", "2026-03-04 18:00", CLERK), False),
        (("added", "2026-03-06 09:00", None), False),
    ],
)
def test_an_answer_is_what_who_was_alerted_did_since_the_first_alert(
    done: tuple[str, str, int | None] | None, was: bool
) -> None:
    told = [
        rung_event("2026-03-04 17:00", Form.ALERT, Role.LEAD),
        rung_event("2026-03-05 17:00", Form.ALERT, Role.MANAGER),
        rung_event("2026-03-09 17:00", Form.ALERT, Role.MANAGER),
    ]
    deeds = [Event(1, done[0], at(done[1]), done[2])] if done else []
    events = sorted([*told, *deeds], key=lambda event: event.at)
    alerts = alerts_above(events, ClockKind.TAKEN)
    assert alerts == [(at("2026-03-05 17:00"), Role.MANAGER), (at("2026-03-09 17:00"), Role.MANAGER)]
    assert answered(alerts, events, {BOSS}) is was


def test_a_call_rung_is_an_alert_and_what_was_passed_over_is_none() -> None:
    events = [
        rung_event("2026-03-02 09:00", Form.ALERT, Role.LEAD),
        rung_event("2026-03-02 09:30", Form.REMINDER, Role.LEAD),
        rung_event("2026-03-02 11:00", Form.CALL, Flag.DEPUTY),
        rung_event("2026-03-02 12:00", Form.ALERT, Role.OFFICE, clock=ClockKind.ANSWERED),
        replace(rung_event("2026-03-02 13:00", Form.ALERT, Role.OFFICE), what="rung_passed"),
        rung_event("2026-03-03 09:00", Form.ALERT, Role.COACH),
    ]
    assert alerts_above(events, ClockKind.TAKEN) == [
        (at("2026-03-02 11:00"), Flag.DEPUTY),
        (at("2026-03-03 09:00"), Role.COACH),
    ]
    assert alerts_above([], ClockKind.TAKEN) == []
    assert not answered([], events, {BOSS})


def rung_event(moment: str, form: Form, to: Post, clock: ClockKind = ClockKind.TAKEN) -> Event:
    return Event(1, "rung", at(moment), data={"clock": clock, "form": form, "to": to})


CASES = [SUGGESTION, a_case(Kind.HAZARD), a_case(Kind.QUESTION), RED, GRIEVANCE, URGENT_GRIEVANCE, UNSORTED]
CASES += [UNSAFE_ORDER, a_case(Kind.SUGGESTION, about=About.NOT_SURE)]


@pytest.mark.parametrize("kind", [ClockKind.TAKEN, ClockKind.ANSWERED])
@pytest.mark.parametrize("case", CASES)
def test_law_whoever_is_missing_or_ticked_somebody_is_told_and_never_they(case: Case, kind: ClockKind) -> None:
    for gone in chain.from_iterable(combinations(CLIMBERS, count) for count in range(len(CLIMBERS) + 1)):
        for rung in rungs_of(case, kind, "2026-03-02 16:30", EVERYBODY - set(gone)):
            assert rung.to
            assert not set(gone) & {*rung.to, *rung.listed}


@pytest.mark.parametrize("case", [case for case in CASES if case.restricted])
def test_law_a_restricted_case_climbs_past_team_and_manager(case: Case) -> None:
    for gone in chain.from_iterable(combinations(CLIMBERS, count) for count in range(len(CLIMBERS) + 1)):
        told = {
            post
            for rung in rungs_of(case, ClockKind.TAKEN, "2026-03-02 09:00", EVERYBODY - set(gone))
            for post in rung.to
        }
        assert told <= {Role.HANDLER, Flag.DEPUTY, Role.COACH, Role.INDEPENDENT, Role.OFFICE}


@given(
    st.sampled_from(CASES),
    st.sampled_from([ClockKind.TAKEN, ClockKind.ANSWERED]),
    st.datetimes(at("2026-01-05 09:00").replace(tzinfo=None), at("2026-06-30 09:00").replace(tzinfo=None)),
)
def test_law_rungs_rise_in_time_from_the_start_on(case: Case, kind: ClockKind, start: object) -> None:
    rungs = rungs_of(case, kind, str(start))
    moments = [rung.at for rung in rungs]
    assert moments == sorted(moments)
    assert moments[0] >= at(str(start))


@pytest.mark.parametrize("kind", [ClockKind.TAKEN, ClockKind.ANSWERED, ClockKind.SOLVED])
@pytest.mark.parametrize("case", [each for each in CASES if not each.urgent and each.kind is not Kind.QUESTION])
def test_law_what_is_not_urgent_alarms_at_noon_or_in_the_evening(case: Case, kind: ClockKind) -> None:
    for hour in range(24):
        rungs = rungs_of(case, kind, f"2026-03-02 {hour:02}:47")
        alarms = [local(rung.at, CHINA.zone).time() for rung in rungs if rung.form is not Form.DIGEST]
        assert alarms
        assert set(alarms) <= {NOON, EVENING}


PEOPLE = [[member for n, member in enumerate(EVERYBODY_THERE) if chosen >> n & 1] for chosen in range(2**8)]


@pytest.mark.parametrize("about", About)
@pytest.mark.parametrize("case", [SUGGESTION, a_case(Kind.QUESTION), RED, GRIEVANCE, URGENT_GRIEVANCE, UNSORTED])
def test_law_whom_the_worker_hears_of_is_there_and_is_told_or_nobody_is_left(case: Case, about: About) -> None:
    """Of every choice of people, and for every tick."""
    case = replace(case, about=about)
    clock, rule = clock_of(case, ClockKind.ANSWERED, "2026-03-02 16:30")
    for staff in PEOPLE:
        available = posts(case, staff)
        rungs = ladder(case, clock, rule, available, CHINA)
        alerted = {post for rung in rungs if rung.form is Form.ALERT and rung.at >= clock.due for post in rung.to}
        named = told_next(case, available)
        if named is None:
            assert not [*alerted, *working_members(case, staff)]
        else:
            heard = at_posts(case, staff, [named])
            assert named in alerted
            assert {is_ticked(member, case) for member in heard} == {False}


def test_the_members_are_told_where_nobody_else_is_and_nobody_is_made_up() -> None:
    members, nobody = ({Role.MEMBER}, set[Post]())
    rungs = [rungs_of(SUGGESTION, ClockKind.TAKEN, "2026-03-02 16:30", frozenset(there)) for there in (members, nobody)]
    assert [{rung.to for rung in each} for each in rungs] == [{(Role.MEMBER,)}, {()}]
    assert [who_calls(SUGGESTION, 2, frozenset(there)) for there in (members, nobody)] == [None, None]
