"""Whether an enterprise can be served: whom a case may need is there, and the bot may write in the team's group."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from bot.settings import Settings
from cases.localtime import local_day
from cases.model import Flag, Member, Role
from cases.ports import Enterprise
from cases.routing import TEAM_ROLES
from cli.finding import Finding
from cli.given import nameless
from cli.keep import now
from cli.telegram import Refused, ask
from storage import Storage, groups
from storage.closing import GRACE

NEEDED = {Role.LEAD: 1, Role.HANDLER: 2, Role.INDEPENDENT: 1, Role.MANAGER: 1, Role.COACH: 1}
OURSELVES = 1
LOOK_AHEAD = timedelta(days=30)


async def enterprises(storage: Storage, settings: Settings, *, telegram: bool) -> list[Finding]:
    """Without ``telegram`` no group is asked about: nothing answers there. One after the other, for a running bot
    shares with us how often Telegram may be asked."""
    found = []
    for enterprise in await storage.admin.enterprises():
        async with storage.reading() as unit:
            staff = await (await unit.enterprise(enterprise.id)).staff.all()
            chat = await groups.chat_of(unit, enterprise.id)
        found += [live(enterprise, staff), *names(enterprise, staff), *handlers(enterprise, staff)]
        found += [*holidays(enterprise, now())]
        if chat is not None and telegram:
            found.append(await group(settings, enterprise.code, chat, sum(each.has(*TEAM_ROLES) for each in staff)))
    return found or [Finding("enterprises", False, "There is none yet.", "Run huiyin enterprise add CODE NAME.")]


def live(enterprise: Enterprise, staff: Collection[Member]) -> Finding:
    """An enterprise can be served once everybody is there whom a case may need."""
    code, what = enterprise.code, f"enterprise {enterprise.code}"
    if enterprise.closed_at:
        return Finding(what, True, f"It has left; its keys are kept until {enterprise.closed_at + GRACE:%Y-%m-%d}.")
    counts = {role: sum(member.has(role) for member in staff) for role in NEEDED}
    missing = [f"{most - counts[role]} {role}" for role, most in NEEDED.items() if counts[role] < most]
    if missing:
        return Finding(
            what, False, f"Still missing: {', '.join(missing)}.", f"Run huiyin invite {code} ROLE --name NAME."
        )
    if not enterprise.group_bound:
        return Finding(what, False, "The team's group is not tied to it.", f"Run huiyin invite {code} group.")
    return Finding(what, True, "Everybody is there.")


def names(enterprise: Enterprise, staff: Collection[Member]) -> list[Finding]:
    """Before a name was compulsory there were people without one."""
    unnamed = [member for member in staff if nameless(member.name)]
    if enterprise.closed_at or not unnamed:
        return []
    who = ", ".join(f"{member.id} ({', '.join(sorted(member.roles))})" for member in unnamed)
    do = (
        f"Run huiyin invite {enterprise.code} ROLE --name NAME with that part, and let the person open the link: "
        "it sets the name."
    )
    return [Finding(f"names at {enterprise.code}", False, f"{who} have none: texts that name people have a gap.", do)]


def handlers(enterprise: Enterprise, staff: Collection[Member]) -> list[Finding]:
    """Whom workers are told to trust with a grievance. Advice, for a small firm may have nobody else yet."""
    code, what = enterprise.code, f"handlers of {enterprise.code}"
    people = [member for member in staff if member.has(Role.HANDLER)]
    found = []
    if people and not any(Flag.WOMAN in member.flags for member in people):
        do = f"Invite one, or set the flag of one who is there: huiyin people {code}."
        found.append(Finding(what, True, "No woman is among them.", do))
    if any(member.has(Role.MANAGER) or Flag.OWNERS_FAMILY in member.flags for member in people):
        do = f"Somebody else should read grievances: huiyin people {code} says who it is."
        found.append(Finding(what, True, "One of them is the owner, a manager or of the owner's family.", do))
    return found


def holidays(enterprise: Enterprise, at: datetime) -> list[Finding]:
    """The days off of the weeks to come, on which dates already lie that workers are told."""
    year = (local_day(at, enterprise.calendar.zone) + LOOK_AHEAD).year
    if enterprise.closed_at or not enterprise.calendar.is_provisional(year):
        return []
    code = enterprise.code
    do = f"huiyin calendar {code} --propose {year} prints what is known of them; huiyin calendar {code} FILE sets them."
    return [Finding(f"calendar of {code}", True, f"The days off of {year} are not confirmed.", do)]


async def group(settings: Settings, code: str, chat: int, team: int) -> Finding:
    """``team``: how many people of the group are registered. Neither its number nor its title is ever shown."""
    what, again = f"group of {code}", f"Run huiyin invite {code} group, and add the bot by that link."
    try:
        ours = await ask(settings, "getChatMember", chat_id=chat, user_id=settings.bot_id)
        everybody = await ask(settings, "getChat", chat_id=chat)
        people = await ask(settings, "getChatMemberCount", chat_id=chat)
    except Refused:
        return Finding(what, False, "The bot is not in it any more.", again)
    except ValueError as error:
        return Finding(what, False, str(error), "Ask again later.")
    if not present(ours):
        return Finding(what, False, "The bot is not in it any more.", again)
    if not may_write(ours, everybody.get("permissions", {})):
        return Finding(what, False, "The bot may not write there.", "Let the group's admin allow it to send messages.")
    if people - OURSELVES > team:
        found = f"Others read along: {people - OURSELVES} people are in it, {team} are registered as its team."
        return Finding(
            what, True, found, f"Let the lead look who should leave, or run huiyin invite {code} member --name NAME."
        )
    return Finding(what, True, "The bot may write there.")


def present(ours: dict[str, Any]) -> bool:
    """``ours`` is the Bot API's ChatMember of the bot itself."""
    return ours["status"] not in ("left", "kicked") and bool(ours.get("is_member", True))


def may_write(ours: dict[str, Any], permissions: dict[str, Any]) -> bool:
    """``permissions``, a ChatPermissions, are those of everybody; they bind no admin."""
    if ours["status"] in ("creator", "administrator"):
        return True
    return all(bool(each.get("can_send_messages", True)) for each in (ours, permissions))
