"""Coming in and going out: the invitation, the charter, the team's group."""

from collections.abc import Mapping
from typing import Any

from bot.callbacks.staff import Hold, Invitation
from bot.translate import Speech
from bot.views import View
from bot.views.facts import Facts
from bot.views.shown import Button, Shown
from bot.views.staff.words import role_words
from cases.model import Role


def charter(t: Speech) -> str:
    return t._(
        "The charter: the programme office sees figures. They are not used to choose or fine firms, "
        "with one exception: an urgent danger left without control after everybody was told. "
        "No punishment and no fine may follow from what is sent here."
    )


def what_you_see(role: Role, t: Speech) -> str:
    team = t._(
        "You see ideas, dangers and questions, without who sent them, unless they wrote their name. "
        "You never see grievances."
    )
    return {
        Role.MEMBER: team,
        Role.LEAD: team,
        Role.HANDLER: t._(
            "You see grievances, in this chat alone, without who sent them, unless they wrote their name."
        ),
        Role.MANAGER: t._("You see what the team sees, and you are told what is late. You never see grievances."),
        Role.INDEPENDENT: t._("You see what comes to you because others did not solve it, and urgent grievances."),
        Role.COACH: t._("You see figures and what is late. You read only those cases that are sent to you."),
        Role.OFFICE: t._("You see figures, and how many promises are late."),
    }[role]


def invited(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    roles = sorted((Role(role) for role in args["roles"]), key=list(Role).index)
    manager = Role.MANAGER in roles
    named = t.names(role_words(role, t) for role in roles)
    parts = [
        t._("👋 {enterprise} invites you to Huiyin. Your part: {roles}.", enterprise=args["enterprise"], roles=named),
        *dict.fromkeys(what_you_see(role, t) for role in roles),
        *([t._("The others see you as {name}.", name=args["name"])] if args["name"].strip() else []),
        charter(t) if manager else t._("No punishment and no fine may follow from what is sent here."),
    ]
    yes = t._("✅ I accept the charter") if manager else t._("✅ I am in")
    agree, leave = (Invitation(accept=accept, token=args["token"]) for accept in (True, False))
    return Shown("\n\n".join(parts), [[Button(yes, agree)], [Button(t._("✖️ Not now"), leave)]])


def invite_left(_facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    return Shown(t._("Nothing was changed. The link stays good until it expires."))


def welcome(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    return Shown(t._("✅ Welcome, {name}. You belong to {enterprise} now. /help shows what you can do.", **args))


def group_hint(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._("👥 This link is for the team's group. Tap the button, choose the group, and I come in.")
    return Shown(text, [[Button(t._("👥 Choose the group"), url=args["url"])]])


def group_bound(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "👥 This is now the group of the improvement team of {enterprise}. Ideas, dangers and questions come here, "
        "one card each. Grievances never do.",
        **args,
    )
    return Shown(text)


def group_left(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    text = t._(
        "👥 The improvement team of {enterprise} has another group now. Cards come there; the buttons here are dead.",
        **args,
    )
    return Shown(text)


def group_unknown(_facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    return Shown(t._("This group belongs to no enterprise yet. The lead has a one-time link that ties it to one."))


def group_lost(facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown | None:
    if facts.enterprise is None:
        return None
    return Shown(
        t._(
            "👥 {enterprise}: I was taken out of the team's group, or may not write there. "
            "Until I am let in again, cards come to the lead here. "
            "If I may write there again, send /today there once: then cards come to the group.",
            enterprise=facts.enterprise.name,
        )
    )


def group_too_big(facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
    if facts.enterprise is None:
        return None
    text = t._(
        "👥 {enterprise}: the group has {members} members, the registered team {registered}. "
        "Who else is there reads every card. Please check who should leave, or invite them to the team.",
        enterprise=facts.enterprise.name,
        members=args["members"],
        registered=args["registered"],
    )
    return Shown(text)


def ask_hold(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    said = {"number": args["number"], "reason": args["reason"]}
    press = Hold(token=args["token"])
    if args["lift"]:
        text = t._(
            "Case {number} is kept beyond its time. The reason given: {reason} Shall it go when its time is over?",
            **said,
        )
        return Shown(text, [[Button(t._("🗑 Yes, it may go"), press)]])
    text = t._(
        "Shall case {number} be kept beyond its time? The operator asks for it. The reason given: {reason}", **said
    )
    return Shown(text, [[Button(t._("🗄 Yes, keep it"), press)]])


def case_let_go(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    return Shown(t._("Case {number} goes when its time is over.", number=args["number"]))


def case_held(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    return Shown(t._("Case {number} is kept beyond its time from now on. The reason given: {reason}", **args))


VIEWS: dict[str, View] = {
    "ask_hold": ask_hold,
    "case_held": case_held,
    "case_let_go": case_let_go,
    "invited": invited,
    "invite_left": invite_left,
    "welcome": welcome,
    "group_hint": group_hint,
    "group_bound": group_bound,
    "group_left": group_left,
    "group_unknown": group_unknown,
    "group_lost": group_lost,
    "group_too_big": group_too_big,
}
