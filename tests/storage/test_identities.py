import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from cases.errors import InviteInvalid, NotFound, RuleBroken
from cases.model import LONGEST_NAME, Case, Flag, Member, Role
from cases.ports import Address, Draft, Enterprise, Invite, Message, ToMember, Worker
from storage import KeyRing, Storage, closing
from storage.errors import JoinRefused
from storage.plain import packed
from storage.staff import Person
from storage.tables import cases, invites, members, workers
from storage.vault import new_key_line
from tests.databases import Database
from tests.storage.conftest import BOT, MONDAY, Now, a_case, an_enterprise, bind_group, join


async def test_a_worker_is_known_by_the_chat_alone(storage: Storage, dawn: Enterprise) -> None:
    async with storage.unit() as unit:
        assert await unit.identities.worker(5) is None
        await unit.identities.keep_worker(5, Worker(dawn.id, "en"))
        await unit.identities.keep_worker(5, Worker(dawn.id, "zh_Hans"))
        assert await unit.identities.worker(5) == Worker(dawn.id, "zh_Hans")
        assert await unit.identities.worker(6) is None
        await unit.identities.forget_worker(5)
    async with storage.unit() as unit:
        assert await unit.identities.worker(5) is None


async def test_one_look_tells_who_speaks(storage: Storage, dawn: Enterprise) -> None:
    ben = await join(storage, dawn, 77, Role.LEAD)
    async with storage.unit() as unit:
        await unit.identities.keep_worker(5, Worker(dawn.id, "en"))
        await unit.drafts.save(Address(5, "en"), 5, Draft("report", {"text": "词"}), MONDAY)
    async with storage.unit() as unit:
        assert await unit.drafts.load(5, 5) == Draft("report", {"text": "词"})
        assert await unit.identities.worker(5) == Worker(dawn.id, "en")
        assert await unit.identities.members(5) == []
        assert await unit.drafts.load(77, 77) is None
        assert await unit.identities.worker(77) is None
        assert await unit.identities.members(77) == [ben]
        await unit.identities.forget_worker(5)
        assert await unit.identities.worker(5) is None


async def test_rows_of_people_have_one_length(storage: Storage, dawn: Enterprise) -> None:
    """Else the length of a row would tell the language, how long a name is, and beside a mode whose."""
    for chat, language in ((5, "en"), (7_788_990_011, "zh_Hans")):
        async with storage.unit() as unit:
            await unit.identities.keep_worker(chat, Worker(dawn.id, language))
    await join(storage, dawn, 6, Role.LEAD, name="Bo")
    await join(storage, dawn, 7_788_990_022, Role.MEMBER, name="Maximiliana von Hohenlohe")
    longest = Person("🧯" * 99, Address(-(10**15), "zh_Hans"), "9" * 99)
    await accepted(storage, dawn, longest, Role.MANAGER)
    for name in ("", "Lin", '"' * 99, "🧯" * 99, "\x01" * LONGEST_NAME):
        await signed(storage, await a_case(storage, dawn), name)
        await storage.admin.invite(invitation(dawn, Person(name, Address(0, ""), name), *Role))
    tables = {workers: 2, members: 3, cases: 5, invites: 5}
    async with storage.reading() as unit:
        found = [(await unit.run(sa.select(table.c.sealed))).scalars().all() for table in tables]
    assert [(len(rows), len({len(sealed) for sealed in rows})) for rows in found] == [(n, 1) for n in tables.values()]


async def signed(storage: Storage, case: Case, name: str) -> None:
    async with storage.unit() as unit:
        await (await unit.enterprise(case.enterprise)).cases.save(replace(case, name=name))


