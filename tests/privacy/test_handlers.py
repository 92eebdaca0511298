"""Every handler, used by everybody who has no business with the case: nothing happens, nothing is told."""

from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.handlers.lead import called
from tests.databases import fresh_sqlite
from tests.privacy.doors import Door, Knock, Target, doors
from tests.privacy.search import Search
from tests.privacy.town import SECRETS, Person, Secret, a_town
from tests.privacy.trespass import Outcome, Trespass

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOORS = doors()
HIDDEN = [secret for secret in SECRETS if not secret.in_group]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def trespass(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Trespass]:
    async with a_town(fresh_sqlite(sqlite_template, tmp_path_factory.mktemp("town"))) as town:
        yield Trespass(town)


@pytest.fixture(scope="module")
def searches(trespass: Trespass) -> dict[str, Search]:
    return {name: Search(canaries) for name, canaries in trespass.town.canaries().items()}


def is_call(door: Door, person: Person, secret: Secret) -> bool:
    """Reporting a telephone call is for people who may not read what it was about; they do learn its number."""
    return door.handler.callback is called and person.chat == person.user and person.name in secret.callers


def told(person: Person, secret: Secret, outcome: Outcome, search: Search) -> list[str]:
    return [f"{person}: the {what} of {secret.name}" for what in search.found_in(outcome.heard_by(person).encode())]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
async def test_who_may_not_read_a_case_neither_changes_it_nor_hears_of_it(
    door: Door, trespass: Trespass, searches: dict[str, Search], record_property: Callable[[str, object], None]
) -> None:
    wrong, count = list[str](), 0
    for person in trespass.town.everybody():
        tried = set[str]()
        for aim in SECRETS:
            for knock in door.knocks(trespass.town.targets[aim.name]):
                if repr(knock) in tried or person.may_read(aim) or is_call(door, person, aim):
                    continue
                tried.add(repr(knock))
                count += 1
                outcome = await trespass.tries(person, knock, trespass.town.targets[aim.name])
                wrong += [f"{person} changed {aim.name} by {knock}"] if outcome.changed else []
                for secret in SECRETS:
                    if not person.may_read(secret):
                        wrong += [f"{each} by {knock}" for each in told(person, secret, outcome, searches[secret.name])]
    record_property("combinations", count)
    assert (wrong, count > 0) == ([], True)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("secret", HIDDEN, ids=lambda secret: secret.name)
async def test_a_hidden_case_cannot_be_felt(
    secret: Secret, trespass: Trespass, record_property: Callable[[str, object], None]
) -> None:
    """Whatever one may ask, the answers are those of a world in which that case was never sent."""
    felt, count = list[str](), 0
    target, everything = trespass.town.targets[secret.name], {each.case for each in trespass.town.targets.values()}
    for person in trespass.town.colleagues():
        if person.name in secret.readers:
            continue
        for knock in commands(target):
            count += 1
            alone = await trespass.tries(person, knock, target, frozenset(everything - {target.case}))
            empty = await trespass.tries(person, knock, target, frozenset(everything))
            felt += [f"{person} feels it by {knock}"] if alone.felt_by(person) != empty.felt_by(person) else []
    record_property("combinations", count)
    assert (felt, count > 0) == ([], True)


def commands(target: Target) -> list[Knock]:
    found = [knock for door in DOORS if door.kind == "message" for knock in door.knocks(target)]
    return [knock for knock in found if knock.content.get("text", "").startswith("/") and not knock.flow]


async def test_every_handler_is_reached(trespass: Trespass) -> None:
    """A door whose updates lead elsewhere would make the tests above ones that cannot fail."""
    reached, target = set[str](), trespass.town.targets["idea"]
    for door in DOORS:
        for person in trespass.town.everybody():
            for knock in door.knocks(target):
                if door.function not in reached:
                    reached |= set((await trespass.tries(person, knock, target)).handlers)
    assert [door.name for door in DOORS if door.function not in reached] == []


async def test_without_asking_who_may_see_it_the_case_is_told(
    trespass: Trespass, searches: dict[str, Search], monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("bot.desk.may_see", "bot.views.staff.card.may_read"):
        monkeypatch.setattr(place, lambda *_: True)
    secret = next(secret for secret in SECRETS if secret.name == "about handlers")
    target, dora = (
        trespass.town.targets[secret.name],
        next(one for one in trespass.town.everybody() if one.name == "Dora"),
    )
    outcome = await trespass.tries(dora, Knock("message", {"text": f"/case {target.number}"}), target)
    assert told(dora, secret, outcome, searches[secret.name]) == [
        f"Dora: the {what} of about handlers"
        for what in ("text", "number", "name")  # the buttons, which name its id, are judged by themselves
    ]


async def test_without_asking_who_may_change_it_the_case_is_changed(
    trespass: Trespass, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("bot.desk", "bot.handlers.staff_presses", "cases.access", "cases.actions.duty"):
        monkeypatch.setattr(f"{place}.may_see", lambda *_: True)
    target, dora = trespass.town.targets["idea"], next(one for one in trespass.town.everybody() if one.name == "Dora")
    outcome = await trespass.tries(dora, Knock("callback_query", {"data": f"st:{target.case}:look_today"}), target)
    assert (outcome.refused, outcome.changed) == ("", True)


async def test_a_count_that_leaves_nobody_out_is_felt(trespass: Trespass, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("bot.pages.may_see", "bot.listed.may_see"):
        monkeypatch.setattr(place, lambda *_: True)
    target, everything = trespass.town.targets["harm"], {each.case for each in trespass.town.targets.values()}
    ben = next(one for one in trespass.town.everybody() if one.name == "Ben")
    alone, empty = [
        await trespass.tries(ben, Knock("message", {"text": "/inbox"}), target, frozenset(gone))
        for gone in (everything - {target.case}, everything)
    ]
    assert alone.felt_by(ben) != empty.felt_by(ben)
