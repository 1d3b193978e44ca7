"""A figure's claims as Plotly charts: pure functions, frames in and figures out.

Plotly reads text as markup: whatever comes from an article is escaped before it gets here (`points`, `wording.inert`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard import axes, brackets, wording
from dashboard.drawing import Canvas, Spot, draw_claims, draw_steps
from dashboard.palette import DARK, LIGHT, Mark, Theme
from dashboard.points import Point, grounded, points, side_by_side, thinned
from dashboard.state import Clock, Scale, View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dashboard.axes import ValueAxis
    from dashboard.queries import FigureView
    from dashboard.state import Figure

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
CONFIG: Any = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "scrollZoom": False,
    "doubleClick": "reset",
    "responsive": True,
}
"""How every graph is set up: nothing is ever sent anywhere."""
MAX_GROUPS = 40
MAX_STEPPED = 200
"""Above this many points, steps from each to the next would hide them."""
_LANE = 30
_DAY = 86_400_000
_TIME_TICKS = [
    {"dtickrange": [None, _DAY / 2], "value": "%H:%M\n%-d %b %Y"},
    {"dtickrange": [_DAY / 2, 28 * _DAY], "value": "%-d %b\n%Y"},
    {"dtickrange": [28 * _DAY, "M11"], "value": "%b %Y"},
    {"dtickrange": ["M12", None], "value": "%Y"},
]
"""How dates are written along the axis, by the milliseconds (or months, `M`) between ticks."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the reader's screen asks for."""

    dark: bool = False
    narrow: bool = False

    @property
    def theme(self) -> Theme:
        """The colours of the scheme."""
        return DARK if self.dark else LIGHT

    @property
    def shelf(self) -> float:
        """Where the place of undated claims begins, as a share of the width."""
        return 0.84 if self.narrow else 0.9


def draw(view: FigureView, marks: Mapping[str, Mark], wanted: Figure, look: Look) -> go.Figure:
    """The chart of a figure in the view, on the clock and scale that are wanted, with the selected claim ringed."""
    drawn, values = _drawn(view, wanted)
    drawn = grounded(drawn, values.floor)
    canvas = Canvas(go.Figure(), marks, look.theme, across=wanted.view is not View.TIME)
    lay_out = _by_group if canvas.across else _over_time
    lay_out(canvas, view, drawn, values, (wanted, look))
    return canvas.figure


def below(view: FigureView, wanted: Figure) -> int:
    """How many vague words lie below the axis, and are drawn at its foot."""
    drawn, values = _drawn(view, wanted)
    return sum(len(point.ids) for point in drawn if point.vague and point.value < values.floor)


def _drawn(view: FigureView, wanted: Figure) -> tuple[list[Point], ValueAxis]:
    """The points and their axis; a vague word does not stretch it where there are numbers."""
    drawn = thinned(points(view.claims, wanted.clock, view.figure["unit"], view.figure["per"]))
    stated = [point for point in drawn if not point.vague]
    return drawn, axes.value_axis(_extent(view, stated or drawn), log=wanted.scale is Scale.LOG)


def _over_time(
    canvas: Canvas, view: FigureView, drawn: Sequence[Point], values: ValueAxis, asked: tuple[Figure, Look]
) -> None:
    wanted, look = asked
    undated = [point for point in drawn if point.at is None]
    dated = [point for point in drawn if point.at is not None]
    start, end = axes.time_range([point.at for point in dated if point.at is not None])
    dated = side_by_side(dated, (end - start) / (26 if look.narrow else 46), values.share(1 / 28), values.at)
    shown = {each: point for point in dated for each in point.ids}
    notes = brackets.place(view.findings, view.claims, shown, (start, end), look.dark)
    levelled = wanted.clock is Clock.AS_OF and _draw_levels(canvas, view, end)
    if not levelled and len(dated) <= MAX_STEPPED:
        draw_steps(canvas, dated)
    spots = [Spot(point, point.at, point.value) for point in dated]
    draw_claims(canvas, [*spots, *(Spot(point, 0, point.value, shelf=True) for point in undated)], wanted.claim)
    time = {
        "type": "date",
        "range": [start, end],
        "domain": [0, look.shelf - 0.04] if undated else [0, 1],
        "showgrid": False,
        "ticks": "outside",
        "tickcolor": look.theme.line,
        "nticks": 3 if look.narrow else 8,
        "tickformatstops": _TIME_TICKS,
    }
    lanes = _LANE * notes.lanes
    canvas.figure.update_layout(
        **_frame(look, height=(330 if look.narrow else 400) + lanes, top=14 + lanes),
        xaxis=axes.base(look.theme) | time,
        yaxis=axes.base(look.theme) | values.layout(view.figure) | {"gridcolor": look.theme.grid},
        shapes=notes.shapes(),
        annotations=notes.annotations(values.at, narrow=look.narrow),
    )
    canvas.figure.update_layout(margin_r=_draw_level(canvas, view, values))
    if undated:
        _draw_shelf(canvas, len(undated), look)


