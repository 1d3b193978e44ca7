"""Low, best and high of a figure at each time, by independent witnesses.

A witness is a claimant, or a source that names none; copies are no witnesses, and each witness counts with what it
said last. `best` is the weighted median, which one wild claim can't move (the rule for numbers in CRH, Li et al.,
SIGMOD 2014), with a bound ("at least") weighing half of a number. Low and high are what the words state, never averaged
away (as in UCDP's georeferenced event data). Weights of sources are not estimated: with a few reports a figure they
can't be told from chance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking.readings import readings, usable
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
RIVAL = 0.5
"""... and what share of the strongest side's weight makes another its rival."""
_OVER_TIME = pl.Schema([("as_of", INSTANT), ("low", pl.Float64()), ("best", pl.Float64()), ("high", pl.Float64())])
BOUNDS = frozenset({Modifier.AT_LEAST, Modifier.MORE_THAN, Modifier.AT_MOST, Modifier.LESS_THAN, Modifier.VAGUE})


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the witnesses of a figure hold at a time; best and high are None while there are only vague words."""

    low: float
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


def consensus(ordered: Sequence[Reading]) -> Consensus | None:
    """What holds after the last of the readings, given in order of time; None without any number."""
    said_last = _latest_of_each(_current(ordered))
    current = [reading for reading in said_last if not reading.vague] or said_last
    if not current:
        return None
    firm = [
        (reading.number, BOUND_WEIGHT if reading.modifier in BOUNDS else 1.0)
        for reading in current
        if not reading.vague
    ]
    stated = [reading for reading in ordered if not reading.vague]
    return Consensus(
        low=min(_bound(reading, low=True) for reading in current),
        best=weighted_median(firm) if firm else None,
        high=max((_bound(reading, low=False) for reading in current if not reading.vague), default=None),
        latest=stated[-1].number if stated else None,
    )


def _current(ordered: Sequence[Reading]) -> list[Reading]:
    """The readings of the latest level: those of the side that documents of the last days hold, and of its rivals.

    A document counts half for each day that it is older than the last one. A side that came up later and is higher
    than another counts double, since numbers mostly rise while an event is reported, and one left behind a quarter.
    """
    sides = [side for side in split_sides(ordered) if side.first is not None]
    if len(sides) <= 1:
        return list(ordered)
    last = max(side.last for side in sides if side.last is not None)
    weights = [_held(side, last) for side in sides]
    lifted = [weight * _lift(side, sides) for side, weight in zip(sides, weights, strict=True)]
    held = {
        reading.claim_id
        for side, lift in zip(sides, lifted, strict=True)
        if lift >= RIVAL * max(lifted)
        for reading in side.readings
        if reading.day is not None and last - reading.day <= RECENT
    }
    return [reading for reading in ordered if reading.claim_id in held]


def _held(side: Side, last: datetime) -> float:
    """How much the documents of the last days weigh that hold a side."""
    newest: dict[str, datetime] = {}
    for reading in side.readings:
        if reading.day is not None and last - reading.day <= RECENT:
            newest[reading.doc_id] = max(reading.day, newest.get(reading.doc_id, reading.day))
    return math.fsum(0.5 ** ((last - day) / DAY) for day in newest.values())


def _lift(side: Side, sides: Sequence[Side]) -> float:
    """More for a side that rose above one before it, less for one that several documents have since gone beyond."""
    lift = 1.0
    for other in sides:
        if other.first is None or side.first is None:
            continue
        if other.first < side.first and other.number < side.number:
            lift = max(lift, ROSE)
        if other.first - side.first >= DAY and other.number > side.number and len(other.documents) >= SEVERAL:
            return LEFT_BEHIND
    return lift


def _latest_of_each(ordered: Sequence[Reading]) -> list[Reading]:
    """What each witness said last; a vague word only counts for a witness that gives no number."""
    latest: dict[str, Reading] = {}
    for reading in ordered:
        known = latest.get(reading.witness)
        if known is None or known.vague or not reading.vague:
            latest[reading.witness] = reading
    return list(latest.values())


def _bound(reading: Reading, *, low: bool) -> float:
    """The least or most that the words state: the ends of a range, else the number itself."""
    if reading.modifier == Modifier.RANGE:
        return reading.allowed.low if low else reading.allowed.high
    return reading.number


def consensus_over_time(claims: pl.DataFrame) -> pl.DataFrame:
    """The consensus on one figure after each day on which something was claimed of it.

    Takes the figure's rows of `CLAIMS`; gives `as_of`, `low`, `best`, `high` in the unit that most of the claims are
    stated in, sorted by `as_of`. `best` and `high` are null while there are only vague words; undated claims are
    left out.
    """
    ordered = [reading for reading in readings(usable(claims).iter_rows(named=True)) if reading.day is not None]
    scale = scale_of(ordered)
    days = sorted({reading.day for reading in ordered if reading.day is not None})
    rows = [
        (day, *_scaled(consensus([r for r in ordered if r.day is not None and r.day <= day]), scale)) for day in days
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
    best, high = (None if number is None else number / scale for number in (found.best, found.high))
    return found.low / scale, best, high
