"""A figure's claims in rows, one for each source or claimant: its range as a dumbbell against the figure's level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import axes, wording
from dashboard.annotations import draw_notes
from dashboard.drawing import Canvas, Spot, draw_claims
from dashboard.movement import draw_level_behind
from dashboard.points import Open, Point
from dashboard.state import View
from tracker.language.claimants.claimant import normal_claimant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.axes import ValueAxis
    from dashboard.queries import FigureView, Row
    from dashboard.state import Figure

MAX_GROUPS = 40
"""Of more sources or claimants, those with most claims have a row."""
_ROW, _HEAD = 44, 96
_STEP, _MOST = 0.1, 0.22
"""How far a mark steps aside that would lie on another of its row, and how far at most; in rows."""
_ROOM, _ROOM_NARROW = (0.08, 0.1), (0.16, 0.24)
"""What is left free before and after the axis of values for labels, as shares of it."""
_BESIDE, _CLOSE = 36, 12
"""How many pixels a label stands from its mark, with an arrow between and without."""


@dataclass(frozen=True, slots=True)
class Group:
    """One row: its name, its points in order of time, and where it stands."""

    name: str
    points: tuple[Point, ...]
    at: float

    @property
    def ends(self) -> tuple[Point, Point]:
        """The points with the least and the greatest number."""
        return min(self.points, key=lambda point: point.least), max(self.points, key=lambda point: point.greatest)


def rows_of(drawn: Sequence[Point], view: View) -> list[Group]:
    """The rows from the lowest up: the one whose last number is greatest stands on top."""
    groups: dict[str, list[Point]] = {}
    for point in drawn:
        groups.setdefault(_key(point, view), []).append(point)
    kept = sorted(groups, key=lambda name: (-sum(len(each.ids) for each in groups[name]), name))[:MAX_GROUPS]
    ordered = sorted(kept, key=lambda name: (groups[name][-1].value, name))
    return [
        Group(_name(groups[name][0], view), tuple(groups[name]), float(place)) for place, name in enumerate(ordered, 1)
    ]


def draw_groups(
    canvas: Canvas, view: FigureView, rows: Sequence[Group], values: ValueAxis, asked: tuple[Figure, bool]
) -> None:
    """Draws the rows as the figure's state asks, on a narrow screen or not; the ends of a range say their numbers.

    A range has the colour of its source, or of the page where a row is a claimant's.
    """
    wanted, narrow = asked
    for row in rows:
        _draw_range(canvas, row, own=wanted.view is View.SOURCE)
    spots = [Spot(point, point.value, row.at + step) for row in rows for point, step in _stacked(row.points, values)]
    draw_claims(canvas, spots, wanted.claim)
    _draw_ends(canvas, rows, view.figure, values)
    draw_notes(canvas, spots, view.notes, values, narrow=narrow)
    limit = 16 if narrow else 30
    names = [f"{wording.inert(wording.clipped(row.name, limit))}  " for row in rows]
    listed = {
        "range": [0.4, len(rows) + 0.6],
        "showgrid": False,
        "showline": False,
        "tickvals": [row.at for row in rows],
        "ticktext": names,
        "tickfont": {"color": canvas.theme.ink, "size": 12 if narrow else 13},
    }
    before, after = (values.share(share) for share in (_ROOM_NARROW if narrow else _ROOM))
    along = axes.base(canvas.theme) | values.layout(view.figure) | {"gridcolor": canvas.theme.grid}
    along["range"] = [values.bottom - before, values.top + after]
    canvas.figure.update_layout(xaxis=along, yaxis=axes.base(canvas.theme) | listed)
    draw_level_behind(canvas, view, values)


def height_of(rows: Sequence[Group]) -> int:
    """How many pixels a chart of these rows is high."""
    return _HEAD + _ROW * max(2, len(rows))


def _name(point: Point, view: View) -> str:
    return point.source if view is View.SOURCE else point.claimant or "the article itself"


def _key(point: Point, view: View) -> str:
    """What makes points one row; claimants are one whether they have a capital and an article or not."""
    return normal_claimant(point.claimant) if view is View.CLAIMANT and point.claimant else _name(point, view)


def _draw_range(canvas: Canvas, row: Group, *, own: bool) -> None:
    low, high = row.ends
    canvas.figure.add_scatter(
        x=[low.least, high.greatest],
        y=[row.at, row.at],
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
        opacity=0.32 if own else 1,
        line={"color": canvas.colour(low) if own else canvas.theme.line, "width": 7},
    )


def _draw_ends(canvas: Canvas, rows: Sequence[Group], figure: Row, values: ValueAxis) -> None:
    """The least and the greatest number of each row in words, beside their marks."""
    for row in rows:
        low, high = row.ends
        ends = [(low, low.least, False), (high, high.greatest, True)]
        for point, value, right in ends if low.least != high.greatest else ends[1:]:
            away = _BESIDE if point.open is (Open.UP if right else Open.DOWN) else _CLOSE
            canvas.figure.add_annotation(
                x=values.at(value),
                y=row.at,
                xref="x",
                yref="y",
                xanchor="left" if right else "right",
                xshift=away if right else -away,
                showarrow=False,
                text=wording.inert(_hedged(point) + wording.short(value, figure["unit"])),
                font={"size": 12, "color": canvas.theme.quiet},
                bgcolor=_veil(canvas.theme.card),
                borderpad=0,
            )


def _veil(colour: str) -> str:
    """A colour that a line behind a label still shines through."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.7)"


def _hedged(point: Point) -> str:
    if point.open is not None:
        return "≥ " if point.open is Open.UP else "≤ "
    return "≈ " if point.hollow else ""


def _stacked(group: Sequence[Point], values: ValueAxis) -> list[tuple[Point, float]]:
    """Points of one row, each with a step up or down where it would lie on another."""
    near = values.share(1 / 40)
    places: list[float] = []
    stacked = []
    for point in group:
        at = values.at(point.value)
        beside = sum(abs(other - at) < near for other in places[-200:])
        places.append(at)
        step = (beside + 1) // 2 * _STEP * (1 if beside % 2 else -1)
        stacked.append((point, max(-_MOST, min(_MOST, step))))
    return stacked
