"""The busiest part of a figure's time, drawn by itself where a few claims far off would press all others together."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dashboard.points import moment
from dashboard.state import View

if TYPE_CHECKING:
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


def busiest(view: FigureView, clock: Clock) -> Span | None:
    """The first and the last moment of the shortest time that holds most of the claims; None where it is no gain."""
    return view.once(("busiest", clock), lambda: _shortest(sorted(_moments(view, clock))))


def shown(view: FigureView, wanted: Figure) -> FigureView:
    """What is drawn of a figure: the undated claims and those in the time that is wanted."""
    span = busiest(view, wanted.clock) if wanted.close and wanted.view is View.TIME else None
    return view.once(("within", wanted.clock), lambda: _within(view, span, wanted.clock)) if span else view


def outside(view: FigureView, wanted: Figure) -> int:
    """How many claims are not drawn, because they lie before or after."""
    return len(view.claims) - len(shown(view, wanted).claims)


def _moments(view: FigureView, clock: Clock) -> list[datetime]:
    return [at for row in view.claims if (at := moment(row, clock)) is not None]


def _shortest(moments: list[datetime]) -> Span | None:
    if len(moments) < _FEWEST:
        return None
    held = math.ceil(len(moments) * _MOST) - 1
    spans = list(zip(moments, moments[held:], strict=False))
    first, last = min(spans, key=lambda span: span[1] - span[0])
    whole = moments[-1] - moments[0]
    return (first, last) if whole > _LONG and (last - first) * _GAIN <= whole else None


def _within(view: FigureView, span: Span, clock: Clock) -> FigureView:
    first, last = span
    claims = [row for row in view.claims if (at := moment(row, clock)) is None or first <= at <= last]
    levels = [row for row in view.levels if row["as_of"].replace(tzinfo=None) <= last]
    # Its level is worded by all its claims, as it stands on the page.
    return replace(view, claims=claims, levels=levels, made={"said": view.said, "level": view.level})
