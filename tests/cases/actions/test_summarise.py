"""What a coach reads of a month, all lines of it: no tap that is withheld is told by what stands beside it."""

from datetime import date

import pytest

from bot.translate import Speech
from bot.views.staff.summary import summary as shown
from bot.views.staff.summary import summary_args
from cases.actions.decide import resolve
from cases.actions.rate import rate
from cases.actions.summarise import people, summary
from cases.actions.take import take
from cases.model import Stage, TakeChoice, Verdict
from tests.bot.views.staff.examples import facts
from tests.cases.actions.plant import Plant
from tests.cases.actions.test_staff import released

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


async def read(plant: Plant, month: date) -> list[str]:
    """Without the first line, which names the month."""
    async with plant.work() as work:
        figures = await summary(work, plant.people["Gina"], month, plant.now)
        told = await people(work, plant.people["Gina"], month, sum(figures.submitted.values()), plant.now)
    return shown(facts(), summary_args(figures, told, "Dawn Textiles"), Speech("en")).text.splitlines()[1:]


@pytest.mark.parametrize("verdict", [Verdict.SOLVED, None])
async def test_one_case_that_was_solved_reads_the_same_whether_its_worker_tapped_or_said_nothing(
    plant: Plant, verdict: Verdict | None
) -> None:
    case = await released(plant)
    await plant.does(take, case, "Ben", TakeChoice.LOOK_TODAY)
    await plant.does(resolve, case, "Ben", "done", ())
    if verdict:
        await plant.does(rate, case, verdict)
    await plant.until("2026-05-04 09:00")
    assert (await plant.case(case)).stage is Stage.CLOSED
    assert await read(plant, MARCH) == [
        "Came in: 💡 ideas 1, ⚠️ dangers 0, ❓ questions 0. For every 100 people: 1.7.",
        "People who took part: no figure for this month.",
        "Taken in time: 100 % (1/1). Half of them within 30 minutes.",
        "Answered in time: 100 % (1/1). Solved in time: –.",
        "Accepted: nothing was decided. Solved: 1.",
        "Nothing is late now.",
        "The workers' taps: ✅ <5, 🟡 <5, ❌ <5, in all <5. Closed because the worker said nothing: <5.",
        "Grievances in the twelve months to March 2026: <5. 🟢 None is past its date.",
        "Talk about: what went well.",
    ]
    assert (await read(plant, APRIL))[6:7] == [
        "The workers' taps: ✅ <5, 🟡 <5, ❌ <5, in all <5. Closed because the worker said nothing: <5."
    ]
