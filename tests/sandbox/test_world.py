"""The world itself."""

from sandbox.world import World


def test_bot_takes_its_id_from_the_first_token_it_uses() -> None:
    world = World()
    ana = world.add_person("Ana")
    world.adopt_token("42:first")
    world.calls.add("getMe", "", {}, {})
    world.adopt_token("43:second")
    assert (world.bot.id, world.chat(ana.id).status(42)) == (42, "left")


def test_supergroups_count_their_own_messages() -> None:
    world = World()
    ana, ben = world.add_person("Ana"), world.add_person("Ben")
    group, crew = world.add_group("Team", [ana.id]), world.add_group("Crew", [ana.id], "group")
    chats = [world.chat(ana.id), world.chat(ben.id), crew, group, group]
    assert [world.post(chat, ana.id, {"text": "x"})["message_id"] for chat in chats] == [1, 2, 3, 1, 2]
