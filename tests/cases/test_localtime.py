from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.localtime import instant, local_day, utc

# Half an hour of summer time, clocks turned at midnight, a day that never was, no summer time.
ZONES = ["Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia", "Asia/Shanghai", "America/New_York", "Europe/Paris"]
DAYS = st.dates(date(2008, 1, 1), date(2030, 1, 1))
WALL_TIMES = st.builds(datetime.combine, DAYS, st.times())
INSTANTS = st.builds(datetime.combine, DAYS, st.times(), st.just(UTC))


def test_an_instant_reads_like_this() -> None:
    noon = instant(date(2026, 3, 2), time(12), "Asia/Shanghai")
    assert noon == datetime(2026, 3, 2, 4, tzinfo=UTC)
    assert local_day(datetime(2026, 3, 1, 16, tzinfo=UTC), "Asia/Shanghai") == date(2026, 3, 2)


def test_a_time_that_does_not_occur_is_when_the_clocks_are_turned() -> None:
    turned = datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert {instant(date(2026, 3, 29), time(2, minute), "Europe/Paris") for minute in (0, 30, 59)} == {turned}


def test_a_time_that_occurs_twice_is_its_first_occurrence() -> None:
    assert instant(date(2026, 10, 25), time(2, 30), "Europe/Paris") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_never_was_is_the_moment_it_was_skipped() -> None:
    skipped = datetime(2011, 12, 30, 10, tzinfo=UTC)
    assert [instant(date(2011, 12, 30), time(hour), "Pacific/Apia") for hour in (0, 12, 23)] == [skipped] * 3


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        utc(datetime.combine(date(2026, 3, 2), time(8)))


@given(st.sampled_from(ZONES), WALL_TIMES, st.timedeltas(timedelta(), timedelta(days=2)))
def test_law_a_later_wall_time_is_never_an_earlier_instant(zone: str, wall: datetime, more: timedelta) -> None:
    after = wall + more
    assert instant(wall.date(), wall.time(), zone) <= instant(after.date(), after.time(), zone)


@given(st.sampled_from(ZONES), INSTANTS)
def test_law_what_the_wall_shows_leads_back_to_the_instant_or_its_first_occurrence(zone: str, moment: datetime) -> None:
    shown = moment.astimezone(ZoneInfo(zone))
    back = instant(shown.date(), shown.time(), zone)
    assert back == moment or (shown.fold == 1 and back < moment)
