from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.access import may_assign, may_decide, may_extend, may_list, may_see, may_see_figures, may_verify, may_work
from cases.model import About, Case, Kind, Member, Stage, Urgency
from cases.routing import is_ticked
from tests.cases.cast import BEN, CAROL, EVERYBODY
from tests.cases.examples import a_case, at

RELEASED = at("2026-03-02 11:30")

May = Callable[[Member, Case, Sequence[Member]], bool]


def released(kind: Kind | None = Kind.SUGGESTION, **facts: object) -> Case:
    return a_case(kind, **{"released_at": RELEASED} | facts)


def who(may: May, case: Case) -> str:
    return " ".join(member.name for member in EVERYBODY if may(member, case, EVERYBODY))


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (released(), "Ben Carol Emil Fred"),
        (released(Kind.HAZARD), "Ben Carol Emil Fred"),
        (released(Kind.QUESTION), "Ben Carol Emil Fred"),
        (released(Kind.GRIEVANCE), "Dora Emil"),
        (released(Kind.GRIEVANCE, harm=True), "Dora Emil Hugo"),
        (released(None), "Dora Emil"),
        (released(Kind.HAZARD, unsafe_order=True), "Dora Emil"),
        (released(Kind.GRIEVANCE, about=About.HR_OR_HANDLER), "Gina"),
        (released(Kind.GRIEVANCE, about=About.NOT_SURE), "Dora Emil"),
        (released(Kind.HAZARD, about=About.MANAGER_OR_OWNER), "Dora Emil"),
        (released(stage=Stage.WITHDRAWN), ""),
        (a_case(), ""),
    ],
)
def test_may_see_only_those_it_goes_to_and_only_after_the_release(case: Case, expected: str) -> None:
    assert who(may_see, case) == expected


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (released(), "Gina"),
        (released(Kind.GRIEVANCE), ""),
        (released(stage=Stage.WITHDRAWN), ""),
        (a_case(), ""),
    ],
)
def test_may_list_a_coach_what_the_whole_team_sees(case: Case, expected: str) -> None:
    assert who(lambda member, each, _: may_list(member, each), case) == expected


@pytest.mark.parametrize("stage", Stage)
def test_may_work_until_it_is_over(stage: Stage) -> None:
    over = stage in (Stage.CLOSED, Stage.WITHDRAWN)
    assert who(may_work, released(stage=stage)) == ("" if over else "Ben Carol Emil Fred")


@pytest.mark.parametrize(
    ("owner", "expected"),
    [(None, "Ben Carol Emil Fred"), (BEN.id, "Ben Carol Fred"), (CAROL.id, "Carol Fred")],
)
def test_may_decide_the_owner_a_lead_or_the_manager(owner: int | None, expected: str) -> None:
    assert who(may_decide, released(stage=Stage.TAKEN, owner=owner)) == expected


def test_may_assign_leads_managers_and_holders() -> None:
    assert who(may_assign, released()) == "Carol Fred"
    assert who(may_assign, released(Kind.GRIEVANCE)) == "Dora Emil"


def test_may_extend_once() -> None:
    assert who(may_extend, released(owner=BEN.id)) == "Ben Carol Fred"
    assert who(may_extend, released(owner=BEN.id, extended=True)) == ""


@pytest.mark.parametrize("urgency", Urgency)
def test_may_verify_never_the_one_who_fixed_it(urgency: Urgency) -> None:
    case = released(Kind.HAZARD, urgency=urgency, stage=Stage.RESOLVED, resolved_by=BEN.id)
    assert who(may_verify, case) == "Carol Emil Fred"
    case.stage = Stage.TAKEN
    assert who(may_verify, case) == ""


def test_may_see_figures_those_who_answer_for_them() -> None:
    assert " ".join(member.name for member in EVERYBODY if may_see_figures(member)) == "Carol Fred Gina Iris"


@given(
    kind=st.sampled_from([None, *Kind]),
    about=st.sampled_from(About),
    stage=st.sampled_from(Stage),
    owner=st.sampled_from([None, *(member.id for member in EVERYBODY)]),
    when=st.sampled_from([None, RELEASED]),
)
def test_nobody_may_do_what_they_may_not_see(
    kind: Kind | None, about: About, stage: Stage, owner: int | None, when: datetime | None
) -> None:
    case = a_case(kind, about=about, stage=stage, owner=owner, released_at=when)
    for member in EVERYBODY:
        may = [each(member, case, EVERYBODY) for each in (may_work, may_decide, may_assign, may_extend, may_verify)]
        sees = may_see(member, case, EVERYBODY)
        assert sees or not any(may)
        assert not (sees and is_ticked(member, case))
