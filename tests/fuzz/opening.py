"""What has happened before a scene begins: workers have sent something of each kind, and the team is at it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import zip_longest

from sandbox.acts import perform
from tests.fuzz.canaries import SPOT
from tests.fuzz.cast import STAFF, buttons
from tests.fuzz.scene import REAL, Scene

Step = tuple[int, int, str]
"""Who, in which chat, and a part of what the button carries; what is no such part is written."""

SENDING = (
    ("suggestion", "ws:"),
    ("hazard", "red"),
    ("hazard", "yellow", "ws:"),
    ("grievance", "no_one", ":0", "ws:"),
    ("grievance", "hr_or_handler", ":1", "ws:"),
    ("question", "wm:", "ws:"),
    ("wk:", "ws:"),
    ("suggestion",),
)
"""Of each worker, one button after the other; the last one is still in the middle of it."""
LEAD = ("st:", "s:accept:", "sy:", f"It comes {SPOT}", "s:resolve:", f"It is done {SPOT}", "se:", "s:reassign:", "sr:")
HANDLER = ("st:", "s:note:", "/cancel", "s:question:", f"Where is it? {SPOT}", "se:", "s:decline:", "sd:", f"No {SPOT}")
WORKER = ("wo:", "wr:", "wc:add:", f"One more thing {SPOT} " + "and more " * 150, "wv:")
HALF_A_DAY = timedelta(hours=13)


async def open_with_cases(scene: Scene) -> None:
    """At the end the workers have opened what was answered."""
    workers, firms = scene.cast.workers, range(0, len(scene.cast.staff), len(STAFF))
    await _play(scene, [(one, one, f"A lamp would help {SPOT}") for one in workers])
    for parts in zip_longest(*SENDING):
        await _play(scene, [(one, one, part) for one, part in zip(workers, parts, strict=True) if part])
    await _later(scene)
    await _later(scene)
    teams = [(scene.cast.staff[first], group) for first, group in zip(firms, scene.cast.groups, strict=False)]
    handlers = [scene.cast.staff[first + 2] for first in firms]
    for lead, handler in zip(LEAD, HANDLER, strict=True):
        await _play(scene, [(one, group, lead) for one, group in teams] + [(one, one, handler) for one in handlers])
    await _later(scene)
    for part in WORKER:
        await _play(scene, [(one, one, part) for one in workers])


async def _later(scene: Scene) -> None:
    await scene.house.later(HALF_A_DAY)
    await scene.judge.look()


async def _play(scene: Scene, steps: Sequence[Step]) -> None:
    """Everybody does their step, the bot hears of it; who does not see the button does nothing."""
    heard = [update for step in steps for update in _done(scene, step)]
    scene.mutants.past += heard
    await scene.give([(REAL, {**update, "update_id": next(scene.numbers)}) for update in heard], fetched=True)


def _done(scene: Scene, step: Step) -> Iterator[dict[str, object]]:
    person, chat, part = step
    world = scene.house.world
    seen = buttons(world.chats[chat])
    if ":" not in part and part not in SHORT:
        ours = [number for number, message in world.chats[chat].messages.items() if message["from"]["is_bot"]]
        perform(world, person, "text", chat, text=part, reply_to=ours[-1] if chat < 0 else None)
    elif fitting := [each for each in seen if part in each[1]["callback_data"]]:
        message, button = fitting[-1]
        world.tell_bot("callback_query", world.new_query(person, message, button["callback_data"]))
    yield from scene.walkers.heard()


SHORT = {part for parts in SENDING for part in parts}
