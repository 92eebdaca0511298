"""The story that the pictures tell, in the words of the people in it."""

from dataclasses import dataclass

from bot.translate import Speech
from tests.pictures.phones import ZONE, Phones

__all__ = ["WORDS", "ZONE", "play"]


@dataclass(frozen=True)
class Words:
    """What people write, and the page's own labels that are pressed."""

    idea: str
    answer: str
    done: str
    danger: str
    safe: str
    repair: str
    wrong: str
    attach: str
    photo: str


WORDS = {
    "en": Words(
        idea="We walk to the office for every drill bit. A tool board next to line 2 would save us half an hour a day.",
        answer="Good point. We hang up a board for line 2 next week. Which sizes do you miss most?",
        done="The board hangs beside line 2, with bits from 2 to 10 mm.",
        danger="The grinder's cable is bare, and it sparks.",
        safe="We pulled the plug and locked the grinder away.",
        repair="The electrician puts in a new cable this afternoon.",
        wrong="The line leader shouts at us and wrote down overtime that we were never paid for.",
        attach="Attach",
        photo="Sample photo",
    ),
    "zh_Hans": Words(
        idea="每次换钻头都要跑一趟办公室。二线旁边装块工具板，每人每天能省半小时。",
        answer="说得对。下周给二线装工具板。哪几种尺寸最缺？",
        done="工具板挂在二线旁边了，2 到 10 毫米的钻头都有。",
        danger="砂轮机的电线皮破了，一直冒火花。",
        safe="插头拔了，砂轮机锁起来了。",
        repair="下午电工来换新电线。",
        wrong="班长老骂人，还记了加班，钱一直没发。",
        attach="附件",
        photo="示例照片",
    ),
}


async def play(phones: Phones, t: Speech, words: Words) -> None:
    """Monday to Friday of one week; the demo tells of Monday by itself."""
    await begin(phones, t)
    await idea(phones, t, words)
    await solved(phones, t, words)
    await danger(phones, t, words)
    await wrong(phones, t, words)
    await broken_promise(phones, t)
    await month(phones, t)


async def begin(phones: Phones, t: Speech) -> None:
    await phones.opens(weekday=0, hour=8, minute=30)
    await phones.has("worker", t._("When will the new lockers come?"))
    await phones.sees("worker", t._("🔢 Receipt number"))
    await phones.has("group", t._("The floor behind press 4 is slippery with oil."))
    await phones.takes("page", *phones.PLACES, with_bar=True)
    await phones.takes("greeting", "worker", from_start=True)


async def idea(phones: Phones, t: Speech, words: Words) -> None:
    """From the phone to the team, and the answer back."""
    await phones.writes("worker", words.idea)
    await phones.sees("worker", t._("Got it. What is it? One tap. You can send more first, too."))
    await phones.takes("kind", "worker")
    await phones.presses("worker", t._("💡 Good idea"))
    await phones.sees("worker", t._("📨 Send"))
    await phones.takes("preview", "worker")
    await phones.presses("worker", t._("📨 Send"))
    await phones.sees("worker", t._("🔢 Receipt number"))
    await phones.takes("receipt", "worker")
    await phones.at(11, 30)
    await phones.has("group", words.idea)
    await phones.takes("card", "group")
    await phones.presses("group", f"🙋 {t._('I look today')}", words.idea)
    await phones.has("group", t._("{name} has it: “{choice}”.", name=t._("Lead Li"), choice=t._("I look today")))
    await phones.takes("taken", "group")
    await answers(phones, t, words.idea, t._("💬 Answer"), words.answer, t._("💬 To the worker"))
    await phones.takes("to-the-worker", "group")
    await phones.presses("group", t._("💬 To the worker"))
    await phones.has("group", t._("💬 {name} to the worker: {text}", name=t._("Lead Li"), text=words.answer))
    await opens_news(phones, t, 12, 15, words.answer)
    await phones.takes("answer", "worker")


