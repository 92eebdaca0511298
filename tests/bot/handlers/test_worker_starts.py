"""Coming in: by link, by a typed code, with a wrong code, with another firm's code."""

from bot.translate import languages
from storage import closing
from tests.bot.handlers.conversation import Phone, Town


async def test_the_link_of_the_poster_greets_with_the_keyboard(ana: Phone) -> None:
    greeting = ana.said[-1]
    assert greeting.text.startswith("👋 This is Huiyin, for people who work at Yongxing Metal.")
    assert "only Li Mei and Zhao Gang" in greeting.text
    assert greeting.keyboard == [
        ["⚠️ Danger", "💡 Good idea"],
        ["😟 Unfair treatment", "❓ Question"],
        ["🔒 Will they know it's me?", "🙂 Just try"],
    ]


async def test_where_few_people_work_they_are_warned(town: Town) -> None:
    phone = town.phone(502)
    await phone.write("/start HUA")
    assert phone.screen.startswith("👀 Only a few people work here.")


async def test_a_stranger_is_asked_for_the_code(town: Town) -> None:
    phone = town.phone(502)
    for given in ("/start", "The press has no guard", "/mine", "/practice", "⚠️ Danger", "你好"):
        await phone.write(given)
        assert phone.screen.startswith("👋 This is Huiyin. I don't know yet where you work")


async def test_a_strangers_photo_is_not_kept(town: Town) -> None:
    phone = town.phone(502)
    await phone.photo("The press has no guard")
    await phone.write("/start YONG")
    await town.later(hours=3)
    assert phone.screen.startswith("👋 This is Huiyin, for people who work at")


async def test_the_code_can_be_typed(town: Town) -> None:
    phone = town.phone(502)
    await phone.write("Yong")
    assert phone.screen.startswith("👋 This is Huiyin, for people who work at Yongxing Metal.")


async def test_an_unknown_code_is_said_to_be_unknown(town: Town) -> None:
    phone = town.phone(502)
    await phone.write("/start NOWHERE")
    assert phone.screen.startswith("I don't know this code.")


async def test_start_alone_greets_who_is_known(ana: Phone) -> None:
    await ana.write("/start")
    assert ana.screen.startswith("👋 You are at Yongxing Metal.")


async def test_another_firms_code_asks_about_the_change(ana: Phone) -> None:
    await ana.write("/start HUA")
    assert "Hua Textiles" in ana.screen
    await ana.press("No, leave it as it is")
    await ana.write("/start")
    assert ana.screen.startswith("👋 You are at Yongxing Metal.")


async def test_a_change_of_job_is_taken_over(ana: Phone) -> None:
    await ana.write("/start HUA")
    await ana.press("Yes, I work there now")
    await ana.write("/start")
    assert ana.screen.startswith("👋 You are at Hua Textiles.")


async def test_what_is_unsent_comes_before_a_change_of_job(ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.write("/start HUA")
    await ana.press("Yes, I work there now")
    assert ana.screen.startswith("You have something here that is not sent yet.")
    await ana.press("💡 Good idea")
    assert "Look before it goes to Yongxing Metal" in ana.screen
    await ana.press("📨 Send")
    await ana.press("Yes, I work there now")
    await ana.write("/start")
    assert ana.screen.startswith("👋 You are at Hua Textiles.")


async def test_after_a_change_of_job_a_danger_goes_to_the_new_firm(town: Town, ana: Phone) -> None:
    await ana.key("⚠️ Danger")
    await ana.write("/start HUA")
    await ana.press("Yes, I work there now")
    await ana.write("The press has no guard")
    await ana.press("⚠️ Danger")
    await ana.press("🔴 It will hurt someone now")
    async with town.storage.reading() as unit:
        [case] = await unit.own_cases(ana.chat)
        assert case.enterprise == (await unit.enterprise_by_code("HUA")).enterprise.id


async def test_the_language_can_be_chosen(ana: Phone) -> None:
    await ana.write("/language")
    assert len(ana.labels) == len(languages())
    await ana.press("English")
    assert ana.screen == "🌐 We speak English now."


async def test_a_language_nobody_offered_changes_nothing(ana: Phone) -> None:
    await ana.forge("wl:xx")
    await ana.write("/start")
    assert ana.screen.startswith("👋 You are at Yongxing Metal.")


async def test_the_promise_of_privacy_is_said_with_the_operator(ana: Phone) -> None:
    await ana.key("🔒 Will they know it's me?")
    by_key = ana.screen
    await ana.write("/privacy")
    assert ana.screen == by_key
    assert by_key.endswith("The server is run by Yongkang SCORE centre; the programme office may be the inspector too.")


async def test_where_few_people_work_the_promise_says_so(town: Town) -> None:
    phone = town.phone(502)
    await phone.write("/start HUA")
    await phone.write("/privacy")
    assert phone.screen.endswith("inspector too.\n👀 Only a few people work here: easier to guess.")


async def test_rules_and_help_are_there_at_any_time(ana: Phone) -> None:
    await ana.write("/rules")
    assert "Nobody may punish or fine you" in ana.screen
    assert "💡 10 working days" in ana.screen
    await ana.write("/help")
    assert "12333" in ana.screen


async def test_who_wants_to_be_forgotten_is(ana: Phone) -> None:
    await ana.write("/wipe")
    await ana.press("🧹 Forget me")
    assert ana.screen.startswith("🧹 Forgotten.")
    await ana.write("/start")
    assert ana.screen.startswith("👋 This is Huiyin. I don't know yet where you work")


async def test_where_a_firm_has_left_everybody_is_shown_the_doors_outside(town: Town, ana: Phone) -> None:
    await ana.write("The press has no guard")
    async with town.storage.unit() as unit:
        await closing.mark(await unit.enterprise(town.yong.id), town.at)
    stranger = town.phone(502)
    for phone, given in ((ana, "/start"), (ana, "⚠️ Danger"), (ana, "More of it"), (stranger, "/start YONG")):
        await phone.write(given)
        assert phone.screen.startswith("🚪 Yongxing Metal is no longer part of Huiyin")
        assert "Doors outside the company" in phone.screen
    async with town.storage.reading() as unit:
        assert await unit.identities.worker(502) is None


async def test_nobody_changes_to_a_firm_that_has_left_meanwhile(town: Town, ana: Phone) -> None:
    await ana.write("/start HUA")
    async with town.storage.unit() as unit:
        await closing.mark(await unit.enterprise_by_code("HUA"), town.at)
    await ana.press("Yes, I work there now")
    assert ana.screen.startswith("🚪 Hua Textiles is no longer part of Huiyin")
    await ana.write("/start")
    assert ana.screen.startswith("👋 You are at Yongxing Metal.")


async def test_what_was_begun_before_a_firm_left_is_not_sent(town: Town, ana: Phone) -> None:
    await ana.write("The press has no guard")
    await ana.press("💡 Good idea")
    async with town.storage.unit() as unit:
        await closing.mark(await unit.enterprise(town.yong.id), town.at)
    await ana.press("📨 Send")
    assert ana.screen == "This company is no longer part of Huiyin, so nobody would read it. It was not sent."
