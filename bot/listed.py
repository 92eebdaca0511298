"""Lines of a list, looked at once more when it is sent: since it was written a flag or a role may have changed.

``of`` names for each line its enterprise, its case and the member it is for: None for the team's group, and on paper.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from cases.access import may_list, may_see
from cases.model import Case, Member, Stage
from cases.ports import Unit
from cases.routing import for_team

Line = Mapping[str, Any]


async def still_known(unit: Unit, lines: Sequence[Line]) -> list[Line]:
    """Those of which their reader may still know; one written by an older version says not of what, and goes."""
    wanted: dict[int, set[int]] = defaultdict(set)
    named = [line for line in lines if "of" in line]
    for line in named:
        enterprise, case, _ = line["of"]
        wanted[enterprise].add(case)
    there = {work.enterprise.id: work for work in await unit.enterprises(wanted)}
    cases = {each: await work.cases.many(wanted[each]) for each, work in there.items()}
    staff = {each: await work.staff.all() for each, work in there.items()}
    return [line for line in named if _is_known(line, cases[line["of"][0]], staff[line["of"][0]])]


def _is_known(line: Line, cases: Mapping[int, Case], staff: Sequence[Member]) -> bool:
    _, case, member = line["of"]
    found = cases.get(case)
    if found is None:
        return False
    if member is None:
        return for_team(found) and found.released_at is not None and found.stage is not Stage.WITHDRAWN
    reader = next((each for each in staff if each.id == member), None)
    return reader is not None and (may_see(reader, found, staff) or may_list(reader, found))
