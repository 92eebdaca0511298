"""Tasks are held, and nothing dies unnoticed."""

import asyncio

from structlog.testing import capture_logs

from bot.nursery import Nursery


async def test_nursery_cancels_its_tasks_on_the_way_out() -> None:
    async with Nursery() as nursery:
        task = nursery.start("for ever", asyncio.Event().wait())
    assert (task.cancelled(), len(nursery), nursery.broken.is_set()) == (True, 0, False)


async def test_nursery_tells_of_a_task_that_failed() -> None:
    async def fails() -> None:
        raise ValueError("about Ana, 501")

    async with Nursery() as nursery:
        with capture_logs() as lines:
            nursery.start("work", fails())
            await nursery.broken.wait()
    assert [(line["event"], line["task"], line["error"]) for line in lines] == [("task failed", "work", "ValueError")]
    assert "Ana" not in str(lines)


async def test_nursery_lets_what_is_in_hand_come_to_its_end() -> None:
    nursery, may_end = Nursery(), asyncio.Event()
    task = nursery.start("in hand", may_end.wait())
    nursery.start("never ends", asyncio.Event().wait())
    may_end.set()
    await nursery.finish(0.1)
    assert (task.result(), len(nursery)) == (True, 0)