async def test_an_invitation_of_a_former_version_still_works(storage: Storage, dawn: Enterprise) -> None:
    """It was not padded, and the oldest hold no number."""
    person = Person("Ben", Address(77, "en"))
    token = await storage.admin.invite(invitation(dawn, person, Role.LEAD))
    async with storage.unit() as unit:
        secret = await unit.shared.keys.enterprise(unit.connection, dawn.id)
        tag = (await unit.run(sa.select(invites.c.tag))).scalar_one()
        await unit.run(sa.update(invites).values(sealed=secret.seal("invites", packed(["Ben", ["lead"], []]), tag)))
    async with storage.unit() as unit:
        ben = await unit.identities.accept(token, person.address, MONDAY)
    assert (ben.name, ben.roles, ben.phone) == ("Ben", frozenset({Role.LEAD}), "")


async def test_a_number_comes_with_an_invitation_and_stays_until_another_comes(
    storage: Storage, dawn: Enterprise
) -> None:
    for phone, known in (("+86 138 0000 0000", "+86 138 0000 0000"), ("", "+86 138 0000 0000"), ("8001", "8001")):
        ben = await accepted(storage, dawn, Person("Ben", Address(77, "en"), phone), Role.LEAD)
        assert ben.phone == known
    async with storage.unit() as unit:
        await unit.identities.set_language(77, "zh_Hans")
        assert [(one.phone, one.language) for one in await unit.identities.members(77)] == [("8001", "zh_Hans")]


def invitation(firm: Enterprise, person: Person, *roles: Role) -> Invite:
    expires = MONDAY + timedelta(1)
    return Invite(firm.id, frozenset(roles), frozenset(), person.name, group=False, expires=expires, phone=person.phone)


async def accepted(storage: Storage, firm: Enterprise, person: Person, role: Role) -> Member:
    token = await storage.admin.invite(invitation(firm, person, role))
    async with storage.unit() as unit:
        return await unit.identities.accept(token, person.address, MONDAY)


async def test_who_joined_before_numbers_were_asked_for_has_none(storage: Storage, dawn: Enterprise) -> None:
    """Rows and invitations of former versions hold three things."""
    ben = await accepted(storage, dawn, Person("Ben", Address(77, "en"), "8001"), Role.LEAD)
    async with storage.unit() as unit:
        secret = await unit.shared.keys.enterprise(unit.connection, dawn.id)
        tag = (await unit.run(sa.select(members.c.tag))).scalar_one()
        old = secret.seal("members", packed(["Ben", 77, "en"], 512), tag)
        await unit.run(sa.update(members).values(sealed=old))
    async with storage.reading() as unit:
        assert await unit.identities.members(77) == [replace(ben, phone="")]


async def test_an_invitation_works_once(storage: Storage, dawn: Enterprise) -> None:
    invite = Invite(
        dawn.id, frozenset({Role.LEAD}), frozenset({Flag.WOMAN}), "Ben", group=False, expires=MONDAY + timedelta(1)
    )
    token = await storage.admin.invite(invite)
    async with storage.unit() as unit:
        assert await unit.identities.peek_invite(token, MONDAY) == invite
        ben = await unit.identities.accept(token, Address(77, "en"), MONDAY)
        assert ben == Member(ben.id, dawn.id, "Ben", frozenset({Role.LEAD}), frozenset({Flag.WOMAN}), "en")
    async with storage.unit() as unit:
        with pytest.raises(InviteInvalid):
            await unit.identities.accept(token, Address(78, "en"), MONDAY)
        with pytest.raises(InviteInvalid):
            await unit.identities.peek_invite(token, MONDAY)


async def test_an_expired_or_unknown_invitation_is_invalid(storage: Storage, dawn: Enterprise) -> None:
    token = await storage.admin.invite(Invite(dawn.id, frozenset(), frozenset(), "", group=False, expires=MONDAY))
    async with storage.unit() as unit:
        for one in (token, "unknown"):
            with pytest.raises(InviteInvalid):
                await unit.identities.peek_invite(one, MONDAY)


