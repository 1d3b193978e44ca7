"""Claims as points that can be drawn: where each one stands, and which way its words leave open."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from dashboard import wording
from dashboard.naming import source_name
from dashboard.state import Clock
from tracker.model import Grain, Modifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime, timedelta

    from dashboard.queries import Row

_SPREAD = 200
_FARTHEST, _GAPS, _CLOSE, _EDGE = 2.5, (1.0, 0.5, 0.25), 1 - 1e-9, 0.45


class Open(StrEnum):
    """The side on which a claim's words set no bound."""

    UP = "up"
    DOWN = "down"


_OPEN = {
    Modifier.AT_LEAST: Open.UP,
    Modifier.MORE_THAN: Open.UP,
    Modifier.VAGUE: Open.UP,
    Modifier.AT_MOST: Open.DOWN,
    Modifier.LESS_THAN: Open.DOWN,
}
_HOLLOW = frozenset({Modifier.ABOUT, Modifier.NEARLY, Modifier.VAGUE})


@dataclass(frozen=True, slots=True)
class Point:
    """One drawn claim: its place (`at` None is undated), its bar (a range's bounds), its hedge, and its hover text.

    `since` is the start of the period it holds for, where that is longer than a week; `also` are the ids of further
    claims that this point stands for; `spread` are the least and the greatest number of these, whose median it is.
    """

    claim_id: str
    source: str
    claimant: str | None
    value: float
    at: datetime | None
    since: datetime | None
    bar: tuple[float, float] | None
    open: Open | None
    hollow: bool
    hover: str
    also: tuple[str, ...] = ()
    spread: tuple[float, float] | None = None

    @property
    def vague(self) -> bool:
        """Whether it is a word such as "dozens" and no number."""
        return self.hollow and self.open is Open.UP

    @property
    def least(self) -> float:
        """The least number that it stands for."""
        return self.spread[0] if self.spread else self.value

    @property
    def greatest(self) -> float:
        """The greatest number that it stands for."""
        return self.spread[1] if self.spread else self.value

    @property
    def ids(self) -> tuple[str, ...]:
        """All claims that this point stands for."""
        return (self.claim_id, *self.also)


def points(claims: Iterable[Row], clock: Clock, unit: str, per: str | None) -> list[Point]:
    """The claims that have a value in the figure's unit, as points, in the order given.

    What one source says in the same way of the same moment more than once is one point.
    """
    rows = list(claims)
    return told(placed(rows, clock), rows, unit, per)


def placed(claims: Iterable[Row], clock: Clock) -> list[Point]:
    """As `points`, but without hover text, which takes longer than all else where there are many."""
    return _merged(
        ((each.source, each.claimant, each.at, each.value, each.bar, each.open, each.hollow), each)
        for each in each_placed(claims, clock)
    )


def each_placed(claims: Iterable[Row], clock: Clock) -> list[Point]:
    """A point for each claim that has a value in the figure's unit, even where it lies on another; no hover text."""
    return [point for row in claims if (point := _point(row, clock)) is not None]


def told(drawn: Sequence[Point], claims: Iterable[Row], unit: str, per: str | None) -> list[Point]:
    """The points with the hover text of their claims."""
    wanted = {point.claim_id for point in drawn}
    rows = {row["claim_id"]: row for row in claims if row["claim_id"] in wanted}
    return [replace(each, hover=_told(each, rows[each.claim_id], unit, per)) for each in drawn]


def _merged(keyed: Iterable[tuple[tuple[object, ...], Point]]) -> list[Point]:
    """One point for each key, the first of it, that stands for all."""
    held: dict[tuple[object, ...], list[Point]] = {}
    for key, point in keyed:
        held.setdefault(key, []).append(point)
    return [_one(own) for own in held.values()]


def _told(point: Point, row: Row, unit: str, per: str | None) -> str:
    if point.spread is None:
        return _hover(row, point.value, unit, per)
    low, high = (wording.measure(float(f"{each:.4g}"), unit, per) for each in point.spread)
    median = wording.measure(float(f"{point.value:.4g}"), unit, per)
    middle = wording.period(row["as_of_start"], row["as_of_end"], row["as_of_grain"])
    return (
        f"<b>{wording.inert(median)}</b>, the median of {wording.counted(len(point.ids), 'claim')}<br>"
        f"from {wording.inert(low)} to {wording.inert(high)}<br>{wording.inert(wording.clipped(point.source, 60))}<br>"
        f"in the middle: {wording.inert(wording.clipped(source_name(row), 60))}, {wording.inert(middle)}"
    )


def _one(points: Sequence[Point]) -> Point:
    """The first of these points, standing for all of them."""
    if len(points) == 1:
        return points[0]
    return replace(points[0], also=tuple(each for point in points for each in point.ids)[1:])


