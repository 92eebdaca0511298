"""A worker's life with the bot and what staff make of it, through the real process, by the labels on the buttons."""

import base64
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.settings import SANDBOX_TOKEN
from cases.model import Flag, Role
from cases.ports import Invite
from sandbox.app import Sandbox, running_sandbox
from sandbox.phone import Message, Phone
from storage import KeyRing, Storage
from tests.databases import Database
from tests.journeys.house import House
from tests.privacy.people import FILE_NAME, PHONE, SECOND, STAFF, WORKER, contact, entities, files, forwarded, phone_of

LATER = 60.0
"""Seconds for a tick, the cleaning of a file and the sending of what follows."""
A_DAY = timedelta(hours=24)
KINDS = ("💡 Good idea", "⚠️ Danger", "😟 Unfair treatment", "❓ Question", "🤷")
MODES = {
    "here": (None, "No name. The answer comes to this chat."),
    "number": ("🔒 No way back", "No name and no way back"),
    "named": ("✍️ With my name", "With your name."),
}
SIGNED = "Kanarisigned"
ANSWER = "kanarianswer"


async def nothing() -> None:
    """Beside another process nobody knows when it has come to rest: what is expected is waited for."""


@dataclass
class Life:
    sandbox: Sandbox
    ana: Phone
    bao: Phone
    staff: dict[str, Phone]
    group: int
    texts: list[str] = field(default_factory=list)
    """All that the worker wrote for staff: to be found with them, and nowhere else."""
    digits: list[str] = field(default_factory=list)
    """The numbers of what was sent with no way back."""
    sources: set[str] = field(default_factory=set)
    """Telegram's ids of the worker's files."""
    settled: Callable[[], Awaitable[None]] = nothing
    """Waits until the bot has done all that it could by now."""

    async def later(self, time: timedelta = A_DAY) -> None:
        await self.sandbox.client.passes(time)
        await self.settled()

    async def tells(self, phone: Phone, text: str, reply_to: Message | None = None) -> Message:
        """What somebody writes, and the bot's last word on it."""
        await phone.sends(text, reply_to)
        return await self.heard(phone)

    async def taps(self, phone: Phone, label: str, on: Message | None = None) -> Message:
        await phone.presses(label, on=on, within=LATER)
        return await self.heard(phone)

    async def heard(self, phone: Phone) -> Message:
        await self.settled()
        return await phone.sees(within=LATER)

    # The worker

    async def writes(self, text: str) -> Message:
        self.texts.append(text)
        await self.ana.sends(text)
        return await self.ana.sees("What is it?", within=LATER)

    async def sends(self, kind: str, mode: str) -> None:
        """Through all questions to the preview, and out."""
        text = f"kanarilamp{mode}{KINDS.index(kind)} is dark, call {PHONE}"
        await self.ana.presses(kind, on=await self.writes(text))
        if "Unfair" in kind:
            await self.ana.presses("Nobody in particular", on=await self.ana.sees("Whom is it about?", within=LATER))
            await self.ana.presses("No", on=await self.ana.sees("punished for speaking up", within=LATER))
        if "Danger" in kind:
            await self.ana.presses("🟢", on=await self.ana.sees("How bad is it?", within=LATER))
        await self.ana.presses("▇ Make it unreadable", on=await self.preview())
        self.texts[-1] = text.partition(" ")[0]
        await self.leaves(mode, await self.preview())

    async def preview(self) -> Message:
        return await self.ana.sees("Look before it goes", within=LATER)

    async def leaves(self, mode: str, shown: Message, by: Phone | None = None) -> None:
        phone, (label, sentence) = by or self.ana, MODES[mode]
        if label:
            await phone.presses(label, on=shown)
        if mode == "named":
            await phone.sees("Write your name", within=LATER)
            await phone.sends(SIGNED)
        shown = await phone.sees(sentence, within=LATER) if label else shown
        await phone.presses("📨 Send", on=shown)
        await phone.sees("Got it", within=LATER)
        if mode == "number":
            paper = await phone.sees("Write it on paper", within=LATER)
            self.digits.append(paper.text.splitlines()[0].removeprefix("🔢 "))

    async def sends_files(self) -> None:
        """All kinds of files in one case, with words that hide a link and a mention."""
        self.texts.append("kanaricaption")
        photo = await self.ana.sends_photo(files()["photo"])
        await self.ana.sees("What is it?", within=LATER)
        hidden = {"photo": photo.raw["photo"], "caption": "kanaricaption", "caption_entities": entities(6)}
        sent = [
            await self.ana.sends_content(**hidden),
            await self.ana.sends_document(files()["pdf"], f"{FILE_NAME}.pdf"),
            await self.ana.sends_voice(files()["voice"]),
            await self.ana.sends_video(files()["video"]),
        ]
        self.sources |= {file for each in [photo, *sent] if (file := each.file_id)}
        await self.ana.presses("💡 Good idea", on=await self.ana.sees("A voice can be recognised", within=LATER))
        shown = await self.ana.sees("1 video", within=LATER)
        await self.leaves("here", shown)

    async def sends_what_is_not_taken(self) -> None:
        await self.ana.sends_content(contact=contact())
        await self.ana.sees(within=LATER)
        await self.ana.sends_content(location={"latitude": 30.123456, "longitude": 120.654321})
        await self.ana.sees(within=LATER)
        await self.ana.sends_content(**forwarded())
        await self.ana.sees(within=LATER)

    async def edits_and_replies(self) -> None:
        first = await self.ana.sends("KANARI-BEFORE-EDIT")
        await self.ana.sees("What is it?", within=LATER)
        await self.ana.edits(first, "kanarilampedited")
        self.texts.append("kanarilampedited")
        await self.ana.presses("💡 Good idea", on=await self.ana.sees("What is it?", within=LATER))
        await self.leaves("here", await self.preview())
        await self.ana.edits(first, "KANARI-EDITED-AFTER")
        await self.ana.sees("I can't take this change", within=LATER)
        older = await self.ana.sends("KANARI-REPLIED-TO")
        await self.ana.presses("🗑 Throw it away", on=await self.ana.sees("What is it?", within=LATER))
        await self.ana.sees("Thrown away", within=LATER)
        self.texts.append("kanarilampreply")
        await self.ana.sends("kanarilampreply", reply_to=older)
        await self.ana.presses("❓ Question", on=await self.ana.sees("What is it?", within=LATER))
        await self.leaves("here", await self.preview())

    # Staff

    async def lead_answers(self) -> None:
        """In the group, with a photo that tells who took it."""
        group = self.staff["lead"].inside(self.group)
        card = await group.sees("kanarilamphere0", within=LATER, also_old=True)
        await group.presses("I look today", on=card)
        photo = {"kind": "photo", "data": base64.b64encode(files()["photo"]).decode()}
        await group.does("file", file=photo, caption=ANSWER, reply_to=card.id)
        await group.presses("To the worker", within=LATER)
        await group.sees("is stored for the worker", within=LATER)

    async def handler_answers(self) -> None:
        handler = self.staff["handler"]
        card = await handler.sees("kanarilamphere2", within=LATER, also_old=True)
        await handler.presses("I look today", on=card)
        await handler.sends(f"{ANSWER} too", reply_to=card)
        await handler.presses("To the worker", within=LATER)
        await handler.sees("is stored for the worker", within=LATER)

    async def worker_goes_on(self, digits: str) -> None:
        """Reads, adds, looks at every page, opens by a number on another phone, takes back, is forgotten."""
        await self.ana.sees("Huiyin: new message", within=LATER)
        await self.ana.presses("Open")
        await self.ana.sees(ANSWER, within=LATER)
        for command in ("/privacy", "/rules", "/help", "/language", "/practice", "/receipt", "/mine"):
            await self.ana.sends(command)
            shown = await self.ana.sees(within=LATER)
        await self.ana.presses(shown.labels[0], on=shown)
        await self.ana.presses("Reply or add", within=LATER)
        await self.ana.sees(within=LATER)
        self.texts.append("kanarilampadded")
        await self.ana.sends("kanarilampadded")
        await self.ana.sees("Added", within=LATER)
        await self.ana.presses("New receipt number", within=LATER)
        await self.ana.sees("Write it on paper", within=LATER)
        await self.bao.sends(digits)
        await self.bao.sees("kanarilamp", within=LATER)
        await self.ana.presses("Erase the way back", within=LATER)
        await self.ana.sees("The way back is erased", within=LATER)
        await self.ana.sends("/wipe")
        shown = await self.ana.sees(within=LATER)
        await self.ana.presses(shown.labels[0], on=shown)
        await self.ana.sees(within=LATER)


