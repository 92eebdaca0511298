"""A first guess at a country's days off and make-up working days, for the enterprise to confirm or correct."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

from bot.translate import SOURCE_LANGUAGE, nearest_language
from cases.calendar import Override

DAY = timedelta(days=1)
NEW_LIST_EVERY_YEAR = frozenset({"CN"})
"""Where the government publishes each year's holidays, with make-up days, as one list of whole stretches."""


@dataclass(frozen=True, slots=True)
class YearProposal:
    """Goes into a calendar by ``calendar.with_year(year, overrides, provisional=…)``.

    ``provisional``: the year's list is not published yet, or the library, which would not say so, does not know it.
    """

    country: str
    year: int
    overrides: Mapping[date, Override]
    provisional: bool


def propose_year(country: str, year: int, language: str = "en") -> YearProposal:
    """``country`` is an ISO 3166 code; an unknown one proposes nothing. ``language`` is one of our catalogues: the
    holidays are named in the nearest to it that the library knows for that country, else in English."""
    if country not in holidays.list_supported_countries():
        return YearProposal(country, year, {}, provisional=True)
    known = holidays.country_holidays(country).supported_languages
    named_in = nearest_language(language, sorted(known, key=lambda each: not each.startswith(SOURCE_LANGUAGE)))
    days_off = holidays.country_holidays(country, years=year, language=named_in)
    # The library keeps make-up days of other years too.
    make_up = {day: Override(True, "") for day in days_off.weekend_workdays if day.year == year}
    off = {day: Override(False, name) for day, name in days_off.items()}
    if country in NEW_LIST_EVERY_YEAR:
        off = _with_weekends(off)
    unpublished = not off or (country in NEW_LIST_EVERY_YEAR and not make_up)
    return YearProposal(country, year, off | make_up, provisional=unpublished)


def _with_weekends(off: Mapping[date, Override]) -> dict[date, Override]:
    """Adds the weekend days that touch a day off: they belong to the stretch, also where people work on Saturdays."""
    filled = dict(off)
    for day in sorted(off):
        for step in (-DAY, DAY):
            touching = day + step
            while touching.isoweekday() in (6, 7) and touching.year == day.year:
                filled.setdefault(touching, off[day])
                touching += step
    return filled
