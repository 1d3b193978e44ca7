"""The readings of a figure in sides: each side's claims can all hold, no two sides' can.

Claims are put on the fewest points that meet every one of their likely intervals (the greedy stabbing of intervals
sorted by their upper end, which is optimal), so claims that agree in fact are on one side however they are worded.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.checking.talk import Talk
from tracker.model import Modifier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.checking.readings import Reading


_PLAIN: dict[str, int] = {Modifier.EXACT: 0, Modifier.ABOUT: 1, Modifier.NEARLY: 2, Modifier.RANGE: 3}


@dataclass(frozen=True)
class Side:
    """Readings that agree, in order of time."""

    readings: tuple[Reading, ...]

    @cached_property
    def first(self) -> datetime | None:
        """The first day of the dated readings."""
        return next((reading.day for reading in self.readings if reading.day), None)

    @cached_property
    def last(self) -> datetime | None:
        """The last day of the dated readings."""
        return next((reading.day for reading in reversed(self.readings) if reading.day), None)

    @cached_property
    def witnesses(self) -> frozenset[str]:
        """Who vouches for it, each once."""
        return frozenset(reading.witness for reading in self.readings)

    @cached_property
    def sources(self) -> frozenset[str]:
        """The publishers, a document standing for an unknown one."""
        return frozenset(reading.source or reading.doc_id for reading in self.readings)

    @cached_property
    def documents(self) -> frozenset[str]:
        """The documents that state it."""
        return frozenset(reading.doc_id for reading in self.readings)

    @cached_property
    def number(self) -> float:
        """The number most readings state, the smaller of two."""
        counts: dict[float, int] = {}
        for reading in self.readings:
            counts[reading.number] = counts.get(reading.number, 0) + 1
        return min(counts, key=lambda number: (-counts[number], number))

    @cached_property
    def typical(self) -> Reading:
        """The first reading that states the side's number in the plainest words."""
        stating = [reading for reading in self.readings if reading.number == self.number]
        return min(stating, key=lambda reading: _PLAIN.get(reading.modifier, len(_PLAIN)))


def split_sides(readings: Sequence[Reading]) -> list[Side]:
    """The sides of a figure by rising value; vague words are on no side.

    Takes readings in order of time. A claim that fits several sides goes to the one with a claim nearest to it in time,
    so that "up to 12,000" is of the level that was talked of when it was said.
    """
    firm = [reading for reading in readings if not reading.vague and not math.isnan(reading.likely.low)]
    points = _points(firm)
    fitting = [_fitting(reading, points) for reading in firm]
    times: list[list[float]] = [[] for _ in points]
    for reading, only in zip(firm, fitting, strict=True):
        if len(only) == 1 and reading.day:
            times[only[0]].append(reading.day.timestamp())
    talk = Talk(points, times)
    groups: list[list[Reading]] = [[] for _ in points]
    for reading, among in zip(firm, fitting, strict=True):
        now = reading.day.timestamp() if reading.day else 0.0
        groups[talk.nearest(among, now, reading.number)].append(reading)
    return [Side(tuple(group)) for group in groups if group]


def _points(firm: Sequence[Reading]) -> list[float]:
    """The fewest values that lie in every likely interval, rising."""
    points: list[float] = []
    for reading in sorted(firm, key=lambda one: (one.likely.high, one.likely.low, one.claim_id)):
        if not points or reading.likely.low > points[-1] + _slack(points[-1]):
            points.append(reading.likely.high)
    return points


def _fitting(reading: Reading, points: Sequence[float]) -> range:
    """The points that lie in a reading's likely interval; at least one does."""
    first = bisect_left(points, reading.likely.low - _slack(reading.likely.low))
    last = bisect_right(points, reading.likely.high + _slack(reading.likely.high))
    return range(first, max(last, first + 1))


def _slack(value: float) -> float:
    return 1e-9 * max(abs(value), 1.0) if math.isfinite(value) else 0.0
