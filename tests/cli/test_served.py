"""Whether an enterprise can be served, and what its office should think of."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cases import policy
from cases.calendar import Calendar, Override
from cases.model import Flag, Member, Role
from cases.ports import Address, Enterprise, Invite
from cli import served
from cli.finding import Finding
from cli.keep import GROUP, invitation
from sandbox.client import Client, Phone
from storage import Storage
from tests.cli.conftest import Huiyin, answer, with_storage
from tests.cli.test_doctor import findings

WHOLE = [Role.LEAD, Role.HANDLER, Role.HANDLER, Role.INDEPENDENT, Role.MANAGER, Role.COACH]
DAWN = Enterprise(1, "DAWN", "Dawn", Calendar("Asia/Shanghai"), policy.DEFAULT, 80, group="known")

NEW_YEAR, LATER = date(2026, 1, 1), datetime(2027, 3, 1, tzinfo=UTC)


def a_handler(*flags: Flag, roles: frozenset[Role] = frozenset()) -> Member:
    return Member(7, 1, "", roles | {Role.HANDLER}, frozenset(flags))


def test_an_enterprise_is_live_when_everybody_is_there() -> None:
    staff = [Member(number, 1, "", frozenset({role})) for number, role in enumerate(WHOLE)]
    assert served.live(DAWN, staff).well is True
    assert [served.live(DAWN, staff[:place] + staff[place + 1 :]).well for place in range(len(staff))] == [False] * 6


def test_handlers_should_have_a_woman_among_them() -> None:
    assert served.handlers(DAWN, [a_handler(), a_handler(Flag.WOMAN)]) == []
    [advice] = served.handlers(DAWN, [a_handler(), a_handler()])
    assert str(advice) == (
        "note handlers of DAWN: No woman is among them. "
        "Invite one, or set the flag of one who is there: huiyin people DAWN."
    )


def test_whom_nobody_named_is_told_with_the_way_to_a_name() -> None:
    named, unnamed = Member(3, 1, "Ana", frozenset({Role.LEAD})), Member(4, 1, "\u200b", frozenset({Role.MANAGER}))
    assert served.names(DAWN, [named]) == []
    [wrong] = served.names(DAWN, [named, unnamed, a_handler()])
    assert str(wrong) == (
        "BAD  names at DAWN: 4 (manager), 7 (handler) have none: texts that name people have a gap. "
        "Run huiyin invite DAWN ROLE --name NAME with that part, and let the person open the link: it sets the name."
    )
    assert served.names(replace(DAWN, closed_at=LATER), [unnamed]) == []


def test_doctor_looks_at_the_names(huiyin: Huiyin, environment: dict[str, str]) -> None:
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    with_storage(environment, a_nameless_lead)
    assert findings(huiyin)["names at DAWN"]["well"] is False
    assert huiyin("people", "DAWN").stdout.split()[1:] == ["(no", "name):", "lead"]
    assert huiyin("leave", "DAWN", "1", answer="n\n").stderr.startswith("(no name) then has no role")
    with_storage(environment, lambda storage: joined(storage, invitation(1, Role.LEAD, "Ana", [])))
    assert "names at DAWN" not in findings(huiyin)
    assert huiyin("people", "DAWN").stdout.split()[1:] == ["Ana:", "lead"]


async def a_nameless_lead(storage: Storage) -> None:
    """As invitations of version 0.1.0 made them."""
    await joined(storage, replace(invitation(1, Role.LEAD, "Ana", []), name=""))


async def joined(storage: Storage, invite: Invite) -> None:
    [firm] = await storage.admin.enterprises()
    token = await storage.admin.invite(replace(invite, enterprise=firm.id))
    async with storage.unit() as unit:
        await unit.identities.accept(token, Address(5, "en"), datetime.now(UTC))


@pytest.mark.parametrize(
    "close", [a_handler(Flag.WOMAN, Flag.OWNERS_FAMILY), a_handler(Flag.WOMAN, roles=frozenset({Role.MANAGER}))]
)
def test_handlers_should_not_be_the_owner_or_of_the_owners_family(close: Member) -> None:
    others = Member(3, 1, "", frozenset({Role.MANAGER}), frozenset({Flag.OWNERS_FAMILY}))
    assert served.handlers(DAWN, [a_handler(Flag.WOMAN), others]) == []
    [advice] = served.handlers(DAWN, [a_handler(), close])
    assert (advice.well, advice.found) == (True, "One of them is the owner, a manager or of the owner's family.")


def test_days_off_of_the_weeks_to_come_should_be_confirmed() -> None:
    dawn = replace(DAWN, calendar=DAWN.calendar.with_year(2026, {NEW_YEAR: Override(False, "")}, provisional=False))
    assert served.holidays(dawn, datetime(2026, 12, 1, tzinfo=UTC)) == []
    [advice] = served.holidays(dawn, datetime(2026, 12, 2, tzinfo=UTC))
    assert (advice.well, advice.found) == (True, "The days off of 2027 are not confirmed.")
    assert served.holidays(replace(dawn, closed_at=datetime(2026, 12, 1, tzinfo=UTC)), LATER) == []


def test_nobody_of_the_owners_family_is_invited_as_a_handler(huiyin: Huiyin) -> None:
    done = huiyin(
        "invite", "DAWN", "handler", "--name", "Ana", "--flag", "owners_family", HUIYIN_API_BASE="http://127.0.0.1:1"
    )
    said = "Handlers read grievances: nobody of the owner's family can be one. Invite somebody else.\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    assert (
        answer(huiyin("invite", "DAWN", "member", "--name", "Ana", "--flag", "owners_family", "--json"))["role"]
        == "member"
    )


@pytest.mark.parametrize(
    ("ours", "permissions", "there", "writes"),
    [
        ({"status": "member"}, {"can_send_messages": True}, True, True),
        ({"status": "member"}, {"can_send_messages": False}, True, False),
        ({"status": "administrator"}, {"can_send_messages": False}, True, True),
        ({"status": "restricted", "is_member": True, "can_send_messages": False}, {}, True, False),
        ({"status": "restricted", "is_member": False, "can_send_messages": True}, {}, False, True),
        ({"status": "kicked"}, {}, False, True),
        ({"status": "left"}, {}, False, True),
    ],
)
def test_what_telegram_says_of_the_bot_in_a_group(
    ours: dict[str, Any], permissions: dict[str, Any], there: bool, writes: bool
) -> None:
    assert (served.present(ours), served.may_write(ours, permissions)) == (there, writes)


def test_doctor_asks_about_the_group(huiyin: Huiyin, environment: dict[str, str], base: str) -> None:
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    chat = played(base, a_group)
    with_storage(environment, lambda storage: bound(storage, chat))
    assert findings(huiyin)["group of DAWN"] == Finding("group of DAWN", True, "The bot may write there.").as_json()
    played(base, lambda client: in_the_group(client, chat, "Ben", "join"))
    strangers = findings(huiyin)["group of DAWN"]
    assert strangers["found"] == "Others read along: 2 people are in it, 1 are registered as its team."
    assert strangers["do"] == "Let the lead look who should leave, or run huiyin invite DAWN member --name NAME."
    played(base, lambda client: in_the_group(client, chat, "Ana", "kick_bot"))
    gone = findings(huiyin)["group of DAWN"]
    assert (gone["well"], gone["found"]) == (False, "The bot is not in it any more.")
    said = huiyin("doctor").stdout
    assert (str(chat) in said, "Press shop" in said) == (False, False)
    assert "group of DAWN" not in findings(huiyin, HUIYIN_API_BASE="http://127.0.0.1:1")


def played(base: str, scene: Callable[[Client], Awaitable[int]]) -> int:
    async def connected() -> int:
        async with Client.connected(base) as client:
            return await scene(client)

    return asyncio.run(connected())


async def a_group(client: Client) -> int:
    ana = await client.person("Ana")
    chat = await client.group("Press shop", ana)
    await ana.inside(chat).does("add_bot")
    return chat


async def in_the_group(client: Client, chat: int, name: str, act: str) -> int:
    phone: Phone = await client.person(name)
    await phone.inside(chat).does(act)
    return chat


async def bound(storage: Storage, chat: int) -> None:
    """The group, with one of the two who will be in it as its team."""
    at = datetime.now(UTC)
    [firm] = await storage.admin.enterprises()
    member = await storage.admin.invite(invitation(firm.id, Role.LEAD, "Ana", []))
    group = await storage.admin.invite(invitation(firm.id, GROUP, "", []))
    async with storage.unit() as unit:
        await unit.identities.accept(member, Address(5, "en"), at)
        await unit.identities.bind_group(group, Address(chat, "en"), at)
