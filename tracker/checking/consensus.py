"""Low, best and high of a figure at each time, by independent witnesses.

A witness is a claimant, or a source that names none; copies are no witnesses, and each witness counts with what it
said last. `best` is the weighted median, which one wild claim can't move (the rule for numbers in CRH, Li et al.,
SIGMOD 2014), with a bound ("at least") weighing half of a number. Low and high are what the words state, never averaged
away (as in UCDP's georeferenced event data). Weights of sources are not estimated: with a few reports a figure they
can't be told from chance.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking.readings import came_after, readings, usable
from tracker.checking.sides import split_sides
from tracker.model import Modifier
from tracker.schema import INSTANT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.checking.readings import Reading
    from tracker.checking.sides import Side

BOUND_WEIGHT = 0.5
DAY = timedelta(days=1)
RECENT = timedelta(days=3)
"""How long before the last document others tell of the same level ..."""
ROSE = 2.0
LEFT_BEHIND = 0.25
SEVERAL = 2
LEAP = 2.0
"""A number that is so many times the one before it needs more than one document to leave that behind."""
ANY_LATER = timedelta(0)
RIVAL = 0.5
"""... and what share of the strongest side's weight makes another its rival."""
_OVER_TIME = pl.Schema([("as_of", INSTANT), ("low", pl.Float64()), ("best", pl.Float64()), ("high", pl.Float64())])
FLOORS = frozenset({Modifier.AT_LEAST, Modifier.MORE_THAN, Modifier.VAGUE})
CEILINGS = frozenset({Modifier.AT_MOST, Modifier.LESS_THAN})
BOUNDS = FLOORS | CEILINGS


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the witnesses of a figure hold at a time.

    `low` and `high` are None where no words bound that side, `best` while there are only vague words.
    """

    low: float | None
    best: float | None
    high: float | None
    latest: float | None


def weighted_median(values: Sequence[tuple[float, float]]) -> float:
    """The lower weighted median of (value, weight) pairs: half of the weight lies at or below it.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("a median needs at least one value")
    ranked = sorted(values)
    half = sum(weight for _, weight in ranked) / 2
    reached = 0.0
    for value, weight in ranked:
        reached += weight
        if reached >= half - 1e-12:
            return value
    return ranked[-1][0]


def consensus(ordered: Sequence[Reading], split: Sequence[Side]) -> Consensus | None:
    """What holds after the last of the readings, given in order of time with their sides; None without any number."""
    said_last = _latest_of_each(_current(ordered, split))
    current = [reading for reading in said_last if not reading.vague] or said_last
    if not current:
        return None
    stated = [reading for reading in ordered if not reading.vague]
    return Consensus(
        low=_low(current),
        best=weighted_median(_weighed(current)) if not current[0].vague else None,
        high=_high(current),
        latest=stated[-1].number if stated else None,
    )


def _weighed(current: Sequence[Reading]) -> list[tuple[float, float]]:
    """Each number with its weight; the numbers that a witness gives at one time share its own."""
    given = Counter(reading.witness for reading in current)
    return [
        (reading.number, (BOUND_WEIGHT if reading.modifier in BOUNDS else 1.0) / given[reading.witness])
        for reading in current
    ]


def _current(ordered: Sequence[Reading], split: Sequence[Side]) -> list[Reading]:
    """The readings of the latest level: those of the side that documents of the last days hold, and of its rivals.

    A document counts half for each day that it is older than the last one. A side that came up later and is higher
    than another counts double, since numbers mostly rise while an event is reported, and one left behind a quarter.
    """
    sides = [side for side in split if side.first is not None]
    if len(sides) <= 1:
        return list(ordered)
    last = max(side.last for side in sides if side.last is not None)
    settled = _before_a_lone_report(ordered, last)
    if settled:
        return settled
    weights = [_held(side, last) for side in sides]
    # A side that no document of the last days holds has no weight to lift; in a long series nearly all are such.
    lifted = [weight and weight * _lift(side, sides) for side, weight in zip(sides, weights, strict=True)]
    least = RIVAL * max(lifted)
    held = {
        reading.claim_id
        for side, lift in zip(sides, lifted, strict=True)
        if lift >= least
        for reading in side.readings
        if reading.day is not None and last - reading.day <= RECENT
    }
    return [reading for reading in ordered if reading.claim_id in held]


