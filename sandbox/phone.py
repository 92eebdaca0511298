"""A person's phone, in the words of people: ``await ana.sends("…")``, ``await ana.sees("…")``."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sandbox.content import MEDIA, file_id_of
from sandbox.markup import inline_buttons

if TYPE_CHECKING:
    from sandbox.client import Client

Json = dict[str, Any]

PATIENCE = 5.0
SHORT = 0.3


class NotSeen(AssertionError):
    """What should be on the screen is not, or the other way round; the text shows the screen."""


class HasId(Protocol):
    @property
    def id(self) -> int: ...


@dataclass(frozen=True)
class Message:
    """A message as it stands on the screen; ``raw`` is the Bot API's Message."""

    raw: Json

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def key(self) -> int:
        """Its ``message_id``; below zero for an ephemeral message."""
        return int(self.raw["key"])

    @property
    def text(self) -> str:
        """The text, or the caption of a file."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def labels(self) -> list[str]:
        """The labels of its inline buttons, row by row."""
        return [button["text"] for button in inline_buttons(self.raw.get("reply_markup"))]

    @property
    def media(self) -> str | None:
        """photo, voice, video, audio, document, or None for a text."""
        return next((kind for kind in MEDIA if kind in self.raw), None)

    @property
    def file_id(self) -> str | None:
        return file_id_of(self.raw)

    @property
    def is_edited(self) -> bool:
        return "edit_date" in self.raw

    @property
    def sender(self) -> str:
        return str(self.raw["from"]["first_name"])

    def __str__(self) -> str:
        media = f"[{self.media}] " if self.media else ""
        buttons = "".join(f" ⟦{label}⟧" for label in self.labels)
        return f"{self.sender}: {media}{self.text}{buttons}"


class Phone:
    """One person in one chat. ``sees`` looks at what came or changed since this phone last did something."""

    def __init__(self, client: Client, person_id: int, name: str, chat_id: int) -> None:
        self.client = client
        self.person_id = person_id
        self.name = name
        self.chat_id = chat_id
        self._mark = 0

    def inside(self, chat: HasId | int) -> Phone:
        """The same person in another chat, such as the team's group."""
        return Phone(self.client, self.person_id, self.name, chat if isinstance(chat, int) else chat.id)

    # Doing

    async def does(self, action: str, **details: Any) -> Any:
        """Any act of ``sandbox.acts`` by its name."""
        body = {"person": self.person_id, "action": action, "chat": self.chat_id, **details}
        answer = await self.client.post("/act", body)
        self._mark = answer["seq"]
        return answer["result"]

    async def starts(self, payload: str = "") -> Message:
        """Open the bot by its link, ``t.me/<bot>?start=payload``, and press START."""
        return _message(await self.does("start", payload=payload))

    async def sends(self, text: str, reply_to: Message | None = None) -> Message:
        return _message(await self.does("text", text=text, reply_to=_id(reply_to)))

    async def sends_photo(self, data: bytes, caption: str = "") -> Message:
        return await self._sends_file("photo", data, caption)

    async def sends_voice(self, data: bytes, caption: str = "", duration: int = 3) -> Message:
        """``duration`` in seconds."""
        return await self._sends_file("voice", data, caption, duration=duration)

    async def sends_video(self, data: bytes, caption: str = "") -> Message:
        return await self._sends_file("video", data, caption)

    async def sends_document(self, data: bytes, name: str, caption: str = "") -> Message:
        return await self._sends_file("document", data, caption, name=name)

    async def sends_album(self, *photos: bytes, caption: str = "") -> list[Message]:
        """Several photos as one album; the caption hangs on the first."""
        files = [{"kind": "photo", "data": _encoded(photo)} for photo in photos]
        return [_message(raw) for raw in await self.does("album", files=files, caption=caption)]

    async def sends_content(self, **fields: Any) -> Message:
        """Anything else a phone can send, as fields of the Bot API's Message: ``location={…}``, ``sticker={…}``."""
        return _message(await self.does("content", fields=fields))

    async def presses(self, label: str, on: Message | None = None, within: float = PATIENCE) -> None:
        """Press the newest button with this label, or the one under a given message, once it is there.

        A part of the label is enough where only one button has it. The error names the labels that are visible.
        """
        if on is None:
            await self.client.get(self._path("button"), person=self.person_id, label=label, within=within)
        await self.does("press", label=label, key=on.key if on else None)

    async def edits(self, message: Message, text: str) -> Message:
        return _message(await self.does("edit", message_id=message.id, text=text))

    async def deletes(self, message: Message) -> None:
        await self.does("delete", message_id=message.id)

    async def blocks(self) -> None:
        await self.does("block")

    async def unblocks(self) -> None:
        await self.does("unblock")

    async def deletes_chat(self) -> None:
        await self.does("delete_chat")

    async def chooses_language(self, code: str) -> None:
        """Change the language of the whole Telegram app."""
        await self.does("language", language_code=code)

    async def adds_bot(self, chat: HasId | int, payload: str = "") -> None:
        """Add the bot to a group, by ``?startgroup=payload`` when there is one."""
        await self.inside(chat).does("add_bot", payload=payload)

    # Seeing

    async def sees(
        self, part: str = "", within: float = PATIENCE, also_old: bool = False, media: str | None = None
    ) -> Message:
        """Wait up to ``within`` real seconds for a message of somebody else that holds this text, and return it.

        ``media`` asks for a kind of file too. Without ``also_old`` only what came or changed since this phone's last
        act counts.
        """
        found = await self._look("see", text=part, media=media, after=0 if also_old else self._mark, within=within)
        if found is None:
            raise NotSeen(f"{self.name} waited {within} s for {media or ''}{part!r} and sees:\n{await self._shown()}")
        return found

    async def sees_no_more(self, part: str, within: float = PATIENCE) -> None:
        """Wait until no message holds this text: it was edited away or deleted."""
        if await self._look("gone", text=part, within=within):
            raise NotSeen(f"{self.name} still sees {part!r} after {within} s:\n{await self._shown()}")

    async def silent(self, part: str = "", within: float = SHORT) -> None:
        """Fail if a message with this text (or any) comes or changes within so many real seconds."""
        found = await self._look("see", text=part, after=self._mark, within=within)
        if found:
            raise NotSeen(f"{self.name} should hear nothing, but sees: {found}")

    async def reads(self) -> list[Message]:
        """All that is on the screen; what ``sees`` finds from now on is newer."""
        shown = await self._screen()
        self._mark = shown["seq"]
        return [Message(raw) for raw in shown["messages"]]

    async def screen(self) -> list[Message]:
        """All that is on the screen, oldest first."""
        return [Message(raw) for raw in (await self._screen())["messages"]]

    async def labels(self) -> list[str]:
        """All buttons that can be pressed: inline ones from the newest message up, then the keyboard's."""
        return list((await self._screen())["labels"])

    async def commands(self) -> list[str]:
        """The menu of commands as this person has it here."""
        return [command["command"] for command in (await self._screen())["commands"]]

    async def saves(self, message: Message) -> bytes:
        """The bytes of the file in a message."""
        return await self.client.download(f"/sandbox/files/{message.file_id}")

    async def _sends_file(self, kind: str, data: bytes, caption: str, **details: Any) -> Message:
        file = {"kind": kind, "data": _encoded(data), **details}
        return _message(await self.does("file", file=file, caption=caption))

    async def _look(self, what: str, **query: Any) -> Message | None:
        answer = await self.client.get(self._path(what), person=self.person_id, **query)
        return Message(answer["message"]) if answer["message"] else None

    async def _screen(self) -> Json:
        shown: Json = await self.client.get(self._path("messages"), person=self.person_id)
        return shown

    async def _shown(self) -> str:
        messages = await self.screen()
        return "\n".join(f"  {message}" for message in messages) or "  an empty chat"

    def _path(self, what: str) -> str:
        return f"/chats/{self.chat_id}/{what}"


def _message(raw: Json) -> Message:
    return Message({"key": raw["message_id"], **raw})


def _id(message: Message | None) -> int | None:
    return message.id if message else None


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()
