"""Two enterprises with their people: all have come in as people do, by poster, invitation and group link."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from cases import policy
from cases.calendar import Calendar
from cases.model import Flag, Role
from cases.ports import Enterprise, Invite
from sandbox.acts import perform
from sandbox.people import Chat
from sandbox.world import World
from tests.fuzz.house import House

STAFF: Sequence[tuple[Role, frozenset[Flag]]] = (
    (Role.LEAD, frozenset()),
    (Role.MEMBER, frozenset({Flag.LINE_LEADER})),
    (Role.HANDLER, frozenset({Flag.WOMAN})),
    (Role.HANDLER, frozenset({Flag.HR})),
    (Role.MANAGER, frozenset()),
    (Role.INDEPENDENT, frozenset()),
    (Role.COACH, frozenset()),
    (Role.OFFICE, frozenset()),
)
FIRMS = {"DAWN": "supergroup", "ELSE": "group"}
"""Each with the kind of its group."""
WORKERS, STRANGERS = 4, 3
IN_GROUP = 2
"""So many of the staff, lead and member, and one worker sit in the group."""


@dataclass
class Cast:
    """Everybody by their Telegram ids. ``links`` are start payloads that were used or are still good."""

    workers: list[int] = field(default_factory=list)
    staff: list[int] = field(default_factory=list)
    strangers: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def people(self) -> list[int]:
        return self.workers + self.staff + self.strangers


async def a_cast(house: House) -> Cast:
    cast = Cast()
    for code, chat_type in FIRMS.items():
        await _firm(house, cast, code, chat_type)
    cast.strangers = [_person(house.world, "Stranger") for _ in range(STRANGERS)]
    nobodys = house.world.add_group("Nobody's", cast.strangers)
    perform(house.world, cast.strangers[0], "add_bot", nobodys.id)
    cast.groups.append(nobodys.id)
    await house.quiet()
    for chat in cast.groups:
        house.world.chats[chat].members[house.world.bot.id] = "administrator"  # it hears every word
    return cast


async def _firm(house: House, cast: Cast, code: str, chat_type: str) -> None:
    languages = ("en", "zh_Hans")
    given = Enterprise(0, code, f"{code} Works", Calendar("Asia/Shanghai"), policy.DEFAULT, 120, languages=languages)
    firm = (await house.app.storage.admin.add_enterprise(given)).id
    staff = [await _joins(house, cast, firm, role, flags) for role, flags in STAFF]
    workers = [_person(house.world, "Worker") for _ in range(WORKERS)]
    for worker in workers:
        perform(house.world, worker, "start", payload=code)
    group = house.world.add_group(f"{code} team", [*staff[:IN_GROUP], workers[0]], chat_type)
    link = f"g_{await _token(house, firm, group=True)}"
    perform(house.world, staff[0], "add_bot", group.id, payload=link)
    cast.links += [code, link, f"i_{await _token(house, firm, Role.MEMBER)}"]
    cast.staff, cast.workers, cast.groups = cast.staff + staff, cast.workers + workers, [*cast.groups, group.id]
    await house.quiet()


async def _joins(house: House, cast: Cast, firm: int, role: Role, flags: frozenset[Flag]) -> int:
    person, link = _person(house.world, role.title()), f"i_{await _token(house, firm, role, flags=flags)}"
    perform(house.world, person, "start", payload=link)
    await house.quiet()
    perform(house.world, person, "press", label=buttons(house.world.chats[person])[-2][1]["text"])
    cast.links.append(link)
    await house.quiet()
    return person


async def _token(
    house: House, firm: int, *roles: Role, flags: frozenset[Flag] = frozenset(), group: bool = False
) -> str:
    invite = Invite(firm, frozenset(roles), flags, "Person", group, house.app.clock.now() + timedelta(days=300))
    return await house.app.storage.admin.invite(invite)


def _person(world: World, name: str) -> int:
    return world.add_person(name, language_code="en").id


def buttons(chat: Chat) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every button under a message with that message, oldest first."""
    shown = [message for message in chat.messages.values() if "reply_markup" in message]
    rows = [(message, row) for message in shown for row in message["reply_markup"].get("inline_keyboard", [])]
    return [(message, button) for message, row in rows for button in row if "callback_data" in button]
