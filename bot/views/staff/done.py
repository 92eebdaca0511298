"""The one line that says to staff what came of an action."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.translate import Speech
from bot.views import View
from bot.views.facts import CaseFacts, Facts
from bot.views.shown import Shown
from bot.views.staff.asks import about_a_case
from bot.views.staff.words import due_words


@about_a_case
def done(seen: CaseFacts, _facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    return Shown(_done(args["result"], seen.case.number, t))


def _done(result: str, number: int, t: Speech) -> str:
    return {
        "answer": t._("💬 Case {number}: your answer is stored for the worker.", number=number),
        "sorted": t._("🗂 Case {number}: sorted. The team has it, with your note.", number=number),
        "note": t._("📝 Case {number}: noted. Only staff read it.", number=number),
        "question": t._("🗣 Case {number}: your question is stored for the worker. The clock rests.", number=number),
        "accept": t._("👍 Case {number}: accepted. The worker is told the day.", number=number),
        "safe": t._("🛡 Case {number}: under control. The worker is told how.", number=number),
        "decline": t._("🚫 Case {number}: declined. The worker is told why.", number=number),
        "resolve": t._("🔧 Case {number}: solved. The worker is asked whether it is so.", number=number),
        "extend": t._("📅 Case {number}: the new day is set. The worker is told it, and why.", number=number),
        "major": t._("🛑 Case {number} is major. The five assurances are due within 72 hours.", number=number),
        "assure": t._("🛟 Case {number}: the five assurances are given.", number=number),
        "gone": t._("✅ Case {number}: noted that the danger is still gone.", number=number),
        "back": t._("🔁 Case {number} is open again. The worker is told.", number=number),
        "words": t._("🎤 Case {number}: written down. The worker is asked whether it is right.", number=number),
        "categorise": t._("🏷 Case {number}: the category is set.", number=number),
        "reassign": t._("👤 Case {number} has a new owner, who is told.", number=number),
        "verify": t._("🔎 Case {number}: checked by a second person.", number=number),
        "cancel": t._("✖️ Case {number}: nothing was sent.", number=number),
    }[result]


@about_a_case
def held(seen: CaseFacts, _facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    until = due_words(datetime.fromisoformat(args["until"]), t)
    return Shown(
        t._(
            "👌 Case {number}: you have it. Nobody higher is told before {until}. The promise to the worker stays.",
            number=seen.case.number,
            until=until,
        )
    )


@about_a_case
def has_it_already(seen: CaseFacts, _facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown:
    return Shown(t._("{name} has case {number} already.", name=args["name"], number=seen.case.number))


VIEWS: dict[str, View] = {
    "done": done,
    "held": held,
    "has_it_already": has_it_already,
}
