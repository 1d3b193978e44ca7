"""Marks on a chart: each claim's symbol with its hedge, drawn in the colour of its source.

A bound is a thin line at its value with a small mark on it and an arrow to the side that the words leave open, so that
it does not read as a level; a range has a bar, "about" a hollow mark. Lines and arrows are sized in pixels, so their
length means nothing. Nothing here decides what is drawn; it only draws what it is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dashboard import wording
from dashboard.points import Open, Point

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

    from dashboard.palette import Mark, Theme

_MANY = 300
_MARK, _BEAD, _SMALL = 13, 9, 8
"""Sizes of marks in pixels: of a level, of a bound, and of either where there are many."""
_LINES = {False: "line-ew-open", True: "line-ns-open"}
"""A line across the direction of values, by whether values run along the horizontal axis."""
_ANGLES = {(Open.UP, False): 180, (Open.DOWN, False): 0, (Open.UP, True): 270, (Open.DOWN, True): 90}
"""Plotly moves a mark by its standoff against its angle, so a downward triangle turned half about stands above."""
_SILENT = {"hoverinfo": "skip", "showlegend": False, "cliponaxis": False}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a point is drawn; `shelf` is the place of undated claims, beside the time axis."""

    point: Point
    x: Any
    y: float
    shelf: bool = False


@dataclass(frozen=True, slots=True)
class Canvas:
    """What is drawn on and with; `across` says that values run along the horizontal axis."""

    figure: go.Figure
    marks: Mapping[str, Mark]
    theme: Theme
    across: bool = False

    def colour(self, point: Point) -> str:
        """The colour of a point's source."""
        return self.marks[point.source].colour


def draw_claims(canvas: Canvas, spots: Sequence[Spot], selected: str | None) -> None:
    """All claims, from the back: the ring of the selected one, bars, arrows, marks."""
    itself = [spot for spot in spots if spot.point.claim_id == selected]
    ringed = itself or [spot for spot in spots if selected in spot.point.ids]
    for shelf in (False, True):
        own = [spot for spot in spots if spot.shelf is shelf]
        if not own:
            continue
        axis = "x2" if shelf else "x"
        _draw_ring(canvas, [spot for spot in ringed if spot.shelf is shelf], axis)
        _draw_bars(canvas, [spot for spot in own if spot.point.bar], axis)
        _draw_spreads(canvas, [spot for spot in own if spot.point.spread], axis)
        _draw_arrows(canvas, [spot for spot in own if spot.point.open], axis)
        for source in dict.fromkeys(spot.point.source for spot in own):
            _draw_marks(canvas, source, [spot for spot in own if spot.point.source == source], axis)


def draw_steps(canvas: Canvas, dated: Sequence[Point]) -> None:
    """A faint step from each source's level to its next, and a dotted line over a period that a level holds for."""
    levels = [point for point in dated if point.open is None]
    for source in dict.fromkeys(point.source for point in levels):
        own = [point for point in levels if point.source == source]
        colour = canvas.marks[source].colour
        if len({point.at for point in own}) > 1:
            canvas.figure.add_scatter(
                x=[point.at for point in own],
                y=[point.value for point in own],
                mode="lines",
                line={"color": colour, "width": 1.5, "shape": "hv"},
                opacity=0.35,
                **_SILENT | {"cliponaxis": True},
            )
        lasting = [point for point in own if point.since is not None]
        if lasting:
            canvas.figure.add_scatter(
                x=[each for point in lasting for each in (point.since, point.at, None)],
                y=[each for point in lasting for each in (point.value, point.value, None)],
                mode="lines",
                line={"color": colour, "width": 1, "dash": "dot"},
                **_SILENT | {"cliponaxis": True},
            )


