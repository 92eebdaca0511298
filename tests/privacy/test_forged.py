"""Buttons, invitations, receipts and webhook calls that were made up, stolen, used before or broken."""

from collections.abc import AsyncGenerator, Callable
from datetime import date, timedelta
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.callbacks.worker import OnOwn, Wish
from bot.flows import own
from bot.intake import SECRET_HEADER, webhook
from cases.model import Role
from cases.ports import Address, Invite
from storage.inbox import Arrival
from tests.databases import fresh_sqlite
from tests.privacy.doors import Knock, Target, doors
from tests.privacy.town import Person, Town, a_town
from tests.privacy.trespass import Outcome, Trespass

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANA = Person("Ana", 9_000, 9_000)
STRANGER = Person("a stranger", 5_001, 5_001)
SECRET = "a-secret-of-some-length"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def trespass(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Trespass]:
    async with a_town(fresh_sqlite(sqlite_template, tmp_path_factory.mktemp("town"))) as town:
        yield Trespass(town)


def person(trespass: Trespass, name: str) -> Person:
    return next(one for one in trespass.town.everybody() if one.name == name and one.chat == one.user)


async def presses(trespass: Trespass, who: Person, data: str) -> Outcome:
    return await trespass.tries(who, Knock("callback_query", {"data": data}), trespass.town.targets["idea"])


def all_presses(trespass: Trespass) -> list[str]:
    target = trespass.town.targets["idea"]
    return [knock.content["data"] for door in doors() if door.kind == "callback_query" for knock in door.knocks(target)]


