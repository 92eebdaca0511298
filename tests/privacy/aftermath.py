"""What a worker does once something was sent: in each mode, and with no way back by the number on another phone."""

from dataclasses import dataclass

from sandbox.phone import Message, Phone
from tests.privacy.life import LATER, Life
from tests.privacy.people import PHONE, files

IDEA, DANGER, UNFAIR, UNSORTED = "💡 Good idea", "⚠️ Danger", "😟 Unfair treatment", "🤷"
ANSWERS = {DANGER: ("🟡",), UNFAIR: ("Nobody in particular", "No")}
"""What is tapped when the bot asks on."""
PREVIEW, BLANK, ALL = "Look before it goes", "▇ Make it unreadable", "📖 Show it all"
LONG = "and the lamp is dark " * 180


@dataclass(frozen=True)
class Sent:
    """Something of Ana's; what has a name is Bao's, and what has no way back is opened on Bao's phone."""

    words: str
    phone: Phone
    receipt: Message
    digits: str = ""


def expects(said: Message, *parts: str) -> None:
    """One of these."""
    assert any(part in said.text for part in parts), said


async def sends(life: Life, kind: str, mode: str, words: str, *, aloud: bool = False) -> Sent:
    phone = life.bao if mode == "named" else life.ana
    shown = await _says(life, phone, kind, mode, words, aloud=aloud)
    for label in (kind, *ANSWERS.get(kind, ())):
        shown = await life.taps(phone, label, on=shown)
    if BLANK in shown.labels:
        await life.taps(phone, ALL, on=shown)
        shown = await life.taps(phone, BLANK, on=shown)
    if PREVIEW in shown.text:
        await life.leaves(mode, shown, phone)
    receipt = await phone.sees("Got it", within=LATER, also_old=True)
    return Sent(words, phone, receipt) if mode != "number" else Sent(words, life.bao, receipt, life.digits[-1])


async def speaks_without_a_word(life: Life) -> None:
    """A recording alone, of which nobody has said what it is."""
    await life.ana.sends_voice(files()["voice"])
    await life.leaves("number", await life.taps(life.ana, UNSORTED, on=await life.heard(life.ana)))


async def _says(life: Life, phone: Phone, kind: str, mode: str, words: str, *, aloud: bool) -> Message:
    """What has a name is long, and holds what could tell who wrote it; it is read to its end before it goes."""
    life.texts.append(words)
    if aloud:
        await phone.sends_voice(files()["voice"], words)
        return await life.heard(phone)
    return await life.tells(phone, f"{words}, call {PHONE} {LONG}" if mode == "named" else words)


async def opens(life: Life, sent: Sent) -> Message:
    """As its sender can."""
    if sent.digits:
        return await life.tells(sent.phone, sent.digits)
    shown = await life.tells(sent.phone, "/mine")
    return await life.taps(sent.phone, next(label for label in shown.labels if sent.words in label), on=shown)


async def hears_news(life: Life, sent: Sent, words: str) -> Message:
    """What staff did, as the sender comes to read it: behind a knock that says nothing, or by the number."""
    if sent.digits:
        await opens(life, sent)
    for knock in [each for each in await sent.phone.screen() if each.labels == ["Open"]]:
        await life.taps(sent.phone, "Open", on=knock)
    return await sent.phone.sees(words, within=LATER, also_old=True)


async def takes_back_unseen(life: Life, sent: Sent) -> None:
    await life.taps(sent.phone, "↩️ Take it back", on=await opens(life, sent))
    said = await life.taps(sent.phone, "↩️ Take it back")
    expects(said, "it is erased and counts nowhere")


async def takes_back(life: Life, sent: Sent) -> None:
    await life.taps(sent.phone, "↩️ Take it back", on=await opens(life, sent))
    shown = await life.taps(sent.phone, "No, leave it")
    await life.taps(sent.phone, "↩️ Take it back", on=shown)
    said = await life.taps(sent.phone, "↩️ I want it back myself")
    expects(said, "It leaves their list at the next fixed time")


async def is_made_to_take_it_back(life: Life, sent: Sent) -> None:
    await life.taps(sent.phone, "↩️ Take it back", on=await opens(life, sent))
    await life.taps(sent.phone, "🤐 Somebody told me to")
    said = await life.taps(sent.phone, "↩️ Take it back all the same")
    expects(said, "It leaves their list at the next fixed time")


async def adds(life: Life, sent: Sent, words: str) -> None:
    life.texts.append(words)
    await life.taps(sent.phone, "💬 Reply or add", on=await opens(life, sent))
    expects(await life.tells(sent.phone, words), "Added")


