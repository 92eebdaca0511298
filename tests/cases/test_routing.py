from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.model import About, Flag, Kind, Level, Member, Role
from cases.routing import (
    at_posts,
    eligible,
    for_team,
    holders,
    is_ticked,
    listeners,
    posts,
    to_call,
    told_of_reading,
    working_members,
)
from tests.cases.cast import BEN, CAROL, DORA, EMIL, EVERYBODY, FRED, GINA, HUGO, IRIS, a_member
from tests.cases.examples import GRIEVANCE, RED, SUGGESTION, URGENT_GRIEVANCE, a_case

STAFF = st.lists(
    st.builds(
        lambda roles, flags: (roles, flags),
        st.frozensets(st.sampled_from(Role), min_size=1, max_size=3),
        st.frozensets(st.sampled_from(Flag), max_size=3),
    ),
    max_size=6,
).map(lambda people: [Member(n, 1, f"P{n}", roles, flags) for n, (roles, flags) in enumerate(people)])


def test_holders_of_a_grievance_are_the_handlers() -> None:
    assert holders(GRIEVANCE, EVERYBODY) == [DORA, EMIL]


LEADING = replace(DORA, flags=frozenset({Flag.LINE_LEADER}))
SAFETY = a_member(9, "Sam", Role.MEMBER, flags=frozenset({Flag.SAFETY_OFFICER}))


@pytest.mark.parametrize(
    ("owner", "staff", "called"),
    [
        (BEN, [BEN, CAROL, SAFETY, FRED], BEN),
        (FRED, [BEN, CAROL, SAFETY, FRED], CAROL),
        (HUGO, [BEN, SAFETY, FRED, HUGO], SAFETY),
        (None, [BEN, FRED, GINA], BEN),
        (None, [FRED], None),
    ],
)
def test_whom_the_manager_calls_about_a_danger(
    owner: Member | None, staff: list[Member], called: Member | None
) -> None:
    """Never themself, and nobody who does not see it, whatever they had in hand."""
    danger = replace(RED, owner=owner.id if owner else None)
    assert to_call(danger, staff, FRED.id) == called


@pytest.mark.parametrize(("about", "called"), [(About.NO_ONE, LEADING), (About.LINE_LEADER, EMIL)])
def test_a_deputy_never_calls_whom_the_tick_may_mean(about: About, called: Member) -> None:
    grievance = replace(URGENT_GRIEVANCE, about=about, owner=LEADING.id)
    assert to_call(grievance, [BEN, CAROL, LEADING, EMIL, HUGO], HUGO.id) == called


def test_holders_of_an_urgent_grievance_include_the_independent_contact_at_once() -> None:
    assert holders(URGENT_GRIEVANCE, EVERYBODY) == [DORA, EMIL, HUGO]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ((), [DORA, EMIL]),
        ((DORA, EMIL), [GINA]),
        ((DORA, EMIL, GINA), [HUGO]),
        ((DORA, EMIL, GINA, HUGO), [IRIS]),
        ((DORA, EMIL, GINA, HUGO, IRIS), []),
    ],
)
def test_holders_go_on_to_the_next_tier_when_one_is_empty(missing: tuple[Member, ...], expected: list[Member]) -> None:
    assert holders(GRIEVANCE, [member for member in EVERYBODY if member not in missing]) == expected


@pytest.mark.parametrize(("days", "hidden"), [(-1, False), (0, True), (1, True)])
def test_a_tick_follows_a_role_that_ended_up_to_its_last_day(days: int, hidden: bool) -> None:
    case = a_case(Kind.GRIEVANCE, about=About.MANAGER_OR_OWNER)
    was_manager = replace(DORA, former={Role.MANAGER: case.sent_on + timedelta(days)})
    assert is_ticked(was_manager, case) is hidden
    assert holders(case, [was_manager, EMIL]) == ([EMIL] if hidden else [was_manager, EMIL])


def test_holders_skip_all_handlers_when_one_of_them_may_be_meant() -> None:
    assert holders(a_case(Kind.GRIEVANCE, about=About.HR_OR_HANDLER), EVERYBODY) == [GINA]


def test_holders_grow_by_one_tier_when_the_worker_was_not_helped() -> None:
    assert holders(a_case(Kind.GRIEVANCE, level=Level.MANAGER), EVERYBODY) == [DORA, EMIL, GINA]
    assert holders(a_case(Kind.GRIEVANCE, level=Level.INDEPENDENT), EVERYBODY) == [DORA, EMIL, GINA, HUGO]


def test_holders_of_a_team_case_are_only_those_it_climbed_to() -> None:
    found = [holders(a_case(level=level), EVERYBODY) for level in Level]
    assert found == [[], [FRED], [FRED, HUGO], [FRED, HUGO]]


@pytest.mark.parametrize(
    ("level", "there", "held"),
    [
        (Level.TEAM, [DORA, FRED, GINA, HUGO, IRIS], [FRED]),
        (Level.MANAGER, [DORA, FRED, GINA, HUGO, IRIS], [FRED]),
        (Level.INDEPENDENT, [DORA, FRED, GINA, HUGO, IRIS], [FRED, HUGO]),
        (Level.TEAM, [DORA, GINA, HUGO, IRIS], [GINA]),
        (Level.TEAM, [DORA, HUGO, IRIS], [IRIS]),
        (Level.TEAM, [DORA, HUGO], []),
    ],
)
def test_what_has_no_team_any_more_is_held_worked_on_heard_and_named_by_somebody(
    level: Level, there: list[Member], held: list[Member]
) -> None:
    case = a_case(level=level)
    assert (holders(case, there), working_members(case, there), told_of_reading(case, there)) == (held, held, held)
    assert listeners(case, there) == held[:1]


