"""What a time expression means against a publication date: one resolver for each kind of `datepatterns`.

A resolver gives None where the words name no date, or where they need a publication date that is not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.language import spans
from tracker.language.spans import Span
from tracker.language.wordlists import table
from tracker.model import Grain

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Reference:
    """What relative words are resolved against: when it was published (None: undated), and whether the clause looks ahead."""

    published: datetime | None
    ahead: bool = False


def meaning(rule: str, words: re.Match[str], reference: Reference) -> Span | None:
    """The time that the words found by the pattern `rule` mean."""
    return _RESOLVERS[rule](words, reference)


def back_from(span: Span, count: str | None, unit: str) -> Span:
    """The period of so many units that ends with a time: "the six months ended November 30"."""
    moved = spans.moved(
        span.end + timedelta(seconds=1), -_number(count or "a"), table("datewords")["units"][unit.lower()]
    )
    return Span(moved, span.end, Grain.PERIOD)


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
    return _sided(words, spans.month(year, _month_number(words)), reference)


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
    return _sided(words, spans.month(year, number), reference)


def _weekday(words: re.Match[str], reference: Reference) -> Span | None:
    """The last such day up to publication, or the next one where the clause looks ahead; "last" is never the same day."""
    if reference.published is None:
        return None
    number: int = table("calendar")["weekdays"][words["weekday"].lower()]
    today = reference.published.date()
    back = (today.weekday() - number) % 7
    which = (words["which"] or "").lower()
    if which == "this":
        return spans.day(today - timedelta(days=today.weekday() - number))
    if which in {"last", "past"}:
        return spans.day(today - timedelta(days=back or 7))
    if which in {"next", "coming"} or (reference.ahead and not which):
        ahead = -back % 7
        return spans.day(today + timedelta(days=ahead or (7 if which else 0)))
    if re.search(r"\s(?:last|past)\sweek$", words[0], re.I):
        return spans.day(today - timedelta(days=today.weekday() + 7 - number))
    return spans.day(today - timedelta(days=back))


def _weekday_week(words: re.Match[str], reference: Reference) -> Span | None:
    if reference.published is None:
        return None
    number: int = table("calendar")["weekdays"][words["weekday"].lower()]
    today = reference.published.date()
    weeks = {"last": -1, "this": 0, "next": 1}[words["which"].lower()]
    return spans.day(today - timedelta(days=today.weekday() - number) + timedelta(weeks=weeks))


def _relative(words: re.Match[str], reference: Reference) -> Span | None:
    if reference.published is None:
        return None
    shift = table("datewords")["relative_days"][" ".join(words["relative"].lower().split())]
    return spans.day(reference.published.date() + timedelta(days=shift))


def _direction(which: str) -> int:
    which = which.lower()
    if which in table("datewords")["backward"]:
        return -1
    return 1 if which in table("datewords")["forward"] else 0


def _which_unit(words: re.Match[str], reference: Reference) -> Span | None:
    """ "Last month", "this year", "earlier this week": the calendar's unit; "the past year" is the twelve months before."""
    if reference.published is None:
        return None
    unit, which = words["unit"].lower(), words["which"].lower()
    step = _direction(which)
    if which == "past" and unit != "weekend":
        return Span(spans.moved(reference.published, -1, unit), reference.published, Grain.PERIOD)
    if which == "coming" and unit != "weekend":
        return Span(reference.published, spans.moved(reference.published, 1, unit), Grain.PERIOD)
    if unit == "weekend":
        return _weekend(reference.published.date(), step)
    return _sided(words, spans.unit_of(spans.moved(reference.published, step, unit), unit), reference)


def _weekend(today: date, step: int) -> Span:
    """ "Last weekend" is the last that has begun before this day; on a weekday "this weekend" is the coming one."""
    if step < 0:
        return spans.weekend(today - timedelta(weeks=1))
    return spans.weekend(today + timedelta(weeks=step))


def _sided(words: re.Match[str], span: Span, reference: Reference) -> Span:
    """ "Earlier" and "so far" end at publication, "later" begins there, an end or a start is that day."""
    side = " ".join((words.groupdict().get("side") or "").lower().split())
    published = reference.published
    if published and side in {"earlier", "so far"} and span.start <= published <= span.end:
        return span.clipped(last=published)
    if published and side == "later" and span.start <= published <= span.end:
        return span.clipped(first=published)
    if side.endswith("end of"):
        return spans.day(span.end.date())
    if side.endswith(("start of", "beginning of")):
        return spans.day(span.start.date())
    return span