async def solved(phones: Phones, t: Speech, words: Words) -> None:
    """The team says it is done, and the worker says whether it is so."""
    await answers(phones, t, words.idea, t._("🔧 It is solved"), words.done, t._("🔧 Send: it is solved"))
    await phones.presses("group", t._("🔧 Send: it is solved"))
    await phones.has("group", t._("Solved. The worker is asked whether it is so."))
    await opens_news(phones, t, 19, 15, words.done)
    await phones.takes("solved", "worker")
    await phones.presses("worker", t._("✅ Solved"))
    await phones.has("worker", t._("✅ Thank you, noted as solved."))
    await phones.takes("confirmed", "worker")


async def danger(phones: Phones, t: Speech, words: Words) -> None:
    """It goes out at once, and the first thing said is how to stay whole."""
    await phones.at(9, 40)
    await phones.sends_a_photo("worker", words.attach, words.photo, words.danger)
    await phones.presses("worker", t._("⚠️ Danger"))
    await phones.presses("worker", t._("🔴 It will hurt someone now"))
    await phones.sees("worker", t._("📍 Say where the danger is"))
    await phones.has("group", words.danger)
    await phones.takes("danger", "worker", "group")
    await phones.presses("group", f"🙋 {t._('I look today')}", words.danger)
    told = t._("🛡 Case {number}: under control. The worker is told how.", number="|").partition("|")[2]
    await answers(phones, t, words.danger, t._("🛡 Under control"), words.safe, told)
    await phones.sees("worker", words.safe)
    await phones.takes("under-control", "worker", "group")
    await answers(phones, t, words.danger, t._("💬 Answer"), words.repair, t._("💬 To the worker"))
    await phones.presses("group", t._("💬 To the worker"))
    await phones.sees("worker", words.repair)


async def wrong(phones: Phones, t: Speech, words: Words) -> None:
    """It reaches the handlers alone."""
    await phones.writes("worker", words.wrong)
    await phones.presses("worker", t._("😟 Unfair treatment"))
    await phones.sees("worker", t._("My line leader"))
    await phones.takes("about", "worker")
    await phones.presses("worker", t._("My line leader"))
    await phones.presses("worker", t._("No"))
    await phones.sees("worker", t._("📨 Send"))
    await phones.takes("grievance-preview", "worker")
    await phones.presses("worker", t._("📨 Send"))
    await phones.sees("worker", t._("🔢 Receipt number"))
    await phones.at(11, 30)
    await phones.has("handler", words.wrong)
    await phones.takes("grievance", "worker", "group", "handler")
    await phones.presses("handler", f"🙋 {t._('I look today')}")
    await phones.sees("handler", t._("I look today"))


async def broken_promise(phones: Phones, t: Speech) -> None:
    """Nobody has looked at the floor behind press 4: its answer was promised for Thursday."""
    await opens_news(phones, t, 8, 0, t._("👀 Somebody has it in hand and looks at it today."))
    await phones.has("lead", "⏳")
    await phones.takes("reminder", "lead")
    await phones.at(17, 0)
    late = t._("The worker was promised an answer by {due} and has none.", due="|").partition("|")[2]
    await phones.has("lead", late)
    floor = t._("The floor behind press 4 is slippery with oil.")
    await opens_news(phones, t, 12, 15, floor[:12])
    await phones.at(17, 0)
    await phones.sees("manager", t._("👌 I have it"))
    await phones.takes("broken-promise", "worker", "lead", "manager", with_bar=True)


async def month(phones: Phones, t: Speech) -> None:
    await phones.writes("coach", "/summary")
    await phones.sees("coach", t._("Talk about: {subjects}.", subjects="\0").partition("\0")[0])
    await phones.takes("summary", "coach")


async def answers(phones: Phones, t: Speech, card: str, button: str, text: str, then: str) -> None:
    """The lead presses a button under the card of those words and writes what is asked; ``then`` comes next."""
    await phones.presses("group", button, card)
    await phones.sees("group", t._("Reply to this message. /cancel stops."))
    await phones.writes("group", text)
    await phones.sees("group", then)


async def opens_news(phones: Phones, t: Speech, hour: int, minute: int, then: str) -> None:
    """At the fixed time the push says nothing; what is new stands behind its button."""
    await phones.at(hour, minute)
    await phones.sees("worker", t._("Huiyin: new message"))
    await phones.presses_until("worker", t._("Open"), then)
