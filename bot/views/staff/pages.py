"""What staff look at by command: lists of cases, counts, help, the language."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.callbacks.staff import Look, Page, Speak, Summary
from bot.translate import Speech, languages, own_name
from bot.views import View
from bot.views.facts import Facts
from bot.views.shown import Button, Row, Shown
from bot.views.staff.lines import line_buttons, line_words
from bot.views.staff.words import role_words
from cases.model import Member, Role

LOOKS: Mapping[Page, frozenset[Role]] = {
    Page.TODAY: frozenset(Role) - {Role.MANAGER},
    Page.INBOX: frozenset(Role) - {Role.MANAGER},
    Page.MINE: frozenset(Role),
    Page.OVERDUE: frozenset(Role),
    Page.OVERVIEW: frozenset({Role.LEAD, Role.MANAGER, Role.COACH, Role.OFFICE}),
    Page.ENTERPRISES: frozenset({Role.COACH, Role.OFFICE}),
    Page.SILENT: frozenset({Role.COACH, Role.OFFICE}),
}
"""Which roles a page is of use to; what stands on it is decided by what each person may see."""

MOST_LINES = 10


def pages_of(members: list[Member]) -> list[Page]:
    return [page for page, roles in LOOKS.items() if any(member.has(*roles) for member in members)]


def cases_page(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    lines, page = args["lines"], Page(args["page"])
    if not lines:
        return Shown(_empty(page, args.get("roles", tuple(Role)), t))
    shown, more = lines[:MOST_LINES], len(lines[MOST_LINES:])
    tail = [t.n_("… and {count} more.", "… and {count} more.", more)] if more else []
    return Shown("\n".join([_head(page, t), *(line_words(line, t) for line in shown), *tail]), line_buttons(shown))


def _head(page: Page, t: Speech) -> str:
    return {
        Page.TODAY: t._("☀️ What needs somebody today"),
        Page.INBOX: t._("📥 What nobody has taken yet"),
        Page.MINE: t._("🙋 What you have"),
        Page.OVERDUE: t._("⏰ What is late"),
    }[page]


def _empty(page: Page, roles: Sequence[str], t: Speech) -> str:
    said = {
        Page.TODAY: t._("☀️ Nothing is due today, and nothing is late."),
        Page.INBOX: t._("📥 Everything has been taken by somebody."),
        Page.MINE: t._("🙋 You have no open case."),
        Page.OVERDUE: t._("⏰ Nothing is late."),
    }
    if {Role.COACH, Role.OFFICE}.issuperset(roles):
        said |= _of_few(roles, t)
    return said[page]


def _of_few(roles: Sequence[str], t: Speech) -> dict[Page, str]:
    """For who sees few of the cases there are; a coach hears of what is late later than the team does."""
    listed = t._(
        "⏰ Nothing is on your list. What stays late for three working days comes here; "
        "what is urgent, from 09:00 the next day."
    )
    return {
        Page.TODAY: t._("☀️ Of the cases you hold none is due today, and none is late."),
        Page.INBOX: t._("📥 Of the cases you hold none waits for somebody to take it."),
        Page.OVERDUE: listed if Role.COACH in roles else t._("⏰ Nothing on your list is late."),
    }


def which_case(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    """The buttons open a case; under it stands all else that can be done."""
    example, lines = f"/{args['command']} 4711", args["lines"][:MOST_LINES]
    said = [t._("Which one? Write its number behind it: {example}", example=example)]
    if lines:
        said.append(t._("Or tap it below."))
    return Shown("\n".join(said), line_buttons(lines))


def page_label(page: Page, t: Speech) -> str:
    return {
        Page.TODAY: t._("☀️ Today"),
        Page.INBOX: t._("📥 Not taken"),
        Page.MINE: t._("🙋 Mine"),
        Page.OVERDUE: t._("⏰ Late"),
        Page.OVERVIEW: t._("📊 Overview"),
        Page.ENTERPRISES: t._("🏭 Enterprises"),
        Page.SILENT: t._("🔇 Silent ones"),
    }[page]


def overview(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    """Counts of what the whole team sees; nothing of grievances."""
    rows = [_counts(enterprise, t) for enterprise in args["enterprises"]]
    return Shown("\n\n".join(rows) or t._("There is no enterprise here yet."))


def _counts(row: Mapping[str, Any], t: Speech) -> str:
    return "\n".join(
        [
            t._("📊 {enterprise}", enterprise=row["name"]),
            t.n_("{count} case is open.", "{count} cases are open.", row["open"]),
            t.n_("{count} of them nobody has taken yet.", "{count} of them nobody has taken yet.", row["untaken"]),
            t.n_("{count} of them is late.", "{count} of them are late.", row["overdue"]),
        ]
    )


def enterprises(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    rows = args["enterprises"]
    if not rows:
        return Shown(t._("There is no enterprise here yet."))
    lines = [
        t._("🏭 {enterprise}: open {open}, late {late}", enterprise=row["name"], open=row["open"], late=row["overdue"])
        for row in rows
    ]
    buttons: list[Row] = [
        [Button(t._("📄 {enterprise}", enterprise=row["name"]), Summary(enterprise=row["id"], month=row["month"]))]
        for row in rows
        if row["month"]
    ]
    return Shown("\n".join(lines), buttons)


def silent(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    names = args["names"]
    if not names:
        return Shown(t._("🔊 Something came in everywhere in the last 30 days."))
    return Shown("\n".join([t._("🔇 Nothing came in for 30 days:"), *names]))


def help_staff(_facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    pages = [Page(page) for page in args["pages"]]
    roles = t.names(role_words(Role(role), t) for role in args["roles"])
    parts = [t._("You are here as: {roles}.", roles=roles), *_what_you_can_do(args["roles"], t)]
    buttons = [Button(page_label(page, t), Look(page=page)) for page in pages]
    return Shown("\n\n".join(parts), [buttons[start : start + 2] for start in range(0, len(buttons), 2)])


def _what_you_can_do(roles: list[str], t: Speech) -> list[str]:
    works = {Role.MEMBER, Role.LEAD, Role.HANDLER, Role.INDEPENDENT, Role.MANAGER} & {Role(role) for role in roles}
    reads = {Role.COACH, Role.OFFICE} & {Role(role) for role in roles}
    parts = [
        t._(
            "The buttons under a card do everything. Reply to a card and you are asked: to the worker, or a note?\n"
            "/case 4711 shows a case, /note 4711 and a text writes a note, /why 4711 explains its dates."
        )
        if works
        else "",
        t._("/summary sends the month in ten lines; add a code and a month, such as /summary ABC 2026-10.")
        if Role.COACH in reads
        else "",
        t._("/language changes the language."),
        t._("Never try to find out who wrote. No punishment and no fine may follow from what is sent here."),
    ]
    return [part for part in parts if part]


def language(_facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    rows = [[Button(own_name(each), Speak(language=each))] for each in languages()]
    return Shown(t._("🌐 Which language shall I speak with you?"), rows)


def language_set(_facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown:
    return Shown(t._("🌐 From now on I speak English with you."))


VIEWS: dict[str, View] = {
    "cases_page": cases_page,
    "which_case": which_case,
    "overview": overview,
    "enterprises": enterprises,
    "silent": silent,
    "help_staff": help_staff,
    "staff_language": language,
    "staff_language_set": language_set,
}
