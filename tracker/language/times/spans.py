"""Stretches of time with a grain: days, weeks, months, quarters, seasons, years, and periods between two times; all in
UTC.

Ends are inclusive, to the second: a day ends at 23:59:59. Weeks begin on Monday (ISO 8601); seasons are the
meteorological ones of the northern hemisphere.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tracker.model import Grain

EARLIEST_YEAR, LATEST_YEAR = 1500, 2200
_LAST_SECOND = timedelta(days=1) - timedelta(seconds=1)
_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800, "fortnight": 1_209_600}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1_200}


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end`, both in it, known as finely as `grain` says."""

    start: datetime
    end: datetime
    grain: Grain

    def clipped(self, *, first: datetime | None = None, last: datetime | None = None) -> Span:
        """The period from `first` or its own start to `last` or its own end; its own where that would be empty."""
        start, end = first or self.start, last or self.end
        return Span(start, end, Grain.PERIOD) if start <= end else self


def day(when: date) -> Span:
    """A whole day."""
    start = datetime(when.year, when.month, when.day, tzinfo=UTC)
    return Span(start, start + _LAST_SECOND, Grain.DAY)


def days(first: date, last: date, grain: Grain) -> Span:
    """From the first day to the end of the last."""
    return Span(day(first).start, day(last).end, grain)


def week(when: date) -> Span:
    """The week of a day, Monday to Sunday."""
    monday = when - timedelta(days=when.weekday())
    return days(monday, monday + timedelta(days=6), Grain.WEEK)


def weekend(when: date) -> Span:
    """Saturday and Sunday of the week of a day."""
    monday = when - timedelta(days=when.weekday())
    return days(monday + timedelta(days=5), monday + timedelta(days=6), Grain.PERIOD)


def month(year: int, number: int) -> Span:
    """A month."""
    return days(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]), Grain.MONTH)


def quarter(year: int, number: int) -> Span:
    """A quarter of the calendar year, 1 to 4."""
    return Span(month(year, 3 * number - 2).start, month(year, 3 * number).end, Grain.QUARTER)


def half(year: int, number: int) -> Span:
    """The first or the second half of a year."""
    return Span(month(year, 6 * number - 5).start, month(year, 6 * number).end, Grain.PERIOD)


def season(year: int, first_month: int) -> Span:
    """The three months from `first_month`; a winter runs into the next year."""
    last_year, last = (year, first_month + 2) if first_month <= 10 else (year + 1, first_month - 10)
    return Span(month(year, first_month).start, month(last_year, last).end, Grain.SEASON)


def year(number: int) -> Span:
    """A year."""
    return days(date(number, 1, 1), date(number, 12, 31), Grain.YEAR)


def decade(first_year: int) -> Span:
    """Ten years from `first_year`."""
    return days(date(first_year, 1, 1), date(first_year + 9, 12, 31), Grain.PERIOD)


def moved(when: datetime, count: float, unit: str) -> datetime:
    """`when` moved by so many units; a day that the month lacks becomes its last. Kept within the known years."""
    if unit in _SECONDS:
        most = 400 * 366 * 86_400.0
        seconds = max(-most, min(most, count * _SECONDS[unit]))
        shifted = when.timestamp() + seconds
        least, last = datetime(EARLIEST_YEAR, 1, 1, tzinfo=UTC), datetime(LATEST_YEAR, 12, 31, tzinfo=UTC)
        return datetime.fromtimestamp(max(least.timestamp(), min(last.timestamp(), shifted)), UTC)
    months = int(max(-12_000.0, min(12_000.0, count * _MONTHS[unit])))
    total = when.year * 12 + when.month - 1 + months
    total = max(EARLIEST_YEAR * 12, min(LATEST_YEAR * 12, total))
    to_year, to_month = divmod(total, 12)
    last_day = calendar.monthrange(to_year, to_month + 1)[1]
    return when.replace(year=to_year, month=to_month + 1, day=min(when.day, last_day))


def unit_of(when: datetime, unit: str) -> Span:
    """The calendar unit that a time lies in."""
    on = when.date()
    if unit == "week":
        return week(on)
    if unit == "weekend":
        return weekend(on)
    if unit == "month":
        return month(on.year, on.month)
    if unit == "quarter":
        return quarter(on.year, (on.month + 2) // 3)
    if unit == "year":
        return year(on.year)
    if unit == "decade":
        return decade(on.year - on.year % 10)
    if unit == "century":
        return days(date(on.year - on.year % 100, 1, 1), date(on.year - on.year % 100 + 99, 12, 31), Grain.PERIOD)
    return day(on)
