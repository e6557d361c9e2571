"""Dates → instants, and how formats write them. Touches no clock and no zone of the machine."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from seedfeed.model import When


def instant(when: When, zone: tzinfo, hour: time, second: int = 0) -> datetime:
    """The instant (UTC, whole seconds) of an entry of this date.

    A date alone means `hour` of its day, `second` seconds later, and never on the next day.
    """
    if isinstance(when, datetime):
        aware = when if when.tzinfo else when.replace(tzinfo=zone)
        return aware.astimezone(UTC).replace(microsecond=0)
    if second == 0:
        return datetime.combine(when, hour, zone).astimezone(UTC)
    start = datetime.combine(when, hour)
    rest = datetime.combine(when, time(23, 59, 59)) - start
    return (start + min(timedelta(seconds=second), rest)).replace(tzinfo=zone).astimezone(UTC)


def rfc3339(when: datetime) -> str:
    """A date (UTC) as Atom and JSON Feed want it: `2025-07-22T10:00:00Z`. Several readers ignore offsets."""
    return f"{when.isoformat()[:19]}Z"


def rfc822(when: datetime) -> str:
    """A date (UTC) as RSS and OPML want it: `Tue, 22 Jul 2025 10:00:00 +0000`, whatever the locale."""
    day, month = _DAYS[when.weekday()], _MONTHS[when.month - 1]
    return f"{day}, {when.day:02} {month} {when.year:04} {when.isoformat()[11:19]} +0000"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period_of(local: date, archive: str) -> str | None:
    """The period of the history in which a local day lies: `2025`, `2025-07`, `2025-07-22`, or None."""
    length = {"year": 4, "month": 7, "day": 10}.get(archive)
    return local.isoformat()[:length] if length else None


def begins(when: When, zone: tzinfo) -> datetime:
    """The instant (UTC) from which a seed of this date is published: for a date alone, midnight."""
    return instant(when, zone, time(0))
