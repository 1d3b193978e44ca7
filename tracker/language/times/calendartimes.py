"""Times named by the calendar: dates, months, quarters, seasons, years, decades and feasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.language.times import spans
from tracker.language.times.timereference import Reference, Resolver, direction, sided
from tracker.language.wordlists import table
from tracker.model import Grain

if TYPE_CHECKING:
    import re

    from tracker.language.times.spans import Span


def _date(year: int, month_number: int, day_number: int) -> date | None:
    if not spans.EARLIEST_YEAR <= year <= spans.LATEST_YEAR:
        return None
    try:
        return date(year, month_number, day_number)
    except ValueError:
        return None


def _month_number(words: re.Match[str]) -> int:
    number: int = table("calendar")["months"][words["month"].strip(".").lower()]
    return number


def _iso(words: re.Match[str], _: Reference) -> Span | None:
    found = _date(int(words["year"]), int(words["month"]), int(words["day"]))
    return spans.day(found) if found else None


def _numeric(words: re.Match[str], _: Reference) -> Span | None:
    """Day before month, as most of the world writes it, unless that is no date or the strokes are the American ones."""
    a, b, year = int(words["a"]), int(words["b"]), int(words["year"])
    orders = [(b, a), (a, b)] if words["sep"] != "/" else [(a, b), (b, a)]
    for month_number, day_number in orders:
        found = _date(year, month_number, day_number)
        if found:
            return spans.day(found)
    return None


def _month_day(words: re.Match[str], reference: Reference) -> Span | None:
    number, first = _month_number(words), int(words["day"])
    found = _dated(words["year"], number, first, reference)
    if found is None:
        return None
    last = words.groupdict().get("last")
    end = _date(found.year, number, int(last)) if last else None
    return spans.days(found, end, Grain.PERIOD) if end and end > found else spans.day(found)


def _dated(year: str | None, number: int, day_number: int, reference: Reference) -> date | None:
    """A day of a month; without a year the one nearest to publication on the side that the clause looks to."""
    if year:
        return _date(int(year), number, day_number)
    if reference.published is None:
        return None
    today = reference.published.date()
    candidates = [_date(today.year + shift, number, day_number) for shift in (-1, 0, 1)]
    near = [found for found in candidates if found]
    side = [found for found in near if (found >= today if reference.ahead else found <= today)]
    return min(side or near, key=lambda found: abs((found - today).days), default=None)


def _month_year(words: re.Match[str], reference: Reference) -> Span | None:
    year = int(words["year"])
    if not spans.EARLIEST_YEAR <= year <= spans.LATEST_YEAR:
        return None
    return sided(words, spans.month(year, _month_number(words)), reference)


def _month(words: re.Match[str], reference: Reference) -> Span | None:
    """A month named alone: the last such month that has begun, or the next that has not ended."""
    published, number = reference.published, _month_number(words)
    if published is None:
        return None
    shift = int(number < published.month) if reference.ahead else -int(number > published.month)
    return spans.month(published.year + shift, number)


def _which_month(words: re.Match[str], reference: Reference) -> Span | None:
    if reference.published is None:
        return None
    number, today = _month_number(words), reference.published
    which = words["which"].lower()
    if which in {"this", "current"}:
        year = today.year
    elif which in {"next", "coming", "following", "upcoming"}:
        year = today.year + (number <= today.month)
    else:
        year = today.year - (number >= today.month)
    return sided(words, spans.month(year, number), reference)


def _quarter(words: re.Match[str], reference: Reference) -> Span | None:
    nth = words["nth"].lower()
    number = int(nth) if nth.isdigit() else int(table("datewords")["quarters"][nth])
    year = _year_named(words, reference)
    if year is not None:
        return spans.quarter(year, number)
    if reference.published is None:
        return None
    if nth == "last":
        return spans.unit_of(spans.moved(reference.published, -1, "quarter"), "quarter")
    begun = reference.published.year - (3 * number - 2 > reference.published.month)
    if reference.ahead and spans.quarter(begun, number).end < reference.published:
        begun += 1
    return spans.quarter(begun, number)


def _year_named(words: re.Match[str], reference: Reference) -> int | None:
    groups = words.groupdict()
    if groups.get("year"):
        year = int(words["year"])
        return year if spans.EARLIEST_YEAR <= year < spans.LATEST_YEAR else None
    if groups.get("which") and reference.published:
        return reference.published.year + {"last": -1, "next": 1}.get(words["which"].lower(), 0)
    return None


def _half(words: re.Match[str], reference: Reference) -> Span | None:
    year = _year_named(words, reference)
    return spans.half(year, 1 if words["nth"].lower() == "first" else 2) if year else None


def _decade(words: re.Match[str], _: Reference) -> Span | None:
    year = int(words["year"])
    return spans.decade(year) if spans.EARLIEST_YEAR <= year <= spans.LATEST_YEAR - 10 else None


def _year(words: re.Match[str], _: Reference) -> Span | None:
    return spans.year(int(words["year"]))


def _feast(words: re.Match[str], reference: Reference) -> Span | None:
    number, day_number = table("calendar")["feasts"][words["feast"].lower().replace("’", "'")]
    if (words["which"] or "").lower() == "last" and reference.published:
        reference = replace(reference, published=reference.published - timedelta(days=1), ahead=False)
    found = _dated(words["year"], number, day_number, reference)
    return spans.day(found) if found else None


def _which_season(words: re.Match[str], reference: Reference) -> Span | None:
    if reference.published is None:
        return None
    first: int = table("calendar")["seasons"][words["season"].lower()]
    step = direction(words["which"])
    today = reference.published
    begun = today.year - (today.month < first)
    if first == 12 and today.month <= 2:
        begun = today.year - 1
    current = spans.season(begun, first)
    running = current.start <= today <= current.end
    if step < 0:
        return spans.season(begun - 1, first) if running else current
    if step > 0:
        return spans.season(begun + 1, first)
    return current if running or not _is_ahead(today, first, reference) else spans.season(begun + 1, first)


def _is_ahead(today: datetime, first: int, reference: Reference) -> bool:
    """Whether "this summer" is still to come: it lies later in this year and the clause does not look back."""
    return today.month < first and (reference.ahead or first - today.month <= 6)


def _season(words: re.Match[str], reference: Reference) -> Span | None:
    first: int = table("calendar")["seasons"][words["season"].lower()]
    given = words.groupdict().get("year")
    if given:
        year = int(given)
        return spans.season(year, first) if spans.EARLIEST_YEAR <= year < spans.LATEST_YEAR else None
    if reference.published is None:
        return None
    today = reference.published
    begun = today.year - (today.month < first)
    if reference.ahead and spans.season(begun, first).end < today:
        begun += 1
    return spans.season(begun, first)


RESOLVERS: dict[str, Resolver] = {
    "iso": _iso,
    "numeric": _numeric,
    "day_month": _month_day,
    "month_day": _month_day,
    "month_year": _month_year,
    "which_month": _which_month,
    "month": _month,
    "bare_month": _month,
    "which_season": _which_season,
    "season_year": _season,
    "season": _season,
    "quarter": _quarter,
    "short_quarter": _quarter,
    "half": _half,
    "decade": _decade,
    "year": _year,
    "feast": _feast,
}
