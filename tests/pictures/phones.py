"""The page of phones in a browser: what a visitor does there, and pictures of it."""

import io
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.async_api import FloatRect, Locator, Page, async_playwright, expect

ZONE = "Asia/Shanghai"
WIDTH, HEIGHT = 392, 900
MARGIN, BELOW = 2.0, 54.0
"""What is left out above and below where the page is shown without its bar."""

PATIENCE = 60_000.0
"""Milliseconds for what follows when the clock has been moved: a few messages a second leave the bot."""
TRIES = 6
CALM = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


class Phones:
    """Phones are named by their place on the page: worker, group, lead, handler, manager, coach."""

    PLACES = ("worker", "group", "lead", "handler", "manager", "coach")

    def __init__(self, page: Page, address: str, folder: Path) -> None:
        self._page, self._address, self._folder = page, address, folder

    def phone(self, name: str) -> Locator:
        return self._page.locator(".phone").nth(self.PLACES.index(name))

    async def opens(self, weekday: int, hour: int, minute: int) -> None:
        """Open the page once the clock was moved to this day of the week: invitations are good for seven days."""
        now = await self._now()
        await self.at(hour, minute, days=(weekday - now.weekday()) % 7)
        await self._page.goto(self._address)
        await expect(self._page.locator(".phone")).to_have_count(len(self.PLACES), timeout=PATIENCE)

    async def writes(self, name: str, text: str) -> None:
        field = self.phone(name).locator("textarea")
        await field.fill(text)
        await field.press("Enter")

    async def sends_a_photo(self, name: str, attach: str, sample: str, caption: str) -> None:
        await self.phone(name).locator("textarea").fill(caption)
        await self.phone(name).get_by_role("button", name=attach).click()
        await self.phone(name).get_by_role("button", name=sample).click()

    async def presses(self, name: str, label: str, under: str = "") -> None:
        """The newest button with this label, under a message that holds those words."""
        message = self.phone(name).locator(".message").filter(has_text=under)
        await message.locator(".inline-keys button").filter(has_text=_whole(label)).last.click()

    async def presses_until(self, name: str, label: str, text: str) -> None:
        """Press the newest such button, and one that comes after it, until a message newer than its own holds this."""
        newest = self.phone(name).locator(".message").last
        for _ in range(TRIES):
            await self.presses(name, label)
            with suppress(AssertionError):
                return await expect(newest).to_contain_text(text, timeout=PATIENCE / TRIES)
        raise AssertionError(f"{name} pressed {label} in vain")

    async def sees(self, name: str, text: str) -> None:
        """The newest message holds this."""
        await expect(self.phone(name).locator(".message").last).to_contain_text(text, timeout=PATIENCE)

    async def has(self, name: str, text: str) -> None:
        """Some message holds this."""
        message = self.phone(name).locator(".message").filter(has_text=text)
        await expect(message.last).to_be_visible(timeout=PATIENCE)

    async def at(self, hour: int, minute: int, days: int = 0) -> None:
        """Move the clock to this time of the enterprise's day, ``days`` later; 0 is the next time it is so late."""
        now = await self._now()
        then = datetime.combine(now.date() + timedelta(days=days), time(hour, minute, 5), now.tzinfo)
        then += timedelta(days=1) if then <= now else timedelta()
        await self._page.request.post(
            f"{self._address}/sandbox/clock", data={"advance_seconds": (then - now).total_seconds()}
        )
        while not await self._is_known(then):
            await self._page.wait_for_timeout(200)

    async def takes(self, picture: str, *names: str, from_start: bool = False, with_bar: bool = False) -> None:
        """A picture of some phones beside each other, at the end of what they show or at its start."""
        await self._page.set_viewport_size({"width": WIDTH * len(names) + 24, "height": HEIGHT})
        await self._page.mouse.move(0, 0)
        for name in self.PLACES:
            await self.phone(name).evaluate("(node, hidden) => { node.hidden = hidden }", name not in names)
            end = "0" if from_start else "node.scrollHeight"
            await self.phone(name).locator(".messages").evaluate(f"node => {{ node.scrollTop = {end} }}")
        await self._page.evaluate("document.activeElement.blur(); document.querySelector('#phones').scrollTop = 0")
        await self._page.locator("#bar").evaluate("(bar, shown) => { bar.hidden = !shown }", with_bar)
        top, below = (0.0, 0.0) if with_bar else (MARGIN, BELOW)
        clip: FloatRect = {"x": 0, "y": top, "width": WIDTH * len(names) + 24, "height": HEIGHT - below}
        self._keep(picture, await self._page.screenshot(animations="disabled", clip=clip))
        await self._page.locator("#bar").evaluate("bar => { bar.hidden = false }")
        for name in self.PLACES:
            await self.phone(name).evaluate("node => { node.hidden = false }")

    def _keep(self, picture: str, shot: bytes) -> None:
        """With 256 colours, which is what the page has and a quarter of the size."""
        self._folder.mkdir(parents=True, exist_ok=True)
        small = Image.open(io.BytesIO(shot)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
        small.save(self._folder / f"{picture}.png", optimize=True)

    async def _is_known(self, moment: datetime) -> bool:
        """Whether the program knows that it is so late: the next thing it will do is later."""
        clock = await (await self._page.request.get(f"{self._address}/sandbox/clock")).json()
        return clock["deadline"] is None or datetime.fromisoformat(clock["deadline"]["at"]) > moment

    async def _now(self) -> datetime:
        answer = await self._page.request.get(f"{self._address}/sandbox/clock")
        return datetime.fromisoformat((await answer.json())["now"]).astimezone(ZoneInfo(ZONE))


def _whole(label: str) -> re.Pattern[str]:
    return re.compile(rf"^{re.escape(label)}( ↗)?$")


@asynccontextmanager
async def a_browser(locale: str, address: str, folder: Path) -> AsyncIterator[Phones]:
    """A visitor of this language, in light colours, where the enterprise is."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CALM.split())
        page = await browser.new_page(
            locale=locale, timezone_id=ZONE, color_scheme="light", device_scale_factor=1.5, reduced_motion="reduce"
        )
        await page.add_init_script("Math.random = () => 0.9")  # always the same sample photo
        yield Phones(page, address, folder)
        await browser.close()
