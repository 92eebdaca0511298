"""Tasks are held, and nothing dies unnoticed."""

import asyncio

import pytest
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


async def test_nursery_ends_a_task_that_kept_its_cancellation_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a call does whose time runs out in the instant in which it is cancelled."""
    monkeypatch.setattr("bot.nursery.AGAIN_SECONDS", 0.01)

    async def keeps_it_back(task: asyncio.Task[None] | None) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            assert task
            task.uncancel()
        await asyncio.Event().wait()

    async def work() -> None:
        await keeps_it_back(asyncio.current_task())

    async with asyncio.timeout(5), Nursery() as nursery:
        task = nursery.start("work", work())
        await asyncio.sleep(0)
    assert task.cancelled()


async def test_nursery_leaves_a_task_alone_that_is_tidying_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.nursery.AGAIN_SECONDS", 0.01)
    tidying, tidy = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            tidying.set()
            await tidy.wait()

    nursery = Nursery()
    task = nursery.start("work", work())
    await asyncio.sleep(0)
    closing = asyncio.create_task(nursery.close())
    await tidying.wait()
    for _ in range(3):
        await asyncio.wait([task], timeout=0.02)
    closing.cancel()
    assert not task.done()
    tidy.set()
    await asyncio.wait([closing])
    assert (task.cancelled(), closing.cancelled()) == (True, True)
