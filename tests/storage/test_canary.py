"""What a thief of the files or of a dump would find: none of what a worker or a colleague is known by."""

import base64

import pytest

from cases.model import Audience, Author, MediaKind, Role
from cases.ports import Address, Draft, Enterprise, Message, ToChat, ToMember, ToWorker, Worker
from storage import Storage
from storage.inbox import Arrival
from storage.marks import Marks
from tests.databases import Database
from tests.storage.conftest import MONDAY, a_case, an_enterprise, bind_group, join

WORKER, STAFF, GROUP = 7_788_990_011, 7_788_990_022, -1_007_788_990_033
NAME, TEXT, NOTE, FILE = "Kanarina Vogel", "金丝雀在唱歌", "canary note", b"canary bytes" * 99
SOURCE, SAID, RAW, DRAFT, OFFICE = "canary-file-id", "canary said", "canary update", "canary draft", "Canary Works"
IDS = [str(WORKER), str(STAFF), str(GROUP)]
CANARIES = [*IDS, NAME, TEXT, NOTE, FILE[:24].decode(), SOURCE, SAID, RAW, DRAFT, OFFICE]


def disguises(canary: str) -> list[bytes]:
    """The canary in plain, UTF-16, hex and base64 (at each of its three phases, without the ragged ends)."""
    plain, wide = canary.encode(), canary.encode("utf-16-le")
    found = [plain, wide, plain.hex().encode(), plain.hex().upper().encode()]
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + plain)
        found.append(encoded[4 if shift else 0 : -4])
    return [one for one in found if len(one) >= 6]


def numbers(number: int) -> list[bytes]:
    """A number as the databases write it."""
    return [abs(number).to_bytes(8, order) for order in ("big", "little")]


def found_in(data: bytes) -> list[str]:
    lower = data.lower()
    words = [one for one in CANARIES for disguise in disguises(one) if disguise in data or disguise.lower() in lower]
    return words + [str(one) for one in (WORKER, STAFF, GROUP) for raw in numbers(one) if raw in data]


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize(
    "wrap", [str.encode, lambda one: one.encode("utf-16-le"), lambda one: one.encode().hex().encode()]
)
def test_the_search_sees_a_canary(canary: str, wrap: object) -> None:
    assert canary in found_in(b"page " + wrap(canary) + b" page")  # type: ignore[operator]


@pytest.mark.parametrize("shift", range(3))
def test_the_search_sees_base64_at_every_phase(shift: int) -> None:
    assert TEXT in found_in(base64.b64encode(b"x" * shift + TEXT.encode() + b"tail"))


async def live_a_life(storage: Storage, enterprise: Enterprise) -> None:
    ben = await join(storage, enterprise, STAFF, Role.LEAD, name=NAME)
    await bind_group(storage, enterprise, GROUP)
    async with storage.unit() as unit:
        await unit.identities.keep_worker(WORKER, Worker(enterprise.id, "zh_Hans"))
    await storage.inbox.accept([Arrival(1, RAW.encode())])
    case = await a_case(storage, enterprise, TEXT, chat=WORKER)
    async with storage.unit() as unit:
        work = await unit.enterprise(enterprise.id)
        case.name = NAME
        await work.cases.save(case)
        photo = await unit.media.expect(case.id, MediaKind.PHOTO, SOURCE, 1)
        waiting = await unit.media.expect(case.id, MediaKind.PHOTO, SOURCE, 1)
        await work.entries.add(case.id, Author.STAFF, Audience.TEAM, MONDAY, NOTE, ben.id, [photo.id, waiting.id])
        await work.acts.later(case.id, "release", MONDAY, {"text": SAID})
        await work.receipts.issue(case.id)
        await work.outbox.say(Message(ToMember(ben.id), "alert", "alert", {"text": SAID}))
        await work.outbox.say(Message(ToWorker(case.id), "answer", "answer", {"text": SAID}))
        await work.outbox.card(case.id, ToMember(ben.id))
        await unit.outbox.say(Message(ToChat(Address(WORKER, "en")), "menu", "prompt", {"text": SAID}))
        await unit.drafts.save(Address(WORKER, "en"), WORKER, Draft("report", {"text": DRAFT}), MONDAY)
    await storage.media_queue.ready(photo.id, "image/jpeg", FILE)


async def test_the_database_tells_a_thief_nothing(storage: Storage, database: Database) -> None:
    enterprise = await storage.admin.add_enterprise(an_enterprise("code", OFFICE))
    await live_a_life(storage, enterprise)
    while_waiting = database.raw()
    sender, lanes = await storage.leases.take("sender", "one"), await storage.leases.take("lanes", "one")
    assert sender
    assert lanes
    claimed = await storage.outbox_queue.claim(sender, 50)
    assert {one.address.chat for one in claimed} == {WORKER, STAFF}
    await storage.outbox_queue.mark(Marks(sent=[(one, 1001) for one in claimed]))
    [waiting] = await storage.inbox_queue.waiting([])
    [update] = await storage.inbox_queue.begin(lanes, [waiting.row])
    assert update.raw == RAW.encode()
    async with storage.unit() as unit:
        unit.finish(update)
    assert len(while_waiting) > 10_000
    assert found_in(while_waiting) == []
    assert found_in(database.raw()) == []


async def test_no_column_holds_an_instant_of_sending(storage: Storage, dawn: Enterprise, database: Database) -> None:
    """The clock of the test stands at 09:30 while the case comes in: no row of it may say so."""
    await a_case(storage, dawn, chat=WORKER)
    async with storage.unit() as unit:
        await unit.outbox.say(Message(ToChat(Address(WORKER, "en")), "receipt", "prompt"))
    assert b"09:30" not in database.raw()