async def test_an_invitation_is_for_a_person_or_for_a_group(storage: Storage, dawn: Enterprise) -> None:
    expires = MONDAY + timedelta(1)
    person, group = [
        await storage.admin.invite(Invite(dawn.id, frozenset(), frozenset(), "", group=group, expires=expires))
        for group in (False, True)
    ]
    async with storage.unit() as unit:
        with pytest.raises(InviteInvalid):
            await unit.identities.accept(group, Address(77, "en"), MONDAY)
        with pytest.raises(InviteInvalid):
            await unit.identities.bind_group(person, Address(-9, "en"), MONDAY)


async def test_nobody_is_invited_to_an_unknown_enterprise(storage: Storage) -> None:
    with pytest.raises(NotFound):
        await storage.admin.invite(Invite(404, frozenset(), frozenset(), "", group=False, expires=MONDAY))


async def test_a_second_invitation_adds_roles(storage: Storage, dawn: Enterprise, foreign: Enterprise) -> None:
    first = await join(storage, dawn, 77, Role.MEMBER, name="Ben", flags=frozenset({Flag.HR}))
    second = await join(storage, dawn, 77, Role.LEAD, name="")
    assert second == Member(first.id, dawn.id, "Ben", frozenset({Role.MEMBER, Role.LEAD}), frozenset({Flag.HR}), "en")
    third = await join(storage, foreign, 77, Role.COACH, name="Benjamin")
    async with storage.unit() as unit:
        assert await unit.identities.members(77) == [second, third]


async def test_who_left_keeps_the_name_and_loses_the_roles(storage: Storage, dawn: Enterprise) -> None:
    ben = await join(storage, dawn, 77, Role.LEAD, name="Ben", flags=frozenset({Flag.HR}))
    async with storage.unit() as unit:
        staff = (await unit.enterprise(dawn.id)).staff
        await staff.end(ben.id, MONDAY)
        assert await staff.get(ben.id) == Member(ben.id, dawn.id, "Ben", frozenset(), frozenset(), "en")
        assert await staff.all() == []
        assert await unit.identities.members(77) == []
        with pytest.raises(NotFound):
            await staff.end(ben.id, MONDAY)


async def ends(storage: Storage, member: Member, days: int = 0) -> date:
    """The day on which somebody leaves."""
    async with storage.unit() as unit:
        await (await unit.enterprise(member.enterprise)).staff.end(member.id, MONDAY + timedelta(days))
    return (MONDAY + timedelta(days)).date()


async def test_who_is_back_has_what_they_left_with_as_former_in_that_enterprise_alone(
    storage: Storage, dawn: Enterprise, foreign: Enterprise
) -> None:
    for days in (0, 2):
        last = await ends(storage, await join(storage, dawn, 77, Role.LEAD, flags=frozenset({Flag.HR})), days)
    assert (await join(storage, foreign, 77, Role.LEAD)).former == {}
    assert (await join(storage, dawn, 78, Role.LEAD)).former == {}
    back = await join(storage, dawn, 77, Role.MEMBER)
    assert back.roles | back.flags == {Role.MEMBER}
    assert back.former == {Flag.HR: last, Role.LEAD: last}


async def test_who_is_back_is_the_one_who_left(storage: Storage, dawn: Enterprise) -> None:
    """By the name of the new invitation, reached where they are now, with a digest to come."""
    ben = await join(storage, dawn, 77, Role.LEAD, name="Ben")
    await ends(storage, ben)
    async with storage.unit() as unit:
        await unit.identities.lose_chat(77)
    back = await join(storage, dawn, 77, Role.MEMBER, name="Benjamin")
    assert (back.id, back.name) == (ben.id, "Benjamin")
    async with storage.unit() as unit:
        staff = (await unit.enterprise(dawn.id)).staff
        assert [await staff.all(), await unit.identities.members(77)] == [[back], [back]]
        assert await staff.reachable() == {ben.id}
        found = (await unit.run(sa.select(members.c.ended_at, members.c.digest_at))).all()
        assert [tuple(row) for row in found] == [(None, MONDAY)]