@pytest.mark.parametrize("harm", [False, True])
@pytest.mark.parametrize("level", Level)
def test_listeners_of_a_grievance_are_its_handlers_however_high_it_climbs(level: Level, harm: bool) -> None:
    assert listeners(a_case(kind=Kind.GRIEVANCE, level=level, harm=harm), EVERYBODY) == [DORA, EMIL]


def test_listeners_go_on_to_the_next_when_nobody_else_is_there() -> None:
    assert listeners(a_case(kind=Kind.GRIEVANCE, level=Level.INDEPENDENT), [GINA, HUGO]) == [GINA]
    teams = ([BEN, CAROL, DORA], [BEN, DORA], [DORA, GINA])
    assert [listeners(SUGGESTION, staff) for staff in teams] == [[CAROL], [BEN], [GINA]]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (SUGGESTION, True),
        (RED, True),
        (a_case(Kind.QUESTION), True),
        (GRIEVANCE, False),
        (a_case(None), False),
        (a_case(Kind.HAZARD, unsafe_order=True), False),
        *[(a_case(Kind.SUGGESTION, about=about), about is About.NO_ONE) for about in About],
    ],
)
def test_for_team_leaves_out_all_that_could_be_about_somebody(case: object, expected: bool) -> None:
    assert for_team(case) is expected  # type: ignore[arg-type] # the table above holds cases


@pytest.mark.parametrize(
    ("about", "ticked"),
    [
        (About.NO_ONE, set()),
        (About.NOT_SURE, set()),
        (About.CO_WORKER, set()),
        (About.LINE_LEADER, {"Ben"}),
        (About.HR_OR_HANDLER, {"Dora", "Emil"}),
        (About.MANAGER_OR_OWNER, {"Fred"}),
        (About.COACH, {"Gina"}),
    ],
)
def test_is_ticked_means_the_role_or_the_flag(about: About, ticked: set[str]) -> None:
    case = a_case(Kind.GRIEVANCE, about=about)
    assert {member.name for member in EVERYBODY if is_ticked(member, case)} == ticked


@pytest.mark.parametrize(
    ("about", "flag"),
    [
        (About.LINE_LEADER, Flag.LINE_LEADER),
        (About.WORKSHOP_HEAD, Flag.WORKSHOP_HEAD),
        (About.HR_OR_HANDLER, Flag.HR),
        (About.MANAGER_OR_OWNER, Flag.OWNERS_FAMILY),
        (About.AGENCY, Flag.AGENCY),
    ],
)
def test_is_ticked_follows_a_flag_whatever_the_role(about: About, flag: Flag) -> None:
    case = a_case(Kind.GRIEVANCE, about=about)
    flagged = [a_member(1, "Kin", role, flags=frozenset({flag})) for role in Role]
    assert [is_ticked(member, case) for member in flagged] == [True] * len(Role)


def test_working_members_are_the_team_or_the_holders() -> None:
    assert working_members(SUGGESTION, EVERYBODY) == [BEN, CAROL, EMIL]
    assert working_members(GRIEVANCE, EVERYBODY) == [DORA, EMIL]


@given(staff=STAFF, kind=st.sampled_from([None, *Kind]), about=st.sampled_from(About), harm=st.booleans())
def test_holders_never_hold_what_may_be_about_them_and_somebody_does_if_anybody_can(
    staff: list[Member], kind: Kind | None, about: About, harm: bool
) -> None:
    for level, order in product(Level, (False, True)):
        case = a_case(kind, about=about, harm=harm, level=level, unsafe_order=order)
        held = holders(case, staff)
        assert not any(is_ticked(member, case) for member in held)
        able = eligible(case, staff, Role.HANDLER, Role.COACH, Role.INDEPENDENT, Role.OFFICE)
        assert not case.restricted or bool(held) == bool(able)


def test_at_posts_of_a_restricted_case_reaches_nobody_outside_its_tiers() -> None:
    deputy = a_member(9, "Kim", Role.MEMBER, flags=frozenset({Flag.DEPUTY}))
    handling_deputy = a_member(10, "Lea", Role.HANDLER, flags=frozenset({Flag.DEPUTY}))
    staff = [*EVERYBODY, deputy, handling_deputy]
    assert at_posts(GRIEVANCE, staff, [Flag.DEPUTY, Role.MANAGER, Role.LEAD]) == [handling_deputy]
    assert at_posts(SUGGESTION, staff, [Flag.DEPUTY]) == [deputy, handling_deputy]
    assert Flag.DEPUTY not in posts(GRIEVANCE, [*EVERYBODY, deputy])


@given(staff=STAFF, kind=st.sampled_from([None, *Kind]), about=st.sampled_from(About))
def test_at_posts_finds_somebody_at_every_post_that_counts_as_filled_and_nobody_ticked(
    staff: list[Member], kind: Kind | None, about: About
) -> None:
    case = a_case(kind, about=about)
    for post in posts(case, staff):
        found = at_posts(case, staff, [post])
        assert found
        assert not any(is_ticked(member, case) for member in found)
