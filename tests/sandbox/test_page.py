"""The page of phones, in a browser."""

import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiogram
import pytest
from aiogram.types import ForceReply, KeyboardButton, ReplyKeyboardMarkup
from playwright.async_api import Page, async_playwright, expect

from sandbox.app import Sandbox
from sandbox.phone import Phone
from tests.sandbox.samples import keyboard, png, upload

CALM = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[Page]:
    """The page, open in an English browser; it must not complain."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        chromium = playwright.chromium
        browser = await chromium.launch(executable_path=shutil.which("chromium"), args=CALM.split())
        page = await browser.new_page(locale="en-GB")
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        await page.goto(sandbox.api_base)
        yield page
        await browser.close()
    assert complaints == []


async def test_page_tells_its_language_and_waits_for_people(page: Page, sandbox: Sandbox) -> None:
    await expect(page.get_by_text("Nobody is here yet.")).to_be_visible()
    assert await sandbox.client.get("/visitor") == {"language": "en-GB"}
    await page.get_by_role("button", name="中文").click()
    await expect(page.get_by_text("这里还没有人。")).to_be_visible()


async def test_conversation_from_start_to_button(page: Page, bot: aiogram.Bot, sandbox: Sandbox) -> None:
    ana = sandbox.phone("Ana")
    await sandbox.client.post("/phones", [{"person": ana.person_id, "title_en": "Worker", "start": "W1"}])
    phone = page.get_by_role("region", name="Worker: Ana")
    await phone.get_by_role("button", name="START").click()
    await expect(phone.get_by_text("/start W1")).to_be_visible()
    rows = [[KeyboardButton(text="💡 Idea")]]
    await bot.send_message(ana.chat_id, "Hi!", reply_markup=ReplyKeyboardMarkup(keyboard=rows))
    await phone.get_by_role("button", name="💡 Idea").click()
    await phone.get_by_label("Message", exact=True).fill("Fix the <stairs>")
    await phone.get_by_label("Message", exact=True).press("Enter")
    await expect(phone.get_by_role("listitem").filter(has_text="Fix the <stairs>")).to_be_visible()
    sent = await bot.send_message(ana.chat_id, "<b>Sure?</b>", parse_mode="HTML", reply_markup=keyboard("Yes"))
    await phone.get_by_role("button", name="Yes").click()
    await _until_pressed(sandbox)
    *_, pressed = await bot.get_updates()
    assert pressed.callback_query is not None
    await pressed.callback_query.answer("Thank you")
    await expect(phone.get_by_text("Thank you")).to_be_visible()
    await bot.edit_message_text("Done", chat_id=ana.chat_id, message_id=sent.message_id)
    await expect(phone.get_by_text("Done", exact=True)).to_be_visible()
    await expect(phone.get_by_text(re.compile("edited"))).to_be_visible()


async def test_samples_are_real_files(page: Page, ana: Phone, sandbox: Sandbox) -> None:
    phone = page.get_by_role("region", name="Ana")
    for item, count in (("Sample photo", 2), ("Sample album", 5), ("Sample voice note", 6)):
        await phone.get_by_role("button", name="Attach").click()
        await phone.get_by_role("button", name=item).click()
        await expect(phone.locator(".message")).to_have_count(count)
    *photos, voice = [message for message in await ana.screen() if message.media]
    assert [(await ana.saves(photo))[:2] for photo in photos] == [b"\xff\xd8"] * 4
    assert (await ana.saves(voice))[:4] == b"OggS"
    assert len({photo.raw.get("media_group_id") for photo in photos}) == 2


async def test_own_file_can_be_chosen(page: Page, ana: Phone) -> None:
    phone = page.get_by_role("region", name="Ana")
    await phone.get_by_label("Message", exact=True).fill("the plan")
    await phone.get_by_role("button", name="Attach").click()
    async with page.expect_file_chooser() as chooser:
        await phone.get_by_role("button", name="Choose a file…").click()
    await (await chooser.value).set_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    await expect(phone.get_by_text("plan.pdf · 1 KB")).to_be_visible()
    message = (await ana.screen())[-1]
    assert (message.text, await ana.saves(message)) == ("the plan", b"%PDF")


async def test_language_and_blocking_are_the_persons(page: Page, ana: Phone, bot: aiogram.Bot) -> None:
    phone = page.get_by_role("region", name="Ana")
    await phone.get_by_role("button", name="More").click()
    await phone.get_by_role("button", name="Block the bot").click()
    await expect(phone.get_by_role("button", name="Unblock")).to_be_visible()
    with pytest.raises(aiogram.exceptions.TelegramForbiddenError):
        await bot.send_message(ana.chat_id, "Hello?")
    await phone.get_by_label("Language").select_option("vi")  # last: the phone is drawn anew, and an open menu closes
    await expect(phone.get_by_label("Language")).to_have_value("vi")


async def test_clock_and_faults_are_moved_from_the_bar(page: Page, sandbox: Sandbox) -> None:
    await page.get_by_role("button", name="+1 day").click()
    deadline = (datetime.now(UTC) + timedelta(days=1, hours=3)).isoformat()
    await sandbox.client.post("/deadline", {"at": deadline, "label": "Answer"})
    await page.get_by_role("button", name=re.compile("To the next deadline.*Answer · in 3 hours")).click()
    await expect(page.get_by_role("button", name=re.compile("Answer · this minute"))).to_be_visible()
    assert timedelta(hours=26) < sandbox.world.clock.offset < timedelta(hours=28)
    await page.get_by_role("button", name="Faults").click()
    await page.get_by_role("button", name="Switch it on").click()
    await expect(page.get_by_text("429 Too many requests · sendMessage · ×1")).to_be_visible()
    assert [fault["kind"] for fault in sandbox.world.faults.as_json()] == ["429"]


async def test_reply_in_a_group_reaches_the_bot(
    page: Page, bot: aiogram.Bot, ben: Phone, team: int, sandbox: Sandbox
) -> None:
    await sandbox.client.post("/phones", [{"person": ben.person_id, "chat": team, "title_en": "Team group"}])
    await bot.send_photo(team, upload(png()), caption="Card")
    phone = page.get_by_role("region", name="Team group: Ben")
    card = phone.get_by_role("listitem").filter(has_text="Card")
    await card.hover()
    await card.get_by_role("button", name="Reply").click()
    await phone.get_by_label("Message", exact=True).fill("I look today")
    await phone.get_by_role("button", name="Send").click()
    await expect(phone.get_by_role("listitem").filter(has_text="I look today")).to_be_visible()
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.reply_to_message is not None
    assert (message.text, message.reply_to_message.caption) == ("I look today", "Card")


async def test_question_that_asks_for_a_reply_opens_it(
    page: Page, bot: aiogram.Bot, ben: Phone, team: int, sandbox: Sandbox
) -> None:
    await sandbox.client.post("/phones", [{"person": ben.person_id, "chat": team, "title_en": "Team group"}])
    asked = await bot.send_message(team, "Why?", reply_markup=ForceReply(force_reply=True))
    phone = page.get_by_role("region", name="Team group: Ben")
    await expect(phone.get_by_text("Reply to Why?")).to_be_visible()
    await phone.get_by_label("Message", exact=True).fill("Because")
    await phone.get_by_label("Message", exact=True).press("Enter")
    await expect(phone.get_by_text("Reply to Why?")).to_be_hidden()
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.reply_to_message is not None
    assert (message.text, message.reply_to_message.message_id) == ("Because", asked.message_id)


async def _until_pressed(sandbox: Sandbox) -> None:
    while not sandbox.world.queries:
        await sandbox.world.updates.changed.wait()
