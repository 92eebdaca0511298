"""The days off and make-up working days that the State Council published for 2025 and 2026."""

from collections.abc import Iterator
from datetime import date, timedelta

from cases.calendar import Calendar, Override

STRETCHES = {
    "New Year": [("2025-01-01", 1), ("2026-01-01", 3)],
    "Spring Festival": [("2025-01-28", 8), ("2026-02-15", 9)],
    "Qingming": [("2025-04-04", 3), ("2026-04-04", 3)],
    "Labour Day": [("2025-05-01", 5), ("2026-05-01", 5)],
    "Dragon Boat": [("2025-05-31", 3), ("2026-06-19", 3)],
    "Mid-Autumn": [("2026-09-25", 3)],
    "National Day": [("2025-10-01", 8), ("2026-10-01", 7)],
}
MAKE_UP_DAYS = [
    *("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
    *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
]


def days_off() -> Iterator[tuple[date, str]]:
    for name, stretches in STRETCHES.items():
        for first, length in stretches:
            for distance in range(length):
                yield date.fromisoformat(first) + timedelta(days=distance), name


DAYS_OFF = dict(days_off())
OVERRIDES = {day: Override(False, name) for day, name in DAYS_OFF.items()} | {
    date.fromisoformat(day): Override(True, "make-up day") for day in MAKE_UP_DAYS
}
CHINA = Calendar("Asia/Shanghai", overrides=OVERRIDES)
