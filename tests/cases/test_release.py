from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.release import (
    MESSAGE_TIMES,
    RELEASE_TIMES,
    URGENT_TIMES,
    Half,
    HalfDay,
    half_day,
    next_message_time,
    next_of,
    next_release,
)
from tests.cases.examples import SHANGHAI, at


def test_releases_read_like_this() -> None:
    sent = at("2026-03-02 09:12")
    assert next_release(sent, SHANGHAI) == at("2026-03-02 11:30")
    assert next_release(sent, SHANGHAI, ("08:00", "20:00")) == at("2026-03-02 20:00")
    assert next_release(sent, SHANGHAI, urgent=True) == at("2026-03-02 12:00")
    assert next_release(sent, SHANGHAI, red=True) == sent
    assert next_message_time(sent, SHANGHAI) == at("2026-03-02 12:15")
    assert half_day(sent, SHANGHAI) == HalfDay(date(2026, 3, 2), Half.MORNING)


@pytest.mark.parametrize(
    ("sent", "release", "urgent", "message"),
    [
        ("2026-03-02 00:00", "2026-03-02 11:30", "2026-03-02 09:00", "2026-03-02 12:15"),
        ("2026-03-02 11:29", "2026-03-02 11:30", "2026-03-02 12:00", "2026-03-02 12:15"),
        ("2026-03-02 11:30", "2026-03-02 16:30", "2026-03-02 12:00", "2026-03-02 12:15"),
        ("2026-03-02 16:30", "2026-03-03 11:30", "2026-03-02 18:00", "2026-03-02 19:15"),
        ("2026-03-02 21:00", "2026-03-03 11:30", "2026-03-03 09:00", "2026-03-03 12:15"),
        ("2026-03-07 21:00", "2026-03-08 11:30", "2026-03-08 09:00", "2026-03-08 12:15"),  # Sundays too
    ],
)
def test_each_thing_waits_for_its_next_time(sent: str, release: str, urgent: str, message: str) -> None:
    moment = at(sent)
    waits = [
        next_release(moment, SHANGHAI),
        next_release(moment, SHANGHAI, urgent=True),
        next_message_time(moment, SHANGHAI),
    ]
    assert waits == [at(release), at(urgent), at(message)]


@pytest.mark.parametrize(
    ("moment", "half"),
    [("00:00", Half.MORNING), ("11:59", Half.MORNING), ("12:00", Half.AFTERNOON), ("23:59", Half.AFTERNOON)],
)
def test_a_day_has_two_halves(moment: str, half: Half) -> None:
    assert half_day(at(f"2026-03-02 {moment}"), SHANGHAI) == HalfDay(date(2026, 3, 2), half)


def test_a_release_time_that_does_not_occur_is_when_the_clocks_are_turned() -> None:
    evening = at("2026-03-28 20:00", "Europe/Paris")
    assert next_of(evening, "Europe/Paris", ("02:30",)) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_release_time_that_occurs_twice_counts_once() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_of(at("2026-10-24 20:00", "Europe/Paris"), "Europe/Paris", ("02:30",)) == first
    assert next_of(first, "Europe/Paris", ("02:30",)) == at("2026-10-26 02:30", "Europe/Paris")


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        next_release(datetime.combine(date(2026, 3, 2), time(8)), SHANGHAI)


ZONES = st.sampled_from(["Europe/Paris", "Africa/Cairo", "Australia/Lord_Howe", "America/New_York", SHANGHAI])
INSTANTS = st.builds(datetime.combine, st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.times(), st.just(UTC))


@given(ZONES, INSTANTS, st.sampled_from([RELEASE_TIMES, MESSAGE_TIMES, URGENT_TIMES]))
def test_law_the_next_time_is_later_within_a_day_and_one_of_the_fixed_ones(
    zone: str, moment: datetime, times: tuple[str, ...]
) -> None:
    release = next_of(moment, zone, times)
    assert moment < release <= moment + timedelta(hours=25)
    assert f"{release.astimezone(ZoneInfo(zone)):%H:%M}" in times


@given(ZONES, INSTANTS)
def test_law_all_that_is_sent_between_two_releases_is_released_together(zone: str, moment: datetime) -> None:
    release = next_release(moment, zone)
    assert next_release(moment + (release - moment) * 0.99, zone) == release