def _draw_marks(canvas: Canvas, source: str, own: Sequence[Spot], axis: str) -> None:
    mark = canvas.marks[source]
    many = len(own) > _MANY or any(spot.point.spread for spot in own)
    counted = not many and not canvas.across
    canvas.figure.add_scatter(
        x=[spot.x for spot in own],
        y=[spot.y for spot in own],
        xaxis=axis,
        mode="markers+text" if counted else "markers",
        text=[_count(spot.point) for spot in own] if counted else [],
        textposition="top right",
        textfont={"size": 11, "color": canvas.theme.quiet},
        name=wording.inert(source),
        cliponaxis=False,
        showlegend=False,
        customdata=[[spot.point.claim_id] for spot in own],
        hovertext=[_hover(spot.point) for spot in own],
        hoverinfo="text",
        marker={
            "symbol": mark.symbol,
            "size": [_SMALL if many else _BEAD if spot.point.open else _MARK for spot in own],
            "color": [canvas.theme.card if spot.point.hollow else mark.colour for spot in own],
            "line": {"color": mark.colour, "width": 1.5 if many else 2.4},
            "opacity": 1,
        },
    )


def _count(point: Point) -> str:
    return f"×{len(point.ids):,}" if point.also else ""


def _hover(point: Point) -> str:
    more = 0 if point.spread else len(point.also)
    return f"{point.hover}<br>and {wording.counted(more, 'claim')} on the same spot" if more else point.hover


def _draw_bars(canvas: Canvas, own: Sequence[Spot], axis: str) -> None:
    for spot in own:
        low, high = spot.point.bar or (spot.point.value, spot.point.value)
        colour = canvas.colour(spot.point)
        canvas.figure.add_scatter(
            x=[low, high] if canvas.across else [spot.x, spot.x],
            y=[spot.y, spot.y] if canvas.across else [low, high],
            xaxis=axis,
            mode="lines+markers",
            opacity=0.75,
            line={"color": colour, "width": 4},
            marker={
                "symbol": _LINES[canvas.across],
                "size": 14,
                "line": {"width": 3, "color": colour},
            },
            **_SILENT | {"cliponaxis": True},
        )


def _draw_spreads(canvas: Canvas, own: Sequence[Spot], axis: str) -> None:
    """From the least to the greatest number of each crowd; all lines of a colour are one path."""
    for colour in dict.fromkeys(canvas.colour(spot.point) for spot in own):
        lines = [_line(spot, canvas.across) for spot in own if canvas.colour(spot.point) == colour]
        canvas.figure.add_shape(
            type="path",
            path="".join(lines),
            xref=axis,
            yref="y",
            layer="below",
            opacity=0.45,
            line={"color": colour, "width": 2.5},
        )


def _line(spot: Spot, across: bool) -> str:
    low, high = spot.point.spread or (spot.point.value, spot.point.value)
    if across:
        return f"M{low},{spot.y}L{high},{spot.y}"
    # A date in a path has an underscore for its blank or T.
    at = spot.x.isoformat(sep="_") if isinstance(spot.x, datetime) else spot.x
    return f"M{at},{low}L{at},{high}"


def _draw_arrows(canvas: Canvas, own: Sequence[Spot], axis: str) -> None:
    """A line at the value of each bound, with a shaft and a head on its open side."""
    if not own:
        return
    colours = [canvas.colour(spot.point) for spot in own]
    angles = [_ANGLES[(spot.point.open or Open.UP, canvas.across)] for spot in own]
    level = [0] * len(own)
    for symbol, size, away, width, turned in (
        (_LINES[canvas.across], 14, 0, 2.2, level),
        ("line-ns-open", 10, 8, 2.2, angles),
        ("triangle-down", 9, 19, 0.0, angles),
    ):
        canvas.figure.add_scatter(
            x=[spot.x for spot in own],
            y=[spot.y for spot in own],
            xaxis=axis,
            mode="markers",
            marker={
                "symbol": symbol,
                "size": size,
                "angle": turned,
                "standoff": [away] * len(own),
                "color": colours,
                "opacity": 1,
                "line": {"width": width, "color": colours},
            },
            **_SILENT,
        )


def _draw_ring(canvas: Canvas, own: Sequence[Spot], axis: str) -> None:
    canvas.figure.add_scatter(
        x=[spot.x for spot in own],
        y=[spot.y for spot in own],
        xaxis=axis,
        mode="markers",
        marker={
            "symbol": "circle",
            "size": 30,
            "color": canvas.theme.selected,
            "line": {"color": canvas.theme.accent, "width": 2},
            "opacity": 1,
        },
        **_SILENT,
    )