def grounded(drawn: Iterable[Point], floor: float) -> list[Point]:
    """The points, vague words below `floor` raised to it; what they leave open is above in any case."""
    return [replace(each, value=floor) if each.vague and each.value < floor else each for each in drawn]


def side_by_side(
    drawn: Sequence[Point],
    step: timedelta,
    near: float,
    along: Callable[[float], float],
    span: tuple[datetime, datetime],
) -> list[Point]:
    """Dated points that would lie on each other moved apart in time, each to the nearest free place within `span`.

    They would where they are within `step` in time and `near` on the axis of values, as `along` places them. None is
    moved by more than two and a half steps; the same points always come out the same.
    """
    dated = [(point, point.at) for point in drawn if point.at is not None]
    if len(dated) > _SPREAD:
        return [point for point, _ in dated]
    first, last = span
    places = [((at - first) / step, along(point.value)) for point, at in dated]
    offsets = apart(places, near, (_EDGE, (last - first) / step - _EDGE))
    return [
        replace(point, at=at + offset * step) if offset else point
        for (point, at), offset in zip(dated, offsets, strict=True)
    ]


def apart(
    places: Sequence[tuple[float, float]], near: float, bounds: tuple[float, float] = (-math.inf, math.inf)
) -> list[float]:
    """How far each place (across, height) moves across so that none is within 1 of another at a height within `near`.

    Where there is no room within two and a half, marks stand closer, and at last on each other.
    """
    taken: list[tuple[float, float]] = []
    offsets = []
    for across, height in places:
        level = sorted(other for other, value in taken if abs(value - height) < near)
        offset = next(_free(across, level, bounds), 0.0)
        taken.append((across + offset, height))
        offsets.append(offset)
    return offsets


def _free(across: float, taken: Sequence[float], bounds: tuple[float, float]) -> Iterator[float]:
    """How far the free places near `across` are, the best first: where there is most room, then the nearest."""
    for gap in _GAPS:
        right = left = across
        for other in taken:
            right = other + gap if abs(other - right) < gap * _CLOSE else right
        for other in reversed(taken):
            left = other - gap if abs(other - left) < gap * _CLOSE else left
        for place in sorted((right, left), key=lambda place: abs(place - across)):
            if place == across or (abs(place - across) <= _FARTHEST and bounds[0] <= place <= bounds[1]):
                yield place - across


def moment(row: Row, clock: Clock) -> datetime | None:
    """When a claim is placed: its publication, or the time it holds for; None is undated.

    A claim about a longer time is placed at its end, but not after it was published.
    """
    start, end, published = row["as_of_start"], row["as_of_end"], row["published"]
    at = published if clock is Clock.PUBLISHED else start
    if clock is Clock.AS_OF and start and end and row["as_of_grain"] not in {Grain.INSTANT, Grain.DAY}:
        at = min(end, max(start, published)) if published else end
    return at.replace(tzinfo=None) if at else None


def _point(row: Row, clock: Clock) -> Point | None:
    modifier = row["modifier"]
    value, low, high = row["plot_value"], row["plot_low"], row["plot_high"]
    side = _OPEN.get(modifier) if modifier else None
    bound = low if side is Open.UP else high if side is Open.DOWN else None
    stated = next(filter(_known, (bound, value, low, high)), None)
    if stated is None:
        return None
    return Point(
        claim_id=row["claim_id"],
        source=source_name(row),
        claimant=row["claimant"],
        value=stated,
        at=moment(row, clock),
        since=_since(row) if clock is Clock.AS_OF else None,
        bar=(low, high) if modifier == Modifier.RANGE and low is not None and high is not None else None,
        open=side,
        hollow=modifier in _HOLLOW,
        hover="",
    )


def _known(number: float | None) -> bool:
    return number is not None


def _since(row: Row) -> datetime | None:
    start, end = row["as_of_start"], row["as_of_end"]
    return start.replace(tzinfo=None) if start and end and (end - start).days > 7 else None


def _hover(row: Row, stated: float, unit: str, per: str | None) -> str:
    """Hover text; Plotly reads it as markup, so everything that comes from outside is escaped."""
    text = wording.reading(row)
    if row["unit"] != unit:
        text += f" ({wording.measure(float(f'{stated:.4g}'), unit, per)})"
    who = wording.clipped(source_name(row), 60)
    if row["claimant"]:
        who += f" · {wording.clipped(row['claimant'], 60)}"
    when = wording.period(row["as_of_start"], row["as_of_end"], row["as_of_grain"])
    return f"<b>{wording.inert(text)}</b><br>{wording.inert(who)}<br>{wording.inert(when)}"
