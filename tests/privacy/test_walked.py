"""The list of ways itself: it names every choice, and only what led somewhere counts as walked."""

from pathlib import Path

from tests.bot.handlers.staff.phones import Phones
from tests.cases.actions.plant import a_plant
from tests.databases import fresh_sqlite
from tests.privacy.walked import all_ways, follow


def test_where_a_press_decides_each_choice_is_a_way_of_its_own() -> None:
    found = {way for way in all_ways() if way.startswith("worker_after.check_in ")}
    assert found == {f"worker_after.check_in CheckIn {answer}" for answer in ("wanted", "right", "stop")}


def test_every_talk_with_staff_is_a_way_of_its_own() -> None:
    assert {"team.step staff_reply", "team.step staff_decline", "team.cancel /cancel"} <= all_ways()


async def test_what_is_refused_was_not_walked(sqlite_template: Path, tmp_path: Path) -> None:
    async with a_plant(fresh_sqlite(sqlite_template, tmp_path), "2026-03-02 09:00", languages=("en",)) as plant:
        phones = Phones(plant)
        walked = follow(phones.dispatcher)
        await phones.says("Carol", "/overview")
        await phones.says("Carol", "/silent")
        assert phones.last("Carol").text.startswith("This is not for you to do here.")
    [way] = walked
    assert way in all_ways()
    assert way.endswith(" overview")
