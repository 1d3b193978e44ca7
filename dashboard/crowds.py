"""Claims too many to be told apart, drawn as few marks: for each source and stretch a median, its least and greatest.

A browser takes seconds for thousands of marks, and nobody can tell them apart. What a mark stands for is counted on it,
and it leads to the claim in its middle; every claim is in the table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dashboard.palette import OTHER_SOURCES
from dashboard.points import Point, each_placed, leading, placed
from dashboard.state import View
from tracker.language.claimants.claimant import normal_claimant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dashboard.queries import Row
    from dashboard.state import Figure

MAX_DRAWN = 800
"""Of more claims, those of one source and stretch are drawn as one mark."""
MAX_NAMED = 8
"""Then only so many sources, those with most claims, keep their own mark."""
STRETCHES = 30
"""So many stretches of time or of the axis of values, each with a mark for every source that says something there."""
_OF_CLAIMANTS = 12
"""Fewer where there is a row for each of many claimants."""
_ASIDE = 0.12
"""What of a stretch is left free at either end, so that it can be told from the next."""

Key = tuple[object, ...]


def crowded(claims: Sequence[Row]) -> bool:
    """Whether claims are too many to be drawn one by one."""
    return len(claims) > MAX_DRAWN


def drawn(claims: Sequence[Row], wanted: Figure) -> list[Point]:
    """What is drawn of claims: each as a point, or where they are crowded, crowds and the one that is selected."""
    if not crowded(claims):
        return placed(claims, wanted.clock)
    return gathered(each_placed(claims, wanted.clock), wanted.view, wanted.claim)


def gathered(found: Sequence[Point], view: View = View.TIME, kept: str | None = None) -> list[Point]:
    """Points as crowds, those of one source and stretch together; the claim `kept` stays by itself.

    A crowd stands at the median of its levels and spreads from the least to the greatest of them. A bound or a vague
    word counts in it, but moves nothing, unless nothing else is said there. Sources beyond the `MAX_NAMED` with most
    claims are drawn together, as `OTHER_SOURCES`; in a row of a claimant so are all sources that share a crowd.
    """
    if not found:
        return []
    named = [*leading(point.source for point in found)[:MAX_NAMED], OTHER_SOURCES]
    sourced = [each if each.source in named else replace(each, source=OTHER_SOURCES) for each in found]
    stretches = _Stretches.of(found, view)
    held: dict[Key, list[Point]] = {}
    for point in sourced:
        if point.claim_id != kept:
            held.setdefault((_row(point, view), *stretches.holding(point)), []).append(point)
    crowds = [
        replace(each, at=stretches.moment(key[-1], named.index(each.source) / len(named)) if each.at else None)
        for key, own in held.items()
        for each in _crowds(own)
    ]
    return [*crowds, *(each for each in sourced if each.claim_id == kept)]


def explained(count: int, wanted: Figure) -> str:
    """What a chart of so many claims shows, in words for its caption."""
    stretch = "the time" if wanted.view is View.TIME else "the axis"
    part = _OF_CLAIMANTS if wanted.view is View.CLAIMANT else STRETCHES
    whose = "claimant" if wanted.view is View.CLAIMANT else "source"
    return (
        f"{count:,} claims are drawn as few marks, each the median of what a {whose} says in 1/{part} of {stretch}, "
        "with a line from the least to the greatest; bounds such as “at least” only where nothing else is said. "
        "A mark leads to the claim in its middle, and the table has them all. "
    )


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Equal stretches of time, or where `across` of values, over all points."""

    across: bool
    number: int
    span: tuple[datetime, datetime] | None
    values: tuple[float, float]

    @classmethod
    def of(cls, found: Sequence[Point], view: View) -> _Stretches:
        moments = [point.at for point in found if point.at is not None]
        numbers = [point.value for point in found]
        return cls(
            view is not View.TIME,
            _OF_CLAIMANTS if view is View.CLAIMANT else STRETCHES,
            (min(moments), max(moments)) if moments else None,
            (min(numbers), max(numbers)),
        )

    def holding(self, point: Point) -> tuple[bool, int]:
        """Whether a point is undated, and the number of its stretch; an undated one is in the first stretch of time."""
        if self.across:
            low, high = self.values
            return False, self._nth((point.value - low) / (high - low) if high > low else 0.0)
        if point.at is None or self.span is None:
            return True, 0
        first, last = self.span
        return False, self._nth((point.at - first) / (last - first) if last > first else 0.0)

    def moment(self, nth: object, beside: float) -> datetime | None:
        """A moment of a stretch of time, in the middle of what is kept free for one of its marks."""
        if self.span is None or not isinstance(nth, int):
            return None
        first, last = self.span
        return first + (last - first) * ((nth + _ASIDE + (1 - 2 * _ASIDE) * beside) / self.number)

    def _nth(self, share: float) -> int:
        return min(int(share * self.number), self.number - 1)


def _row(point: Point, view: View) -> str:
    """What is never drawn as one mark: what a source says, or in rows of claimants a claimant."""
    if view is View.CLAIMANT:
        return normal_claimant(point.claimant) if point.claimant else ""
    return point.source


def _crowds(own: Sequence[Point]) -> list[Point]:
    """One point for all of these; without a level among them one for each way of being bounded."""
    if len(own) == 1:
        return list(own)
    levels = [point for point in own if point.open is None]
    if levels:
        return [_crowd(levels, own)]
    ways: dict[Key, list[Point]] = {}
    for point in own:
        ways.setdefault((point.open, point.hollow), []).append(point)
    return [_crowd(each, each) for each in ways.values()]


def _crowd(levels: Sequence[Point], own: Sequence[Point]) -> Point:
    """The middle one of the levels, for all of `own`; hollow where most are, of a source only where all are its."""
    ordered = sorted(levels, key=lambda point: point.value)
    middle = ordered[(len(ordered) - 1) // 2]
    ends = [end for point in levels for end in (point.bar or (point.value,))]
    others = (each for point in own for each in point.ids if each != middle.claim_id)
    return replace(
        middle,
        source=middle.source if len({point.source for point in own}) == 1 else OTHER_SOURCES,
        bar=None,
        since=None,
        hollow=sum(point.hollow for point in levels) * 2 > len(levels),
        also=tuple(others),
        spread=(min(ends), max(ends)),
    )
