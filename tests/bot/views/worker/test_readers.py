"""The preview names who reads it: neither more people nor fewer than may once it is released."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest

from bot.translate import Speech
from bot.views.worker import VIEWS
from bot.views.worker.readers import planned, readers, who_hears, who_reads_now
from bot.views.worker.words import handlers
from cases.access import may_read, may_see
from cases.model import About, Event, Flag, Kind, Level, Member, Mode, Role
from tests.bot.views.worker.examples import AT, ZONE, case_facts, facts

YESTERDAY, TODAY = AT.date() - timedelta(days=1), AT.date()
CAST = (
    Member(1, 7, "Li", frozenset({Role.HANDLER}), former={Flag.LINE_LEADER: YESTERDAY}),
    Member(2, 7, "Zhao", frozenset({Role.HANDLER}), former={Flag.HR: TODAY}),
    Member(3, 7, "Chen", frozenset({Role.LEAD})),
    Member(4, 7, "Deng", frozenset({Role.MANAGER}), frozenset({Flag.OWNERS_FAMILY})),
    Member(5, 7, "Wu", frozenset({Role.COACH}), frozenset({Flag.AGENCY})),
)
STAFFS = [staff for size in range(len(CAST) + 1) for staff in combinations(CAST, size)]


def a_draft(kind: Kind | None, about: About) -> dict[str, Any]:
    return {"kind": kind, "mode": Mode.ANSWER_HERE, "about": about, "harm": False, "unsafe_order": False}


def told(shown: str, staff: tuple[Member, ...]) -> set[str]:
    """The names that the sentence stands for."""
    roles = {
        "Who reads it: the improvement team and the manager.": (Role.MEMBER, Role.LEAD, Role.MANAGER),
        "Who reads it: the improvement team.": (Role.MEMBER, Role.LEAD),
    }.get(shown, ())
    return {member.name for member in staff if member.has(*roles) or member.name in shown}


@pytest.mark.parametrize("about", About)
@pytest.mark.parametrize("kind", [*Kind, None])
def test_who_reads_it_is_who_may_see_it_after_the_release(kind: Kind | None, about: About) -> None:
    for staff in STAFFS:
        known, args = replace(facts(), staff=staff), a_draft(kind, about)
        sent = replace(planned(known, args), sent_on=TODAY, released_at=AT)
        seen = {member.name for member in staff if may_see(member, sent, staff)}
        assert told(readers(known, args, Speech("en", ZONE)), staff) == seen


@pytest.mark.parametrize(
    ("staff", "reads"), [(CAST, "Who reads it: only Deng."), (CAST[:2], "Who reads it: nobody is left here who may.")]
)
def test_what_is_sorted_where_there_is_no_team_names_who_reads_it(staff: tuple[Member, ...], reads: str) -> None:
    known = replace(facts(of=case_facts()), staff=tuple(each for each in staff if not each.has(Role.LEAD)))
    told = {"kind": Kind.SUGGESTION, "team": True, "promised": None}
    shown = VIEWS["sorted"](known, told, Speech("en", ZONE))
    assert shown is not None
    assert shown.text.splitlines()[1] == "🗂 It is sorted now: 💡 Good idea."
    assert shown.text.splitlines()[2].startswith(reads)


@pytest.mark.parametrize("staff", [CAST[3:4], CAST[4:]])
def test_the_voice_of_a_draft_is_heard_by_who_reads_it_where_there_is_no_team(staff: tuple[Member, ...]) -> None:
    known, [alone] = replace(facts(), staff=staff), staff
    case = planned(known, a_draft(Kind.SUGGESTION, About.NO_ONE))
    assert who_hears(case, known, Speech("en", ZONE)).endswith(f"Only {alone.name} will hear it.")


@pytest.mark.parametrize("kind", [Kind.SUGGESTION, Kind.GRIEVANCE])
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("let_know", [False, True])
def test_whoever_may_read_what_is_added_is_said(kind: Kind, level: Level, *, let_know: bool) -> None:
    """By part in it the team and the manager, all others by name, and nobody else."""
    events = (Event(1, "retaliation", AT, data={"reads": let_know}),)
    of = replace(case_facts(kind=kind, level=level, released_at=AT), events=events)
    said = who_reads_now(of, replace(facts(), staff=CAST), Speech("en", ZONE))
    named = set().union(*(told(line, CAST) for line in said.splitlines()))
    assert named == {member.name for member in CAST if may_read(member, of.case, CAST, events)}


def test_who_has_no_name_is_called_by_the_part_in_it() -> None:
    mei = Member(6, 7, " ", frozenset({Role.MEMBER, Role.HANDLER}))
    told = replace(facts(), staff=(CAST[0], mei, replace(mei, id=7))), a_draft(Kind.GRIEVANCE, About.NO_ONE)
    assert readers(*told, Speech("en", ZONE)) == "Who reads it: only Li and those who look after unfair treatment."
    assert handlers(told[0], Speech("en", ZONE)) == "Li and those who look after unfair treatment"
    assert handlers(replace(facts(), staff=(mei,)), Speech("en", ZONE)) == "those who look after unfair treatment"


def test_what_somebody_was_until_yesterday_hides_nothing_sent_today() -> None:
    shown = readers(replace(facts(), staff=CAST), a_draft(Kind.GRIEVANCE, About.LINE_LEADER), Speech("en", ZONE))
    assert shown == "Who reads it: only Li and Zhao."
