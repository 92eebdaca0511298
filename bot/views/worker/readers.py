"""Who would read a draft and hear its recordings, before it is sent."""

from collections.abc import Sequence
from dataclasses import replace

from bot.translate import Speech
from bot.views.facts import CaseFacts, Facts
from bot.views.worker.words import Args, called, handlers, lines
from cases.access import may_read
from cases.localtime import local_day
from cases.model import About, Case, Kind, Mode, Role
from cases.routing import TEAM_ROLES, VOICES, eligible, has_team, holders, listeners


def readers(facts: Facts, args: Args, t: Speech) -> str:
    """Who will see it."""
    return who_reads(planned(facts, args), facts, t)


def who_reads(case: Case, facts: Facts, t: Speech) -> str:
    """By name where they are few."""
    if not case.restricted and eligible(case, facts.staff, *TEAM_ROLES):
        if eligible(case, facts.staff, Role.MANAGER):
            return t._("Who reads it: the improvement team and the manager.")
        return t._("Who reads it: the improvement team.")
    names = called(holders(case, facts.staff), t)
    if not names:
        return t._("Who reads it: nobody is left here who may. Tap /help for the doors outside.")
    if case.kind is None:
        return t._(
            "Who reads it first: {names}. They may hand it to the team.",
            names=t.names(names),
        )
    return t._("Who reads it: only {names}.", names=t.names(names))


def who_reads_now(of: CaseFacts, facts: Facts, t: Speech) -> str:
    """Who will see what is added, also those to whom it climbed, or whom the worker let know of a punishment."""
    case, staff = of.case, facts.staff
    by_name = case.restricted or not has_team(case, staff)
    said = holders(case, staff) if by_name else eligible(case, staff, *TEAM_ROLES, Role.MANAGER)
    others = [member for member in staff if may_read(member, case, staff, of.events) and member not in said]
    also = t._("By now {names} can read it too.", names=t.names(called(others, t))) if others else None
    return lines(who_reads(case, facts, t), also)


def planned(facts: Facts, args: Args) -> Case:
    """The case this draft would become, as far as its readers depend on it."""
    zone = facts.enterprise.calendar.zone if facts.enterprise else "UTC"
    return Case(
        id=0,
        enterprise=0,
        number=0,
        kind=Kind(args["kind"]) if args["kind"] else None,
        mode=Mode(args["mode"]),
        sent_on=local_day(facts.at, zone),
        release_due=facts.at,
        policy_version=0,
        about=About(args["about"] or About.NO_ONE),
        harm=bool(args["harm"]),
        unsafe_order=bool(args["unsafe_order"]),
    )


def voice_warning(facts: Facts, args: Args, t: Speech) -> str | None:
    if not recorded(args):
        return None
    if not facts.team_there:
        return _voice_without_team(_hearers(planned(facts, args), facts, t), facts, t)
    if not facts.has_lead:
        return t._(
            "🎤 A voice can be recognised. It never goes to the group, but there is no lead just now: each member of "
            "the improvement team hears it in private, or for unfair treatment {handlers}. They write it down and you "
            "say whether it is right. You can type it instead.",
            handlers=handlers(facts, t),
        )
    return t._(
        "🎤 A voice can be recognised. It never goes to the group: only the lead hears it, "
        "or for unfair treatment {handlers}. They write it down and you say whether it is right. "
        "You can type it instead.",
        handlers=handlers(facts, t),
    )


def recorded(args: Args) -> bool:
    return any(args["files"].get(kind) for kind in VOICES)


def who_hears(case: Case, facts: Facts, t: Speech) -> str:
    if case.restricted:
        return t._("🎤 A voice can be recognised. Only they hear it.")
    if not facts.team_there:
        names = _hearers(case, facts, t)
        if not names:
            return t._("🎤 A voice can be recognised. Nobody here may hear it: type it instead.")
        return t._("🎤 A voice can be recognised. Only {names} will hear it.", names=t.names(names))
    if not facts.has_lead:
        return t._(
            "🎤 A voice can be recognised. There is no lead just now: each member of the team hears it in private."
        )
    return t._("🎤 A voice can be recognised. Only the lead hears it, never the group.")


def before_speaking(case: Case, facts: Facts, t: Speech) -> list[str]:
    """Who would hear what is said of a case that is there, by name where the team does not; and the other way."""
    names = called(listeners(case, facts.staff), t)
    if not names:
        return [t._("🎤 A voice can be recognised. Nobody here may hear it: type it instead.")]
    if case.restricted:
        heard = t._("🎤 A voice can be recognised. Only {names} will hear it.", names=t.names(names))
    else:
        heard = who_hears(case, facts, t)
    return [heard, t._("You can type it instead.")]


def _hearers(case: Case, facts: Facts, t: Speech) -> list[str]:
    """Who hears it where there is no team; what is not sorted yet may be for the team."""
    return called(listeners(replace(case, kind=case.kind or Kind.SUGGESTION), facts.staff), t)


def _voice_without_team(names: Sequence[str], facts: Facts, t: Speech) -> str:
    if not names:
        return t._(
            "🎤 A voice can be recognised. It never goes to the group: only unfair treatment is heard here, "
            "by {handlers}. You can type it instead.",
            handlers=handlers(facts, t),
        )
    return t._(
        "🎤 A voice can be recognised. It never goes to the group: only {names} will hear it, "
        "or for unfair treatment {handlers}. They write it down and you say whether it is right. "
        "You can type it instead.",
        names=t.names(names),
        handlers=handlers(facts, t),
    )
