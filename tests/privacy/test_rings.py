"""Whatever staff do, a worker's phone stays silent until the next fixed time, unless the worker tapped 🔴.

Every handler is tried by everybody who may read a case, with every button and every answer; and files are broken.
"""

from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from cases.actions.refuse import refuse
from cases.actions.reply import reply
from cases.model import MediaKind, Urgency
from tests.databases import fresh_sqlite
from tests.privacy.doors import Knock, Target, doors
from tests.privacy.town import HANDLERS, SECRETS, Person, Secret, a_town
from tests.privacy.trespass import Trespass

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNSORTED = Secret("unsorted", {"kind": None}, HANDLERS)
RED = [each for each in SECRETS if each.facts.get("urgency") is Urgency.RED]
QUIET = [each for each in (*SECRETS, UNSORTED) if each.name in ("idea", "solved", "harm", "order", "unsorted")]
STAFFS_DOORS = [door for door in doors() if "handlers.worker" not in door.function]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def trespass(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Trespass]:
    async with a_town(fresh_sqlite(sqlite_template, tmp_path_factory.mktemp("town")), UNSORTED) as town:
        yield Trespass(town)


def acts(trespass: Trespass, aims: list[Secret]) -> Iterator[tuple[Person, Knock, Target]]:
    """All that those may do who may read these cases."""
    tried = set[str]()
    for aim in aims:
        target = trespass.town.targets[aim.name]
        for person in (each for each in trespass.town.everybody() if each.may_read(aim)):
            for knock in (each for door in STAFFS_DOORS for each in door.knocks(target)):
                if repr((person, knock)) not in tried:
                    tried.add(repr((person, knock)))
                    yield person, knock, target


@pytest.mark.timeout(600)
async def test_no_act_of_staff_makes_it_ring(
    trespass: Trespass, record_property: Callable[[str, object], None]
) -> None:
    rung, count, changed = list[str](), 0, 0
    for person, knock, target in acts(trespass, QUIET):
        outcome = await trespass.tries(person, knock, target)
        rung += [f"{person} by {knock}: {outcome.rung}"] if outcome.rung else []
        count, changed = count + 1, changed + outcome.changed
    record_property("combinations", count)
    assert (rung, changed > 0) == ([], True)


@pytest.mark.timeout(600)
async def test_what_the_worker_tapped_red_for_rings(trespass: Trespass) -> None:
    """Or the test above could not fail."""
    for each in acts(trespass, RED):
        if (await trespass.tries(*each)).rung:
            return
    pytest.fail("nothing staff did was told at once")


@pytest.mark.parametrize("name", ["idea", "unsorted"])
async def test_a_broken_file_of_staff_does_not_make_it_ring(trespass: Trespass, name: str) -> None:
    plant, target = trespass.town.plant, trespass.town.targets[name]
    by = plant.people["Carol" if name == "idea" else "Dora"]
    async with plant.storage.unit() as unit:
        work = await unit.enterprise(plant.enterprise)
        file = await unit.media.expect(target.case, MediaKind.PHOTO, "p", 9)
        entry = await reply(work, target.case, by, "It comes on Friday", [file.id], plant.now)
        assert await unit.media.refuse(file.id) == (plant.enterprise, entry.id)
        await refuse(work, target.case, entry.id, file.id, plant.now)
        await unit.flush()
        assert await trespass.rung(unit) == []
