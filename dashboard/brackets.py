"""Findings on the chart: a short note with a bracket between the points it concerns.

Points close in time get an upright bracket beside them; points far apart get a level one in a lane above the plot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import wording
from dashboard.palette import CLASS_CHIPS
from tracker.model import FindingClass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

    from dashboard.points import Point
    from dashboard.queries import Row

MAX_BRACKETS = 4
_MAX_LANES = 3
_NEAR = 0.1
_MAX_VALUES = 3
_NOTE = 64
_ARROWED = frozenset({FindingClass.REVISION, FindingClass.STALE})
_OPPOSED = frozenset({FindingClass.CONFLICT, FindingClass.SLIP, FindingClass.ARITHMETIC, FindingClass.SCOPE})


@dataclass(frozen=True, slots=True)
class Bracket:
    """One finding's bracket over time `[start, end]` and values `[low, high]`; `lane` None is beside the points."""

    start: datetime
    end: datetime
    low: float
    high: float
    lane: int | None
    rightward: bool
    label: str
    short: str
    reason: str
    colour: str


@dataclass(frozen=True, slots=True)
class Brackets:
    """All brackets of a chart and the time it spans."""

    items: tuple[Bracket, ...]
    span: tuple[datetime, datetime]

    @property
    def lanes(self) -> int:
        """How many lanes stand above the plot."""
        return max((item.lane + 1 for item in self.items if item.lane is not None), default=0)

    def shapes(self) -> list[dict[str, Any]]:
        """The lines of the brackets, their short sides sized in pixels."""
        return [shape for item in self.items for shape in (_level(item) if item.lane is not None else _upright(item))]

    def annotations(self, along: Callable[[float], float], *, narrow: bool) -> list[dict[str, Any]]:
        """The notes; the whole reason is shown on hover. `along` places a value on the axis."""
        return [_note(item, self.span, item.short if narrow else item.label, along) for item in self.items]


def place(
    findings: Iterable[Row],
    claims: Sequence[Row],
    shown: Mapping[str, Point],
    span: tuple[datetime, datetime],
    dark: bool,
) -> Brackets:
    """Brackets for the worst findings that concern two or more drawn points, numbered as in the list of findings."""
    rows = {row["claim_id"]: row for row in claims}
    lanes: list[datetime] = []
    placed: list[Bracket] = []
    for number, finding in enumerate(findings, 1):
        own = [shown[claim_id] for claim_id in finding["claim_ids"] if claim_id in shown]
        if len(own) < 2 or len(placed) == MAX_BRACKETS:
            continue
        start, end = _ends(own)
        lane = _lane(lanes, span, start, end) if (end - start) / (span[1] - span[0]) > _NEAR else None
        if lane is not None and lane >= _MAX_LANES:
            continue
        if lane is None:
            start, end = _around(own, shown.values(), (span[1] - span[0]) * _NEAR / 2)
        kind = FindingClass(finding["class"])
        values = note(finding, rows)
        placed.append(
            Bracket(
                start=start,
                end=end,
                low=min(point.value for point in own),
                high=max(point.value for point in own),
                lane=lane,
                rightward=(end - span[0]) / (span[1] - span[0]) < 0.6,
                label=f"<b>{number} {kind.value}</b>{': ' if values else ''}{wording.inert(values)}",
                short=f"<b>{number} {kind.value}</b>",
                reason=wording.inert(wording.clipped(finding["summary"], 300)),
                colour=CLASS_CHIPS[kind][1 if dark else 0][1],
            )
        )
    return Brackets(tuple(placed), span)


def note(finding: Row, claims: Mapping[str, Row]) -> str:
    """What a finding is about, in short: `≈ 10,000 → nearly 12,000`, or where it has many values, its reason's start.

    `claims` are the figure's rows by id, in order of time.
    """
    concerned = set(finding["claim_ids"])
    said = list(dict.fromkeys(wording.reading(row) for each, row in claims.items() if each in concerned))
    if len(said) > _MAX_VALUES:
        return wording.clipped(finding["summary"], _NOTE)
    kind = finding["class"]
    return (" → " if kind in _ARROWED else " against " if kind in _OPPOSED else ", ").join(said)


