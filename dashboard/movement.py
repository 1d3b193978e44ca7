"""A figure's level on its chart: how it moved, as a band with a line, and where it stands, as a labelled bracket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import levels, wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dashboard.axes import ValueAxis
    from dashboard.drawing import Canvas
    from dashboard.queries import FigureView, Row


def draw_movement(canvas: Canvas, view: FigureView, end: datetime) -> bool:
    """How the level moved: a band from low to high and a line at the best, each held until the next claim.

    It ends with the last claim, at `end` or later: nobody says what it is since.

    A side that is open ends at the best, and there is no line before a claim states a level. Returns whether there was
    a movement to draw.
    """
    if sum(row["best"] is not None for row in view.levels) < 2:
        return False
    moments = [row["as_of"].replace(tzinfo=None) for row in view.levels]
    moments.append(max(end, moments[-1]))
    held = [
        (since, until, row)
        for row, since, until in zip(view.levels, moments, moments[1:], strict=False)
        if row["best"] is not None
    ]
    across = [each for since, until, _ in held for each in (since, until)]
    silent = {"x": across, "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    edge = {"width": 0, "shape": "linear"}
    canvas.figure.add_scatter(y=_twice(held, "low"), line=edge, **silent)
    canvas.figure.add_scatter(y=_twice(held, "high"), line=edge, fill="tonexty", fillcolor=canvas.theme.band, **silent)
    line = {"color": canvas.theme.accent, "width": 2}
    canvas.figure.add_scatter(y=_twice(held, "best"), line=line, opacity=0.6, **silent)
    return True


def draw_level(canvas: Canvas, view: FigureView, values: ValueAxis) -> int:
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
    found = levels.level({**view.figure, "per": None}, view.said)
    words = _broken(found.best)
    heading = "" if found.bound else "best<br>"
    canvas.figure.add_annotation(
        xref="paper",
        x=1,
        xshift=23,
        yref="y",
        y=values.at(best),
        showarrow=False,
        xanchor="left",
        align="left",
        text=f"{heading}<b>{'<br>'.join(map(wording.inert, words))}</b>",
        font={"color": accent, "size": 12},
    )
    return 36 + 7 * max(4, *map(len, words))


def draw_level_behind(canvas: Canvas, view: FigureView, values: ValueAxis) -> None:
    """The figure's low to high as a band behind rows of claims, and its best as an upright line with its words."""
    low, best, high = (view.figure[name] for name in ("low", "best", "high"))
    if best is None:
        return
    upright = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    left, right = (best if low is None else low), (best if high is None else high)
    canvas.figure.add_shape(type="rect", x0=left, x1=right, fillcolor=canvas.theme.band, line={"width": 0}, **upright)
    canvas.figure.add_shape(type="line", x0=best, x1=best, line={"color": canvas.theme.accent, "width": 2}, **upright)
    found = view.level
    canvas.figure.add_annotation(
        xref="x",
        yref="paper",
        x=values.at(best),
        y=1,
        yanchor="bottom",
        showarrow=False,
        text=f"{'' if found.bound else 'best '}<b>{wording.inert(found.best)}</b>",
        font={"color": canvas.theme.accent, "size": 12},
    )


def _twice(held: Sequence[tuple[datetime, datetime, Row]], name: str) -> list[float]:
    """A level at the start and at the end of each span; the best where its own side is open."""
    return [row["best"] if row[name] is None else row[name] for _, _, row in held for _ in range(2)]


def _broken(text: str) -> list[str]:
    """A level on short lines, its unit below its number: `≈ 400`, `square miles`."""
    head, *rest = text.split(" ")
    if rest and not any(map(str.isdigit, head)):
        head = f"{head} {rest.pop(0)}"
    return [head, " ".join(rest)] if rest else [head]
