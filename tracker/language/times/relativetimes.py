"""Times named from the day of publication: weekdays, "yesterday", "last week", "three days ago"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tracker.language.times import spans
from tracker.language.times.spans import Span
from tracker.language.times.timereference import Reference, Resolver, direction, number_of, sided
from tracker.language.wordlists import table
from tracker.model import Grain

# How many months "the coming months" are at most.
FEW = 6


def _weekday(words: re.Match[str], reference: Reference) -> Span | None:
    """The last such day up to publication, or the next where the clause looks ahead; "last" is never the same day."""
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


def _which_unit(words: re.Match[str], reference: Reference) -> Span | None:
    """ "Last month", "this year", "earlier this week": the calendar's unit; "the past year" is the twelve months
    before.
    """
    if reference.published is None:
        return None
    unit, which = words["unit"].lower(), words["which"].lower()
    step = direction(which)
    if which == "past" and unit != "weekend":
        return Span(spans.moved(reference.published, -1, unit), reference.published, Grain.PERIOD)
    if which == "coming" and unit != "weekend":
        return Span(reference.published, spans.moved(reference.published, 1, unit), Grain.PERIOD)
    if unit == "weekend":
        return _weekend(reference.published.date(), step)
    return sided(words, spans.unit_of(spans.moved(reference.published, step, unit), unit), reference)


def _weekend(today: date, step: int) -> Span:
    """ "Last weekend" is the last that has begun before this day; on a weekday "this weekend" is the coming one."""
    if step < 0:
        return spans.weekend(today - timedelta(weeks=1))
    return spans.weekend(today + timedelta(weeks=step))


def _count(words: re.Match[str]) -> float:
    return number_of(words["count"])


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
    step = direction(words["which"])
    moved = spans.moved(reference.published, (step or -1) * _count(words), _unit(words))
    return Span(min(moved, reference.published), max(moved, reference.published), Grain.PERIOD)


def _some_units(words: re.Match[str], reference: Reference) -> Span | None:
    """ "Recent weeks": up to one of the next larger unit back. "The coming days" are few: half a dozen at most."""
    if reference.published is None:
        return None
    larger = {"hour": "day", "day": "week", "week": "month", "month": "year", "year": "decade", "decade": "century"}
    unit = words["unit"].lower()
    ahead = direction(words["which"]) > 0
    moved = spans.moved(reference.published, FEW if ahead else -1, unit if ahead else larger[unit])
    return Span(min(moved, reference.published), max(moved, reference.published), Grain.PERIOD)


def _the_weekend(_: re.Match[str], reference: Reference) -> Span | None:
    """ "Over the weekend": the one that is on, else the last or, looking ahead, the next."""
    if reference.published is None:
        return None
    today = reference.published.date()
    return spans.weekend(today if today.weekday() >= 5 or reference.ahead else today - timedelta(weeks=1))


def _year_end(words: re.Match[str], reference: Reference) -> Span | None:
    if reference.published is None:
        return None
    span = spans.unit_of(reference.published, (words["unit"] or words["ending"]).lower())
    at_start = (words["edge"] or "end").lower() != "end"
    return spans.day((span.start if at_start else span.end).date())


def _now(_: re.Match[str], reference: Reference) -> Span | None:
    if reference.published is None:
        return None
    return Span(reference.published, reference.published, Grain.INSTANT)


RESOLVERS: dict[str, Resolver] = {
    "which_weekday": _weekday,
    "weekday_week": _weekday_week,
    "relative": _relative,
    "which_unit": _which_unit,
    "some_units": _some_units,
    "weekend": _the_weekend,
    "ago": _ago,
    "earlier": _ago,
    "which_units": _which_units,
    "year_end": _year_end,
    "now": _now,
}
