"""The questions on the way to sending, the preview, and what is said about a draft."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.callbacks.worker import (
    NO_LOOK,
    AddToLast,
    BlankOut,
    OrderedByBoss,
    PickAbout,
    PickHarm,
    PickKind,
    PickMode,
    PickUrgency,
    Send,
    ShowAll,
    ThrowAway,
)
from bot.translate import Speech
from bot.views import View
from bot.views.facts import Facts
from bot.views.shown import Button, Row, Shown
from bot.views.worker.readers import planned, readers, recorded, voice_warning, who_hears
from bot.views.worker.words import Args, about_label, clipped, firm, handlers, kind_label, land, lines
from cases.model import About, Kind, MediaKind, Mode, Urgency

LONGEST = 600
"""Characters of a message that a worker has not asked for."""
PREVIEW_WORDS = 110
MOST_MARKS, MARK_WORDS = 3, 16
MOST_MARKED = 3_900
"""Characters of all marks together: more fit into no message."""


def ask_content(facts: Facts, args: Args, t: Speech) -> Shown:
    if not args["kind"]:
        return Shown(t._("Send anything: a photo, a voice message or a few words."))
    return Shown(_tell_me(Kind(args["kind"]), facts, t), [[throw_away(args, t, t._("Never mind"))]])


def _practice(args: Args, t: Speech) -> str | None:
    return t._("🙂 This is practice: nobody gets it.") if args["practice"] else None


def _tell_me(kind: Kind, facts: Facts, t: Speech) -> str:
    return {
        Kind.HAZARD: t._(
            "⚠️ What is dangerous? Send a photo, a voice message or a few words. "
            "Fire, or someone hurt: get away first, shout, call {numbers}.",
            numbers=land(facts).numbers,
        ),
        Kind.SUGGESTION: t._("💡 What could be better? Send a photo, a voice message or a few words."),
        Kind.GRIEVANCE: t._(
            "😟 What happened? Say it or write it, as you would to a friend. Only {handlers} will read it. "
            "If it is about one of them, you can say so and they won't.",
            handlers=handlers(facts, t),
        ),
        Kind.QUESTION: t._("❓ What do you want to know? Say it or write it."),
    }[kind]


def ask_kind(facts: Facts, args: Args, t: Speech) -> Shown:
    kinds = [
        [kind_key(kind, args, t) for kind in pair]
        for pair in ((Kind.HAZARD, Kind.SUGGESTION), (Kind.GRIEVANCE, Kind.QUESTION))
    ]
    rows: list[Row] = [*kinds, [kind_key(None, args, t)]]
    if args["last"]:
        rows.append([Button(_last_label(args, t), AddToLast(**_look(args)))])
    text = lines(t._("Got it. What is it? One tap. You can send more first, too."), voice_warning(facts, args, t))
    return Shown(text, [*rows, [throw_away(args, t)]])


def _last_label(args: Args, t: Speech) -> str:
    if args["last_asked"]:
        return t._("➕ It is what I wanted to add before")
    return t._("➕ It belongs to what I just sent")


def _look(args: Args) -> dict[str, int]:
    """Which draft a button is of, and under which look of it it stands."""
    return {"draft": args["draft"], "look": args["look"]}


def kind_key(kind: Kind | None, args: Args, t: Speech) -> Button:
    return Button(kind_label(kind, t), PickKind(**_look(args), kind=kind))


def ask_urgency(facts: Facts, args: Args, t: Speech) -> Shown:
    labels = {
        Urgency.RED: t._("🔴 It will hurt someone now"),
        Urgency.YELLOW: t._("🟡 It could hurt someone"),
        Urgency.GREEN: t._("🟢 Not urgent"),
    }
    rows: list[Row] = [[Button(label, PickUrgency(**_look(args), urgency=each))] for each, label in labels.items()]
    asked = [readers(facts, args, t), _how_bad(args, t)]
    if args["unsafe_order"]:
        rule = t._("👔 An order to work unsafely: the team can't read it.")
        heard = who_hears(planned(facts, args), facts, t) if recorded(args) else None
        return Shown(lines(rule, *asked, heard), [*rows, [throw_away(args, t)]])
    boss = Button(t._("👔 My boss orders me to work unsafely"), OrderedByBoss(**_look(args)))
    return Shown(lines(*asked, voice_warning(facts, args, t)), [*rows, [boss], [throw_away(args, t)]])


def _how_bad(args: Args, t: Speech) -> str:
    """And which tap sends it: who trusts that it is gone puts the phone away. No tap of a rehearsal does."""
    if args["practice"]:
        return t._("How bad is it?")
    if Urgency.GREEN in args["at_once"]:
        return t._("How bad is it? It is sent when you tap.")
    if Urgency.RED in args["at_once"]:
        return t._("How bad is it? 🔴 is sent when you tap. Anything else I show to you once more before it goes.")
    return t._("How bad is it? I show it to you once more before it goes.")


def ask_about(facts: Facts, args: Args, t: Speech) -> Shown:
    if args["unsafe_order"]:
        question = t._("👔 Who gives the order?")
        choices = [each for each in About if each is not About.NO_ONE]
    else:
        question = t._("😟 Whom is it about?")
        choices = list(About)
    buttons = [Button(about_label(each, t), PickAbout(**_look(args), about=each)) for each in choices]
    text = lines(question, *_whom_it_is_kept_from(facts, t), voice_warning(facts, args, t))
    return Shown(text, [*([each] for each in buttons), [throw_away(args, t)]])


def _whom_it_is_kept_from(facts: Facts, t: Speech) -> list[str]:
    """A role is known and skipped; whether somebody here leads a line or is of the agency is known only when marked."""
    return [
        t._("The manager or owner, HR and those who read this, or the coach: whoever of them you tap can't see it."),
        t._("A line leader, a workshop head, the agency: it is kept from them as far as we know who they are."),
        t._("A colleague, or not sure: only {handlers} read it.", handlers=handlers(facts, t)),
    ]


def ask_harm(facts: Facts, args: Args, t: Speech) -> Shown:
    text = t._(
        "Is it about hitting or threats, sexual harassment, papers held back, forced work, children at work, "
        "or somebody being punished for speaking up? Then it is looked at faster."
    )
    yes = Button(t._("Yes"), PickHarm(**_look(args), harm=True))
    no = Button(t._("No"), PickHarm(**_look(args), harm=False))
    return Shown(text, [[yes, no], [throw_away(args, t)]])


def ask_name(facts: Facts, args: Args, t: Speech) -> Shown:
    text = t._("✍️ Write your name as they should see it. Everybody who reads this will see it.")
    back = Button(t._("No name after all"), PickMode(**_look(args), mode=Mode.ANSWER_HERE))
    return Shown(text, [[back]])


def preview(facts: Facts, args: Args, t: Speech) -> Shown:
    """Exactly what will be seen and by whom, before anything leaves."""
    words = _room(facts, args, t)
    send_it = Button(_send_label(args, t), Send(**_look(args)))
    modes = [
        [Button(_marked(mode, args, label), PickMode(**_look(args), mode=mode))]
        for mode, label in mode_labels(t).items()
    ]
    blank = [[Button(blank_label(t), BlankOut(**_look(args)))]] if args["marks"] else []
    more = [[Button(t._("📖 Show it all"), ShowAll(draft=args["draft"]))]] if _is_cut(args, words) else []
    return Shown(_looked_at(facts, args, t, words), [[send_it], *more, *blank, *modes, [throw_away(args, t)]])


def _room(facts: Facts, args: Args, t: Speech) -> int:
    """Characters of the text that are shown: fewer where there is much else to say."""
    return PREVIEW_WORDS - max(0, len(_looked_at(facts, args, t, PREVIEW_WORDS)) - LONGEST)


def _looked_at(facts: Facts, args: Args, t: Speech, words: int) -> str:
    kind = kind_label(Kind(args["kind"]), t) if args["kind"] else t._("📨 Not sorted yet")
    return lines(
        _first_line(facts, args, t),
        kind,
        *quoted(str(args["text"]), words, t),
        files_line(args["files"], t),
        marks_line(args["marks"], t),
        _few_people(facts, t),
        t._("✍️ Name: {name}", name=args["name"]) if args["mode"] == Mode.NAMED else None,
        readers(facts, args, t),
        who_hears(planned(facts, args), facts, t) if recorded(args) else None,
        _mode_sentence(Mode(args["mode"]), t),
    )


def _first_line(facts: Facts, args: Args, t: Speech) -> str:
    if args["practice"]:
        return lines(_practice(args, t), t._("👀 This is all that would be seen:"))
    if args.get("overtaken"):
        return t._(
            "👀 Not sent to {enterprise} yet: something changed after that. This is all that is seen:",
            enterprise=firm(facts, t),
        )
    return t._("👀 Look before it goes to {enterprise}. This is all that is seen:", enterprise=firm(facts, t))


def _is_cut(args: Args, words: int) -> bool:
    marks = args["marks"]
    return len(args["text"]) > words or len(marks) > MOST_MARKS or any(len(m) > MARK_WORDS for m in marks)


def all_words(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(t._("“{words}”", words=args["words"]))


def all_marks(facts: Facts, args: Args, t: Speech) -> Shown:
    named = t.names([t._("“{words}”", words=mark) for mark in args["marks"]])
    return Shown(t._("🔎 All that could show who you are: {marks}", marks=clipped(named, MOST_MARKED)))


def marks_line(marks: Sequence[str], t: Speech) -> str | None:
    """What could tell who wrote it."""
    if not marks:
        return None
    named = [t._("“{words}”", words=clipped(mark, MARK_WORDS)) for mark in marks[:MOST_MARKS]]
    return t._("🔎 This could show who you are: {marks}", marks=t.names(named))


def _few_people(facts: Facts, t: Speech) -> str | None:
    """Nobody here is told the language, but an answer in it may be what gives a person away."""
    if facts.enterprise is None or t.language in facts.enterprise.common_languages:
        return None
    return t._("👥 So far few here use me in your language: easier to guess.")


def _send_label(args: Args, t: Speech) -> str:
    return t._("📨 Send (practice)") if args["practice"] else send_label(t)


def send_label(t: Speech) -> str:
    return t._("📨 Send")


def blank_label(t: Speech) -> str:
    return t._("▇ Make it unreadable")


def _marked(mode: Mode, args: Args, label: str) -> str:
    return f"● {label}" if args["mode"] == mode else label


def quoted(text: str, words: int, t: Speech) -> list[str]:
    if not text:
        return []
    said = t._("“{words}”", words=clipped(text, words))
    if len(text) <= words:
        return [said]
    return [said, t._("These are the first words. All {count} characters are sent.", count=len(text))]


def mode_labels(t: Speech) -> dict[Mode, str]:
    return {
        Mode.ANSWER_HERE: t._("✅ No name, answer me here"),
        Mode.NO_WAY_BACK: t._("🔒 No way back: I come with a number"),
        Mode.NAMED: t._("✍️ With my name"),
    }


def _mode_sentence(mode: Mode, t: Speech) -> str:
    return {
        Mode.ANSWER_HERE: t._("No name. The answer comes to this chat."),
        Mode.NO_WAY_BACK: t._("No name and no way back to you. You get a number, and come for the answer yourself."),
        Mode.NAMED: t._("With your name. The answer comes to this chat."),
    }[mode]


def files_line(files: Mapping[str, int], t: Speech) -> str | None:
    words: dict[str, Callable[[int], str]] = {
        MediaKind.PHOTO: lambda n: t.n_("{count} photo", "{count} photos", n),
        MediaKind.VOICE: lambda n: t.n_("{count} voice message", "{count} voice messages", n),
        MediaKind.AUDIO: lambda n: t.n_("{count} recording", "{count} recordings", n),
        MediaKind.VIDEO: lambda n: t.n_("{count} video", "{count} videos", n),
        MediaKind.DOCUMENT: lambda n: t.n_("{count} document", "{count} documents", n),
    }
    named = [words[kind](count) for kind, count in files.items()]
    return f"📎 {t.names(named)}" if named else None


def throw_away(args: Args, t: Speech, label: str | None = None) -> Button:
    return Button(label or t._("🗑 Throw it away"), ThrowAway(draft=args["draft"]))


def thrown_away(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(t._("🗑 Thrown away. Nobody has seen it and nothing is kept. You can start again at any time."))


def nudge(facts: Facts, args: Args, t: Speech) -> Shown:
    """Nothing of the draft stands in it, because it may come up on a locked screen."""
    go_on = Button(t._("📨 Look at it and send"), Send(draft=args["draft"], look=NO_LOOK))
    return Shown(
        t._("You began something and did not send it. It is erased a day after your last change."),
        [[go_on], [throw_away(args, t)]],
    )


def draft_expired(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(t._("What you began was not sent, and is erased now. If it still matters, just send it again."))


def practice_done(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(
        t._(
            "🙂 That was practice: it works the same for real. Nobody got it, nothing is kept, and it counts nowhere. "
            "For real, just send something."
        )
    )


def file_left_out(facts: Facts, args: Args, t: Speech) -> Shown:
    if args.get("rest", True):
        text = t._(
            "📎 One of your files could not be opened safely, so I left it out. The rest is still here. "
            "Can you send it again as a photo?"
        )
    else:
        text = t._("📎 Your file could not be opened safely, so I left it out. Can you send it again as a photo?")
    return Shown(text)


def _headed(question: Callable[[Facts, Args, Speech], Shown]) -> View:
    """A question of a rehearsal says that it is one: who forgot it would trust that a danger is sent. One that comes
    anew, since the tap was on an older one, says that the tap did nothing.
    """

    def shown(facts: Facts, args: Args, t: Speech) -> Shown:
        asked = question(facts, args, t)
        anew = t._("Not sent yet: something changed after the question you tapped. Please look once more:")
        return replace(asked, text=lines(_practice(args, t), anew if args.get("overtaken") else None, asked.text))

    return shown


VIEWS: dict[str, View] = {
    "ask_content": _headed(ask_content),
    "ask_kind": _headed(ask_kind),
    "ask_urgency": _headed(ask_urgency),
    "ask_about": _headed(ask_about),
    "ask_harm": _headed(ask_harm),
    "ask_name": _headed(ask_name),
    "preview": preview,
    "all_words": all_words,
    "all_marks": all_marks,
    "thrown_away": thrown_away,
    "nudge": nudge,
    "draft_expired": draft_expired,
    "practice_done": practice_done,
    "file_left_out": file_left_out,
}