BREAKS: dict[str, Callable[[str], str]] = {
    "truncated": lambda data: data[:-1],
    "half": lambda data: data[: len(data) // 2],
    "wrong prefix": lambda data: f"q{data}",
    "one field too many": lambda data: f"{data}:1",
    "oversized": lambda data: data.ljust(64, "9"),
    "letters for a number": lambda data: f"{data.partition(':')[0]}:x:y",
    "a huge number": lambda data: f"{data.partition(':')[0]}:open:{10**30}",
    "below zero": lambda data: data.replace(":", ":-"),
}


@pytest.mark.parametrize("broken", BREAKS)
async def test_a_broken_button_does_nothing_and_says_so(
    broken: str, trespass: Trespass, record_property: object
) -> None:
    """For those who may press the whole one as well."""
    wrong, tried = (
        list[str](),
        sorted({BREAKS[broken](data) for data in all_presses(trespass)} - {*all_presses(trespass)}),
    )
    for data in tried:
        for name in ("Carol", "Dora", "a colleague"):
            outcome = await presses(trespass, person(trespass, name), data)
            wrong += [f"{name}: {data}"] if outcome.changed else []
    record_property("combinations", 3 * len(tried))  # type: ignore[operator]
    assert (wrong, len(tried) > 20) == ([], True)


async def test_a_button_works_whole(trespass: Trespass) -> None:
    """Or the test above could not fail."""
    whole = f"st:{trespass.town.targets['idea'].case}:look_today"
    assert (await presses(trespass, person(trespass, "Carol"), whole)).changed


async def test_a_used_button_is_stale(trespass: Trespass) -> None:
    first = f"st:{trespass.town.targets['danger'].case}:meeting"
    outcome = await presses(trespass, person(trespass, "Carol"), first)
    assert (outcome.refused, outcome.changed, len(outcome.said) > 0) == ("", False, True)


async def invitation(town: Town, role: Role | None, life: timedelta = timedelta(days=7)) -> str:
    roles = frozenset({role} if role else set[Role]())
    expires = town.plant.now + life
    return await town.plant.storage.admin.invite(
        Invite(town.plant.enterprise, roles, frozenset(), "Nobody", role is None, expires)
    )


async def starts(trespass: Trespass, who: Person, payload: str) -> Outcome:
    return await trespass.tries(who, Knock("message", {"text": f"/start {payload}"}), trespass.town.targets["idea"])


async def test_an_invitation_opens_once(trespass: Trespass) -> None:
    token = await invitation(trespass.town, Role.LEAD)
    assert (await starts(trespass, STRANGER, f"i_{token}")).refused == ""
    async with trespass.storage.unit() as unit:
        await unit.identities.accept(token, Address(7_001, "en"), trespass.town.plant.now)
    assert (await starts(trespass, STRANGER, f"i_{token}")).refused == "InviteInvalid"


async def test_an_invitation_runs_out(trespass: Trespass) -> None:
    token = await invitation(trespass.town, Role.LEAD, timedelta(seconds=-1))
    assert (await starts(trespass, STRANGER, f"i_{token}")).refused == "InviteInvalid"


async def test_an_invitation_changed_by_a_letter_is_none(trespass: Trespass) -> None:
    token = await invitation(trespass.town, Role.LEAD)
    other = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert (await starts(trespass, STRANGER, f"i_{other}")).refused == "InviteInvalid"


async def test_a_groups_invitation_makes_nobody_staff(trespass: Trespass) -> None:
    token = await invitation(trespass.town, None)
    assert (await starts(trespass, STRANGER, f"i_{token}")).refused == "InviteInvalid"


@pytest.mark.parametrize("sign", ["g", "i"])
async def test_a_persons_invitation_binds_no_group(sign: str, trespass: Trespass) -> None:
    token = await invitation(trespass.town, Role.LEAD)
    in_group = Person("a stranger", STRANGER.user, -1_000_000_000_700)
    outcome = await starts(trespass, in_group, f"{sign}_{token}")
    async with trespass.storage.reading() as unit:
        assert await unit.identities.group(in_group.chat) is None
    assert (outcome.changed, [text for _, text in outcome.said if "This is now the group" in text]) == (False, [])


async def digits(trespass: Trespass, case: str) -> str:
    async with trespass.storage.unit() as unit:
        work = await unit.enterprise(trespass.town.plant.enterprise)
        return await work.receipts.issue(trespass.town.targets[case].case)


async def types(trespass: Trespass, who: Person, number: str) -> str:
    outcome = await trespass.tries(who, Knock("message", {"text": number}), trespass.town.targets["idea"])
    return outcome.heard_by(who)


async def test_a_number_opens_its_case_until_a_newer_one_voids_it(trespass: Trespass) -> None:
    first = await digits(trespass, "idea")
    assert "CANARY-TEXT-OF-idea" in await types(trespass, ANA, first)
    second = await digits(trespass, "idea")
    assert "No case opens with this number" in await types(trespass, ANA, first)
    assert "CANARY-TEXT-OF-idea" in await types(trespass, ANA, second)


def visitors_presses(case: int) -> list[str]:
    """Every button there is below what a worker sees of a case."""
    handlers = ("bot.handlers.worker_cases.", "bot.handlers.worker_after.")
    target = Target(case, 1, 1, "YONG", 1, date(2026, 3, 2), ())
    knocks = [knock for door in doors() if door.function.startswith(handlers) for knock in door.knocks(target)]
    return [data for data in (knock.content["data"] for knock in knocks) if str(case) in data.split(":")]


async def opens(trespass: Trespass, who: Person, number: str) -> None:
    async with trespass.storage.unit() as unit:
        await own.visit(unit, Address(who.chat, "en"), number, trespass.town.plant.now)


async def test_what_a_number_opened_is_shut_by_a_newer_one_at_every_press(trespass: Trespass) -> None:
    """And every wish is granted who holds the one that is not void: of a grievance all but its place."""
    case, eve = trespass.town.targets["harm"].case, Person("Eve", 5_002, 5_002)
    tried = visitors_presses(case)
    await opens(trespass, eve, await digits(trespass, "harm"))
    open_to_her = {data: await presses(trespass, eve, data) for data in tried}
    wishes = [OnOwn(wish=wish, case=case).pack() for wish in Wish]
    granted = {wish: "OldButton" if wish is Wish.PLACE else "" for wish in Wish}
    assert [open_to_her[data].refused for data in wishes] == list(granted.values())
    assert [data for data, outcome in open_to_her.items() if outcome.refused == "ReceiptVoid"] == []
    await digits(trespass, "harm")
    shut = {data: await presses(trespass, eve, data) for data in tried}
    assert {data: outcome.refused for data, outcome in shut.items()} == dict.fromkeys(tried, "ReceiptVoid")
    assert [data for data, outcome in shut.items() if outcome.changed or outcome.said] == []


async def test_wrong_numbers_are_slowed_for_who_types_them_alone(trespass: Trespass) -> None:
    right = await digits(trespass, "solved")
    guesses = [f"{number:016d}" for number in range(10**15, 10**15 + 12)]
    heard = [await types(trespass, STRANGER, guess) for guess in guesses]
    assert ["No case opens" in each for each in heard[:4]] == [True] * 4
    assert "CANARY" not in "".join(heard)
    assert "CANARY" not in await types(trespass, STRANGER, right)
    assert "CANARY-TEXT-OF-solved" in await types(trespass, person(trespass, "a foreign worker"), right)


@pytest.mark.parametrize("given", [None, "", SECRET[:-1], SECRET + "x", SECRET.upper(), "geheim-ä"])
async def test_a_webhook_call_without_the_secret_stores_nothing(given: str | None) -> None:
    assert await calls(given) == (401, 0)


async def test_a_webhook_call_with_the_secret_is_stored() -> None:
    assert await calls(SECRET) == (200, 1)


async def calls(given: str | None) -> tuple[int, int]:
    """The answer to one call with this secret, and how many updates were stored."""
    stored = list[Arrival]()

    async def accept(arrivals: object) -> None:
        stored.extend(arrivals)  # type: ignore[arg-type]

    site = web.Application()
    site.router.add_post("/hook", webhook(accept, SECRET))
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    headers = {} if given is None else {SECRET_HEADER: given}
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    body = b'{"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}}'
    async with aiohttp.ClientSession() as session, session.post(address, data=body, headers=headers) as answer:
        found = answer.status
    await runner.cleanup()
    return found, len(stored)