async def adds_what_shows_who_it_is(life: Life, sent: Sent, words: str) -> None:
    """It is looked at once more, and blanked, before it goes."""
    await _adds_after(life, sent, words, BLANK)


async def adds_what_was_to_be_something_new(life: Life, sent: Sent, words: str) -> None:
    await _adds_after(life, sent, words, "🆕 It is something new", "➕ It is what I wanted to add before", BLANK)


async def _adds_after(life: Life, sent: Sent, words: str, *answers: str) -> None:
    life.texts.append(words)
    await life.taps(sent.phone, "💬 Reply or add", on=await opens(life, sent))
    shown = await life.tells(sent.phone, f"{words}, call {PHONE}")
    for answer in (*answers, "📨 Send"):
        shown = await life.taps(sent.phone, answer, on=shown)
    expects(shown, "Added")


async def says_where(life: Life, sent: Sent, place: str) -> None:
    life.texts.append(place)
    await life.taps(sent.phone, "📍 Say where the danger is", on=sent.receipt)
    expects(await life.tells(sent.phone, place), "Added")


async def is_punished(life: Life, sent: Sent, *choices: str) -> None:
    """The last choice counts."""
    await life.taps(sent.phone, "🆘 Someone is punishing me", on=await opens(life, sent))
    for number, choice in enumerate(choices):
        if number:
            await life.taps(sent.phone, "🔁 Choose something else")
        said = await life.taps(sent.phone, choice)
    expects(said, "I'm sorry this happens to you")


async def wants_to_be_asked(life: Life, sent: Sent) -> None:
    said = await life.taps(sent.phone, "🔔 Ask me later how it goes", on=sent.receipt)
    expects(said, "I will ask you")


async def is_asked(life: Life, sent: Sent, answer: str) -> Message:
    return await life.taps(sent.phone, answer, on=await hears_news(life, sent, "How are things since then?"))


async def cries_out(life: Life, words: str) -> None:
    life.texts.append(words)
    shown = await life.tells(life.ana, words)
    for label in (DANGER, "🔴"):
        shown = await life.taps(life.ana, label, on=shown)
    expects(shown, "Get away first")


async def is_ordered(life: Life, words: str) -> None:
    """To work unsafely: it begins with the key, and what comes after it was sent belongs to it."""
    life.texts += [words, f"{words}too"]
    await life.taps(life.ana, "⚠️ Danger")
    shown = await life.tells(life.ana, words)
    for label in ("👔 My boss orders me", "My line leader", "🟡"):
        shown = await life.taps(life.ana, label, on=shown)
    await life.tells(life.ana, f"{words}too")
    expects(await life.taps(life.ana, "➕ It belongs to what I just sent"), "Added")


async def changes_words(life: Life, words: str, changed: str) -> None:
    """A message is edited before it is sent, and once more after."""
    life.texts.append(changed)
    first = await life.ana.sends(words)
    await life.heard(life.ana)
    await life.ana.edits(first, changed)
    shown = await life.heard(life.ana)
    await life.leaves("here", await life.taps(life.ana, "💡 Good idea", on=shown))
    await life.ana.edits(first, words)
    expects(await life.heard(life.ana), "I can't take this change")


async def wants_no_answer(life: Life, sent: Sent) -> None:
    expects(
        await life.taps(sent.phone, "✂️ Erase the way back to me", on=await opens(life, sent)), "The way back is erased"
    )


async def hears_words(life: Life, sent: Sent, words: str, *answers: str, mended: str = "") -> None:
    """Says whether it is what was said, once staff have written it down."""
    life.texts += filter(None, [words, mended])
    shown = await hears_news(life, sent, words)
    for answer in answers:
        shown = await life.taps(sent.phone, answer, on=shown)
    if mended:
        shown = await life.tells(sent.phone, mended)
    expects(shown, "passed on", "Added", "Left out")


async def rates(life: Life, sent: Sent, verdict: str) -> None:
    said = await life.taps(sent.phone, verdict, on=await opens(life, sent))
    expects(said, "It takes effect at")


async def looks_for_proof(life: Life, sent: Sent) -> str:
    """With a number drawn anew where there was none."""
    digits = sent.digits
    if not digits:
        await life.taps(sent.phone, "🔢 New receipt number", on=await opens(life, sent))
        paper = await sent.phone.sees("Write it on paper", within=LATER, also_old=True)
        digits = paper.text.splitlines()[0].removeprefix("🔢 ")
        await life.taps(sent.phone, "✍️ I wrote it down")
        life.digits.append(digits)
    await life.tells(sent.phone, "/proof")
    return (await life.tells(sent.phone, digits)).text
