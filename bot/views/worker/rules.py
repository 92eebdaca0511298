"""The promises in force for a worker, and the charter."""

from bot.translate import Speech
from bot.views.facts import Facts
from bot.views.shown import Shown
from bot.views.worker.receipt import my_things
from bot.views.worker.words import Args, lines
from cases.policy import Days, NextWorkingDay, Policy, RowName, Rule, WorkingDays

SIGNS = {
    RowName.HAZARD_RED: "⚠️🔴",
    RowName.HAZARD_YELLOW: "⚠️🟡",
    RowName.HAZARD_GREEN: "⚠️🟢",
    RowName.GRIEVANCE_URGENT: "😟🔴",
    RowName.GRIEVANCE: "😟",
    RowName.SUGGESTION: "💡",
    RowName.QUESTION: "❓",
}


def rules(facts: Facts, args: Args, t: Speech) -> Shown:
    return Shown(
        lines(
            t._("📜 What holds here:"),
            *(_dates(facts.enterprise.policy, t) if facts.enterprise else ()),
            t._("• A person takes up what you send, and you get an answer by the day on your receipt."),
            t._("• A no comes with a reason. If you tap ❌ it goes one step higher."),
            t._("• If nobody answers, it is reported higher by itself, and you are told."),
            t._("• Nobody may punish or fine you, or anybody else, for what is sent here."),
            t._(
                "• The programme office sees figures, and does not choose or fine companies by them. "
                "One exception: an urgent danger that nobody brings under control."
            ),
        ),
        [[my_things(t)]],
    )


def _dates(policy: Policy, t: Speech) -> list[str]:
    """By when there is an answer at the latest, for each kind."""
    spans = (f"{SIGNS[name]} {_span(policy.rows[name].answered, t)}" for name in RowName)
    return [t._("An answer comes within:"), *spans]


def _span(rule: Rule, t: Speech) -> str:
    match rule:
        case WorkingDays(days=days):
            return t.n_("{count} working day", "{count} working days", days)
        case Days(days=days):
            return t.n_("{count} day", "{count} days", days)
        case NextWorkingDay():
            return t._("the next working day, by noon")
        case _:
            return t.n_("{count} hour", "{count} hours", rule.hours)


VIEWS = {"rules": rules}
