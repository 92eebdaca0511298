"""The words that staff read for the nouns of the product; times never finer than staff may know them."""

from datetime import date, datetime

from bot.translate import Speech
from cases.model import About, Case, Clock, ClockKind, DeclineReason, Kind, Role, TakeChoice, Urgency
from cases.release import Half, half_day

SIGNS = {Kind.HAZARD: "⚠️", Kind.SUGGESTION: "💡", Kind.GRIEVANCE: "😟", Kind.QUESTION: "❓", None: "📥"}
URGENCY_SIGNS = {Urgency.RED: "🔴", Urgency.YELLOW: "🟡", Urgency.GREEN: "🟢"}


def sign(kind: Kind | None, urgency: Urgency | None = None) -> str:
    return SIGNS[kind] + (URGENCY_SIGNS[urgency] if urgency else "")


def kind_words(case: Case, t: Speech) -> str:
    if case.kind is Kind.HAZARD:
        return _danger(case.urgency, t)
    return {
        Kind.SUGGESTION: t._("good idea"),
        Kind.GRIEVANCE: t._("unfair treatment"),
        Kind.QUESTION: t._("question"),
        None: t._("not sorted yet"),
    }[case.kind]


def _danger(urgency: Urgency | None, t: Speech) -> str:
    return {
        Urgency.RED: t._("danger: it will hurt someone now"),
        Urgency.YELLOW: t._("danger: it could hurt someone"),
        Urgency.GREEN: t._("danger: not urgent"),
        None: t._("danger"),
    }[urgency]


def about_words(about: About, t: Speech) -> str:
    return {
        About.NO_ONE: t._("no one"),
        About.CO_WORKER: t._("a co-worker"),
        About.LINE_LEADER: t._("a line leader"),
        About.WORKSHOP_HEAD: t._("a workshop head"),
        About.HR_OR_HANDLER: t._("HR or a handler"),
        About.MANAGER_OR_OWNER: t._("the manager or owner"),
        About.COACH: t._("the coach"),
        About.AGENCY: t._("the agency"),
        About.NOT_SURE: t._("the worker is not sure"),
    }[about]


def role_words(role: Role, t: Speech) -> str:
    return {
        Role.MEMBER: t._("member of the improvement team"),
        Role.LEAD: t._("lead of the improvement team"),
        Role.HANDLER: t._("handler"),
        Role.MANAGER: t._("manager"),
        Role.INDEPENDENT: t._("independent contact"),
        Role.COACH: t._("coach"),
        Role.OFFICE: t._("programme office"),
    }[role]


def choice_words(choice: TakeChoice, t: Speech) -> str:
    return {
        TakeChoice.LOOK_TODAY: t._("I look today"),
        TakeChoice.MEETING: t._("At the next meeting"),
        TakeChoice.NEED_TO_ASK: t._("I need to ask"),
    }[choice]


def reason_words(reason: DeclineReason, t: Speech) -> str:
    return {
        DeclineReason.DUPLICATE: t._("We have this already"),
        DeclineReason.ALREADY_DONE: t._("It is already done"),
        DeclineReason.NOT_FEASIBLE_NOW: t._("Not possible now"),
        DeclineReason.TOO_COSTLY: t._("Too costly"),
        DeclineReason.OUTSIDE_OUR_POWER: t._("Outside our power"),
        DeclineReason.NOT_CONFIRMED: t._("We could not confirm it"),
        DeclineReason.NEEDS_MORE_FACTS: t._("We need more facts"),
    }[reason]


def promise_words(clock: ClockKind, t: Speech) -> str:
    return {
        ClockKind.TAKEN: t._("somebody takes it"),
        ClockKind.ANSWERED: t._("the worker gets an answer"),
        ClockKind.MADE_SAFE: t._("the danger is under control"),
        ClockKind.SOLVED: t._("it is solved"),
        ClockKind.ASSURED: t._("the five assurances are given"),
    }[clock]


def due_words(due: datetime, t: Speech) -> str:
    """A due time, 12:00 or 17:00 except where a promise counts hours."""
    return t._("{day}, {time}", day=t.day(due), time=t.time(due))


def half_day_words(at: datetime, t: Speech) -> str:
    """Staff never learn the minute at which something was sent."""
    known = half_day(at, t.zone.key)
    return half_words(known.day, known.half, t)


def half_words(day: date, half: Half, t: Speech) -> str:
    if half is Half.MORNING:
        return t._("{day}, morning", day=t.day(day))
    return t._("{day}, afternoon", day=t.day(day))


def running(clocks: tuple[Clock, ...]) -> Clock | None:
    """The promise that is due next."""
    return min((clock for clock in clocks if clock.met_at is None), key=lambda clock: clock.due, default=None)


def next_due(clocks: tuple[Clock, ...], at: datetime, t: Speech) -> str | None:
    clock = running(clocks)
    if clock is None:
        return None
    due = due_words(clock.due, t)
    if clock.due < at:
        return _late(clock.kind, due, t)
    return {
        ClockKind.TAKEN: t._("⏳ Somebody takes it by {due}.", due=due),
        ClockKind.ANSWERED: t._("⏳ The worker gets an answer by {due}.", due=due),
        ClockKind.MADE_SAFE: t._("⏳ The danger is under control by {due}.", due=due),
        ClockKind.SOLVED: t._("⏳ It is solved by {due}.", due=due),
        ClockKind.ASSURED: t._("⏳ The five assurances are given by {due}.", due=due),
    }[clock.kind]


def _late(clock: ClockKind, due: str, t: Speech) -> str:
    return {
        ClockKind.TAKEN: t._("⏰ Late: somebody should have taken it by {due}.", due=due),
        ClockKind.ANSWERED: t._("⏰ Late: the worker should have had an answer by {due}.", due=due),
        ClockKind.MADE_SAFE: t._("⏰ Late: the danger should have been under control by {due}.", due=due),
        ClockKind.SOLVED: t._("⏰ Late: it should have been solved by {due}.", due=due),
        ClockKind.ASSURED: t._("⏰ Late: the five assurances should have been given by {due}.", due=due),
    }[clock]


def shortened(text: str, most: int) -> str:
    """Cut at ``most`` characters, with an ellipsis that says so."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
