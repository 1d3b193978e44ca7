"""A figure's claims as Plotly charts: pure functions, frames in and figures out.

Plotly reads text as markup: whatever comes from an article is escaped before it gets here (`points`, `wording.inert`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from dashboard import axes, brackets, crowds, groups, zoom
from dashboard.annotations import draw_notes
from dashboard.drawing import Canvas, Spot, draw_claims, draw_steps
from dashboard.movement import draw_level, draw_movement
from dashboard.palette import DARK, LIGHT, Mark, Theme
from dashboard.points import Point, apart, grounded, side_by_side, told
from dashboard.state import Clock, Scale, View
from tracker.model import Modifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from dashboard.axes import ValueAxis
    from dashboard.queries import FigureView, Row
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
MAX_STEPPED = 200
"""Above this many points, steps from each to the next would hide them."""
_LANE = 30
_RADIUS = 8
"""How many pixels a mark takes from its middle, with a little air."""
_ABREAST = 19
"""How many pixels apart marks stand that would lie on each other."""
_GAP = 0.05
"""The share of the width between the axis of time and the shelf: half of what a date under the axis takes."""
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
    def height(self) -> int:
        """How many pixels a chart over time is high, its lanes apart."""
        return 330 if self.narrow else 400

    @property
    def room(self) -> float:
        """About how many pixels wide a plot is; on the smallest screen that such a look is for."""
        return 230 if self.narrow else 560

    @property
    def shelf(self) -> float:
        """Where the place of undated claims begins, as a share of the width."""
        return 0.84 if self.narrow else 0.9


def draw(view: FigureView, marks: Mapping[str, Mark], wanted: Figure, look: Look) -> go.Figure:
    """The chart of a figure in the view, on the clock and scale that are wanted, with the selected claim ringed."""
    (view,) = zoom.shown([view], wanted)
    drawn, values = _drawn(view, wanted)
    drawn = grounded(told(drawn, view.claims, view.figure["unit"], view.figure["per"]), values.floor)
    canvas = Canvas(go.Figure(), marks, look.theme, across=wanted.view is not View.TIME)
    if not drawn:
        return _blank(canvas, look)
    lay_out = _by_group if canvas.across else _over_time
    lay_out(canvas, view, drawn, values, (wanted, look))
    return canvas.figure


def _blank(canvas: Canvas, look: Look) -> go.Figure:
    """No axis where there is nothing on it, but a word that says so."""
    hidden = {"visible": False}
    canvas.figure.update_layout(**layout(look, height=160, top=14), xaxis=hidden, yaxis=hidden)
    canvas.figure.add_annotation(text="No number to draw in this figure's unit.", showarrow=False, x=0.5, y=0.5)
    return canvas.figure


def below(view: FigureView, wanted: Figure) -> int:
    """How many vague words lie below the axis, and are drawn at its foot."""
    if Modifier.VAGUE not in view.modifiers:
        return 0
    (view,) = zoom.shown([view], wanted)
    drawn, values = _drawn(view, replace(wanted, claim=None))
    return sum(len(point.ids) for point in drawn if point.vague and point.value < values.floor)


def _drawn(view: FigureView, wanted: Figure) -> tuple[list[Point], ValueAxis]:
    """The points and their axis; a vague word does not stretch it where there are numbers."""
    drawn = crowds.drawn(view, wanted)
    stated = [point for point in drawn if not point.vague]
    return drawn, axes.value_axis(_extent(view, stated or drawn), log=wanted.scale is Scale.LOG)


def _over_time(
    canvas: Canvas, view: FigureView, drawn: Sequence[Point], values: ValueAxis, asked: tuple[Figure, Look]
) -> None:
    """Claims along time, the undated on a shelf beside it; without a date there is no axis of time, only the shelf."""
    wanted, look = asked
    undated = [point for point in drawn if point.at is None]
    dated = [point for point in drawn if point.at is not None]
    shelf = (look.shelf if dated else 0.0) if undated else 1.0
    spots = _on_shelf(undated, values, (1 - shelf) * look.room)
    canvas.figure.update_layout(
        **layout(look, height=look.height, top=14),
        xaxis=axes.base(look.theme) | {"visible": False},
        yaxis=value_axis(values, drawn, look.height, view.figure, look.theme),
    )
    if dated:
        spots += _along_time(canvas, view, dated, values, (wanted, look, shelf))
    draw_claims(canvas, spots, wanted.claim)
    draw_notes(canvas, spots, view.notes, values, narrow=look.narrow)
    canvas.figure.update_layout(margin_r=draw_level(canvas, view, values))
    if undated:
        _draw_shelf(canvas, len(undated), shelf, look)


def _along_time(
    canvas: Canvas,
    view: FigureView,
    dated: Sequence[Point],
    values: ValueAxis,
    asked: tuple[Figure, Look, float],
) -> list[Spot]:
    """The axis of time up to `shelf`, with the level and the brackets of findings; gives where the points stand."""
    wanted, look, shelf = asked
    start, end = axes.time_range([point.at for point in dated if point.at is not None])
    step = (end - start) * _ABREAST / (look.room * shelf)
    crowded = crowds.crowded(view.claims)
    placed = dated if crowded else side_by_side(dated, step, values.share(1 / 22), values.at, (start, end))
    shown = {each: point for point in placed for each in point.ids}
    notes = brackets.place(view.findings, view.claims, shown, (start, end), look.dark)
    levelled = wanted.clock is Clock.AS_OF and draw_movement(canvas, view, max(point.at for point in dated if point.at))
    if not levelled and not crowded and len(dated) <= MAX_STEPPED:
        draw_steps(canvas, dated)
    time = time_axis(look, start, end) | {"domain": [0, shelf - _GAP if shelf < 1 else 1], "visible": True}
    lanes = _LANE * notes.lanes
    canvas.figure.update_layout(
        height=look.height + lanes,
        margin_t=14 + lanes,
        # Where fingers scroll the page, the chart stays as it is.
        dragmode=False if look.narrow else "zoom",
        xaxis=time,
        shapes=notes.shapes(),
        annotations=notes.annotations(values.at, narrow=look.narrow),
    )
    return [Spot(point, point.at, point.value) for point in placed]


def _on_shelf(undated: Sequence[Point], values: ValueAxis, room: float) -> list[Spot]:
    """Undated points about the middle of their shelf, which is `room` pixels wide, side by side at the same height."""
    step = 2 * _ABREAST / room if room else 0.0
    offsets = apart([(0.0, values.at(point.value)) for point in undated[:MAX_STEPPED]], values.share(1 / 22))
    offsets += [0.0] * (len(undated) - len(offsets))
    return [
        Spot(point, max(-0.9, min(0.9, offset * step)), point.value, shelf=True)
        for point, offset in zip(undated, offsets, strict=True)
    ]


def _by_group(
    canvas: Canvas, view: FigureView, drawn: Sequence[Point], values: ValueAxis, asked: tuple[Figure, Look]
) -> None:
    """One row a source or claimant: its claims along the axis of values, its range as a line, the level behind."""
    wanted, look = asked
    rows = groups.rows_of(drawn, wanted.view)
    canvas.figure.update_layout(**layout(look, height=groups.height_of(rows), top=34))
    groups.draw_groups(canvas, view, rows, values, (wanted, look.narrow))


def _extent(view: FigureView, drawn: Sequence[Point]) -> list[float]:
    """Every value that must be on the axis."""
    level = [view.figure[name] for name in ("low", "best", "high") if view.figure[name] is not None]
    return [*(point.value for point in drawn), *(each for point in drawn for each in point.bar or ()), *level]


def layout(look: Look, *, height: int, top: int) -> dict[str, Any]:
    """What all charts share: size, margins, colours, and no legend or menu of Plotly's own."""
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


