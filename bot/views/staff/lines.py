"""One line and one button for a case in a list or digest.

A line has ``case`` (None where there is nothing to open), ``number``, ``kind``, ``why`` it is listed, ``due`` (ISO, or
None), ``untaken`` when nobody has it; one of the coach's list also the ``enterprise``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.callbacks.staff import Ask, OnCase
from bot.translate import Speech
from bot.views.shown import Button, Row
from bot.views.staff.words import due_words, sign
from cases.model import Kind

Line = Mapping[str, Any]
PER_ROW = 3


def line_words(line: Line, t: Speech) -> str:
    due = due_words(datetime.fromisoformat(line["due"]), t) if line["due"] else ""
    facts = {"sign": _sign(line), "number": line["number"], "due": due, "enterprise": line.get("enterprise", "")}
    said = _said(facts, t) | (_of_nobody(facts, t) if line.get("untaken") else {})
    return said[line["why"]]


def _said(facts: Mapping[str, Any], t: Speech) -> dict[str, str]:
    return {
        "overdue": t._("⏰ {sign} {number}: late since {due}", **facts),
        "overdue_and_due": t._("⏰ {sign} {number}: late since {due}, and more is due soon", **facts),
        "due_today": t._("⏳ {sign} {number}: due {due}", **facts),
        "untaken": t._("🙋 {sign} {number}: nobody has it yet, due {due}", **facts),
        "to_verify": t._("🔎 {sign} {number}: a second person has to check it", **facts),
        "running": t._("{sign} {number}: next date {due}", **facts),
        "listed": t._("⏰ {enterprise}: {sign} {number}, late since {due}", **facts),
        "asked": t._("{sign} {number}: waits for the worker's answer", **facts),
        "answered": t._("{sign} {number}: answered; say that it is solved when nothing is left to do", **facts),
        "settled": t._("{sign} {number}: waits for the worker's word", **facts),
    }


def _of_nobody(facts: Mapping[str, Any], t: Speech) -> dict[str, str]:
    """On its last day and later it must not read as if somebody had it."""
    return {
        "overdue": t._("⏰ {sign} {number}: late since {due}, nobody has it", **facts),
        "overdue_and_due": t._("⏰ {sign} {number}: late since {due}, nobody has it; more is due soon", **facts),
        "due_today": t._("⏳ {sign} {number}: nobody has it yet, due {due}", **facts),
    }


def line_buttons(lines: Sequence[Line]) -> list[Row]:
    buttons = [
        Button(f"{_sign(line)} {line['number']}", OnCase(ask=Ask.OPEN, case=line["case"]))
        for line in lines
        if line["case"]
    ]
    return [buttons[start : start + PER_ROW] for start in range(0, len(buttons), PER_ROW)]


def _sign(line: Line) -> str:
    return sign(Kind(line["kind"]) if line["kind"] else None)
