from datetime import date

import pytest

from bot.holiday_proposal import propose_year
from cases.calendar import Calendar, Override
from tests.cases.china import DAYS_OFF, MAKE_UP_DAYS


def test_a_proposal_goes_into_a_calendar_like_this() -> None:
    proposal = propose_year("CN", 2026, "zh_Hans")
    assert proposal.overrides[date(2026, 2, 17)] == Override(False, "春节")
    calendar = Calendar("Asia/Shanghai").with_year(2026, proposal.overrides, provisional=proposal.provisional)
    assert calendar.is_working_day(date(2026, 2, 14))
    assert not calendar.is_working_day(date(2026, 2, 16))


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_published_year_of_china_is_proposed_whole(year: int) -> None:
    proposal = propose_year("CN", year)
    days_off = {day for day, override in proposal.overrides.items() if not override.working}
    make_up = {day.isoformat() for day, override in proposal.overrides.items() if override.working}
    assert days_off == {day for day in DAYS_OFF if day.year == year}
    assert make_up == {day for day in MAKE_UP_DAYS if day.startswith(str(year))}
    assert proposal.provisional is False


def test_a_year_of_china_without_published_make_up_days_is_provisional() -> None:
    # Far enough ahead that no list can have been published.
    proposal = propose_year("CN", 2090)
    assert proposal.provisional is True
    assert date(2090, 10, 1) in proposal.overrides
    assert all(not override.working for override in proposal.overrides.values())


def test_a_country_without_any_holiday_that_year_is_provisional() -> None:
    # Under martial law Ukraine has no days off.
    assert (propose_year("UA", 2025).overrides, propose_year("UA", 2025).provisional) == ({}, True)


def test_an_unknown_country_proposes_nothing_and_says_so() -> None:
    assert (propose_year("XX", 2026).overrides, propose_year("XX", 2026).provisional) == ({}, True)


def test_where_a_language_is_not_known_the_names_are_english() -> None:
    assert propose_year("IN", 2026, "zh_Hans").overrides[date(2026, 8, 15)] == Override(False, "Independence Day")


def test_elsewhere_weekends_are_left_as_they_are() -> None:
    vietnam = propose_year("VN", 2026, "vi")
    assert vietnam.provisional is False
    assert vietnam.overrides[date(2026, 9, 2)].working is False
    assert [day for day, override in vietnam.overrides.items() if override.working] == [date(2026, 8, 22)]
    indonesia = propose_year("ID", 2026)
    assert date(2026, 8, 16) not in indonesia.overrides, "the Sunday before a Monday's holiday"
    assert indonesia.overrides[date(2026, 8, 17)].working is False