def _which_season(words: re.Match[str], reference: Reference) -> Span | None:
    if reference.published is None:
        return None
    first: int = table("calendar")["seasons"][words["season"].lower()]
    step = _direction(words["which"])
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


def _count(words: re.Match[str]) -> float:
    return _number(words["count"])


def _number(written: str) -> float:
    given = " ".join(written.lower().split())
    return float(given) if given.isdigit() else float(table("datewords")["counts"][given])


def _unit(words: re.Match[str]) -> str:
    unit: str = table("datewords")["units"][words["unit"].lower()]
    return "week" if unit == "weekend" else unit


def _ago(words: re.Match[str], reference: Reference) -> Span | None:
    """ "Three weeks ago": as finely as the unit is counted."""
    if reference.published is None:
        return None
    unit, count = _unit(words), _count(words)
    when = spans.moved(reference.published, -count, unit)
    if unit in {"second", "minute", "hour"}:
        return Span(when, when, Grain.INSTANT)
    if unit in {"day", "week", "fortnight"}:
        return spans.day(when.date())
    return spans.unit_of(when, "month" if unit == "month" else "quarter" if unit == "quarter" else "year")


def _which_units(words: re.Match[str], reference: Reference) -> Span | None:
    """ "The last 24 hours", "the next two months": the period before or after publication."""
    if reference.published is None:
        return None
    step = _direction(words["which"])
    moved = spans.moved(reference.published, (step or -1) * _count(words), _unit(words))
    return Span(min(moved, reference.published), max(moved, reference.published), Grain.PERIOD)


def _some_units(words: re.Match[str], reference: Reference) -> Span | None:
    """ "Recent weeks", "the coming days": up to one of the next larger unit back or ahead."""
    if reference.published is None:
        return None
    larger = {"hour": "day", "day": "week", "week": "month", "month": "year", "year": "decade", "decade": "century"}
    step = 1 if _direction(words["which"]) > 0 else -1
    moved = spans.moved(reference.published, step, larger[words["unit"].lower()])
    return Span(min(moved, reference.published), max(moved, reference.published), Grain.PERIOD)


def _the_weekend(_: re.Match[str], reference: Reference) -> Span | None:
    """ "Over the weekend": the one that is on, else the last or, looking ahead, the next."""
    if reference.published is None:
        return None
    today = reference.published.date()
    return spans.weekend(today if today.weekday() >= 5 or reference.ahead else today - timedelta(weeks=1))


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


def _year_end(words: re.Match[str], reference: Reference) -> Span | None:
    if reference.published is None:
        return None
    span = spans.unit_of(reference.published, (words["unit"] or words["ending"]).lower())
    at_start = (words["edge"] or "end").lower() != "end"
    return spans.day((span.start if at_start else span.end).date())


def _feast(words: re.Match[str], reference: Reference) -> Span | None:
    number, day_number = table("calendar")["feasts"][words["feast"].lower().replace("’", "'")]
    if (words["which"] or "").lower() == "last" and reference.published:
        reference = replace(reference, published=reference.published - timedelta(days=1), ahead=False)
    found = _dated(words["year"], number, day_number, reference)
    return spans.day(found) if found else None


def _now(_: re.Match[str], reference: Reference) -> Span | None:
    if reference.published is None:
        return None
    return Span(reference.published, reference.published, Grain.INSTANT)


_RESOLVERS: dict[str, Callable[[re.Match[str], Reference], Span | None]] = {
    "iso": _iso,
    "numeric": _numeric,
    "day_month": _month_day,
    "month_day": _month_day,
    "month_year": _month_year,
    "which_month": _which_month,
    "month": _month,
    "bare_month": _month,
    "which_weekday": _weekday,
    "weekday_week": _weekday_week,
    "relative": _relative,
    "which_unit": _which_unit,
    "some_units": _some_units,
    "weekend": _the_weekend,
    "which_season": _which_season,
    "season_year": _season,
    "season": _season,
    "ago": _ago,
    "which_units": _which_units,
    "quarter": _quarter,
    "short_quarter": _quarter,
    "half": _half,
    "decade": _decade,
    "year": _year,
    "year_end": _year_end,
    "feast": _feast,
    "now": _now,
}
