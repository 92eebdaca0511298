"""``scripts/fuzz`` as somebody calls it."""

from bot.handlers import routers
from tests.fuzz.__main__ import parsed, run
from tests.fuzz.report import handlers_of


def test_a_scene_is_played_alone_and_told_of() -> None:
    total, found = run(parsed(["--updates", "20", "--seed", "7", "--only", "3"]))
    assert (found, total.scenes, 20 <= total.updates < 60) == ([], 1, True)
    words = [line.partition(" ")[0] for line in total.lines(handlers_of(routers()))]
    assert words == [f"{total.updates}", "by", "by", "became:", "messages", "handlers"]
