"""Two to four figures on one time axis: each one's claims and how its level moved, a panel for each unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from dashboard import axes, charts, crowds, wording, zoom
from dashboard.conversion import shown_in
from dashboard.palette import SOURCE_COLOURS, SOURCE_SYMBOLS, Mark
from dashboard.points import grounded, placed, told
from dashboard.state import Scale

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dashboard.charts import Look
    from dashboard.points import Point
    from dashboard.queries import FigureView
    from dashboard.state import Compare

_PANEL, _GAP = 250, 46
"""How many pixels a panel is high where there are several, and how many lie between two."""
_FAINT = 0.14


def marks(views: Sequence[FigureView]) -> list[Mark]:
    """How each figure is drawn: a colour and a symbol."""
    return [Mark(SOURCE_COLOURS[index], SOURCE_SYMBOLS[index]) for index in range(len(views))]


def in_panels(views: Sequence[FigureView]) -> list[list[tuple[int, FigureView]]]:
    """The figures with their places, those that can be measured in one unit together, brought into the first's."""
    panels: list[list[tuple[int, FigureView]]] = []
    for index, view in enumerate(views):
        for panel in panels:
            first = panel[0][1].figure
            brought = shown_in(view, first["unit"])
            if (brought.figure["unit"], brought.figure["per"]) == (first["unit"], first["per"]):
                panel.append((index, brought))
                break
        else:
            panels.append([(index, view)])
    return panels


def draw(views: Sequence[FigureView], wanted: Compare, look: Look) -> go.Figure:
    """The chart of the figures; a point carries its claim's and its figure's id."""
    panels = in_panels(zoom.shown(views, wanted))
    drawn = [[(index, view, _dated(view, wanted)) for index, view in panel] for panel in panels]
    moments = [point.at for panel in drawn for _, _, own in panel for point in own if point.at is not None]
    chart = go.Figure()
    if not moments:
        chart.update_layout(
            **charts.layout(look, height=160, top=14), xaxis={"visible": False}, yaxis={"visible": False}
        )
        chart.add_annotation(text="No dated number to draw.", showarrow=False, x=0.5, y=0.5)
        return chart
    start, end = axes.time_range(moments)
    height = look.height if len(panels) == 1 else _PANEL * len(panels) + _GAP * (len(panels) - 1)
    lowest = "y" if len(panels) == 1 else f"y{len(panels)}"
    time = charts.time_axis(look, start, end) | {"anchor": lowest}
    chart.update_layout(**charts.layout(look, height=height + 50, top=34), xaxis=time)
    chart.update_layout(dragmode=False if look.narrow else "zoom")
    for number, panel in enumerate(drawn):
        _draw_panel(chart, panel, (number, len(panels), height), (wanted, look))
    return chart


def undated(views: Sequence[FigureView], wanted: Compare) -> int:
    """How many claims have no place on the axis of time."""
    return sum(len(point.ids) for view in views for point in _placed(view, wanted) if point.at is None)


def _dated(view: FigureView, wanted: Compare) -> list[Point]:
    dated = [point for point in _placed(view, wanted) if point.at is not None]
    return told(dated, view.claims, view.figure["unit"], view.figure["per"])


def _placed(view: FigureView, wanted: Compare) -> list[Point]:
    crowded = crowds.crowded(view.claims)
    return crowds.of_all(view, wanted.clock) if crowded else placed(view.claims, wanted.clock)


def _draw_panel(
    chart: go.Figure,
    panel: list[tuple[int, FigureView, list[Point]]],
    place: tuple[int, int, int],
    asked: tuple[Compare, Look],
) -> None:
    """One unit's figures on an axis of their own, named at its head."""
    (number, count, height), (wanted, look) = place, asked
    share = _GAP / height if count > 1 else 0.0
    size = (1 - share * (count - 1)) / count
    top = 1 - number * (size + share)
    values = [point.value for _, _, own in panel for point in own if not point.vague]
    values += [
        row[name] for _, view, _ in panel for row in view.levels for name in ("low", "best", "high") if row[name]
    ]
    values = values or [point.value for _, _, own in panel for point in own]
    axis = axes.value_axis(values, log=wanted.scale is Scale.LOG)
    name = "y" if not number else f"y{number + 1}"
    drawn = [point for _, _, own in panel for point in grounded(own, axis.floor)]
    shown = charts.value_axis(axis, drawn, size * height, panel[0][1].figure, look.theme)
    chart.update_layout({f"yaxis{name[1:]}": shown | {"domain": [max(0.0, top - size), top], "anchor": "x"}})
    chart.add_annotation(
        xref="paper",
        yref="paper",
        x=0,
        y=top,
        xanchor="left",
        yanchor="bottom",
        yshift=8,
        showarrow=False,
        text=wording.inert(wording.headed(wording.unit_name(panel[0][1].figure["unit"], panel[0][1].figure["per"]))),
        font={"color": look.theme.quiet, "size": 12},
    )
    for index, view, own in panel:
        mark = Mark(SOURCE_COLOURS[index], SOURCE_SYMBOLS[index])
        last = max((point.at for point in own if point.at), default=None)
        _draw_level(chart, view, last, (mark, name))
        _draw_claims(chart, view, grounded(own, axis.floor), (mark, name))


def _draw_level(chart: go.Figure, view: FigureView, end: datetime | None, how: tuple[Mark, str]) -> None:
    """A faint band from low to high and a stepped line at the best; where a side is open it ends at the best.

    Both end with the last claim.
    """
    mark, axis = how
    rows = [row for row in view.levels if row["best"] is not None]
    if not rows:
        return
    moments = [row["as_of"].replace(tzinfo=None) for row in rows]
    across = [*moments, max(end or moments[-1], moments[-1])]
    silent = {"x": across, "yaxis": axis, "mode": "lines", "hoverinfo": "skip", "showlegend": False}

    def held(name: str) -> list[float]:
        return [row["best"] if row[name] is None else row[name] for row in (*rows, rows[-1])]

    red, green, blue = (int(mark.colour[at : at + 2], 16) for at in (1, 3, 5))
    edge = {"width": 0, "shape": "hv"}
    chart.add_scatter(y=held("low"), line=edge, **silent)
    fill = f"rgba({red},{green},{blue},{_FAINT})"
    chart.add_scatter(y=held("high"), line=edge, fill="tonexty", fillcolor=fill, **silent)
    chart.add_scatter(y=held("best"), line={"color": mark.colour, "width": 2.4, "shape": "hv"}, **silent)


def _draw_claims(chart: go.Figure, view: FigureView, own: Sequence[Point], how: tuple[Mark, str]) -> None:
    mark, axis = how
    label = wording.inert(wording.clipped(view.figure["label"], 60))
    chart.add_scatter(
        x=[point.at for point in own],
        y=[point.value for point in own],
        yaxis=axis,
        mode="markers",
        name=label,
        showlegend=False,
        cliponaxis=False,
        customdata=[[point.claim_id, view.figure["figure_id"]] for point in own],
        hovertext=[f"{label}<br>{point.hover}" for point in own],
        hoverinfo="text",
        marker={
            "symbol": [f"{mark.symbol}-open" if point.hollow or point.open else mark.symbol for point in own],
            "size": 9,
            "color": mark.colour,
            "opacity": 0.85,
            "line": {"width": 1.5, "color": mark.colour},
        },
    )
