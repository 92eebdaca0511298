"""A file goes from one phone to another: fetched, cleaned apart, sent anew, or refused with a word."""

import sys
from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from PIL import Image

from bot.app import build_app
from bot.bot_api import HTTP_TIMEOUT
from bot.media.fetch import AT_ONCE, DOWNLOAD_SECONDS
from bot.media.model import Limits
from bot.settings import Settings
from cases.model import Role
from sandbox.app import Sandbox
from sandbox.client import Phone
from storage.engine import database_now
from storage.media import LEASE_SECONDS, START
from storage.tables import events, media
from tests.bot.conftest import House, running, until
from tests.bot.media.samples import sound

CANARY = b"canary of Ana's camera"


def picture() -> bytes:
    """A photo that says in a comment who took it."""
    file = BytesIO()
    Image.new("RGB", (640, 480), "orange").save(file, "JPEG", comment=CANARY)
    return file.getvalue()


async def as_an_idea(worker: Phone) -> None:
    """Sends what was written."""
    await worker.sees("What is it?", within=10)
    await worker.presses("💡 Good idea")
    await worker.sees("Look before it goes", within=10)
    await worker.presses("📨 Send")
    await worker.sees("Got it", within=10)


async def as_a_danger(worker: Phone, how_bad: str) -> None:
    await worker.sees("What is it?", within=10)
    await worker.presses("⚠️ Danger")
    await worker.sees("How bad is it?", within=10)
    await worker.presses(how_bad)


async def test_a_photo_reaches_the_lead_without_its_comment(house: House) -> None:
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    assert CANARY in picture()
    await ana.sends_photo(picture(), "The guard of press 3 is off")
    await as_a_danger(ana, "🟡 It could hurt someone")
    await ana.sees("Got it", within=10)
    await house.sandbox.client.passes(timedelta(days=1))
    shown = await lead.sees(media="photo", within=20, also_old=True)
    saved = await lead.saves(shown)
    assert (CANARY in saved, Image.open(BytesIO(saved)).size) == (False, (640, 480))


BROKEN_PDF = b"%PDF-1.7\nbut no document"


async def is_refused(house: House) -> bool:
    async with house.app.storage.reading() as unit:
        return list((await unit.run(sa.select(media.c.state))).scalars()) == ["refused"]


async def is_settled(house: House) -> bool:
    """It was cleaned, or refused."""
    async with house.app.storage.reading() as unit:
        return list((await unit.run(sa.select(media.c.state))).scalars()) in (["ready"], ["refused"])


async def is_noted(house: House) -> bool:
    """That a file was refused has come to the time at which staff see what it was part of."""
    async with house.app.storage.reading() as unit:
        return "media_refused" in (await unit.run(sa.select(events.c.what))).scalars().all()


async def test_a_broken_pdf_is_left_out_of_a_draft_and_the_rest_is_sent(house: House) -> None:
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    await ana.sends_document(BROKEN_PDF, "plan.pdf", "A lamp would help")
    await ana.sees("What is it?", within=10)
    await until(lambda: is_refused(house))
    await ana.presses("💡 Good idea")
    await ana.sees("so I left it out", within=10)
    shown = await ana.sees("Look before it goes", within=10, also_old=True)
    assert ("A lamp would help" in shown.text, "document" in shown.text) == (True, False)
    await ana.presses("📨 Send")
    await ana.sees("Got it", within=10)
    await house.sandbox.client.passes(timedelta(days=1))
    await lead.sees("A lamp would help", within=10, also_old=True)
    assert sum("left it out" in message.text for message in await ana.screen()) == 1


async def test_a_recording_by_the_name_of_a_document_does_not_come_to_the_teams_group(house: House) -> None:
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    group = house.sandbox.group("Dawn team", lead)
    await lead.adds_bot(group, f"g_{await house.token(frozenset(), group=True)}")
    await lead.inside(group).sees("Dawn Textiles", within=10)
    await ana.sends_document(sound("libopus", "ogg"), "plan.pdf", "A lamp would help")
    await until(lambda: is_settled(house))
    await as_an_idea(ana)
    await house.sandbox.client.passes(timedelta(days=1))
    await lead.inside(group).sees("A lamp would help", within=10, also_old=True)
    await until(lambda: nothing_waits(house))
    assert [message.text for message in await lead.inside(group).screen() if message.media] == []


async def nothing_waits(house: House) -> bool:
    """For its time to be said, but for what is far off."""
    next_at = await house.app.storage.outbox_queue.next_at()
    return next_at is None or next_at > house.app.clock.now() + timedelta(hours=1)