def _before_a_lone_report(ordered: Sequence[Reading], last: datetime) -> list[Reading]:
    """The level before the last days, where one document of these goes back behind it or leaps away from it.

    Empty where that is not so: a lone report may raise a level, but an anniversary's number doesn't lower one that
    several documents gave.
    """
    dated = [reading for reading in ordered if reading.day is not None]
    late = [reading for reading in dated if reading.day is not None and last - reading.day <= RECENT]
    before = [reading for reading in dated if reading.day is not None and last - reading.day > RECENT]
    if len({reading.doc_id for reading in late}) > 1 or len({reading.doc_id for reading in before}) < SEVERAL:
        return []
    level = _current(before, split_sides(before))
    numbers = _weighed([reading for reading in level if not reading.vague])
    if not numbers or len({reading.doc_id for reading in level}) < SEVERAL:
        return []
    best = weighted_median(numbers)
    beside = all(
        not any(reading.allowed.meets(other.allowed) for other in level)
        and (reading.number < best or reading.number > LEAP * best)
        for reading in late
    )
    return level if beside else []


def _held(side: Side, last: datetime) -> float:
    """How much the documents of the last days weigh that hold a side."""
    newest: dict[str, datetime] = {}
    for reading in side.readings:
        if reading.day is not None and last - reading.day <= RECENT:
            newest[reading.doc_id] = max(reading.day, newest.get(reading.doc_id, reading.day))
    return math.fsum(0.5 ** ((last - day) / DAY) for day in newest.values())


def _lift(side: Side, sides: Sequence[Side]) -> float:
    """More for a side that rose above one before it, less for one that has since been left behind."""
    lift = 1.0
    for other in sides:
        if other.first is None or side.first is None:
            continue
        if other.first < side.first and other.number < side.number:
            lift = max(lift, ROSE)
        if _left_behind(side, other):
            return LEFT_BEHIND
    return lift


def _left_behind(side: Side, other: Side) -> bool:
    """Whether several documents, or as many as were on a side that nobody holds any more, have gone beyond it."""
    if other.number <= side.number or not came_after(other.first, side.first):
        return False
    followed = came_after(other.first, side.last) and other.number <= LEAP * side.number
    return len(other.documents) >= (RIVAL * len(side.documents) if followed else SEVERAL)


def _latest_of_each(ordered: Sequence[Reading]) -> list[Reading]:
    """What each witness said last, all of it where several numbers were said at one time.

    A vague word only counts for a witness that gives no number.
    """
    latest: dict[str, list[Reading]] = {}
    for reading in ordered:
        known = latest.get(reading.witness, [])
        if known and reading.vague and not known[0].vague:
            continue
        replaced = not known or known[0].vague or came_after(reading.day, known[0].day, ANY_LATER)
        latest[reading.witness] = [reading] if replaced else [*known, reading]
    return [reading for said in latest.values() for reading in said]


def _low(current: Sequence[Reading]) -> float | None:
    """The least that the words allow; None if they all leave that side open."""
    if all(reading.modifier in CEILINGS for reading in current):
        return None
    return min(reading.allowed.low if reading.modifier == Modifier.RANGE else reading.number for reading in current)


def _high(current: Sequence[Reading]) -> float | None:
    """The most that the words allow; None if they all leave that side open."""
    if all(reading.modifier in FLOORS for reading in current):
        return None
    return max(reading.allowed.high if reading.modifier == Modifier.RANGE else reading.number for reading in current)


def consensus_over_time(claims: pl.DataFrame) -> pl.DataFrame:
    """The consensus on one figure after each day on which something was claimed of it.

    Takes the figure's rows of `CLAIMS`; gives `as_of`, `low`, `best`, `high` in the unit that most of the claims are
    stated in, sorted by `as_of`. `low` and `high` are null where no words bound that side, `best` while there are only
    vague words; undated claims are left out.
    """
    ordered = [reading for reading in readings(usable(claims).iter_rows(named=True)) if reading.day is not None]
    scale = scale_of(ordered)
    days = sorted({reading.day for reading in ordered if reading.day is not None})
    known = ([r for r in ordered if r.day is not None and r.day <= day] for day in days)
    rows = [
        (day, *_scaled(consensus(by_then, split_sides(by_then)), scale))
        for day, by_then in zip(days, known, strict=True)
    ]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "as_of": INSTANT,
        "low": pl.Float64,
        "best": pl.Float64,
        "high": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def scale_of(ordered: Sequence[Reading]) -> float:
    """How many canonical units the unit is that most readings are stated in."""
    units = sorted(reading.unit for reading in ordered)
    if not units:
        return 1.0
    common = max(dict.fromkeys(units), key=units.count)
    ratios = [reading.number / reading.stated for reading in ordered if reading.unit == common and reading.stated]
    return ratios[0] if ratios else 1.0


def _scaled(found: Consensus | None, scale: float) -> tuple[float | None, float | None, float | None]:
    if found is None:
        return None, None, None
    low, best, high = (None if number is None else number / scale for number in (found.low, found.best, found.high))
    return low, best, high
