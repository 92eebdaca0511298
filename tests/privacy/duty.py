"""What staff do with a case, each in private by its number, or under its card."""

import base64
import re

from sandbox.phone import Message, Phone
from tests.privacy.aftermath import expects
from tests.privacy.life import LATER, Life
from tests.privacy.people import files

NUMBER = re.compile(r"Case (\d+)")
TEAM = ("lead", "member")


async def card(life: Life, role: str, words: str) -> tuple[Phone, Message]:
    """Where this person first read it: in the group, or alone."""
    phone = life.staff[role].inside(life.group) if role in TEAM else life.staff[role]
    return phone, await phone.sees(words, within=LATER, also_old=True)


async def number_of(life: Life, role: str, words: str) -> str:
    _, shown = await card(life, role, words)
    found = NUMBER.search(shown.text)
    assert found, shown
    return found[1]


async def at_desk(life: Life, role: str, words: str) -> Message:
    return await life.tells(life.staff[role], f"/case {await number_of(life, role, words)}")


async def begins(life: Life, role: str, words: str, label: str) -> Message:
    return await life.taps(life.staff[role], label, on=await at_desk(life, role, words))


async def takes(life: Life, role: str, words: str, choice: str = "🙋 I look today") -> None:
    phone, shown = await card(life, role, words)
    await phone.presses(choice, on=shown)
    await life.settled()


async def writes(life: Life, role: str, *texts: str) -> Message:
    """One after the other; the bot's last word."""
    for text in texts:
        said = await life.tells(life.staff[role], text)
    return said


async def answers(life: Life, role: str, words: str, text: str) -> None:
    await begins(life, role, words, "💬 Answer")
    await writes(life, role, text)
    said = await life.taps(life.staff[role], "💬 To the worker")
    expects(said, "is stored for the worker")


async def answers_under_the_card(life: Life, role: str, words: str, text: str) -> None:
    phone, shown = await card(life, role, words)
    await life.tells(phone, text, shown)
    expects(await life.taps(phone, "💬 To the worker"), "is stored for the worker")


async def reads_all(life: Life, role: str, words: str) -> None:
    await begins(life, role, words, "📖 Read it all")


async def asks_who_it_is(life: Life, role: str, words: str, text: str) -> None:
    """Is asked to look again, writes it anew, and sends at last what still names somebody."""
    phone = life.staff[role]
    await begins(life, role, words, "💬 Answer")
    await writes(life, role, "Who are you?")
    await life.taps(phone, "💬 To the worker")
    await life.taps(phone, "✏️ Write it anew")
    await writes(life, role, text)
    await life.taps(phone, "💬 To the worker")
    said = await life.taps(phone, "📨 Send it anyway")
    expects(said, "is stored for the worker")


async def blanks_a_number(life: Life, role: str, words: str, text: str) -> None:
    phone = life.staff[role]
    await begins(life, role, words, "💬 Answer")
    await writes(life, role, text)
    await life.taps(phone, "💬 To the worker")
    expects(await life.taps(phone, "▇ Make that unreadable and send it"), "is stored for the worker")


async def asks(life: Life, role: str, words: str, question: str) -> None:
    await begins(life, role, words, "🗣 Ask the worker")
    expects(await writes(life, role, question), "your question is stored")


async def notes(life: Life, role: str, words: str, *texts: str) -> None:
    """By command in one line, by command in two, and as what turns out to be no answer."""
    one, two, three = texts
    phone, number = life.staff[role], await number_of(life, role, words)
    await writes(life, role, f"/note {number} {one}", f"/note {number}", two)
    await begins(life, role, words, "💬 Answer")
    await writes(life, role, three)
    expects(await life.taps(phone, "📝 A note for staff"), "Only staff read it")


async def accepts(life: Life, role: str, words: str, *, typed: str = "") -> None:
    phone, asked = life.staff[role], await begins(life, role, words, "👍 Accept")
    if typed:
        asked = await writes(life, role, typed)
        expects(asked, "Is that the day?")
    said = await life.taps(phone, asked.labels[0] if typed else asked.labels[-2], on=asked)
    expects(said, "accepted. The worker is told the day")


async def extends(life: Life, role: str, words: str, reason: str) -> None:
    await begins(life, role, words, "📅 New date")
    asked = await writes(life, role, reason)
    said = await life.taps(life.staff[role], asked.labels[0], on=asked)
    expects(said, "the new day is set")