def value_axis(values: ValueAxis, drawn: Iterable[Point], height: float, figure: Row, theme: Theme) -> dict[str, Any]:
    """The axis of values of a plot so many pixels high, begun so low that no mark lies half under its end."""
    lowest = min((point.value for point in drawn), default=values.floor)
    clear = values.clear_of(lowest, _RADIUS / height)
    return axes.base(theme) | clear.layout(figure) | {"gridcolor": theme.grid}


def time_axis(look: Look, start: datetime, end: datetime) -> dict[str, Any]:
    """An axis of time; where fingers scroll the page it stays as it is."""
    return axes.base(look.theme) | {
        "type": "date",
        "range": [start, end],
        "fixedrange": look.narrow,
        "showgrid": False,
        "ticks": "outside",
        "tickcolor": look.theme.line,
        "nticks": 3 if look.narrow else 8,
        "tickformatstops": _TIME_TICKS,
    }


def _draw_shelf(canvas: Canvas, count: int, shelf: float, look: Look) -> None:
    """The labelled place of claims without a date, at the right of the time axis from `shelf` on."""
    place = {
        "domain": [shelf, 1],
        "range": [-1, 1],
        "anchor": "y",
        "tickvals": [0],
        "ticktext": [f"undated<br>({count})" if shelf else f"undated ({count})"],
        "showgrid": False,
        "automargin": False,
    }
    canvas.figure.update_layout(xaxis2=axes.base(look.theme) | place)
    canvas.figure.add_shape(
        type="rect",
        xref="paper",
        yref="paper",
        x0=shelf,
        x1=1,
        y0=0,
        y1=1,
        layer="below",
        fillcolor=look.theme.raised,
        line={"width": 0},
    )