@asynccontextmanager
async def a_house(database: Database, folder: Path) -> AsyncGenerator[House]:
    async with running_sandbox() as sandbox:
        environment = {
            "HUIYIN_API_BASE": sandbox.api_base,
            "HUIYIN_DATABASE_URL": database.url,
            "HUIYIN_KEY_FILE": str(folder / "huiyin.keys"),
            "HUIYIN_LISTEN": "127.0.0.1:0",
        }
        house = House(sandbox, environment)
        await house.command("init")
        adding = ("enterprise", "add", "YONG", "Yongxing Metal", "--headcount", "120", "--languages", "en,zh_Hans")
        await house.command(*adding)
        yield house


async def invitations(house: House) -> dict[str, str]:
    """A token for each role and one for the group, made before the bot holds the database."""
    environment = house.environment
    ring, bot = KeyRing.read(Path(environment["HUIYIN_KEY_FILE"])), int(SANDBOX_TOKEN.partition(":")[0])
    async with Storage.open(environment["HUIYIN_DATABASE_URL"], ring, bot, lambda: datetime.now(UTC)) as storage:
        async with storage.reading() as unit:
            enterprise = (await unit.enterprise_by_code("YONG")).enterprise.id
        return await tokens_to(storage, enterprise)


async def tokens_to(storage: Storage, enterprise: int) -> dict[str, str]:
    """The member is known to be a line leader."""
    found, week = dict[str, str](), datetime.now(UTC) + timedelta(days=7)
    for role in (*STAFF, "group"):
        roles = frozenset({Role(role)}) if role in STAFF else frozenset[Role]()
        flags = frozenset({Flag.LINE_LEADER}) if role == "member" else frozenset[Flag]()
        found[role] = await storage.admin.invite(Invite(enterprise, roles, flags, role.title(), role == "group", week))
    return found


async def begins(sandbox: Sandbox, tokens: dict[str, str], chat_type: str = "supergroup") -> Life:
    """Everybody comes in; the lead and the member have a group."""
    staff = {role: phone_of(sandbox, who) for role, who in STAFF.items()}
    for role, phone in staff.items():
        await phone.starts(f"i_{tokens[role]}")
        await phone.presses("accept the charter" if role == "manager" else "I am in", within=LATER)
        await phone.sees("Welcome", within=LATER)
    group = await sandbox.client.group("Yong team", staff["lead"], staff["member"], chat_type=chat_type)
    await staff["lead"].adds_bot(group, f"g_{tokens['group']}")
    await staff["lead"].inside(group).sees(within=LATER)
    ana, bao = (phone_of(sandbox, who) for who in (WORKER, SECOND))
    for phone in (ana, bao):
        await phone.starts("YONG")
        await phone.sees("This is Huiyin", within=LATER)
    return Life(sandbox, ana, bao, staff, group)