async def test_who_came_back_as_another_in_former_versions_is_the_newest_of_them(
    storage: Storage, dawn: Enterprise
) -> None:
    """Then each return made a row of its own, and a row remembered only the flags of those before it."""
    ben = await join(storage, dawn, 77, Role.MANAGER)
    first = await ends(storage, ben)
    async with storage.unit() as unit:
        old = (await unit.run(sa.select(members))).mappings().one()
        newer = {"id": ben.id + 9, "roles": ["lead"], "flags": ["hr"], "ended_at": MONDAY + timedelta(7)}
        await unit.run(sa.insert(members), {**old, **newer})
    last = (MONDAY + timedelta(7)).date()
    back = await join(storage, dawn, 77, Role.HANDLER)
    assert (back.id, back.former) == (ben.id + 9, {Role.MANAGER: first, Role.LEAD: last, Flag.HR: last})


async def test_a_language_holds_in_every_place(storage: Storage, dawn: Enterprise, foreign: Enterprise) -> None:
    for enterprise in (dawn, foreign):
        await join(storage, enterprise, 77, Role.COACH)
    async with storage.unit() as unit:
        await unit.identities.set_language(77, "zh_Hans")
    async with storage.unit() as unit:
        assert [member.language for member in await unit.identities.members(77)] == ["zh_Hans", "zh_Hans"]


async def test_a_long_name_is_cut(storage: Storage, dawn: Enterprise) -> None:
    assert (await join(storage, dawn, 77, Role.LEAD, name="长" * 300)).name == "长" * 64


async def test_a_lost_chat_is_not_reachable_until_it_speaks(storage: Storage, dawn: Enterprise) -> None:
    ben = await join(storage, dawn, 77, Role.LEAD)
    async with storage.unit() as unit:
        staff = (await unit.enterprise(dawn.id)).staff
        assert await staff.reachable() == frozenset({ben.id})
        await unit.identities.lose_chat(77)
        assert await staff.reachable() == frozenset()
        await unit.identities.regain_chat(77)
        assert await staff.reachable() == frozenset({ben.id})
        await unit.outbox.say(Message(ToMember(ben.id), "hello", "hello"))


async def test_a_group_is_bound_lost_and_moved(storage: Storage, dawn: Enterprise) -> None:
    assert await _bound(storage, dawn) == [False]
    await bind_group(storage, dawn, -9)
    assert await _bound(storage, dawn) == [True]
    async with storage.unit() as unit:
        assert await unit.identities.group(-9) == dawn.id
        await unit.identities.lose_chat(-9)
    assert await _bound(storage, dawn) == [False]
    async with storage.unit() as unit:
        await unit.identities.regain_chat(-9)
        await unit.identities.move_group(-9, -100)
        await unit.identities.move_group(-404, -405)
        assert [await unit.identities.group(chat) for chat in (-9, -100, -405)] == [None, dawn.id, None]
    assert await _bound(storage, dawn) == [True]


async def test_a_group_goes_to_another_enterprise_only_when_its_own_has_left(
    storage: Storage, dawn: Enterprise, foreign: Enterprise
) -> None:
    await bind_group(storage, dawn, -9)
    with pytest.raises(RuleBroken, match="group_of_another"):
        await bind_group(storage, foreign, -9)
    assert await _bound(storage, dawn, foreign) == [True, False]
    async with storage.unit() as unit:
        await closing.mark(await unit.enterprise(dawn.id), MONDAY)
    await bind_group(storage, foreign, -9)
    assert await _bound(storage, dawn, foreign) == [False, True]


async def test_a_move_that_is_heard_of_twice_at_once_happens_once(storage: Storage, dawn: Enterprise) -> None:
    async def move(old: int) -> None:
        async with storage.unit() as unit:
            await unit.identities.move_group(old, old - 1)

    await bind_group(storage, dawn, -100)
    for chat in range(-100, -120, -1):
        await asyncio.gather(*(move(chat) for _ in range(4)))
    async with storage.unit() as unit:
        assert await unit.identities.group(-120) == dawn.id


