"""Why a case is due when it is due; never more exact about its start than half a day."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from bot.translate import Speech
from bot.views import View
from bot.views.facts import CaseFacts, Facts
from bot.views.shown import Shown
from bot.views.staff.asks import about_a_case
from bot.views.staff.words import due_words, half_words, promise_words
from cases.calendar import Cause
from cases.clocks import Why
from cases.model import ClockKind
from cases.release import Half


def why_args(why: Why) -> dict[str, Any]:
    """An explanation as plain data for an outbox row."""
    rule = {key: value.isoformat() if isinstance(value, time) else value for key, value in asdict(why.rule).items()}
    return {
        "clock": why.kind,
        "version": why.policy_version,
        "rule": {"name": type(why.rule).__name__, **rule},
        "day": why.started.day.isoformat(),
        "half": why.started.half,
        "due": why.due.isoformat(),
        "promised": why.promised_on.isoformat(),
        "skipped": [[skipped.day.isoformat(), skipped.cause, skipped.reason] for skipped in why.skipped],
        "paused": why.paused_days,
        "extended": why.extended,
        "provisional": list(why.provisional_years),
    }


@about_a_case
def why(seen: CaseFacts, _facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    number = seen.case.number
    parts = ["\n".join(_clock(clock, t)) for clock in args["clocks"]]
    if not parts:
        return Shown(t._("🕰 Case {number}: no promise is running.", number=number))
    return Shown("\n\n".join([t._("🕰 Case {number}: why these dates", number=number), *parts]))


def _clock(args: Mapping[str, Any], t: Speech) -> list[str]:
    lines = [
        t._("{promise}: by {due}", promise=promise_words(ClockKind(args["clock"]), t), due=_due(args, t)),
        t._("Promised: {rule}", rule=_rule(args, t)),
        t._("Counted from: {start}", start=half_words(date.fromisoformat(args["day"]), Half(args["half"]), t)),
    ]
    if args["skipped"]:
        lines.append(
            t._(
                "Not counted: {days}",
                days=t.names(_skipped(day, cause, reason, t) for day, cause, reason in args["skipped"]),
            )
        )
    version = t._("This stands in version {version} of the enterprise's promises.", version=args["version"])
    return [*lines, *_moved(args, t), version]


def _due(args: Mapping[str, Any], t: Speech) -> str:
    return due_words(datetime.fromisoformat(args["due"]), t)


def _rule(args: Mapping[str, Any], t: Speech) -> str:
    given = dict(args["rule"])
    match given.pop("name"):
        case "NextWorkingDay":
            return t._("12:00 of the next working day")
        case "WorkingDays":
            return t.n_("17:00, {count} working day later", "17:00, {count} working days later", given["days"])
        case "Days":
            return t.n_("17:00, {count} day later", "17:00, {count} days later", given["days"])
        case "WallHours":
            return t.n_("{count} hour, day and night", "{count} hours, day and night", given["hours"])
        case "ShiftHours":
            return t.n_("{count} hour while a shift works", "{count} hours while a shift works", given["hours"])
    return t.n_(
        "{count} hour between {opens} and {closes}",
        "{count} hours between {opens} and {closes}",
        given["hours"],
        opens=given["opens"][:5],
        closes=given["closes"][:5],
    )


def _skipped(day: str, cause: str, reason: str, t: Speech) -> str:
    shown = t.day(date.fromisoformat(day))
    if reason:
        return t._("{day} ({reason})", day=shown, reason=reason)
    return shown if cause == Cause.WEEKLY_REST else t._("{day} (closed)", day=shown)


def _moved(args: Mapping[str, Any], t: Speech) -> list[str]:
    lines = []
    if args["paused"]:
        lines.append(
            t.n_("The pause took {count} working day.", "The pause took {count} working days.", args["paused"])
        )
    if args["extended"]:
        first = t.day(date.fromisoformat(args["promised"]))
        lines.append(t._("The date was moved once; at first it was {day}.", day=first))
    if args["provisional"]:
        years = t.names(str(year) for year in args["provisional"])
        lines.append(t._("The holidays of {years} are not confirmed yet; the date stays as it was told.", years=years))
    return lines


VIEWS: dict[str, View] = {"why": why}
