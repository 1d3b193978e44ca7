"""When a figure's levels were talked of: which of some levels was named nearest to a moment.

Claims with an open bound fit very many levels, so days are kept in a tree over the levels: each question costs the
square of a logarithm, however many levels it is about.
"""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Talk:
    """Levels, rising, each with the times at which claims named it and no other (any order, in seconds)."""

    def __init__(self, levels: Sequence[float], times: Sequence[Sequence[float]]) -> None:
        self._levels = levels
        self._size = len(levels)
        self._tree: list[list[float]] = [[] for _ in levels] + [sorted(set(each)) for each in times]
        for node in range(self._size - 1, 0, -1):
            self._tree[node] = sorted({*self._tree[2 * node], *self._tree[2 * node + 1]})
        self._named: dict[float, list[int]] = {}
        for index, each in enumerate(times):
            for time in set(each):
                insort(self._named.setdefault(time, []), index)

    def nearest(self, fitting: range, moment: float, number: float) -> int:
        """The one of the fitting levels named nearest to a moment, then nearest to a number, then the lowest."""
        if len(fitting) == 1:
            return fitting[0]
        times = [time for node in self._nodes(fitting) for time in _around(self._tree[node], moment)]
        if not times:
            return self._closest(range(self._size), fitting, number)
        least = min(abs(time - moment) for time in times)
        named = {time for time in times if abs(time - moment) == least}
        found = (self._closest(self._named[time], fitting, number) for time in named)
        return min(found, key=lambda index: (abs(self._levels[index] - number), index))

    def _nodes(self, fitting: range) -> Iterator[int]:
        """The nodes of the tree that together hold exactly the fitting levels."""
        first, last = fitting.start + self._size, fitting.stop + self._size
        while first < last:
            if first % 2:
                yield first
                first += 1
            if last % 2:
                last -= 1
                yield last
            first, last = first // 2, last // 2

    def _closest(self, among: Sequence[int], fitting: range, number: float) -> int:
        """The level nearest to a number, the lowest of equals, of those that are in both."""
        first, last = bisect_left(among, fitting.start), bisect_left(among, fitting.stop)
        above = bisect_left(among, number, first, last, key=self._levels.__getitem__)
        best, least = above, math.inf
        for place in range(above, max(above - 2, first - 1), -1):
            if place < last and (far := abs(self._levels[among[place]] - number)) <= least:
                best, least = place, far
        while best > first and abs(self._levels[among[best - 1]] - number) == least:
            best -= 1
        return among[best]


def _around(times: Sequence[float], moment: float) -> Sequence[float]:
    near = bisect_left(times, moment)
    return times[max(near - 1, 0) : near + 1]
