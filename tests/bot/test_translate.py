from datetime import UTC, date, datetime, timedelta

import pytest

from bot.translate import Speech, languages, nearest_language

NOON = datetime(2026, 12, 10, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Thu 10 Dec", "December 2026", "12:30", "3 days", "Ana, Ben and Carol"]),
        ("zh_Hans", ["12月10日周四", "2026年12月", "12:30", "3天", "Ana、Ben和Carol"]),
    ],
)
def test_speech_says_times_as_its_readers_do(language: str, expected: list[str]) -> None:
    t = Speech(language, "Asia/Shanghai")
    said = [t.day(NOON), t.month(date(2026, 12, 1)), t.time(NOON), t.duration(timedelta(days=3))]
    assert [*said, t.names(["Ana", "Ben", "Carol"])] == expected


def test_speech_takes_an_instant_in_the_zone_of_the_place() -> None:
    late = datetime(2026, 12, 9, 20, 0, tzinfo=UTC)
    assert [Speech("en", zone).day(late) for zone in ("UTC", "Asia/Shanghai")] == ["Wed 9 Dec", "Thu 10 Dec"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("zh-CN", "zh_Hans"),
        ("zh_TW", "zh_Hans"),
        ("en-GB", "en"),
        ("EN", "en"),
        ("tlh", "en"),
        (None, "en"),
        ("", "en"),
    ],
)
def test_nearest_language_falls_back_to_the_first(code: str | None, expected: str) -> None:
    assert nearest_language(code) == expected


def test_nearest_language_stays_with_what_the_enterprise_offers() -> None:
    assert nearest_language("en-US", ("zh_Hans",)) == "zh_Hans"


def test_languages_are_english_and_every_compiled_catalogue() -> None:
    assert languages() == ("en", "zh_Hans")
