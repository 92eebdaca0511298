"""What a worker does waits for its release: until then, whatever staff try, nothing tells that it was done."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cases.actions.add import add
from cases.actions.check_in import want_check_ins
from cases.actions.rate import rate
from cases.actions.retaliation import report
from cases.actions.submit import Submission, submit
from cases.actions.withdraw import withdraw
from cases.model import MediaKind, Mode, Protection, Verdict
from cases.ports import Message, ToWorker
from storage.marks import Marks
from tests.cases.actions.plant import ANA
from tests.databases import fresh_sqlite
from tests.privacy.doors import Knock, Target, doors
from tests.privacy.town import HANDLERS, SECRETS, Person, Secret, Town, a_town
from tests.privacy.trespass import Trespass

Deed = Callable[[Town, int], Awaitable[None]]
Felt = dict[tuple[str, str], tuple[str, str, bool]]


def done(action: Callable[..., Awaitable[Any]], *given: Any) -> Deed:
    async def deed(town: Town, case: int) -> None:
        async with town.plant.work() as work:
            await action(work, case, *given, town.plant.now)

    return deed


def added(kind: MediaKind, words: str = "") -> Deed:
    async def deed(town: Town, case: int) -> None:
        async with town.plant.storage.unit() as unit:
            file = await unit.media.expect(case, kind, "source", 9)
            await add(await unit.enterprise(town.plant.enterprise), case, words, (file.id,), town.plant.now)

    return deed


async def forgotten(town: Town, case: int) -> None:
    async with town.plant.work() as work:
        await work.replies.end(case)


async def opened(town: Town, case: int) -> None:
    async with town.plant.work() as work:
        await work.replies.tell(case, 1)


async def blocked(town: Town, case: int) -> None:
    """What is said there next can't be delivered."""
    storage = town.plant.storage
    async with town.plant.work() as work:
        await work.outbox.say(Message(ToWorker(case), "knock", "blocked"))
    lease = await storage.leases.take("sender", "town")
    assert lease
    claimed = await storage.outbox_queue.claim(lease, 50)
    assert [each.address.chat for each in claimed] == [ANA.chat]
    await storage.outbox_queue.mark(Marks(unreachable=claimed))
    await storage.leases.release(lease)


DEEDS: dict[str, tuple[str, Deed]] = {
    "adds a recording": ("idea", added(MediaKind.VOICE)),
    "adds a film": ("idea", added(MediaKind.VIDEO)),
    "adds words and a photo": ("idea", added(MediaKind.PHOTO, "More words")),
    "adds a recording to a grievance": ("harm", added(MediaKind.VOICE)),
    "takes it back": ("idea", done(withdraw)),
    "judges it": ("solved", done(rate, Verdict.NOT)),
    "erases the way back": ("solved", forgotten),
    "opens the answer": ("solved", opened),
    "blocks the bot": ("solved", blocked),
    "says that somebody punishes": ("harm", done(report, Protection.TALK)),
    "wants to be asked later": ("harm", done(want_check_ins)),
}


@pytest.fixture
async def town(sqlite_template: Path, tmp_path: Path) -> AsyncGenerator[Town]:
    async with a_town(fresh_sqlite(sqlite_template, tmp_path)) as town:
        yield town


UNSORTED = Secret("unsorted", {"kind": None}, HANDLERS)


async def wordless(town: Town, kind: MediaKind) -> int:
    """A file alone, sent by who did not know what it is, has just reached the handlers."""
    plant = town.plant
    async with plant.storage.unit() as unit:
        case = await unit.new_case_id()
        file = await unit.media.expect(case, kind, "source", 9)
        given = Submission(case, None, Mode.ANSWER_HERE, ANA, media=(file.id,))
        await submit(await unit.enterprise(plant.enterprise), given, plant.now)
    await plant.until("2026-03-02 16:30")
    number = (await plant.case(case)).number
    town.targets[UNSORTED.name] = replace(town.targets["harm"], case=case, number=number)
    return case


def readers(town: Town, of: str) -> list[Person]:
    secret = next(each for each in (*SECRETS, UNSORTED) if each.name == of)
    return [person for person in town.everybody() if person.may_read(secret)]


def knocks(target: Target) -> list[Knock]:
    """Everything staff can send or press, each once."""
    of_staff = [door for door in doors() if "handlers.worker" not in door.function]
    return list({repr(knock): knock for door in of_staff for knock in door.knocks(target)}.values())


async def felt(town: Town, of: str) -> Felt:
    trespass, target = Trespass(town), town.targets[of]
    outcomes: Felt = {}
    for person in readers(town, of):
        for knock in knocks(target):
            outcome = await trespass.tries(person, knock, target)
            outcomes[str(person), repr(knock)] = outcome.felt_by(person)
    return outcomes


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("of", "deed"), DEEDS.values(), ids=DEEDS)
async def test_what_waits_for_its_release_cannot_be_felt(
    of: str, deed: Deed, town: Town, record_property: Callable[[str, object], None]
) -> None:
    before = await felt(town, of)
    await deed(town, town.targets[of].case)
    after = await felt(town, of)
    record_property("combinations", len(before))
    assert ([each for each in before if after[each] != before[each]], len(before) > 100) == ([], True)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("sent", "deed", "words"),
    [(MediaKind.VOICE, done(add, "More words", ()), True), (MediaKind.PHOTO, added(MediaKind.VOICE), False)],
    ids=["writes after a recording", "speaks after a photo"],
)
async def test_who_sorts_a_case_feels_nothing_of_what_waits(
    sent: MediaKind, deed: Deed, words: bool, town: Town
) -> None:
    """Of a recording alone words are asked for; whether it is alone is judged by what is out."""
    case = await wordless(town, sent)
    before = await felt(town, UNSORTED.name)
    await deed(town, case)
    after = await felt(town, UNSORTED.name)
    asked = any("Write for the team what it is about" in heard for _, heard, _ in before.values())
    assert ([each for each in before if after[each] != before[each]], asked) == ([], words)