def _by_group(
    canvas: Canvas, view: FigureView, drawn: Sequence[Point], values: ValueAxis, asked: tuple[Figure, Look]
) -> None:
    """One row a source or claimant: its claims along the axis of values, its range as a line, the level behind."""
    wanted, look = asked
    groups: dict[str, list[Point]] = {}
    for point in drawn:
        groups.setdefault(_group(point, wanted.view), []).append(point)
    names = sorted(groups, key=lambda name: (-len(groups[name]), name))[:MAX_GROUPS]
    rows = {name: float(len(names) - index) for index, name in enumerate(names)}
    for name in names:
        held = [point.value for point in groups[name]]
        canvas.figure.add_scatter(
            x=[min(held), max(held)],
            y=[rows[name]] * 2,
            mode="lines",
            hoverinfo="skip",
            line={"color": look.theme.line, "width": 3},
            showlegend=False,
        )
    spots = [
        Spot(point, point.value, rows[name] + step) for name in names for point, step in _stacked(groups[name], values)
    ]
    draw_claims(canvas, spots, wanted.claim)
    limit = 16 if look.narrow else 30
    listed = {
        "range": [0.4, len(names) + 0.6],
        "showgrid": False,
        "tickvals": [rows[name] for name in names],
        "ticktext": [wording.inert(wording.clipped(name, limit)) for name in names],
    }
    canvas.figure.update_layout(
        **_frame(look, height=96 + 46 * max(2, len(names)), top=34),
        xaxis=axes.base(look.theme) | values.layout(view.figure) | {"gridcolor": look.theme.grid},
        yaxis=axes.base(look.theme) | listed,
    )
    _draw_level_behind(canvas, view, values)


def _group(point: Point, view: View) -> str:
    return point.source if view is View.SOURCE else point.claimant or "the article itself"


def _stacked(group: Sequence[Point], values: ValueAxis) -> list[tuple[Point, float]]:
    """Points of one row, each with a step up or down where it would lie on another."""
    near = values.share(1 / 30)
    places: list[float] = []
    stacked = []
    for point in group:
        at = values.at(point.value)
        beside = sum(abs(other - at) < near for other in places[-200:])
        places.append(at)
        step = (beside + 1) // 2 * 0.17 * (1 if beside % 2 else -1)
        stacked.append((point, max(-0.4, min(0.4, step))))
    return stacked


def _extent(view: FigureView, drawn: Sequence[Point]) -> list[float]:
    """Every value that must be on the axis."""
    level = [view.figure[name] for name in ("low", "best", "high") if view.figure[name] is not None]
    return [*(point.value for point in drawn), *(each for point in drawn for each in point.bar or ()), *level]


def _frame(look: Look, *, height: int, top: int) -> dict[str, Any]:
    theme = look.theme
    return {
        "height": height,
        "margin": {"l": 8, "r": 16, "t": top, "b": 36},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 12, "color": theme.quiet},
        "showlegend": False,
        "hovermode": "closest",
        "hoverdistance": 16,
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": theme.card,
            "bordercolor": theme.quiet,
            "align": "left",
            "font": {"family": FONT, "size": 13, "color": theme.ink},
        },
    }


