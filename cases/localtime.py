"""Between instants (UTC) and what a clock on the wall shows."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def utc(at: datetime) -> datetime:
    """The instant in UTC. A naive datetime is a mistake of the caller: ValueError."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone: pass an aware datetime")
    return at.astimezone(UTC)


def local(at: datetime, zone: str) -> datetime:
    return utc(at).astimezone(ZoneInfo(zone))


def local_day(at: datetime, zone: str) -> date:
    return local(at, zone).date()


def months_after(first: date, months: int) -> date:
    """The first day of the month so many months later, earlier if negative. ``first`` is the first day of one."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def instant(day: date, at: time, zone: str) -> datetime:
    """When the wall of that zone shows this time, in UTC; a later wall time never gives an earlier instant.

    A time that occurs twice (clocks turned back) is its first occurrence; one that does not occur (clocks turned
    forward) is the moment at which the clocks were turned.
    """
    wall = datetime.combine(day, at, ZoneInfo(zone))
    moment = wall.astimezone(UTC)
    shown = moment.astimezone(wall.tzinfo).replace(tzinfo=None)
    if shown == wall.replace(tzinfo=None):
        return moment
    return _turning(wall.replace(fold=1).astimezone(UTC), moment, zone)


def _turning(before: datetime, after: datetime, zone: str) -> datetime:
    """The whole second between the two instants at which the zone's offset changes."""
    old = local(before, zone).utcoffset()
    seconds = range(int(before.timestamp()), int(after.timestamp()))
    passed = bisect_left(seconds, True, key=lambda s: datetime.fromtimestamp(s, ZoneInfo(zone)).utcoffset() != old)
    return datetime.fromtimestamp(seconds.start + passed, UTC)