async def test_what_breaks_while_the_preview_is_read_is_told_before_anything_is_sent(house: House) -> None:
    ana = await house.worker("Ana")
    await house.sandbox.client.breaks("500", "getFile")
    await ana.sends_document(BROKEN_PDF, "plan.pdf")
    await ana.sees("What is it?", within=10)
    await ana.presses("💡 Good idea")
    await ana.sees("1 document", within=10)
    async with house.app.storage.unit() as unit:
        await unit.media.refuse((await unit.run(sa.select(media.c.id))).scalar_one())
    await ana.presses("📨 Send")
    await ana.sees("so I left it out", within=10)
    await ana.sees("What could be better?", within=10, also_old=True)


async def test_a_broken_pdf_added_to_what_was_sent_is_told_of(house: House) -> None:
    await house.staff("Lena", Role.LEAD)
    ana = await house.worker("Ana")
    await ana.sends("A lamp would help")
    await as_an_idea(ana)
    await ana.presses("➕ Add to it")
    await ana.sees("What do you want to add?", within=10)
    await ana.sends_document(BROKEN_PDF, "plan.pdf")
    await ana.sees("Added", within=10)
    await until(lambda: is_refused(house))
    before = len(await house.calls_to(ana))
    await house.sandbox.client.passes(timedelta(days=1))
    await until(lambda: is_noted(house))
    await house.sandbox.client.passes(timedelta(days=1))
    knocked = await ana.sees("Huiyin: new message", within=10)
    assert [call["params"]["disable_notification"] for call in (await house.calls_to(ana))[before:]] == ["true"]
    await ana.presses("Open", on=knocked)
    await ana.sees("could not be opened safely, so nobody gets it", within=10)


async def test_of_a_broken_picture_in_an_answer_its_author_hears_and_no_phone_of_a_worker_rings(house: House) -> None:
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    await ana.sends("A lamp would help")
    await as_an_idea(ana)
    await house.sandbox.client.passes(timedelta(days=1))
    await lead.presses("💬 Answer", on=await lead.sees("A lamp would help", within=10, also_old=True))
    await lead.sees("write what the worker shall read", within=10)
    before = await house.calls_to(ana)
    await lead.sends_document(b"no picture at all", "x.jpg", "It comes on Friday")
    await lead.presses("💬 To the worker", on=await lead.sees("does this go to the worker", within=10))
    told = await lead.sees("could not be opened safely", within=10)
    assert ("with “It comes on Friday”" in told.text, await is_refused(house)) == (True, True)
    assert await house.calls_to(ana) == before


async def test_a_file_that_cannot_be_cleaned_is_refused_with_a_word(house: House) -> None:
    ana = await house.worker("Ana")
    await ana.sends("The guard of press 3 is off")
    await as_a_danger(ana, "🔴 It will hurt someone now")
    await ana.sees("Get away first", within=10)
    await ana.presses("➕ Add to it")
    await ana.sees(within=10)
    await ana.sends_photo(b"\xff\xd8\xff but no picture")
    await ana.sees("could not be opened safely", within=20)


async def test_while_a_file_is_slow_to_come_the_conversation_goes_on(house: House) -> None:
    """It is fetched and cleaned beside the work on updates, one of another worker and one of the same among them."""
    await house.staff("Lena", Role.LEAD)
    ana, ben = await house.worker("Ana"), await house.worker("Ben")
    await house.sandbox.client.breaks("slow", "getFile", seconds=12)
    await ana.sends_photo(picture(), "The guard of press 3 is off")
    await as_an_idea(ana)
    await ben.sends("/privacy")
    await ben.sees("🔒", within=10)
    assert len(await house.sandbox.client.calls("getFile")) == 1
    async with house.app.storage.reading() as unit:
        assert list((await unit.run(sa.select(media.c.state))).scalars()) == ["waiting"]


async def test_what_hurts_now_is_told_at_once_and_its_photo_follows(house: House) -> None:
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    await house.sandbox.client.breaks("500", "getFile")
    await ana.sends_photo(picture(), "The guard of press 3 is off")
    await as_a_danger(ana, "🔴 It will hurt someone now")
    card = await lead.sees("The guard of press 3 is off", within=10, also_old=True)
    assert card.media is None
    assert await pauses(house, 1) < timedelta(minutes=1)
    shown = await lead.sees(media="photo", within=20, also_old=True)
    assert CANARY not in await lead.saves(shown)
    assert len(await house.sandbox.client.calls("getFile")) == 2


async def test_what_is_added_to_what_hurts_now_is_told_at_once_and_its_photo_follows(house: House) -> None:
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    await ana.sends("The guard of press 3 is off")
    await as_a_danger(ana, "🔴 It will hurt someone now")
    await lead.presses("🙋 I look today", on=await lead.sees("The guard of press 3 is off", within=10, also_old=True))
    await ana.sees("Get away first", within=10)
    await ana.presses("➕ Add to it")
    await ana.sees("What do you want to add?", within=10)
    await house.sandbox.client.breaks("500", "getFile")
    await ana.sends_photo(picture(), "A hand is caught in it")
    await lead.sees("the worker says more.\n\nA hand is caught in it", within=10, also_old=True)
    await pauses(house, 1)
    assert await lead.saves(await lead.sees(media="photo", within=20, also_old=True))


