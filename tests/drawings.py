"""Charts of the sample workspace, as what is sent to the browser."""

from __future__ import annotations

import json
from typing import Any

from dashboard import charts, queries, state
from dashboard.pages import figure as figure_page
from tests.sample_workspace import HARBOUR, scan, tables

Chart = dict[str, Any]


def view_of(figure_id: str = HARBOUR) -> queries.FigureView:
    """A figure of the sample workspace with its claims."""
    view = queries.figure(scan(tables()), figure_id)
    assert view is not None
    return view


def drawn(view: queries.FigureView, /, **wanted: Any) -> Chart:
    """The chart of a figure, drawn as the address wants it."""
    marks = figure_page.source_marks(view)
    chart = charts.draw(view, marks, state.Figure(view.figure["figure_id"], **wanted), charts.Look())
    found: Chart = json.loads(chart.to_json())
    return found
