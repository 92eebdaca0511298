"""Which rule of the programme stood in the way, and what to do instead."""

from bot.translate import Speech


def broken_rule(rule: str, t: Speech) -> str:
    rules = _of_words(t) | _of_dates(t)
    return rules.get(rule) or t._("The rules of the programme do not allow this.")


def _of_words(t: Speech) -> dict[str, str]:
    return {
        "text_needed": t._("A few words are needed here. Please write them."),
        "text_too_long": t._("This was not added: the answer has grown too long. Send first what is there."),
        "too_many_files": t._(
            "This file was not added: ten files are the most for one thing. Say in words what it shows."
        ),
        "after_evidence_needed": t._(
            "A danger is only solved with a photo of how it looks now. Please send one first."
        ),
        "enterprise_closed": t._("This company is no longer part of Huiyin, so nobody would read it. It was not sent."),
        "group_of_another": t._(
            "This group belongs to another enterprise's improvement team, and stays with it. Please open the link, "
            "which is still good, in a group of your own team."
        ),
        "words_first": t._(
            "The recording stays with you: who sent it did not send it to the team. Write for the team what it is "
            "about, in your own words."
        ),
        "second_person_needed": t._("You fixed it, so now somebody else of the team has to look at it."),
        "only_independent": t._("Only the independent contact may end a grievance because facts are missing."),
        "had_it_before": t._("You have used “I have it” for this date already. Now it needs an answer or a new date."),
        "pause_never_for_hazards": t._("A danger does not wait. Ask by an answer; the clock runs on."),
        "pause_needs_a_way_back": t._("This worker left no way back, so the clock can't wait for an answer."),
        "check_in_needs_a_way_back": t._("There is no way back to you in this one, so I can't ask you later."),
        "pause_only_once": t._("The clock has rested once already. Ask by an answer; the clock runs on."),
    }


def _of_dates(t: Speech) -> dict[str, str]:
    return {
        "date_not_later": t._("That day is over. Please choose one to come."),
        "solve_too_late": t._("That is later than your promises allow. Please choose an earlier day."),
        "extend_only_once": t._("The date has been moved once already; it can't move again."),
        "extend_only_to_later": t._("The new day has to lie after the old one. Please choose a later one."),
    }
