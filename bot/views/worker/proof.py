"""What an auditor is shown who has a receipt: whether the chain is whole, and what happened on which day."""

from collections.abc import Mapping, Sequence

from bot.translate import Speech
from bot.views.facts import Facts
from bot.views.shown import Shown
from bot.views.worker.words import Args, firm, lines
from cases.chain import Anchor
from cases.model import READ, SHREDDED, Event, Role

MOST_EVENTS = 40


def proof(facts: Facts, _args: Args, t: Speech) -> Shown | None:
    if facts.case is None or facts.proof is None:
        return None
    own, sent = facts.proof.events, t.day(facts.case.case.sent_on)
    verdict, anchor = _verdict(facts, t, whole=facts.proof.whole), _anchor(facts, facts.proof.anchor, t)
    return Shown(lines(verdict, anchor, _sent(own, sent, t), *_events(own, t)))


def _verdict(facts: Facts, t: Speech, *, whole: bool) -> str:
    enterprise, today = firm(facts, t), t.day(facts.at)
    if whole:
        return t._(
            "🔗 {day}: the chain of {enterprise} is whole. Nothing that stands in it was changed or taken out.",
            day=today,
            enterprise=enterprise,
        )
    return t._(
        "⛔ {day}: the chain of {enterprise} is broken. Something in it was changed or taken out. "
        "Ask {operator} what happened.",
        day=today,
        enterprise=enterprise,
        operator=facts.operator,
    )


def _anchor(facts: Facts, anchor: Anchor | None, t: Speech) -> str | None:
    if anchor is None:
        return None
    said = {"day": t.day(anchor.day), "code": anchor.code}
    if any(member.has(Role.COACH) for member in facts.staff):
        return t._("Its anchor of {day}: {code}. The coach has the same one: compare them.", **said)
    return t._("Its anchor of {day}: {code}.", **said)


def _sent(own: Sequence[Event], day: str, t: Speech) -> str:
    if not own:
        return t._("This case was sent on {day}. Nothing has been noted about it yet.", day=day)
    return t._("This case was sent on {day}. What is noted about it:", day=day)


def _events(own: Sequence[Event], t: Speech) -> Sequence[str]:
    """Each day and fact once, the latest ones when there are many."""
    words = _words(t)
    other = t._("something else was noted")
    said = [t._("{day}: {fact}", day=t.day(event.at), fact=words.get(event.what, other)) for event in own]
    return list(dict.fromkeys(said))[-MOST_EVENTS:]


def _words(t: Speech) -> Mapping[str, str]:
    return {
        "submitted": t._("it reached those who read it"),
        "sorted": t._("it was sorted to those whom it concerns"),
        "unsorted": t._("it was sorted wrongly and is sorted anew"),
        "taken": t._("somebody took it in hand"),
        "answer": t._("they answered"),
        "question": t._("they asked something"),
        "note": t._("they wrote a note for themselves"),
        "worker_said": t._("the sender wrote more"),
        "accepted": t._("they said yes"),
        "declined": t._("they said no"),
        "made_safe": t._("they said the danger is under control"),
        "resolved": t._("they said it is done"),
        "verified": t._("a second person checked it"),
        "rated": t._("the sender said whether it is solved"),
        "reopened": t._("it was opened again"),
        "climbed": t._("it went one step higher"),
        "outside_doors": t._("the doors outside the company were named"),
        "extended": t._("the date was moved"),
        "promise_broken": t._("a promised date passed"),
        "rung": t._("it was late or nearly late, and somebody was told"),
        "closed": t._("it was closed"),
        "closed_by_silence": t._("it was closed, as the sender said nothing"),
        "retaliation": t._("the sender said that somebody is punishing them"),
        "check_in": t._("the sender was asked how things are"),
        "all_right": t._("the sender said that things are all right"),
        "withdrawn": t._("it was taken back"),
        "media_refused": t._("a file of the sender could not be opened"),
        READ: t._("whoever runs the server read it"),
        SHREDDED: t._("its words were destroyed"),
    }


VIEWS = {"proof": proof}
