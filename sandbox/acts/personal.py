"""A person and their own phone: blocking the bot, deleting the chat, choosing a language."""

from __future__ import annotations

from sandbox.acts.registry import act
from sandbox.people import Chat, Person
from sandbox.world import World


@act("block")
def block(world: World, person: Person, _: Chat) -> None:
    own = world.chat(person.id)
    if own.status(world.bot.id) != "kicked":
        world.set_status(own, world.bot.id, "kicked", actor_id=person.id)


@act("unblock")
def unblock(world: World, person: Person, _: Chat) -> None:
    own = world.chat(person.id)
    if own.status(world.bot.id) == "kicked":
        world.set_status(own, world.bot.id, "member", actor_id=person.id)


@act("delete_chat")
def delete_chat(world: World, person: Person, _: Chat) -> None:
    """Clear the person's screen; the bot is not told and keeps its side of the chat."""
    own = world.chat(person.id)
    own.cleared_up_to = max(own.messages, default=0)
    own.keyboard = None
    world.events.publish("cleared", chat_id=own.id)


@act("deactivate")
def deactivate(world: World, person: Person, _: Chat) -> None:
    """Delete the Telegram account."""
    person.is_deactivated = True
    world.events.publish("people")


@act("language")
def choose_language(world: World, person: Person, _: Chat, language_code: str) -> None:
    person.language_code = language_code
    world.events.publish("people")