async def test_an_answer_does_not_wait_for_long_for_the_photo_that_goes_along(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.rendering.WORDS_WAIT", 1)
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    await ana.sends("The guard of press 3 is off")
    await as_a_danger(ana, "🔴 It will hurt someone now")
    await ana.sees("Get away first", within=10)
    await lead.presses("💬 Answer", on=await lead.sees("The guard of press 3 is off", within=10, also_old=True))
    await lead.sees("write what the worker shall read", within=10)
    await house.sandbox.client.breaks("500", "getFile", times=9)
    await lead.sends_photo(picture(), "It stands still, stay away")
    await lead.presses("💬 To the worker", on=await lead.sees("does this go to the worker", within=10))
    await ana.sees("It stands still, stay away", within=10)


async def test_a_photo_that_telegram_did_not_hand_out_for_hours_comes_once_it_does(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.media.fetch.POLL_SECONDS", 0.02)
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    await house.sandbox.client.breaks("500", "getFile", times=12)
    await ana.sends_photo(picture(), "The guard of press 3 is off")
    await as_a_danger(ana, "🔴 It will hurt someone now")
    assert timedelta(hours=4) < await pauses(house, 12) < timedelta(hours=8)
    assert await lead.saves(await lead.sees(media="photo", within=20, also_old=True))


async def test_a_photo_that_telegram_does_not_hand_out_for_a_day_ends_with_a_word(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.media.fetch.POLL_SECONDS", 0.02)
    ana = await house.worker("Ana")
    await ana.sends("The guard of press 3 is off")
    await as_a_danger(ana, "🔴 It will hurt someone now")
    await ana.sees("Get away first", within=10)
    await ana.presses("➕ Add to it")
    await ana.sees(within=10)
    await house.sandbox.client.breaks("500", "getFile", times=40)
    await ana.sends_photo(picture())
    assert timedelta(hours=20) < await pauses(house, 30) < timedelta(hours=30)
    await ana.sees("could not be opened safely", within=20)


async def test_a_photo_that_we_cannot_clean_ends_with_a_word(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.media.fetch.POLL_SECONDS", 0.02)
    monkeypatch.setattr("bot.media.child.PYTHON", (sys.executable, "-I", "-c", "raise SystemExit(3)"))
    ana = await house.worker("Ana")
    await ana.sends("The guard of press 3 is off")
    await as_a_danger(ana, "🔴 It will hurt someone now")
    await ana.sees("Get away first", within=10)
    await ana.presses("➕ Add to it")
    await ana.sees(within=10)
    await ana.sends_photo(picture())
    for start in range(1, 9):
        await _pause(house, start * START)
    await ana.sees("could not be opened safely", within=20)


async def test_who_stops_gives_back_what_is_in_hand(
    settings: Settings, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.media.fetch.FINISH_SECONDS", 0.1)
    async with running(settings, sandbox) as house:
        ana = await house.worker("Ana")
        await sandbox.client.breaks("timeout", "getFile")
        await ana.sends_photo(picture(), "The guard of press 3 is off")
        await until(lambda: is_asked_for(sandbox))
    async with build_app(settings) as app, app.storage.reading() as unit:
        assert (await unit.run(sa.select(media.c.attempt, media.c.lease_until))).one() == (0, 0.0)


async def is_asked_for(sandbox: Sandbox) -> bool:
    return bool(await sandbox.client.calls("getFile"))


def test_what_is_in_hand_comes_to_an_end_before_somebody_else_may_try() -> None:
    assert HTTP_TIMEOUT + DOWNLOAD_SECONDS + AT_ONCE * Limits().wall < LEASE_SECONDS


async def pauses(house: House, times: int) -> timedelta:
    """So often a file is put off and tried again; returns how long it waited in all."""
    return timedelta(seconds=sum([await _pause(house, each) for each in range(1, times + 1)]))


async def _pause(house: House, attempt: int) -> float:
    """By the clock of the database, which nobody can move: the file is let go instead."""
    await until(lambda: is_put_off(house, attempt))
    async with house.app.storage.unit() as unit:
        now = (await unit.run(sa.select(database_now()))).scalar_one()
        until_then = (await unit.run(sa.select(media.c.lease_until))).scalar_one()
        await unit.run(sa.update(media).values(lease_until=database_now() - 1))
    return float(until_then - now)


async def is_put_off(house: House, attempt: int) -> bool:
    """To a round time; while somebody has it in hand, that is none."""
    async with house.app.storage.reading() as unit:
        files = (await unit.run(sa.select(media.c.state, media.c.attempt, media.c.lease_until))).all()
    return [(each.state, each.attempt, each.lease_until % 30) for each in files] == [("waiting", attempt, 0)]
