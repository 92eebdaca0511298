"""The other half of a worker's life with the bot: danger, harm, a tick for everybody, a no, and no answer at all."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.translate import Speech
from bot.views.worker.words import about_label
from cases.model import About
from sandbox.phone import Phone
from storage import Storage, legal_holds
from tests.privacy.life import LATER, Life
from tests.privacy.seen import Json, goes_to, payloads

READERS: Mapping[About, set[str]] = {
    about: {"coach"} if about is About.HR_OR_HANDLER else {"handler"} for about in About
}
"""Who reads a grievance about whom, before anybody says that it was not solved. Written down here on purpose."""
TICKED: Mapping[About, set[str]] = {
    About.HR_OR_HANDLER: {"handler"},
    About.MANAGER_OR_OWNER: {"manager"},
    About.COACH: {"coach"},
    About.LINE_LEADER: {"member"},
}
"""Whom the tick means: by their role, or by the flag that the member was invited with."""
HARMED = About.CO_WORKER
NUMBER, ID = re.compile(r"Case (\d+)"), re.compile(r"\d{12,}")
WEEKS = timedelta(days=21)
PAGES = "/today /inbox /mine /overdue /overview /enterprises /silent /summary /help".split()


def word_of(about: About) -> str:
    return f"kanaritick{about.value.replace('_', '')}"


@dataclass
class Trouble:
    life: Life
    storage: Storage
    enterprise: int
    red: str = "kanariredpress"
    idea: str = "kanaridarkhall"
    reason: str = "kanarireason"
    """Why a case is kept, as the operator wrote it."""
    said: list[str] = field(default_factory=list)
    """What staff wrote."""

    @property
    def texts(self) -> list[str]:
        return [*map(word_of, About), self.red, self.idea]

    # The worker

    async def complains_about(self, about: About) -> None:
        ana = self.life.ana
        await ana.presses("😟 Unfair treatment", on=await self.life.writes(word_of(about)))
        label = about_label(about, Speech("en"))
        await ana.presses(label, on=await ana.sees("Whom is it about?", within=LATER))
        harm = "Yes" if about is HARMED else "No"
        await ana.presses(harm, on=await ana.sees("punished for speaking up", within=LATER))
        await self.life.leaves("number" if about is About.NO_ONE else "here", await self.life.preview())

    async def cries_out(self) -> None:
        ana = self.life.ana
        await ana.presses("⚠️ Danger", on=await self.life.writes(self.red))
        await ana.presses("🔴", on=await ana.sees("How bad is it?", within=LATER))
        await ana.sees("Get away first", within=LATER)

    async def has_an_idea(self) -> None:
        await self.life.ana.presses("💡 Good idea", on=await self.life.writes(self.idea))
        await self.life.leaves("number", await self.life.preview())

    async def is_not_content(self, digits: str, words: str) -> None:
        """Opens the case by its number, on the other phone, and says that it is not solved."""
        bao = self.life.bao
        await bao.sends(digits)
        shown = await bao.sees(words, within=LATER)
        await bao.presses(next(label for label in shown.labels if "❌" in label), on=shown)
        await bao.sees("Noted: not solved", within=LATER)
        await self.life.later()

    # Staff

    async def declines(self, phone: Phone, text: str, words: str) -> None:
        card = await phone.sees(text, within=LATER, also_old=True)
        await phone.presses("🚫 Decline", on=card)
        await phone.presses("Not possible now", on=await phone.sees("why not?", within=LATER))
        await phone.sends(words, reply_to=await phone.sees("Write to the worker why", within=LATER))
        await phone.sees("declined", within=LATER)
        self.said.append(words)

    async def solves(self, phone: Phone, text: str, words: str) -> None:
        card = await phone.sees(text, within=LATER, also_old=True)
        await phone.presses("🙋 I look today", on=card)
        await phone.presses("🔧 It is solved", within=LATER)
        await phone.sends(words, reply_to=await phone.sees("write what was done", within=LATER))
        await phone.presses("🔧 Send: it is solved", on=await phone.sees("send this to the worker?", within=LATER))
        await phone.sees("solved. The worker is asked", within=LATER)
        self.said.append(words)

    async def looks_everywhere(self, numbers: Iterable[str]) -> None:
        """Every person of staff asks for every page, and for every case by its number."""
        for phone in self.life.staff.values():
            for command in [*PAGES, *(f"/case {number}" for number in numbers)]:
                await phone.sends(command)
                await phone.sees(within=LATER)

    async def is_kept(self, number: int) -> None:
        """The operator asks for it, with a reason; the lead confirms."""
        async with self.storage.unit() as unit:
            token = await legal_holds.ask(await unit.enterprise(self.enterprise), number, self.reason)
        await self.life.staff["lead"].starts(f"h_{token}")
        await self.life.staff["lead"].sees("kept beyond its time", within=LATER)

    # All of it

    async def lives(self) -> dict[str, set[str]]:
        """By what was written in it, the number and the id of every case."""
        life, idea, complaint = self.life, 0, 1
        await self.has_an_idea()
        for about in About:
            await self.complains_about(about)
        await life.sandbox.client.breaks("500", "sendMessage")
        await self.cries_out()
        group, staff = life.staff["lead"].inside(life.group), life.staff
        await group.sees(self.red, within=LATER)
        await life.later()
        await self.declines(group, self.idea, "kanarinomoney")
        await self.solves(staff["handler"], word_of(About.NO_ONE), "kanaritalkedtohim")
        await life.later()
        await self.is_not_content(life.digits[idea], "kanarinomoney")
        await self.is_not_content(life.digits[complaint], "kanaritalkedtohim")
        await self.solves(staff["manager"], self.idea, "kanarilampsordered")
        await self.solves(staff["coach"], word_of(About.NO_ONE), "kanarimettwice")
        await life.later()
        await self.is_not_content(life.digits[idea], "kanarilampsordered")
        await staff["independent"].sees(self.idea, within=LATER, also_old=True)
        await life.later(WEEKS)
        marks = await self.marks()
        numbers = {text: min(found, key=len) for text, found in marks.items()}
        await self.is_kept(int(numbers[self.idea]))
        await self.looks_everywhere(numbers.values())
        return marks

    async def marks(self) -> dict[str, set[str]]:
        """By what was written in it: the number of a case and the id behind its buttons, as its readers got them."""
        found: dict[str, set[str]] = {text: set() for text in self.texts}
        for call in await self.life.sandbox.client.calls():
            for text in (text for text in self.texts if text in said(call) and NUMBER.search(said(call))):
                found[text] |= {*NUMBER.findall(said(call)), *ID.findall(payloads(call).decode())}
        return found


def heard(calls: list[Json], life: Life, role: str) -> list[Json]:
    """What the person with that role was sent, alone or in the group."""
    chats = [life.staff[role].chat_id, *([life.group] if role in ("lead", "member") else [])]
    return [call for call in calls if goes_to(call, *chats)]


def said(call: Json) -> str:
    return str(call["params"].get("text") or call["params"].get("caption") or "")