def _ends(own: Sequence[Point]) -> tuple[datetime, datetime]:
    moments = [point.at for point in own if point.at is not None]
    return min(moments), max(moments)


def _around(own: Sequence[Point], shown: Iterable[Point], near: timedelta) -> tuple[datetime, datetime]:
    """The ends of the points and of others between their values that stand close by, on which a bracket would lie."""
    start, end = _ends(own)
    low, high = min(point.value for point in own), max(point.value for point in own)
    beside = [
        point
        for point in shown
        if point.at is not None and low <= point.value <= high and start - near <= point.at <= end + near
    ]
    return _ends([*own, *beside])


def _lane(lanes: list[datetime], span: tuple[datetime, datetime], start: datetime, end: datetime) -> int:
    """The first lane that is free; a note may be wider than its bracket, so a lane is held for a third of the chart."""
    least = start + (span[1] - span[0]) / 3
    for index, busy in enumerate(lanes):
        if busy < start:
            lanes[index] = max(end, least)
            return index
    lanes.append(max(end, least))
    return len(lanes) - 1


def _level(item: Bracket) -> list[dict[str, Any]]:
    height = 12 + 30 * (item.lane or 0)
    pixels = {"type": "line", "xref": "x", "yref": "paper", "ysizemode": "pixel", "yanchor": 1}
    line = {"color": item.colour, "width": 1.5}
    guide = {"color": item.colour, "width": 1, "dash": "dot"}
    sides = [
        {**pixels, "x0": at, "x1": at, "y0": height - 7, "y1": height, "line": line} for at in (item.start, item.end)
    ]
    drops = [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": at,
            "x1": at,
            "y0": 0,
            "y1": 1,
            "line": guide,
            "opacity": 0.35,
            "layer": "below",
        }
        for at in (item.start, item.end)
    ]
    return [{**pixels, "x0": item.start, "x1": item.end, "y0": height, "y1": height, "line": line}, *sides, *drops]


def _upright(item: Bracket) -> list[dict[str, Any]]:
    at, sign = (item.end, 1) if item.rightward else (item.start, -1)
    pixels = {
        "type": "line",
        "yref": "y",
        "xref": "x",
        "xsizemode": "pixel",
        "xanchor": at,
        "line": {"color": item.colour, "width": 1.5},
    }
    far, close = sign * 26, sign * 19
    arms = [{**pixels, "x0": close, "x1": far, "y0": value, "y1": value} for value in (item.low, item.high)]
    return [{**pixels, "x0": far, "x1": far, "y0": item.low, "y1": item.high}, *arms]


def _note(item: Bracket, span: tuple[datetime, datetime], text: str, along: Callable[[float], float]) -> dict[str, Any]:
    shared = {
        "showarrow": False,
        "text": text,
        "hovertext": item.reason,
        "captureevents": False,
        "font": {"color": item.colour, "size": 12},
    }
    if item.lane is None:
        side = (
            {"x": item.end, "xanchor": "left", "xshift": 30}
            if item.rightward
            else {"x": item.start, "xanchor": "right", "xshift": -30}
        )
        return {**shared, **side, "xref": "x", "yref": "y", "y": (along(item.low) + along(item.high)) / 2}
    middle = item.start + (item.end - item.start) / 2
    place_ = (middle - span[0]) / (span[1] - span[0])
    anchor, at = ("left", item.start) if place_ < 0.3 else ("right", item.end) if place_ > 0.7 else ("center", middle)
    return {
        **shared,
        "x": at,
        "xref": "x",
        "xanchor": anchor,
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "yshift": 13 + 30 * item.lane,
    }
