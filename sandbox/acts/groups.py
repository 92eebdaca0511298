"""Groups: who comes and goes, the bot among them, and the step up to a supergroup."""

from __future__ import annotations

from sandbox.acts.registry import act, say
from sandbox.errors import ActError
from sandbox.people import ADMINS, Chat, Person
from sandbox.world import World


@act("add_bot")
def add_bot(world: World, person: Person, chat: Chat, payload: str = "") -> None:
    """Add the bot to a group as the link ``?startgroup=payload`` does."""
    _check_group(chat)
    world.set_status(chat, world.bot.id, "member", actor_id=person.id)
    _service(world, person, chat, {"new_chat_members": [world.bot.as_user()]})
    if payload:
        command = f"/start@{world.bot.username}"
        entity = {"type": "bot_command", "offset": 0, "length": len(command)}
        say(world, person, chat, {"text": f"{command} {payload}", "entities": [entity]})


@act("kick_bot")
def kick_bot(world: World, person: Person, chat: Chat) -> None:
    _check_group(chat)
    world.set_status(chat, world.bot.id, "kicked", actor_id=person.id)
    world.post(chat, person.id, {"left_chat_member": world.bot.as_user()})


@act("promote_bot")
def promote_bot(world: World, person: Person, chat: Chat) -> None:
    """Make the bot an administrator: it then hears everything, and of members' comings and goings."""
    _check_group(chat)
    _check_admin(person, chat)
    world.set_status(chat, world.bot.id, "administrator", actor_id=person.id)


@act("only_admins_write")
def only_admins_write(world: World, person: Person, chat: Chat, on: bool = True) -> None:
    """What members may do is the group's own setting: the bot is told nothing."""
    _check_group(chat)
    _check_admin(person, chat)
    chat.only_admins_write = on


@act("join")
def join(world: World, person: Person, chat: Chat) -> None:
    _check_group(chat)
    world.set_status(chat, person.id, "member", actor_id=person.id)
    _service(world, person, chat, {"new_chat_members": [person.as_user()]})


@act("leave")
def leave(world: World, person: Person, chat: Chat) -> None:
    _check_group(chat)
    _service(world, person, chat, {"left_chat_member": person.as_user()})
    world.set_status(chat, person.id, "left", actor_id=person.id)


@act("kick")
def kick(world: World, person: Person, chat: Chat, target: int) -> None:
    """Remove another member."""
    _check_group(chat)
    _check_admin(person, chat)
    world.set_status(chat, target, "kicked", actor_id=person.id)
    _service(world, person, chat, {"left_chat_member": world.person(target).as_user()})


@act("migrate")
def migrate(world: World, person: Person, chat: Chat) -> int:
    """Upgrade a basic group to a supergroup and return its new id. Messages stay behind, their ids with them."""
    if chat.type != "group" or chat.migrated_to:
        raise ActError(f"{chat.title} is no basic group.")
    new = world.add_group(chat.title, [person.id])
    new.members, new.only_admins_write = dict(chat.members), chat.only_admins_write
    _service(world, person, chat, {"migrate_to_chat_id": new.id})
    chat.migrated_to = new.id
    _service(world, person, new, {"migrate_from_chat_id": chat.id})
    return new.id


def _service(world: World, person: Person, chat: Chat, content: dict[str, object]) -> None:
    """A service message; every bot in the group hears of it."""
    message = world.post(chat, person.id, content)
    if chat.has(world.bot.id):
        world.tell_bot("message", message)


def _check_group(chat: Chat) -> None:
    if chat.is_private:
        raise ActError(f"{chat.title} is a private chat, not a group.")


def _check_admin(person: Person, chat: Chat) -> None:
    if chat.status(person.id) not in ADMINS:
        raise ActError(f"{person.first_name} is no administrator of {chat.title}.")
