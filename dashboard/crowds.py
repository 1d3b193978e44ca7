"""Claims too many to be told apart, drawn as few marks: for each source and stretch a median, its least and greatest.

A browser takes seconds for thousands of marks, and nobody can tell them apart. What a mark stands for is counted on it,
and it leads to the claim in its middle; every claim is in the table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dashboard.naming import leading
from dashboard.palette import OTHER_SOURCES
from dashboard.points import Point, each_placed, placed
from dashboard.state import View
from tracker.language.claimants.claimant import normal_claimant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dashboard.queries import FigureView, Row
    from dashboard.state import Clock, Figure

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


def drawn(view: FigureView, wanted: Figure) -> list[Point]:
    """What is drawn of a figure: each claim as a point, or where they are crowded, crowds and the one that is selected.

    What a crowd says and where it stands does not depend on what is selected, which is drawn over it.
    """
    if not crowded(view.claims):
        return view.once(("placed", wanted.clock), lambda: placed(view.claims, wanted.clock))
    crowds = of_all(view, wanted.clock, wanted.view)
    own = each_placed((row for row in view.claims if row["claim_id"] == wanted.claim), wanted.clock)
    if not own or any(each.claim_id == wanted.claim for each in crowds):
        return crowds
    known = {each.source for each in crowds}
    return [*crowds, *(each if each.source in known else replace(each, source=OTHER_SOURCES) for each in own)]


def of_all(view: FigureView, clock: Clock, layout: View = View.TIME) -> list[Point]:
    """All claims of a figure as crowds, made once for each way of laying them out."""
    return view.once(("crowds", clock, layout), lambda: gathered(each_placed(view.claims, clock), layout))


def gathered(found: Sequence[Point], view: View = View.TIME) -> list[Point]:
    """Points as crowds, those of one source and stretch together.

    A crowd stands at the median of its levels and spreads from the least to the greatest of them. A bound or a vague
    word counts in it, but moves nothing, unless nothing else is said there. Sources beyond the `MAX_NAMED` with most
    claims are drawn together, as `OTHER_SOURCES`; in a row of a claimant so are all sources that share a crowd.
    """
    if not found:
        return []
    named = [*leading(point.source for point in found)[:MAX_NAMED], OTHER_SOURCES]
    called = {point.source: point.source if point.source in named else OTHER_SOURCES for point in found}
    stretches = _Stretches.of(found, view)
    held: dict[Key, list[Point]] = {}
    for point in found:
        row = _claimant(point) if view is View.CLAIMANT else called[point.source]
        held.setdefault((row, *stretches.holding(point)), []).append(point)
    return [
        replace(each, at=stretches.moment(key[-1], named.index(each.source) / len(named)) if each.at else None)
        for key, own in held.items()
        for each in _crowds(own, called)
    ]


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


def _claimant(point: Point) -> str:
    return normal_claimant(point.claimant) if point.claimant else ""


def _crowds(own: Sequence[Point], called: Mapping[str, str]) -> list[Point]:
    """One point for all of these; without a level among them one for each way of being bounded."""
    if len(own) == 1:
        return [replace(own[0], source=called[own[0].source])]
    levels = [point for point in own if point.open is None]
    if levels:
        return [_crowd(levels, own, called)]
    ways: dict[Key, list[Point]] = {}
    for point in own:
        ways.setdefault((point.open, point.hollow), []).append(point)
    return [_crowd(each, each, called) for each in ways.values()]


def _crowd(levels: Sequence[Point], own: Sequence[Point], called: Mapping[str, str]) -> Point:
    """The middle one of the levels, for all of `own`; hollow where most are, of a source only where all are its."""
    ordered = sorted(levels, key=lambda point: point.value)
    middle = ordered[(len(ordered) - 1) // 2]
    ends = [end for point in levels for end in (point.bar or (point.value,))]
    others = (each for point in own for each in point.ids if each != middle.claim_id)
    sources = {called[point.source] for point in own}
    return replace(
        middle,
        source=sources.pop() if len(sources) == 1 else OTHER_SOURCES,
        bar=None,
        since=None,
        hollow=sum(point.hollow for point in levels) * 2 > len(levels),
        also=tuple(others),
        spread=(min(ends), max(ends)),
    )
