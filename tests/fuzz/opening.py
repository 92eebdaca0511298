"""What has happened before a scene begins: each worker has sent something of another kind, and the team has it."""

from datetime import timedelta
from itertools import zip_longest

from sandbox.acts import perform
from tests.fuzz.canaries import SPOT
from tests.fuzz.cast import buttons
from tests.fuzz.scene import REAL, Scene

PATHS = (
    ("suggestion", "ws:"),
    ("hazard", "red"),
    ("hazard", "yellow", "ws:"),
    ("grievance", "no_one", ":0", "ws:"),
    ("grievance", "hr_or_handler", ":1", "ws:"),
    ("question", "wm:", "ws:"),
    ("wk:", "ws:"),
    ("suggestion",),
)
"""Parts of what the buttons carry, pressed one after the other; the last worker is still in the middle of it."""
HALF_A_DAY = timedelta(hours=13)


async def open_with_cases(scene: Scene) -> None:
    for worker in scene.cast.workers:
        perform(scene.house.world, worker, "text", text=f"A lamp would help {SPOT}")
    await _heard(scene)
    for steps in zip_longest(*PATHS):
        for worker, part in zip(scene.cast.workers, steps, strict=True):
            _tap(scene, worker, part)
        await _heard(scene)
    for _ in range(2):
        await scene.house.later(HALF_A_DAY)
        await scene.judge.look()


def _tap(scene: Scene, person: int, part: str | None) -> None:
    """The newest button that carries this, if there is one."""
    fitting = [each for each in buttons(scene.house.world.chats[person]) if part and part in each[1]["callback_data"]]
    if fitting:
        message, button = fitting[-1]
        world = scene.house.world
        world.tell_bot("callback_query", world.new_query(person, message, button["callback_data"]))


async def _heard(scene: Scene) -> None:
    heard = scene.walkers.heard()
    scene.mutants.past += heard
    await scene.give([(REAL, {**update, "update_id": next(scene.numbers)}) for update in heard], fetched=True)
