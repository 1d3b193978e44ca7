"""Figures beside each other, and figures that could be put beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dashboard.queries.one_figure import FigureView, figure
from dashboard.queries.words import matching

if TYPE_CHECKING:
    from dashboard import state
    from dashboard.queries.rows import Row, Scan

CANDIDATES = 8


def compared(scan: Scan, wanted: state.Compare) -> list[FigureView]:
    """The figures that are compared, in the order chosen; those that the snapshot does not have are left out."""
    found = (figure(scan, figure_id) for figure_id in wanted.figures)
    return [view for view in found if view is not None]


def candidates(scan: Scan, wanted: state.Compare, chosen: list[FigureView]) -> list[Row]:
    """Figures to add: those that match what is looked for; without that, those of the same story and unit first."""
    others = scan("figures").filter(~pl.col("figure_id").is_in([view.figure["figure_id"] for view in chosen]))
    figures = matching(scan, others, wanted.q)
    stories = [view.figure["story_id"] for view in chosen if view.figure["story_id"]]
    units = [view.figure["unit"] for view in chosen]
    near = pl.col("story_id").is_in(stories).fill_null(value=False)
    alike = pl.col("unit").is_in(units)
    return (
        figures.sort(near, alike, "n_sources", "n_claims", "figure_id", descending=[True, True, True, True, False])
        .head(CANDIDATES)
        .collect()
        .to_dicts()
    )
