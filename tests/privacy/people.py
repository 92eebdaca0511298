"""People and files that can be recognised anywhere: each carries canaries in all that must stay with them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sandbox.app import Sandbox
from sandbox.people import Chat, Person
from sandbox.phone import Phone
from tests.bot.media import samples

PHONE = "13912345678"
LATITUDE, LONGITUDE = 30.123456, 120.654321
FRIEND = "Kanarin-Freund-4711"
FILE_NAME = "Kanarienvogels-Bericht"
LINK = "kanarienlink.example"


@dataclass(frozen=True)
class Identity:
    """What Telegram tells the bot about a person; none of it may go further."""

    id: int
    name: str
    username: str

    def canaries(self) -> dict[str, str]:
        return {"id": str(self.id), "name": self.name, "username": self.username}


WORKER = Identity(7_788_990_011, "金丝雀小明", "kanarienvogel_ana")
SECOND = Identity(7_788_990_012, "Kanarina Zweite", "kanarienvogel_bao")
STAFF = {
    role: Identity(7_788_990_020 + number, f"Kanarien-{role}-Chat", f"kanarienvogel_{role}")
    for number, role in enumerate(("lead", "member", "handler", "manager", "independent", "coach", "office"))
}

CARRIED = {
    "phone": PHONE,
    "latitude": str(LATITUDE),
    "longitude": str(LONGITUDE),
    "author of files": samples.CANARY,
    "place of a film": samples.PLACE,
    "author of a forwarded message": FRIEND,
    "file name": FILE_NAME,
    "link in an entity": LINK,
    "edit after sending": "KANARI-EDITED-AFTER",
    "words before an edit": "KANARI-BEFORE-EDIT",
    "words replied to": "KANARI-REPLIED-TO",
}
"""Canaries in what the worker sends that reach nobody."""


def phone_of(sandbox: Sandbox, who: Identity) -> Phone:
    """Brings the person with this very id into the sandbox."""
    world = sandbox.world
    world.people[who.id] = Person(who.id, who.name, who.username, "en")
    members = {who.id: "member", world.bot.id: "left"}
    world.chats[who.id] = Chat(who.id, "private", who.name, who.username, members)
    return Phone(sandbox.client, who.id, who.name, who.id)


def contact() -> dict[str, Any]:
    return {"phone_number": PHONE, "first_name": WORKER.name, "user_id": WORKER.id}


def forwarded() -> dict[str, Any]:
    return {"forward_origin": {"type": "hidden_user", "sender_user_name": FRIEND, "date": 1}, "text": "Look at this"}


def entities(length: int) -> list[dict[str, Any]]:
    """A link behind a word, and a mention of the writer."""
    me = {"id": WORKER.id, "is_bot": False, "first_name": WORKER.name, "username": WORKER.username}
    link = {"type": "text_link", "offset": 0, "length": length, "url": f"https://{LINK}/"}
    return [link, {"type": "text_mention", "offset": 0, "length": length, "user": me}]


@cache
def files() -> dict[str, bytes]:
    return {
        "photo": samples.telling_jpeg(),
        "pdf": samples.telling_pdf(),
        "voice": samples.sound("libopus", "ogg"),
        "video": samples.video(),
    }
