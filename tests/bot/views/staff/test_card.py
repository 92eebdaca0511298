"""The card and files of what lost its team, or those who heard it."""

from dataclasses import replace

from cases.model import Event
from tests.bot.views.staff.examples import ENTERPRISE, HUGE, RELEASED, facts, of
from tests.bot.views.staff.test_views import labels, shown
from tests.cases.cast import BEN, CAROL, DORA, FRED, GINA

NO_TEAM = (DORA, FRED, GINA)


def test_without_a_team_the_group_reads_who_hears_a_recording_and_the_handler_who_has_it() -> None:
    card = shown("card", facts(of(), reader=None, staff=NO_TEAM))
    assert card.text.splitlines()[4] == (
        "🎤 There is a recording. A voice can be recognised, so only Fred can hear it and write it down. "
        "Once the worker says it is right, it is read here."
    )
    sorted_since = replace(of(), events=(Event(HUGE, "sorted", RELEASED, DORA.id, {"entries": 0}),))
    handed_on = shown("card", facts(sorted_since, DORA, staff=NO_TEAM))
    assert handed_on.text == "📤 Case 987654 is sorted: good idea. It is with Fred now."


def test_who_holds_a_case_without_a_team_gets_its_pictures_and_hears_it() -> None:
    bound = replace(ENTERPRISE, group="known")
    for reader, staff in ((FRED, NO_TEAM), (GINA, (DORA, GINA))):
        files = shown("files", facts(of(), reader, enterprise=bound, staff=staff), entry=1)
        assert (list(files.media), labels(files)) == ([11, 12, 13], ["🎤 Write down what was said"])


def test_who_hears_what_was_there_before_it_was_sorted_gets_the_voice_alone() -> None:
    """After the last handler the coach, who sees nothing else of the case."""
    bound = replace(ENTERPRISE, group="known")
    sorted_since = replace(of(), events=(Event(HUGE, "sorted", RELEASED, DORA.id, {"entries": 1}),))
    files = shown("files", facts(sorted_since, GINA, enterprise=bound, staff=(BEN, CAROL, GINA)), entry=1)
    assert (list(files.media), labels(files)) == ([12], ["🎤 Write down what was said"])
