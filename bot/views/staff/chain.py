"""What staff are told so that nothing happens unseen: the anchor of the week, and that the operator read a case."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.translate import Speech
from bot.views import View
from bot.views.facts import Facts
from bot.views.shown import Shown
from cases.chain import Anchor
from cases.routing import told_of_reading


def anchor_args(anchor: Anchor | None) -> dict[str, Any]:
    return {"anchor": anchor and {"day": anchor.day.isoformat(), "code": anchor.code}}


def anchor_line(args: Mapping[str, Any], t: Speech) -> list[str]:
    """Below a summary: the last anchor, never the newest link, which would tell that something has just happened."""
    given = args.get("anchor")
    if not given:
        return []
    return [t._("🔗 Anchor of {day}: {code}", day=t.day(date.fromisoformat(given["day"])), code=given["code"])]


def anchor(facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
    if facts.enterprise is None:
        return None
    head = t._(
        "🔗 {enterprise}, anchor of {day}: {code}",
        enterprise=facts.enterprise.name,
        day=t.day(date.fromisoformat(args["day"])),
        code=args["code"],
    )
    why = t._("Please keep it, on paper too. With it anybody can check later that no case has vanished since.")
    return Shown(f"{head}\n{why}")


def operator_read(facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
    """To whom the tick means, or whose role has ended, nothing is said."""
    if facts.case is None or facts.reader is None:
        return None
    case = facts.case.case
    if all(facts.reader.id != member.id for member in told_of_reading(case, facts.staff)):
        return None
    text = t._(
        "👁 Whoever runs the server, {operator}, read case {number}. The reason given: {reason}",
        operator=facts.operator,
        number=case.number,
        reason=args["reason"],
    )
    return Shown(text)


VIEWS: dict[str, View] = {"anchor": anchor, "operator_read": operator_read}
