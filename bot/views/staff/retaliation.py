"""What the one trusted person hears when a worker says that somebody punishes them."""

from collections.abc import Mapping
from typing import Any

from bot.callbacks.staff import Ask
from bot.translate import Speech
from bot.views import View
from bot.views.facts import Facts
from bot.views.shown import Row, Shown
from bot.views.staff.buttons import button
from bot.views.staff.card import visible
from cases.ladder import trusted
from cases.model import Protection
from cases.routing import at_posts, posts


def retaliation(facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
    """The number and the choice, nothing of what was written; said only to whom it is for at this moment."""
    if facts.case is None or facts.enterprise is None or not _is_for_reader(facts):
        return None
    case = facts.case.case
    said = t._(
        "🆘 {enterprise}: the worker of case {number} says that somebody is punishing them for it. "
        "Nobody else is told. Never try to find out who it is.",
        enterprise=facts.enterprise.name,
        number=case.number,
    )
    rows: list[Row] = [[button(Ask.OPEN, case.id, t)]] if visible(facts) else []
    return Shown("\n".join([said, _wanted(Protection(args["protection"]), t)]), rows)


def _is_for_reader(facts: Facts) -> bool:
    if facts.case is None or facts.reader is None:
        return False
    case = facts.case.case
    to = trusted(posts(case, facts.staff))
    return any(member.id == facts.reader.id for member in at_posts(case, facts.staff, [to] if to else []))


def _wanted(protection: Protection, t: Speech) -> str:
    return {
        Protection.RECORD: t._("📝 They want it recorded and nothing more: please talk to nobody about it."),
        Protection.TALK: t._(
            "🗣 You may talk to the manager, and to nobody else: say that nobody may be punished for what is sent here."
        ),
        Protection.OUTSIDE: t._(
            "🤝 They want help outside the company and have the numbers. Please ask there what can be done; "
            "tell nobody in the company."
        ),
    }[protection]


VIEWS: dict[str, View] = {"retaliation": retaliation}
