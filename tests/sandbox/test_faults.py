"""Faults, and Telegram's limits on sending."""

import aiogram
import pytest
import telegram
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError

from sandbox.app import Sandbox
from sandbox.errors import ActError
from sandbox.flood import PER_BOT, PER_GROUP, Flood
from sandbox.phone import Phone


async def test_429_says_how_long_to_wait(sandbox: Sandbox, bot: aiogram.Bot, ptb: telegram.Bot, ana: Phone) -> None:
    await sandbox.client.breaks("429", "sendMessage", retry_after=7, times=2)
    with pytest.raises(TelegramRetryAfter) as mine:
        await bot.send_message(ana.chat_id, "one")
    with pytest.raises(telegram.error.RetryAfter):
        await ptb.send_message(ana.chat_id, "two")
    await bot.send_message(ana.chat_id, "three")
    assert mine.value.retry_after == 7
    assert [message.text for message in await ana.screen()] == ["/start", "three"]


async def test_500_and_502_are_not_executed(sandbox: Sandbox, bot: aiogram.Bot, ana: Phone) -> None:
    await sandbox.client.breaks("500")
    with pytest.raises(TelegramServerError):
        await bot.send_message(ana.chat_id, "one")
    await sandbox.client.breaks("502html")
    with pytest.raises(ClientDecodeError):
        await bot.send_message(ana.chat_id, "two")
    assert [message.text for message in await ana.screen()] == ["/start"]


async def test_timeout_is_not_executed(sandbox: Sandbox, bot: aiogram.Bot, ana: Phone) -> None:
    await sandbox.client.breaks("timeout")
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await bot.send_message(ana.chat_id, "one", request_timeout=0.05)  # type: ignore[arg-type]
    assert [message.text for message in await ana.screen()] == ["/start"]


async def test_drop_is_executed(sandbox: Sandbox, bot: aiogram.Bot, ana: Phone) -> None:
    await sandbox.client.breaks("drop", "sendMessage")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(ana.chat_id, "one")
    await ana.sees("one")


async def test_slow_is_executed_and_answered(sandbox: Sandbox, bot: aiogram.Bot, ana: Phone) -> None:
    await sandbox.client.breaks("slow", seconds=0.05)
    await bot.send_message(ana.chat_id, "one")
    (call,) = await sandbox.client.calls("sendMessage")
    assert (call["fault"], call["status"]) == ("slow", 200)
    assert call["milliseconds"] >= 50


async def test_polling_goes_on_under_a_fault_of_all_methods(sandbox: Sandbox, bot: aiogram.Bot, ana: Phone) -> None:
    await sandbox.client.breaks("500")
    assert len(await bot.get_updates()) == 1
    assert [fault["kind"] for fault in await sandbox.client.get("/faults")] == ["500"]


async def test_updates_come_twice_or_newest_first(sandbox: Sandbox, bot: aiogram.Bot, ana: Phone) -> None:
    await ana.sends("one")
    first, second = [update.update_id for update in await bot.get_updates()]
    await sandbox.client.breaks("duplicate")
    assert [update.update_id for update in await bot.get_updates()] == [first, first, second, second]
    await sandbox.client.breaks("reorder")
    assert [update.update_id for update in await bot.get_updates()] == [second, first]
    assert [update.update_id for update in await bot.get_updates()] == [first, second]


async def test_unknown_fault_is_refused_with_the_known_ones(sandbox: Sandbox) -> None:
    with pytest.raises(ActError, match=r"There is no fault '418'\. Choose one of 429, 500, 502html, drop"):
        await sandbox.client.breaks("418")


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_flood_counts_the_highest_in_any_window() -> None:
    time = Time()
    flood = Flood(time)
    for step in range(PER_BOT.messages + 1):
        time.now = step / 100
        flood.count(chat_id=step + 1)
    time.now = 10
    flood.count(chat_id=1, messages=2)
    assert flood.as_json() == {
        "strict": False,
        "highest_per_second": 31,
        "highest_per_second_in_a_chat": 2,
        "highest_per_5_seconds_in_a_chat": 2,
        "highest_per_minute_in_a_group": 0,
        "violations": 1,
    }


def test_strict_flood_control_says_when_a_group_may_hear_again() -> None:
    time = Time()
    flood = Flood(time)
    flood.is_strict = True
    for second in range(PER_GROUP.messages):
        time.now = float(second)
        assert flood.retry_after(-5) == 0
        flood.count(-5)
    time.now += 1
    assert flood.retry_after(-5) == 40
    time.now = 60
    assert flood.retry_after(-5) == 0


async def test_strict_sandbox_refuses_a_burst(sandbox: Sandbox, bot: aiogram.Bot, ana: Phone) -> None:
    await sandbox.client.post("/limits", {"strict": True})
    for number in range(5):
        await bot.send_message(ana.chat_id, f"{number}")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(ana.chat_id, "one too many")
    limits = await sandbox.client.get("/limits")
    assert (limits["highest_per_5_seconds_in_a_chat"], limits["violations"]) == (5, 0)
