"""The judge of made-up updates finds what is planted."""

from contextlib import nullcontext, suppress
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from aiogram.exceptions import TelegramAPIError

from cases.model import Event, Kind, Role
from storage.tables import cases, inbox
from storage.work import Unit
from tests.fuzz.canaries import CANARY
from tests.fuzz.judge import Fault
from tests.fuzz.scene import REAL, Scene


async def one_of(unit: Unit, kind: Kind) -> tuple[int, int]:
    """A case of this kind, behind its enterprise."""
    rows = await unit.run(sa.select(cases.c.enterprise_id, cases.c.id).where(cases.c.kind == kind))
    enterprise, case = next(map(tuple, rows))
    return enterprise, case


async def words_of(scene: Scene, kind: Kind) -> tuple[str, int]:
    """A canary out of a case of this kind, and the case's enterprise."""
    async with scene.house.app.storage.reading() as unit:
        enterprise, case = await one_of(unit, kind)
        entries = await (await unit.enterprise(enterprise)).entries.of(case)
    return CANARY.findall(entries[0].text)[0], enterprise


async def group_of(scene: Scene, enterprise: int) -> int:
    async with scene.house.app.storage.reading() as unit:
        homes = {await unit.identities.group(chat): chat for chat in scene.cast.groups}
    return homes[enterprise]


async def who_is(scene: Scene, role: Role, enterprise: int) -> int:
    """The chat of one who has that role alone."""
    async with scene.house.app.storage.reading() as unit:
        places = [(chat, await unit.identities.members(chat)) for chat in scene.cast.staff]
    return next(chat for chat, [one] in places if one.enterprise == enterprise and one.roles == {role})


async def make(scene: Scene, kind: Kind | None, other: Kind | None) -> None:
    """Cases of the one kind are of the other from now on."""
    async with scene.house.app.storage.unit() as unit:
        await unit.run(sa.update(cases).where(cases.c.kind.is_not_distinct_from(kind)).values(kind=other))


async def hears(scene: Scene, chat: int, text: str) -> None:
    """The bot says it there, whoever may hear it."""
    with suppress(TelegramAPIError):
        await scene.house.app.bot.send_message(chat, text)
    await scene.judge.look()


async def writes(scene: Scene, text: str) -> None:
    person = scene.house.world.people[scene.cast.workers[0]].as_user()
    chat = {"id": person["id"], "type": "private", "first_name": "P"}
    message = {"message_id": 7, "date": 1, "chat": chat, "from": person, "text": text}
    await scene.give([(REAL, {"message": message})], fetched=True)


async def test_all_is_well_when_nothing_is_planted(scene: Scene) -> None:
    await writes(scene, "A lamp would help")
    words, enterprise = await words_of(scene, Kind.SUGGESTION)
    await hears(scene, await group_of(scene, enterprise), f"A card: {words}")


async def test_a_handler_that_raises_is_found(scene: Scene) -> None:
    async def breaks(*_: Any) -> None:
        raise ValueError

    scene.house.app.handling.dispatcher.message.outer_middleware(breaks)
    with pytest.raises(Fault, match=r"update failed.*update parked"):
        await writes(scene, "A lamp would help")


async def test_a_lost_update_is_found(scene: Scene) -> None:
    async with scene.house.app.storage.unit() as unit:
        lost = sa.select(inbox.c.id).limit(1).scalar_subquery()
        await unit.run(sa.delete(inbox).where(inbox.c.id == lost))
    with pytest.raises(Fault, match="handed over"):
        await scene.judge.look()


async def test_an_update_that_was_never_stored_is_found(scene: Scene) -> None:
    scene.house.received.add(1)
    with pytest.raises(Fault, match="handed over"):
        await scene.judge.look()


async def test_an_idea_in_another_enterprises_group_is_found(scene: Scene) -> None:
    words, enterprise = await words_of(scene, Kind.SUGGESTION)
    here = await group_of(scene, enterprise)
    for chat in set(scene.cast.groups) - {here}:
        with pytest.raises(Fault, match=f"{words}, said in .*, came to {chat}"):
            await hears(scene, chat, f"A card: {words}")


async def test_a_grievance_in_its_own_enterprises_group_is_found(scene: Scene) -> None:
    words, enterprise = await words_of(scene, Kind.GRIEVANCE)
    with pytest.raises(Fault, match=f"{words}, said in"):
        await hears(scene, await group_of(scene, enterprise), f"A card: {words}")


async def test_the_independent_contact_reads_a_grievance_once_the_worker_let_them_know(scene: Scene) -> None:
    words, enterprise = await words_of(scene, Kind.GRIEVANCE)
    contact = await who_is(scene, Role.INDEPENDENT, enterprise)
    async with scene.house.app.storage.unit() as unit:
        await unit.run(sa.update(cases).values(harm=False))  # who was hurt is heard by them at once
    await scene.judge.look()
    for reads in (False, True):
        async with scene.house.app.storage.unit() as unit:
            event = Event((await one_of(unit, Kind.GRIEVANCE))[1], "retaliation", unit.at, data={"reads": reads})
            await (await unit.enterprise(enterprise)).events.add(event)
        with nullcontext() if reads else pytest.raises(Fault, match=f"{words}, said in"):
            await hears(scene, contact, words)


async def test_words_at_a_colleague_or_a_stranger_are_found(scene: Scene) -> None:
    words, _ = await words_of(scene, Kind.SUGGESTION)
    for chat in {scene.cast.strangers[0], *scene.cast.workers} - scene.judge.canaries.said[words]:
        with pytest.raises(Fault, match=f"{words}, said in"):
            await hears(scene, chat, words)


async def test_a_message_that_left_before_its_case_was_sorted_is_no_fault_and_a_later_one_is(scene: Scene) -> None:
    words, enterprise = await words_of(scene, Kind.SUGGESTION)
    handler = await who_is(scene, Role.HANDLER, enterprise)
    await make(scene, Kind.SUGGESTION, None)
    await scene.judge.look()
    await make(scene, None, Kind.SUGGESTION)
    await hears(scene, handler, f"Not sorted yet: {words}")
    with pytest.raises(Fault, match=f"{words}, said in"):
        await hears(scene, handler, f"Not sorted yet: {words}")


async def test_a_message_to_nobody_is_found(scene: Scene) -> None:
    scene.house.world.add_person("Nobody")
    with pytest.raises(Fault, match="who never came"):
        await hears(scene, 999_999, "Hello")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Hello {name}", "placeholders"),
        ("ValueError: no row", "nothing to say to people"),
        ("Traceback (most recent call last)", "nothing to say to people"),
        ("x" * 4097, "too long"),
        ("", "empty"),
    ],
)
async def test_what_nobody_should_read_is_found(scene: Scene, text: str, why: str) -> None:
    worker = scene.cast.workers[0]
    with pytest.raises(Fault, match=why):
        await hears(scene, worker, text)


async def test_an_alarm_in_the_log_is_found(scene: Scene) -> None:
    structlog.get_logger().warning("tick failed", error="KeyError")
    with pytest.raises(Fault, match="tick failed"):
        await scene.judge.look()


async def test_what_no_library_can_read_has_to_be_set_aside(scene: Scene) -> None:
    await scene.give([("damaged", {"message": "no message"})], fetched=False)
    scene.judge.unreadable.clear()
    scene.judge._aside.clear()
    with pytest.raises(Fault, match=r"set aside: \[1"):
        await scene.judge.look()
