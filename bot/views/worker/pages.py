"""What a worker can ask at any time: privacy, help, language, and cleaning up."""

from bot.callbacks.worker import Forget, GoTo, Place, Speak
from bot.translate import Speech, languages, own_name
from bot.views.facts import Facts
from bot.views.shown import Button, Shown
from bot.views.worker.keyboard import keyboard
from bot.views.worker.receipt import delete_chat, my_things
from bot.views.worker.start import is_small
from bot.views.worker.words import Args, land, lines


def privacy(facts: Facts, args: Args, t: Speech) -> Shown:
    promise = t._(
        "🔒 The factory and the coach can't find out from Huiyin who you are, unless you write your name. "
        "Telegram knows you use it. Whoever runs the server could find the way back to you until it is deleted; "
        'choose "no way back" and there is none. A photo, your voice, your way of talking, '
        "or something only you know can still give you away. Don't use the factory's phone or Wi-Fi."
    )
    few = t._("👀 Only a few people work here: easier to guess.") if is_small(facts) else None
    return Shown(lines(promise, _run_by(facts, t), few), [[delete_chat(t)]])


def _run_by(facts: Facts, t: Speech) -> str:
    if facts.inspects is None:
        return t._(
            "The server is run by {operator}; the programme office may be the inspector too.", operator=facts.operator
        )
    if facts.inspects:
        return t._(
            "The server is run by {operator}; the programme office is the inspector too.", operator=facts.operator
        )
    return t._("The server is run by {operator}; the programme office inspects no company.", operator=facts.operator)


def help_(facts: Facts, args: Args, t: Speech) -> Shown:
    country = land(facts)
    text = lines(
        t._("📷 🎤 ✍️ Just send it: I ask the rest. /mine shows what you sent. /receipt opens something by its number."),
        t._("⚠️ Fire, or someone hurt: get away, shout, call {numbers}.", numbers=country.numbers),
        t._("Doors outside the company; there they may ask your name:"),
        *country.doors(t),
    )
    return Shown(text, keyboard=keyboard(t))


def choose_language(facts: Facts, args: Args, t: Speech) -> Shown:
    rows = [[Button(own_name(code), Speak(language=code))] for code in languages()]
    return Shown(t._("🌐 Which language shall I speak with you? Staff don't learn which one you choose."), rows)


def language_set(facts: Facts, args: Args, t: Speech) -> Shown:
    # Translators: name your own language here.
    return Shown(t._("🌐 We speak English now."), keyboard=keyboard(t))


def ask_wipe(facts: Facts, args: Args, t: Speech) -> Shown:
    text = t._(
        "🧹 I can forget where you work and what you have not sent yet, and delete what I wrote here in the last "
        "two days. What you sent stays with them, "
        "and answers still come to this chat; to read them you scan the poster again. "
        "No answers wanted? Then first erase the way back, under My things."
    )
    forget = Button(t._("🧹 Forget me"), Forget())
    return Shown(text, [[forget], [my_things(t)], [Button(t._("No, leave it as it is"), GoTo(place=Place.STAY))]])


def wiped(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(
        t._(
            "🧹 Forgotten. What I wrote here in the last two days goes now. Older messages and your own are still on "
            "your phone: open the menu of this chat, tap Delete chat, and choose to delete it for both sides. "
            "I can't do that for you."
        )
    )


def stay(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(t._("All right, nothing has changed."), keyboard=keyboard(t))


VIEWS = {
    "privacy": privacy,
    "help": help_,
    "choose_language": choose_language,
    "language_set": language_set,
    "ask_wipe": ask_wipe,
    "wiped": wiped,
    "stay": stay,
}
