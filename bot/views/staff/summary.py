"""The month of an enterprise for its coach: ten lines of text that stand alone, and the last anchor."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.translate import Speech
from bot.views import View
from bot.views.facts import Facts
from bot.views.shown import Shown
from bot.views.staff.chain import anchor_line
from cases.figures import FEWEST_CASES, Share, Signal, Summary
from cases.model import Kind


def summary_args(summary: Summary, enterprise: str) -> dict[str, Any]:
    """A summary as plain data for an outbox row; spans in seconds, shares as part and whole."""
    spans = {"time_to_take": summary.time_to_take, "oldest_overdue": summary.oldest_overdue}
    shares = ("taken_in_time", "answered_in_time", "solved_in_time", "accepted")
    plain = ("per_hundred", "resolved", "closed_by_silence", "overdue_now", "untaken_long", "grievances")
    return {
        "enterprise": enterprise,
        "month": summary.month.isoformat(),
        "submitted": dict(summary.submitted),
        "grievance_late": summary.grievance_late,
        "signals": list(summary.signals),
        **{name: getattr(summary, name) for name in plain},
        **{name: [(share := getattr(summary, name)).part, share.whole] for name in shares},
        **{name: span.total_seconds() if span is not None else None for name, span in spans.items()},
    }


def summary(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    lines = [
        t._(
            "📄 {enterprise}, {month}", enterprise=args["enterprise"], month=t.month(date.fromisoformat(args["month"]))
        ),
        _submitted(args, t),
        _taken(args, t),
        t._("Answered in time: {share}.", share=_share(args["answered_in_time"])),
        t._("Solved in time: {share}.", share=_share(args["solved_in_time"])),
        _accepted(args, t),
        _late(args, t),
        t._("Closed because the worker said nothing: {count}.", count=args["closed_by_silence"]),
        _grievances(args, t),
        t._("Talk about: {subjects}.", subjects=_subjects(args, t)),
        *anchor_line(args, t),
    ]
    return Shown("\n".join(lines))


def _submitted(args: Mapping[str, Any], t: Speech) -> str:
    counts = args["submitted"]
    return t._(
        "Came in: 💡 ideas {ideas}, ⚠️ dangers {dangers}, ❓ questions {questions}. For every 100 people: {rate}.",
        ideas=counts[Kind.SUGGESTION],
        dangers=counts[Kind.HAZARD],
        questions=counts[Kind.QUESTION],
        rate="–" if args["per_hundred"] is None else args["per_hundred"],
    )


def _share(share: tuple[int, int]) -> str:
    """A dash where there was nothing to count: 0 % would accuse somebody."""
    percent = Share(*share).percent
    return "–" if percent is None else f"{percent} % ({share[0]}/{share[1]})"


def _taken(args: Mapping[str, Any], t: Speech) -> str:
    share, seconds = _share(args["taken_in_time"]), args["time_to_take"]
    if seconds is None:
        return t._("Taken in time: {share}.", share=share)
    span = t.duration(timedelta(seconds=seconds))
    return t._("Taken in time: {share}. Half of them within {span}.", share=share, span=span)


def _accepted(args: Mapping[str, Any], t: Speech) -> str:
    solved = args["resolved"]
    if not args["accepted"][1]:
        return t._("Accepted: nothing was decided. Solved: {solved}.", solved=solved)
    share = _share(args["accepted"])
    return t._("Accepted: {share} of what was decided. Solved: {solved}.", share=share, solved=solved)


def _late(args: Mapping[str, Any], t: Speech) -> str:
    if not args["overdue_now"]:
        return t._("Nothing is late now.")
    oldest = timedelta(seconds=args["oldest_overdue"]).days
    return t.n_(
        "Late now: {late}, the oldest for {count} day.",
        "Late now: {late}, the oldest for {count} days.",
        oldest,
        late=args["overdue_now"],
    )


def _grievances(args: Mapping[str, Any], t: Speech) -> str:
    count = f"<{FEWEST_CASES}" if args["grievances"] is None else args["grievances"]
    if args["grievance_late"]:
        return t._("Grievances: {count}. 🔴 At least one is past its date.", count=count)
    return t._("Grievances: {count}. 🟢 None is past its date.", count=count)


def _subjects(args: Mapping[str, Any], t: Speech) -> str:
    return t.names(_subject(Signal(signal), t) for signal in args["signals"]) or t._("what went well")


def _subject(signal: Signal, t: Speech) -> str:
    return {
        Signal.GRIEVANCE_LATE: t._("a grievance past its date"),
        Signal.SILENT: t._("why nothing came in"),
        Signal.OVERDUE_LONG: t._("what is late for more than 30 days"),
        Signal.NEW_LONG: t._("what nobody has taken for a week"),
        Signal.ANSWERS_LATE: t._("late answers"),
        Signal.TAKEN_LATE: t._("how soon a case is taken"),
    }[signal]


VIEWS: dict[str, View] = {"summary": summary}