async def declines(life: Life, role: str, words: str, reason: str) -> None:
    await begins(life, role, words, "🚫 Decline")
    await life.taps(life.staff[role], "Not possible now")
    expects(await writes(life, role, reason), "declined")


async def solves(life: Life, role: str, words: str, text: str, *, shown: bool = False) -> None:
    """A danger's end is shown in a photo."""
    phone = life.staff[role]
    await begins(life, role, words, "🔧 It is solved")
    if shown:
        photo = {"kind": "photo", "data": base64.b64encode(files()["photo"]).decode()}
        await phone.does("file", file=photo, caption=text)
        await life.heard(phone)
    else:
        await writes(life, role, text)
    expects(await life.taps(phone, "🔧 Send: it is solved"), "solved. The worker is asked")


async def verifies(life: Life, role: str, words: str) -> None:
    expects(await begins(life, role, words, "🔎 I checked it"), "checked by a second person")


async def calls_it_major(life: Life, role: str, words: str) -> None:
    await begins(life, role, words, "🛑 Major danger?")
    expects(await life.taps(life.staff[role], "🛑 Yes, it is major"), "is major")


async def assures(life: Life, role: str, words: str, *said: str) -> None:
    """Who, what, with which money, by when, and what else."""
    *first, plan = said
    await begins(life, role, words, "🛟 Five assurances")
    asked = await writes(life, role, *first)
    await life.taps(life.staff[role], asked.labels[0], on=asked)
    expects(await writes(life, role, plan), "the five assurances are given")


async def makes_safe(life: Life, role: str, words: str, how: str) -> None:
    await begins(life, role, words, "🛡 Under control")
    expects(await writes(life, role, how), "under control")


async def writes_down(life: Life, role: str, words: str, heard: str, *, marked: bool = False) -> None:
    await begins(life, role, words, "🎤 Write down what was said")
    said = await writes(life, role, heard)
    if marked:
        said = await life.taps(life.staff[role], "📨 Send it anyway", on=said)
    expects(said, "The worker is asked whether it is right")


async def sorts(life: Life, role: str, words: str, slip: str, label: str) -> None:
    """Says at first what it is not, and takes that back."""
    phone, number = life.staff[role], await number_of(life, role, words)
    for choice in (slip, "↩️ A slip: sort it again", label):
        shown = await life.tells(phone, f"/case {number}")
        await phone.presses(choice, on=shown if choice in shown.labels else None)
        await life.settled()


async def sorts_a_recording(life: Life, role: str, words: str) -> None:
    """The one that is left to sort: it holds no words to find it by, so the team reads what is written here."""
    phone = life.staff[role]
    unsorted = [each for each in await phone.screen() if "💡 Good idea" in each.labels]
    shown = next(each for each in unsorted if "kanari" not in each.text)
    life.texts.append(words)
    await life.taps(phone, "💡 Good idea", on=shown)
    expects(await writes(life, role, words), "sorted. The team has it")


async def files_it(life: Life, role: str, words: str) -> None:
    asked = await begins(life, role, words, "🏷 Category")
    said = await life.taps(life.staff[role], asked.labels[0], on=asked)
    expects(said, "the category is set")


async def hands_on(life: Life, role: str, words: str, name: str) -> None:
    await begins(life, role, words, "👤 Reassign")
    expects(await life.taps(life.staff[role], name), "has a new owner")


async def thinks_better_of_it(life: Life, role: str, words: str) -> None:
    """By command, and by button."""
    await begins(life, role, words, "📝 Note")
    expects(await writes(life, role, "/cancel"), "nothing was sent")
    await begins(life, role, words, "📝 Note")
    expects(await life.taps(life.staff[role], "✖️ Cancel"), "nothing was sent")


async def looks_again(life: Life, role: str, label: str) -> None:
    """Whether a danger is still gone."""
    phone, asked = await card(life, role, "solved some time ago")
    said = await life.taps(phone, label, on=asked)
    expects(said, "still gone", "open again")


async def hears_an_alarm(life: Life, role: str, words: str) -> None:
    phone, number = life.staff[role], await number_of(life, "lead", words)
    alarm = await phone.sees(f"Case {number}", within=LATER, also_old=True)
    await life.taps(phone, "📂 Open the case", on=alarm)
    expects(await life.taps(phone, "👌 I have it", on=alarm), "you have it")


async def calls(life: Life, role: str) -> None:
    expects(await life.taps(life.staff[role], "☎️ Reached"), "you reached them")
