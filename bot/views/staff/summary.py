"""The month of an enterprise for its coach: ten lines of text that stand alone, and the last anchor."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.translate import Speech
from bot.views import View
from bot.views.facts import Facts
from bot.views.shown import Shown
from bot.views.staff.chain import anchor_line
from cases.figures import Share, Signal, Summary
from cases.model import Kind, Verdict
from cases.people import Figure, People
from cases.small_numbers import FEWEST_CASES


def summary_args(summary: Summary, people: People, enterprise: str) -> dict[str, Any]:
    """A summary as plain data for an outbox row; spans in seconds, shares as part and whole."""
    spans = {"time_to_take": summary.time_to_take, "oldest_overdue": summary.oldest_overdue}
    shares = ("taken_in_time", "answered_in_time", "solved_in_time", "accepted")
    plain = ("per_hundred", "resolved", "overdue_now", "untaken_long", "headcount")
    return {
        "enterprise": enterprise,
        "month": summary.month.isoformat(),
        "submitted": dict(summary.submitted),
        "grievance_late": summary.grievance_late,
        "grievances": _figure(people.grievances),
        "taps": _figure(people.taps),
        "silent": _figure(people.silent),
        "senders": _figure(people.senders),
        "signals": list(summary.signals),
        **{name: getattr(summary, name) for name in plain},
        **{name: [(share := getattr(summary, name)).part, share.whole] for name in shares},
        **{name: span.total_seconds() if span is not None else None for name, span in spans.items()},
    }


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    months = {"since": figure.since.isoformat(), "until": figure.until.isoformat()}
    return months | {"total": figure.total, "rows": dict(figure.rows)}


def summary(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    lines = [
        t._(
            "📄 {enterprise}, {month}", enterprise=args["enterprise"], month=t.month(date.fromisoformat(args["month"]))
        ),
        _submitted(args, t),
        _senders(args, t),
        _taken(args, t),
        _kept(args, t),
        _accepted(args, t),
        _late(args, t),
        _taps(args, t),
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


def _senders(args: Mapping[str, Any], t: Speech) -> str:
    if args["senders"] is None:
        return t._("People who took part: no figure for this month.")
    people = args["senders"]["total"]
    if people is None:
        return t._(
            "People who took part: {count}. Whoever left no way back, or wrote only about the coach, is not counted.",
            count=_told(people),
        )
    return t._(
        "People who took part: {count}, of every 100 {rate}. "
        "Whoever left no way back, or wrote only about the coach, is not counted.",
        count=people,
        rate=round(100 * people / args["headcount"], 1),
    )


def _told(count: int | None) -> str:
    """One mark for everything that may not be told."""
    return f"<{FEWEST_CASES}" if count is None else str(count)


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


def _kept(args: Mapping[str, Any], t: Speech) -> str:
    answered, solved = (_share(args[name]) for name in ("answered_in_time", "solved_in_time"))
    return t._("Answered in time: {answered}. Solved in time: {solved}.", answered=answered, solved=solved)


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


def _taps(args: Mapping[str, Any], t: Speech) -> str:
    taps, silent = args["taps"], args["silent"]
    if taps is None:
        return t._("The workers' taps, and what was closed because they said nothing: no figure for this month.")
    since, until = (date.fromisoformat(taps[name]) for name in ("since", "until"))
    counts = {
        "solved": _told(taps["rows"][Verdict.SOLVED]),
        "half": _told(taps["rows"][Verdict.HALF]),
        "not_solved": _told(taps["rows"][Verdict.NOT]),
        "total": _told(taps["total"]),
        "silent": _told(silent and silent["total"]),
    }
    if since == until:
        return t._(
            "The workers' taps: ✅ {solved}, 🟡 {half}, ❌ {not_solved}, in all {total}. "
            "Closed because the worker said nothing: {silent}.",
            **counts,
        )
    return t._(
        "The workers' taps from {since} to {until}: ✅ {solved}, 🟡 {half}, ❌ {not_solved}, in all {total}. "
        "Closed because the worker said nothing: {silent}.",
        since=t.month(since),
        until=t.month(until),
        **counts,
    )


def _grievances(args: Mapping[str, Any], t: Speech) -> str:
    year = args["grievances"]
    if year is None:
        if args["grievance_late"]:
            return t._("Grievances: 🔴 at least one is past its date.")
        return t._("Grievances: 🟢 none is past its date.")
    known = {"count": _told(year["total"]), "month": t.month(date.fromisoformat(year["until"]))}
    if args["grievance_late"]:
        return t._(
            "Grievances in the twelve months to {month}: {count}. 🔴 At least one is past its date.",
            **known,
        )
    return t._("Grievances in the twelve months to {month}: {count}. 🟢 None is past its date.", **known)


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


def unknown(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    """Whether there is an enterprise of that code elsewhere is not told."""
    return Shown(t._("I don't know this enterprise or month. Write it like this: {example}.", example=_example(args)))


def one_month(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    return Shown(t._("One month at a time, please. Write it like this: {example}.", example=_example(args)))


def _example(args: Mapping[str, Any]) -> str:
    return f"/summary {args['code']} {args['month'][:7]}"


def to_come(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    month = t.month(date.fromisoformat(args["month"]))
    return Shown(t._("{month} is still to come: there are no figures yet.", month=month))


VIEWS: dict[str, View] = {
    "summary": summary,
    "summary_unknown": unknown,
    "summary_one_month": one_month,
    "summary_to_come": to_come,
}