async def test_two_groups_bound_at_once_leave_one(storage: Storage, dawn: Enterprise) -> None:
    for first in range(-200, -240, -2):
        await asyncio.gather(*(bind_group(storage, dawn, chat) for chat in (first, first - 1)))
        async with storage.unit() as unit:
            homes = [await unit.identities.group(chat) for chat in (first, first - 1)]
        assert sorted(homes, key=str) == [dawn.id, None]


async def test_a_unit_sees_what_it_changed_itself(storage: Storage, dawn: Enterprise) -> None:
    await bind_group(storage, dawn, -9)
    async with storage.unit() as unit:
        assert (await unit.enterprise(dawn.id)).enterprise.group_bound
        await unit.identities.lose_chat(-9)
        assert not (await unit.enterprise(dawn.id)).enterprise.group_bound


async def test_a_binding_that_was_undone_is_not_remembered(storage: Storage, dawn: Enterprise) -> None:
    expires = MONDAY + timedelta(1)
    token = await storage.admin.invite(Invite(dawn.id, frozenset(), frozenset(), "", group=True, expires=expires))

    async def bind_and_fail() -> None:
        async with storage.unit() as unit:
            await unit.identities.bind_group(token, Address(-9, "en"), MONDAY)
            assert (await unit.enterprise(dawn.id)).enterprise.group_bound
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await bind_and_fail()
    assert await _bound(storage, dawn) == [False]
    async with storage.unit() as unit:
        await unit.identities.bind_group(token, Address(-9, "en"), MONDAY)
    assert await _bound(storage, dawn) == [True]


async def test_a_rotated_ring_still_knows_everybody(database: Database, now: Now) -> None:
    old, new = new_key_line(), new_key_line()
    async with Storage.open(database.url, KeyRing.parse(old), BOT, now) as storage:
        dawn = await storage.admin.add_enterprise(an_enterprise())
        ben = await join(storage, dawn, 77, Role.LEAD)
        case = await a_case(storage, dawn, chat=5)
        async with storage.unit() as unit:
            await unit.identities.keep_worker(5, Worker(dawn.id, "en"))
        async with storage.unit() as unit:
            digits = await (await unit.enterprise(dawn.id)).receipts.issue(case.id)
    async with Storage.open(database.url, KeyRing.parse(f"{new}\n{old}"), BOT, now) as storage:
        assert await storage.admin.rewrap_keys() > 0
        assert await storage.admin.rewrap_keys() == 0
    async with Storage.open(database.url, KeyRing.parse(new), BOT, now) as storage:
        async with storage.unit() as unit:
            assert await unit.drafts.load(5, 5) is None
            assert await unit.identities.worker(5) == Worker(dawn.id, "en")
            assert await unit.identities.members(77) == [ben]
            work, found = await unit.case_of_receipt(digits)
            assert found == case
            assert await work.cases.mine(unit.identities.own_tags(5)) == [case]
        async with storage.unit() as unit:
            await unit.identities.keep_worker(5, Worker(dawn.id, "zh_Hans"))
        async with storage.unit() as unit:
            assert await unit.identities.worker(5) == Worker(dawn.id, "zh_Hans")


async def _bound(storage: Storage, *enterprises: Enterprise) -> list[bool]:
    async with storage.reading() as unit:
        return [(await unit.enterprise(one.id)).enterprise.group_bound for one in enterprises]


async def test_no_transaction_writes_the_rows_of_one_person_as_worker_and_as_staff(
    storage: Storage, dawn: Enterprise
) -> None:
    await join(storage, dawn, 77, Role.LEAD)

    async def write_both() -> None:
        async with storage.unit() as unit:
            await unit.identities.set_language(77, "zh_Hans")
            await unit.identities.keep_worker(77, Worker(dawn.id, "zh_Hans"))

    with pytest.raises(JoinRefused):
        await write_both()
