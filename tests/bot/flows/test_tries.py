from datetime import UTC, datetime, timedelta

from bot.flows import tries
from bot.flows.tries import FORGOTTEN, FREE, WrongTries


def count() -> None: ...


AT = datetime(2026, 11, 30, tzinfo=UTC)


def test_the_first_tries_cost_nothing_and_each_further_one_doubles_the_wait() -> None:
    desk = WrongTries(count)
    assert [desk.wrong(1, AT) for _ in range(FREE + 3)] == [0] * FREE + [16, 32, 64]


def test_the_wait_passes() -> None:
    desk = WrongTries(count)
    for _ in range(FREE + 1):
        desk.wrong(1, AT)
    assert (desk.wait(1, AT), desk.wait(1, AT + timedelta(seconds=16))) == (16, 0)


def test_the_wait_has_an_end() -> None:
    desk = WrongTries(count)
    assert max(desk.wrong(1, AT) for _ in range(40)) == 300


def test_an_hour_after_the_wait_they_are_forgotten() -> None:
    desk = WrongTries(count)
    for _ in range(FREE + 1):
        waits = desk.wrong(1, AT)
    over = AT + timedelta(seconds=waits)
    assert [desk.wrong(1, over + FORGOTTEN - timedelta(seconds=1)), desk.wrong(1, over + 3 * FORGOTTEN)] == [32, 0]


def test_one_chat_does_not_slow_another() -> None:
    desk = WrongTries(count)
    for _ in range(FREE + 1):
        desk.wrong(1, AT)
    assert desk.wait(2, AT) == 0


def test_no_chat_stands_in_memory_and_there_is_an_end_to_it() -> None:
    desk = WrongTries(count)
    for chat in range(tries.MOST_CHATS + 5):
        desk.wrong(chat, AT)
    assert len(desk._tries) == tries.MOST_CHATS
    assert {len(tag) for tag in desk._tries} == {32}