def _draw_levels(canvas: Canvas, view: FigureView, end: datetime) -> bool:
    """How the level moved: a band from low to high and a line at the best, each held until the next claim.

    Returns whether there was a movement to draw.
    """
    levels = [row for row in view.levels if row["best"] is not None]
    if len(levels) < 2:
        return False
    held = [*levels, {**levels[-1], "as_of": end}]
    moments = [row["as_of"].replace(tzinfo=None) for row in held]
    silent = {"x": moments, "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    edge = {"width": 0, "shape": "hv"}
    canvas.figure.add_scatter(y=[row["low"] for row in held], line=edge, **silent)
    canvas.figure.add_scatter(
        y=[row["high"] for row in held], line=edge, fill="tonexty", fillcolor=canvas.theme.band, **silent
    )
    line = {"color": canvas.theme.accent, "width": 2, "shape": "hv"}
    canvas.figure.add_scatter(y=[row["best"] for row in held], line=line, opacity=0.6, **silent)
    return True


def _draw_shelf(canvas: Canvas, count: int, look: Look) -> None:
    """The labelled place of claims without a date, at the right of the time axis."""
    place = {
        "domain": [look.shelf, 1],
        "range": [-1, 1],
        "anchor": "y",
        "tickvals": [0],
        "ticktext": ["undated" if look.narrow else f"undated ({count})"],
        "showgrid": False,
        "automargin": False,
    }
    canvas.figure.update_layout(xaxis2=axes.base(look.theme) | place)
    canvas.figure.add_shape(
        type="rect",
        xref="paper",
        yref="paper",
        x0=look.shelf,
        x1=1,
        y0=0,
        y1=1,
        layer="below",
        fillcolor=look.theme.raised,
        line={"width": 0},
    )


def _draw_level(canvas: Canvas, view: FigureView, values: ValueAxis) -> int:
    """The figure's low, best and high as a bracket at the right edge, directly labelled; the margin it needs."""
    low, best, high = (view.figure[name] for name in ("low", "best", "high"))
    if best is None:
        return 16
    accent = canvas.theme.accent
    bottom, top = (best if low is None else low), (best if high is None else high)
    edge = {"xref": "paper", "xsizemode": "pixel", "xanchor": 1, "yref": "y", "layer": "above"}
    canvas.figure.add_shape(
        type="rect", x0=9, x1=15, y0=bottom, y1=top, fillcolor=accent, opacity=0.28, line={"width": 0}, **edge
    )
    canvas.figure.add_shape(type="line", x0=6, x1=18, y0=best, y1=best, line={"color": accent, "width": 3}, **edge)
    words = wording.measure(best, view.figure["unit"]).split(" ", 1)
    canvas.figure.add_annotation(
        xref="paper",
        x=1,
        xshift=23,
        yref="y",
        y=values.at(best),
        showarrow=False,
        xanchor="left",
        align="left",
        text=f"best<br><b>{'<br>'.join(map(wording.inert, words))}</b>",
        font={"color": accent, "size": 12},
    )
    return 36 + 7 * max(4, *map(len, words))


def _draw_level_behind(canvas: Canvas, view: FigureView, values: ValueAxis) -> None:
    low, best, high = (view.figure[name] for name in ("low", "best", "high"))
    if best is None:
        return
    upright = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    left, right = (best if low is None else low), (best if high is None else high)
    canvas.figure.add_shape(type="rect", x0=left, x1=right, fillcolor=canvas.theme.band, line={"width": 0}, **upright)
    canvas.figure.add_shape(type="line", x0=best, x1=best, line={"color": canvas.theme.accent, "width": 2}, **upright)
    text = wording.measure(best, view.figure["unit"], view.figure["per"])
    canvas.figure.add_annotation(
        xref="x",
        yref="paper",
        x=values.at(best),
        y=1,
        yanchor="bottom",
        showarrow=False,
        text=f"best <b>{wording.inert(text)}</b>",
        font={"color": canvas.theme.accent, "size": 12},
    )
