"""After a grievance: somebody punishes the worker, and being asked later how things are."""

from bot.callbacks.worker import Answer, CheckIn, OnOwn, Punished, Wish
from bot.translate import Speech
from bot.views.facts import Facts
from bot.views.shown import Button, Shown
from bot.views.worker.words import Args, clock_time, heading, land, lines, moment, role_name
from cases.ladder import trusted
from cases.model import Case, Mode, Protection, Role
from cases.routing import posts


def punished(case: int, t: Speech) -> Button:
    return Button(t._("🆘 Someone is punishing me"), OnOwn(wish=Wish.PUNISHED, case=case))


def check_ins(case: int, t: Speech) -> Button:
    return Button(t._("🔔 Ask me later how it goes"), CheckIn(case=case, answer=Answer.WANTED))


def ask_protection(facts: Facts, args: Args, t: Speech) -> Shown | None:
    if facts.case is None:
        return None
    case = facts.case.case.id
    said = t._(
        "🆘 Nobody may punish you for this. One trusted person hears of it and does only what you choose. "
        "If they talk to the boss, the boss learns that there is a complaint and may guess whose it is."
    )
    to = trusted(posts(facts.case.case, facts.staff))
    reads = _reads(facts.case.case, t) if to is Role.INDEPENDENT else None
    labels = {
        Protection.RECORD: t._("📝 Just record it"),
        Protection.TALK: t._("🗣 They may talk to the boss"),
        Protection.OUTSIDE: t._("🤝 Help me get help outside"),
    }
    rows = [[Button(label, Punished(case=case, protection=each))] for each, label in labels.items()]
    never_mind = Button(t._("Never mind"), OnOwn(wish=Wish.SHOW, case=case))
    return Shown(lines(heading(facts.case, t), said, reads), [*rows, [never_mind]])


def _reads(case: Case, t: Speech) -> str:
    if case.mode is Mode.NAMED:
        return t._("It is the independent contact, who can then read this case, and the name you wrote.")
    return t._("It is the independent contact, who can then read this case.")


def retaliation_noted(facts: Facts, args: Args, t: Speech) -> Shown | None:
    """Who learns it, when, and what they will and will not do."""
    if facts.case is None:
        return None
    protection = Protection(args["protection"])
    outside = protection is Protection.OUTSIDE or args["to"] is None
    doors = [t._("Doors outside the company; there they may ask your name:"), *land(facts).doors(t)]
    said = lines(*_told(facts.case.case, facts, args, protection, t), *(doors if outside else []))
    again = Button(t._("🔁 Choose something else"), OnOwn(wish=Wish.PUNISHED, case=facts.case.case.id))
    return Shown(said, [[again]])


def _told(case: Case, facts: Facts, args: Args, protection: Protection, t: Speech) -> list[str]:
    if args["to"] is None:
        return [t._("🆘 Noted. There is nobody here I could safely tell.")]
    role = Role(args["to"])
    said = {"time": clock_time(moment(args["when"]), facts.at, t), "role": role_name(role, t)}
    if role is Role.INDEPENDENT and case.mode is Mode.NAMED:
        told = t._(
            "🆘 I'm sorry this happens to you. At {time} I tell {role}, and nobody else: the number of your case "
            "and what you chose. From then on they can read the case, and the name you wrote.",
            **said,
        )
    elif role is Role.INDEPENDENT:
        told = t._(
            "🆘 I'm sorry this happens to you. At {time} I tell {role}, and nobody else: the number of your case "
            "and what you chose. From then on they can read the case. Who you are I don't tell.",
            **said,
        )
    else:
        told = t._(
            "🆘 I'm sorry this happens to you. At {time} I tell {role}, and nobody else: the number of your case "
            "and what you chose. Who you are I don't tell.",
            **said,
        )
    more = t._(
        "To tell them more, send it as new unfair treatment and say yes when asked about punishment: "
        "then they read it, beside those who look after unfair treatment, and can answer you."
    )
    reads_more = role is Role.INDEPENDENT and protection is not Protection.RECORD
    return [told, _will(protection, t), *([more] if reads_more else [])]


def _will(protection: Protection, t: Speech) -> str:
    return {
        Protection.RECORD: t._("They write it down and talk to nobody. You can choose something else any day."),
        Protection.TALK: t._("They may tell the boss that nobody may be punished for this, and nothing else."),
        Protection.OUTSIDE: t._(
            "They look for help outside and tell nobody in the company. You need not wait for them."
        ),
    }[protection]


def check_in(facts: Facts, args: Args, t: Speech) -> Shown | None:
    """Neutral: it says neither what was sent nor what for."""
    if facts.case is None:
        return None
    case = facts.case.case
    said = t._("👋 You wrote something on {day}. How are things since then?", day=t.day(case.sent_on))
    right = Button(t._("👍 All right"), CheckIn(case=case.id, answer=Answer.ALL_RIGHT))
    bad = Button(t._("😟 Someone is punishing me"), OnOwn(wish=Wish.PUNISHED, case=case.id))
    return Shown(said, [[right], [bad], [_stop(case.id, t)]])


def _stop(case: int, t: Speech) -> Button:
    return Button(t._("🔕 Don't ask again"), CheckIn(case=case, answer=Answer.STOP))


def check_in_noted(facts: Facts, args: Args, t: Speech) -> Shown:
    answer = Answer(args["answer"])
    said = {
        Answer.WANTED: t._(
            "🔔 I will ask you one and three weeks after somebody first did something about it, "
            "and two weeks after its end. On the screen it says only “Huiyin: new message”."
        ),
        Answer.ALL_RIGHT: t._("👍 Good to hear. It is noted, and nobody is told."),
        Answer.STOP: t._("🔕 I won't ask again. The button 🆘 stays under My things."),
    }
    return Shown(said[answer], [[_stop(args["of"], t)]] if answer is Answer.WANTED else [])


VIEWS = {
    "ask_protection": ask_protection,
    "retaliation_noted": retaliation_noted,
    "check_in": check_in,
    "check_in_noted": check_in_noted,
}
