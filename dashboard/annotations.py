"""Readers' notes on a figure's chart: the words of a note beside the mark of the claim that it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.axes import ValueAxis
    from dashboard.drawing import Canvas, Spot
    from dashboard.queries import Row

MAX_DRAWN = 5
"""Of more notes the latest are drawn; all stand on the claims themselves."""
_WORDS, _FEW = 48, 20
_ABOVE, _LIFT = 40, 26
"""How many pixels a note stands above its mark, and how much higher the next one."""


def draw_notes(canvas: Canvas, spots: Sequence[Spot], notes: Sequence[Row], values: ValueAxis, *, narrow: bool) -> None:
    """Notes (rows of `claim_id`, `text` and `who`, the latest first) on the spots of their claims, a line to each."""
    places = {each: spot for spot in spots for each in spot.point.ids}
    drawn = [(note, places[note["claim_id"]]) for note in notes if note["claim_id"] in places][:MAX_DRAWN]
    for number, (note, spot) in enumerate(drawn):
        across = canvas.across
        canvas.figure.add_annotation(
            x=values.at(spot.x) if across else spot.x,
            y=spot.y if across else values.at(spot.y),
            xref="x2" if spot.shelf else "x",
            yref="y",
            ax=0,
            ay=-(_ABOVE + _LIFT * (number % 3)),
            standoff=9,
            arrowhead=0,
            arrowwidth=1,
            arrowcolor=canvas.theme.quiet,
            text=f"✎ {wording.inert(wording.clipped(note['text'], _FEW if narrow else _WORDS))}",
            hovertext=wording.inert(wording.clipped(f"{note['text']} — {note['who']}", 300)),
            font={"size": 12, "color": canvas.theme.ink},
            bgcolor=canvas.theme.card,
            bordercolor=canvas.theme.line,
            borderpad=4,
        )
