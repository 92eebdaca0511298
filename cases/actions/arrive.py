"""Somebody is new among the staff, or the team has a new group: what is open comes to them."""

from collections.abc import Sequence
from datetime import datetime

from cases.actions.telling import show_group, show_new
from cases.model import Member
from cases.ports import Work
from cases.routing import for_team


async def bring_to_new(work: Work, before: Sequence[Member], at: datetime) -> None:
    """To who holds or hears a case, and did not among the staff of ``before``: nobody may be left to hand it on."""
    for case in await work.cases.open():
        if case.released_at is not None:
            await show_new(work, case, before, at)


async def bring_to_group(work: Work, at: datetime) -> None:
    """What was shown elsewhere so far stands in the group of the team from now on."""
    for case in await work.cases.open():
        if for_team(case) and case.released_at is not None:
            await show_group(work, case, at)
