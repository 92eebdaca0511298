"""Which buttons stand under a case: by its stage, and in private by what the reader may do."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.callbacks.staff import Ask, OnCase, Sort, SortAgain, Take
from bot.translate import Speech
from bot.views.facts import Facts
from bot.views.shown import Button, Row
from bot.views.staff.words import choice_words
from cases.access import (
    may_assign,
    may_call_back,
    may_call_major,
    may_decide,
    may_recheck,
    may_see,
    may_sort,
    may_sort_again,
    may_verify,
    may_work,
    may_write_down,
)
from cases.actions.manage import EXTENDABLE
from cases.categories import categories_of
from cases.model import Case, Clock, ClockKind, Kind, Member, Stage, TakeChoice
from cases.policy import RowName

May = Callable[[Member, Case, Sequence[Member]], bool]

BY_STAGE: Mapping[Stage, tuple[tuple[Ask, ...], ...]] = {
    Stage.NEW: (
        (Ask.SAFE,),
        (Ask.ASSURE,),
        (Ask.WORDS,),
        (Ask.ANSWER, Ask.NOTE),
        (Ask.ACCEPT, Ask.DECLINE),
        (Ask.CATEGORY, Ask.MAJOR),
    ),
    Stage.TAKEN: (
        (Ask.SAFE,),
        (Ask.ASSURE,),
        (Ask.WORDS,),
        (Ask.ANSWER, Ask.QUESTION),
        (Ask.ACCEPT, Ask.DECLINE),
        (Ask.RESOLVE, Ask.CATEGORY),
        (Ask.EXTEND,),
        (Ask.NOTE, Ask.REASSIGN),
        (Ask.MAJOR,),
    ),
    Stage.ACCEPTED: (
        (Ask.SAFE,),
        (Ask.ASSURE,),
        (Ask.WORDS,),
        (Ask.RESOLVE, Ask.EXTEND),
        (Ask.ANSWER, Ask.DECLINE),
        (Ask.NOTE, Ask.REASSIGN),
        (Ask.MAJOR,),
    ),
    Stage.RESOLVED: ((Ask.VERIFY, Ask.BACK), (Ask.ANSWER, Ask.NOTE)),
    Stage.DECLINED: ((Ask.ANSWER, Ask.NOTE),),
}


def _found(_member: Member, _case: Case, _staff: Sequence[Member]) -> bool:
    """For who may not read a case there is none, see ``Desk.case``; a recording is looked for by the flow itself."""
    return True


MAY: Mapping[Ask, May] = {
    Ask.OPEN: _found,
    Ask.READ: _found,
    Ask.WHY: may_see,
    Ask.NOTE: may_see,
    Ask.ACCEPT: may_decide,
    Ask.DECLINE: may_decide,
    Ask.RESOLVE: may_decide,
    Ask.EXTEND: may_decide,
    Ask.VERIFY: may_verify,
    Ask.REASSIGN: may_assign,
    Ask.WORDS: _found,
    Ask.MAJOR: may_call_major,
    Ask.IS_MAJOR: may_call_major,
    Ask.ASSURE: may_decide,
    Ask.GONE: may_recheck,
    Ask.BACK: may_call_back,
}
"""What is not named needs ``may_work``."""

DECISIONS: Mapping[Ask, frozenset[Stage]] = {
    Ask.ACCEPT: frozenset({Stage.NEW, Stage.TAKEN}),
    Ask.DECLINE: frozenset({Stage.NEW, Stage.TAKEN, Stage.ACCEPTED}),
    Ask.RESOLVE: frozenset({Stage.NEW, Stage.TAKEN, Stage.ACCEPTED}),
    Ask.VERIFY: frozenset({Stage.RESOLVED}),
    Ask.MAJOR: frozenset({Stage.NEW, Stage.TAKEN, Stage.ACCEPTED}),
    Ask.IS_MAJOR: frozenset({Stage.NEW, Stage.TAKEN, Stage.ACCEPTED}),
    Ask.ASSURE: frozenset({Stage.NEW, Stage.TAKEN, Stage.ACCEPTED}),
    Ask.GONE: frozenset({Stage.CLOSED}),
    Ask.BACK: frozenset({Stage.RESOLVED, Stage.CLOSED}),
}
"""In which stages a case can still be decided so."""


def allowed(ask: Ask, case: Case, member: Member, staff: Sequence[Member]) -> bool:
    return MAY.get(ask, may_work)(member, case, staff)


def timely(ask: Ask, case: Case) -> bool:
    """False for the button of a stage that the case has left."""
    return case.stage in DECISIONS.get(ask, (case.stage,))


FITS: Mapping[Ask, Callable[[Case], bool]] = {
    Ask.QUESTION: lambda case: case.kind is not Kind.HAZARD and not case.pause_used,
    Ask.CATEGORY: lambda case: bool(categories_of(case.kind)),
    Ask.ACCEPT: lambda case: case.kind is not Kind.QUESTION,
    Ask.DECLINE: lambda case: case.kind is not Kind.QUESTION,
    Ask.SAFE: lambda case: case.red,
    Ask.MAJOR: lambda case: case.kind is Kind.HAZARD and case.major_at is None,
    Ask.ASSURE: lambda case: case.major_at is not None,
    Ask.EXTEND: lambda case: not case.extended,
    Ask.VERIFY: lambda case: case.kind is Kind.HAZARD and case.verified_by is None,
    Ask.BACK: lambda case: case.kind is Kind.HAZARD,
}
"""Whether a button is of use in this case, whoever presses it; what is not named always is."""


def fits(ask: Ask, case: Case) -> bool:
    return ask not in FITS or FITS[ask](case)


def endangers(clocks: Iterable[Clock]) -> bool:
    """Nobody has said yet that the danger is under control."""
    return _runs(ClockKind.MADE_SAFE, clocks)


def _runs(kind: ClockKind, clocks: Iterable[Clock]) -> bool:
    return any(clock.kind is kind and clock.met_at is None for clock in clocks)


def offered(ask: Ask, case: Case, reader: Member | None, staff: Sequence[Member]) -> bool:
    """In the group, where everybody reads the same, only the case decides; the press is judged anew."""
    return fits(ask, case) and (reader is None or allowed(ask, case, reader, staff))


def case_buttons(case: Case, facts: Facts, t: Speech) -> list[Row]:
    reader = facts.reader
    hidden = _of_no_use(facts)
    rows = [
        [button(ask, case.id, t) for ask in asks if ask not in hidden and offered(ask, case, reader, facts.staff)]
        for asks in BY_STAGE.get(case.stage, ())
    ]
    return [*_sort_buttons(case, facts, t), *_take_buttons(case, facts, t), *filter(None, rows)]


def _of_no_use(facts: Facts) -> set[Ask]:
    """No danger; all is assured; no date can move; nothing was spoken, or the whole group would read it."""
    clocks = facts.case.clocks if facts.case else ()
    of_use = {
        Ask.SAFE: endangers(clocks),
        Ask.ASSURE: _runs(ClockKind.ASSURED, clocks),
        Ask.EXTEND: any(_runs(kind, clocks) for kind in EXTENDABLE),
        Ask.WORDS: writes_down(facts),
    }
    return {ask for ask, useful in of_use.items() if not useful}


def writes_down(facts: Facts) -> bool:
    """Whether the reader may put a recording of the case into words; a group never may."""
    seen, reader = facts.case, facts.reader
    if seen is None or reader is None:
        return False
    return may_write_down(reader, seen.case, facts.staff, seen.entries, seen.events, facts.at)


SORTS = (
    (RowName.HAZARD_RED, RowName.HAZARD_YELLOW, RowName.HAZARD_GREEN),
    (RowName.SUGGESTION, RowName.QUESTION),
    (RowName.GRIEVANCE, RowName.GRIEVANCE_URGENT),
)


def _sort_buttons(case: Case, facts: Facts, t: Speech) -> list[Row]:
    if facts.reader is None or not may_sort(facts.reader, case, facts.staff):
        return []
    return [[Button(_sort_label(row, t), Sort(case=case.id, row=row)) for row in rows] for rows in SORTS]


def again_buttons(facts: Facts, t: Speech) -> list[Row]:
    """For who sorted it, until anybody acts on it."""
    seen, reader = facts.case, facts.reader
    if seen is None or reader is None or seen.case.kind is None:
        return []
    may = may_sort_again(reader, seen.case, facts.staff, seen.events)
    return [[Button(t._("↩️ A slip: sort it again"), SortAgain(case=seen.case.id))]] if may else []


def _sort_label(row: RowName, t: Speech) -> str:
    return {
        RowName.HAZARD_RED: t._("🔴 Danger now"),
        RowName.HAZARD_YELLOW: t._("🟡 Danger"),
        RowName.HAZARD_GREEN: t._("🟢 Small danger"),
        RowName.SUGGESTION: t._("💡 Good idea"),
        RowName.QUESTION: t._("❓ Question"),
        RowName.GRIEVANCE: t._("😟 Unfair treatment"),
        RowName.GRIEVANCE_URGENT: t._("‼️ Violence, force"),
    }[row]


def _take_buttons(case: Case, facts: Facts, t: Speech) -> list[Row]:
    reader = facts.reader
    waits = case.stage is Stage.NEW or (case.stage in (Stage.TAKEN, Stage.ACCEPTED) and case.owner is None)
    if not waits or not (reader is None or may_work(reader, case, facts.staff)):
        return []
    return [[Button("🙋 " + choice_words(choice, t), Take(case=case.id, choice=choice))] for choice in TakeChoice]


def button(ask: Ask, case_id: int, t: Speech) -> Button:
    return Button(_label(ask, t), OnCase(ask=ask, case=case_id))


def _label(ask: Ask, t: Speech) -> str:
    return {
        Ask.OPEN: t._("📂 Open the case"),
        Ask.READ: t._("📖 Read it all"),
        Ask.ANSWER: t._("💬 Answer"),
        Ask.NOTE: t._("📝 Note"),
        Ask.QUESTION: t._("🗣 Ask the worker"),
        Ask.CATEGORY: t._("🏷 Category"),
        Ask.MAJOR: t._("🛑 Major danger?"),
        Ask.IS_MAJOR: t._("🛑 Yes, it is major"),
        Ask.ASSURE: t._("🛟 Five assurances"),
        Ask.GONE: t._("✅ Still gone"),
        Ask.BACK: t._("🔁 It is back"),
        Ask.WORDS: t._("🎤 Write down what was said"),
        Ask.ACCEPT: t._("👍 Accept"),
        Ask.DECLINE: t._("🚫 Decline"),
        Ask.SAFE: t._("🛡 Under control"),
        Ask.RESOLVE: t._("🔧 It is solved"),
        Ask.VERIFY: t._("🔎 I checked it"),
        Ask.EXTEND: t._("📅 New date"),
        Ask.REASSIGN: t._("👤 Reassign"),
        Ask.WHY: t._("🕰 Why this date?"),
    }[ask]
