"""The busiest part of figures' time, drawn by itself where a few claims far off would press all others together."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from dashboard.points import moment
from dashboard.state import Compare, View

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dashboard.queries import FigureView
    from dashboard.state import Clock, Figure

_MOST, _FEWEST = 0.9, 5
"""The share of the dated claims that it holds, and the fewest of which one speaks of a busiest part."""
_GAIN = 3
"""It is offered where it is so many times shorter than the whole."""
_LONG = timedelta(days=21)
"""A shorter time needs no closer look."""

Span = tuple["datetime", "datetime"]


def busiest(views: Sequence[FigureView], clock: Clock) -> Span | None:
    """The first and the last moment of the time that holds most claims of each figure; None where it is no gain."""
    found = [spans for view in views if (spans := view.once(("busiest", clock), partial(_spans, view, clock)))]
    if not found:
        return None
    (start, end), (first, last) = (
        (min(each[0] for each in spans), max(each[1] for each in spans)) for spans in zip(*found, strict=True)
    )
    return (first, last) if end - start > _LONG and (last - first) * _GAIN <= end - start else None


def shown(views: Sequence[FigureView], wanted: Figure | Compare) -> list[FigureView]:
    """What is drawn of figures on one axis of time: the undated claims and those in the time that is wanted."""
    over_time = isinstance(wanted, Compare) or wanted.view is View.TIME
    span = busiest(views, wanted.clock) if wanted.close and over_time else None
    return [_within(view, span, wanted.clock) for view in views] if span else [*views]


def outside(views: Sequence[FigureView], wanted: Figure | Compare) -> int:
    """How many claims are not drawn, because they lie before or after."""
    drawn = shown(views, wanted)
    return sum(len(view.claims) - len(part.claims) for view, part in zip(views, drawn, strict=True))


def _spans(view: FigureView, clock: Clock) -> tuple[Span, Span] | None:
    """All the time of a figure's claims, and the shortest part of it that holds most; all of it where they are few."""
    moments = sorted(at for row in view.claims if (at := moment(row, clock)) is not None)
    if not moments:
        return None
    whole = (moments[0], moments[-1])
    if len(moments) < _FEWEST:
        return whole, whole
    held = math.ceil(len(moments) * _MOST) - 1
    return whole, min(zip(moments, moments[held:], strict=False), key=lambda span: span[1] - span[0])


def _within(view: FigureView, span: Span, clock: Clock) -> FigureView:
    return view.once(("within", clock, span), lambda: _cut(view, span, clock))


def _cut(view: FigureView, span: Span, clock: Clock) -> FigureView:
    first, last = span
    claims = [row for row in view.claims if (at := moment(row, clock)) is None or first <= at <= last]
    levels = [row for row in view.levels if row["as_of"].replace(tzinfo=None) <= last]
    # Its level is worded by all its claims, as it stands on the page.
    return replace(view, claims=claims, levels=levels, made={"said": view.said, "level": view.level})
