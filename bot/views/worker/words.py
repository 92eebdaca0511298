"""The words and signs that workers read for the nouns of the product."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.countries import country
from bot.countries.model import Country
from bot.translate import Speech
from bot.views.facts import CaseFacts, Facts
from cases.model import About, Author, Kind, Member, Role

SIGNS = {Kind.HAZARD: "⚠️", Kind.SUGGESTION: "💡", Kind.GRIEVANCE: "😟", Kind.QUESTION: "❓", None: "📨"}

Args = Mapping[str, Any]


def kind_label(kind: Kind | None, t: Speech) -> str:
    """With its sign, as on the buttons."""
    return {
        Kind.HAZARD: t._("⚠️ Danger"),
        Kind.SUGGESTION: t._("💡 Good idea"),
        Kind.GRIEVANCE: t._("😟 Unfair treatment"),
        Kind.QUESTION: t._("❓ Question"),
        None: t._("🤷 I don't know which"),
    }[kind]


def about_label(about: About, t: Speech) -> str:
    return {
        About.NO_ONE: t._("Nobody in particular"),
        About.CO_WORKER: t._("A colleague"),
        About.LINE_LEADER: t._("My line leader"),
        About.WORKSHOP_HEAD: t._("The head of my workshop"),
        About.HR_OR_HANDLER: t._("HR, or one of those who read this"),
        About.MANAGER_OR_OWNER: t._("The manager or the owner"),
        About.COACH: t._("The coach"),
        About.AGENCY: t._("The agency that placed me"),
        About.NOT_SURE: t._("I'm not sure"),
    }[about]


def role_name(role: Role, t: Speech) -> str:
    """As it stands inside a sentence."""
    return {
        Role.MEMBER: t.p_("told next", "the improvement team"),
        Role.LEAD: t.p_("told next", "the lead of the improvement team"),
        Role.HANDLER: t.p_("told next", "those who look after unfair treatment"),
        Role.MANAGER: t.p_("told next", "the manager"),
        Role.INDEPENDENT: t.p_("told next", "the independent contact"),
        Role.COACH: t.p_("told next", "the coach"),
        Role.OFFICE: t.p_("told next", "the programme office"),
    }[role]


def land(facts: Facts) -> Country:
    return country(facts.enterprise.country if facts.enterprise else "")


def firm(facts: Facts, t: Speech) -> str:
    return facts.enterprise.name if facts.enterprise else t._("your company")


def handlers(facts: Facts, t: Speech) -> str:
    """The names of those who read grievances."""
    found = [member for member in facts.staff if member.has(Role.HANDLER)]
    return t.names(called(found, t)) if found else role_name(Role.HANDLER, t)


def called(members: Sequence[Member], t: Speech) -> list[str]:
    """By name; who was invited when that was not compulsory, and has none, by what the person is there."""
    named = [member.name for member in members if member.name.strip()]
    unnamed = [max(member.roles, key=list(Role).index) for member in members if not member.name.strip()]
    return [*named, *(role_name(role, t) for role in dict.fromkeys(unnamed))]


def heading(case: CaseFacts, t: Speech) -> str:
    """Which case it is, as the worker knows it: sign, day, first words."""
    said = next((entry.text for entry in case.entries if entry.author is Author.WORKER and entry.text), "")
    return f"{SIGNS[case.case.kind]} {t.day(case.case.sent_on)} {clipped(' '.join(said.split()), 40)}".rstrip()


def entry_text(case: CaseFacts, entry: int | None) -> str:
    return next((each.text for each in case.entries if each.id == entry), "")


def clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rstrip() + "…"


def moment(value: str) -> datetime:
    """An instant as outbox rows carry it."""
    return datetime.fromisoformat(value)


def day_of(value: str, t: Speech) -> str:
    return t.day(date.fromisoformat(value) if len(value) == len("2026-12-10") else moment(value))


def clock_time(value: datetime, now: datetime, t: Speech) -> str:
    """The time alone today, with its day on another day."""
    if value.astimezone(t.zone).date() == now.astimezone(t.zone).date():
        return t.time(value)
    return f"{t.day(value)} {t.time(value)}"


def lines(*parts: str | None) -> str:
    """Whole sentences below each other; what does not apply is left out."""
    return "\n".join(part for part in parts if part)
