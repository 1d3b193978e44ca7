"""Compare: two to four figures on one axis of time, chosen from a list or a search."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import dcc, html

from dashboard import charts, comparison, wording, zoom
from dashboard.pages import parts
from dashboard.state import MAX_COMPARED, Clock, Compare, Figure, Scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from dashboard.queries import FigureView, Row

_CLOCKS = ((Clock.AS_OF, "As of"), (Clock.PUBLISHED, "Published"))
_SCALES = ((Scale.LINEAR, "Linear"), (Scale.LOG, "Log"))


def frame(wanted: Compare) -> html.Div:
    """The page before its data."""
    return html.Div(
        [
            html.Div(id="compare-downloads", className="downloads"),
            html.H1("Compare", tabIndex="-1"),
            html.P("Two to four figures on one time axis; those in another unit get a panel of their own."),
            html.Section(
                [
                    html.Div(id="compare-switches", className="toolbar"),
                    html.Div(
                        className="chart-room",
                        id="compare-box",
                        role="img",
                        **parts.aria(labelledby="compare-described"),
                    ),
                    html.P(id="compare-described", className="unseen"),
                    html.P(id="compare-note", className="small quiet"),
                ],
                className="card compare-chart",
                **parts.aria(label="Chart"),
            ),
            html.Div(id="compare-chosen"),
            html.Section(
                [
                    html.H2("Add a figure"),
                    html.Div(
                        parts.search("Search figures, sources, places", "Troops, Kyiv, a source…", wanted.q),
                        className="toolbar",
                    ),
                    html.Div(id="compare-candidates"),
                ],
                className="card picker",
                **parts.aria(label="Add a figure"),
            ),
            *parts.said("compare"),
        ],
        className="page",
    )


def switches(wanted: Compare, views: Sequence[FigureView]) -> list[Any]:
    """How the chart is drawn; each choice is an address."""
    if not views:
        return [html.H2("Nothing chosen yet")]
    clocks = [(name, replace(wanted, clock=each), wanted.clock is each) for each, name in _CLOCKS]
    scales = [(name, replace(wanted, scale=each), wanted.scale is each) for each, name in _SCALES]
    right = [parts.switch("Time", clocks), parts.switch("Scale", scales)]
    if zoom.busiest(views, wanted.clock):
        right.insert(1, parts.busiest(wanted))
    return [_key(views), html.Div(right, className="switches")]


def note(wanted: Compare, views: Sequence[FigureView]) -> str:
    """What is and is not drawn."""
    if not views:
        return "Choose figures below, or press “Compare” on a figure's page."
    if len(views) == 1:
        return "Add a second figure below to compare it with."
    placed = "the time each claim holds for" if wanted.clock is Clock.AS_OF else "publication"
    text = f"Lines are the best level, bands go from low to high; marks are claims, placed at {placed}."
    text += " Hollow marks are hedged or a bound. A mark leads to its sentence."
    if left_out := zoom.outside(views, wanted):
        text += f" {wording.counted(left_out, 'claim')} before or after the busiest part not drawn."
    undated = comparison.undated(views, wanted)
    return f"{text} {wording.counted(undated, 'undated claim')} not drawn." if undated else text


def described(views: Sequence[FigureView]) -> str:
    """The chart in a sentence, for those who do not see it."""
    names = "; ".join(f"{view.figure['label']}, best {view.level.best}" for view in views)
    return f"{wording.counted(len(views), 'figure')} over time: {names}. The table below says the same."


def chosen(wanted: Compare, views: Sequence[FigureView]) -> html.Div | None:
    """The chosen figures as a table, each to be looked at or taken out."""
    if not views:
        return None
    names = ("Figure", "Low – best – high", "Claims", "Sources", "From – to", "Worst finding", "")
    classes = {"Claims": "count", "Sources": "count"}
    head = [
        html.Th(name or html.Span("Take out", className="unseen"), scope="col", className=classes.get(name))
        for name in names
    ]
    rows = [_chosen(wanted, view, mark) for view, mark in zip(views, comparison.marks(views), strict=True)]
    return html.Div(
        html.Table(
            [html.Caption("The figures on the chart", className="unseen"), html.Thead(html.Tr(head)), html.Tbody(rows)],
            className="list compared",
        ),
        className="card flush",
    )


def candidates(wanted: Compare, rows: Sequence[Row]) -> Any:
    """Figures that can be added."""
    if len(wanted.figures) >= MAX_COMPARED:
        return html.P(f"{MAX_COMPARED} figures are compared; take one out to add another.", className="quiet")
    if not rows:
        return html.P("No figure matches this search.", className="quiet")
    items = [
        html.Li(
            [
                parts.link(
                    [html.Span("+", className="plus", **parts.aria(hidden="true")), wording.clipped(row["label"], 90)],
                    replace(wanted, figures=(*wanted.figures, row["figure_id"]), q=""),
                    className="go add",
                    **parts.aria(label=f"Add {wording.clipped(row['label'], 90)}"),
                ),
                html.Span(
                    f"{wording.unit_name(row['unit'], row['per'])} · {wording.counted(row['n_claims'], 'claim')} · "
                    f"{wording.counted(row['n_sources'], 'source')} · "
                    f"{wording.period(row['first_as_of'], row['last_as_of'])}",
                    className="quiet small",
                ),
            ]
        )
        for row in rows
    ]
    return html.Ul(items, className="candidates")


def announcement(wanted: Compare, views: Sequence[FigureView], rows: Sequence[Row]) -> str:
    """What the live region says."""
    if wanted.q:
        return f"{wording.counted(len(rows), 'figure')} to add."
    return f"{wording.counted(len(views), 'figure')} compared."


def graph(drawn: go.Figure) -> dcc.Graph:
    """The chart in its place; nothing in it calls out."""
    return dcc.Graph(id="compare-chart", config=charts.CONFIG, figure=drawn, responsive="auto")


def _key(views: Sequence[FigureView]) -> html.Ul:
    items = [
        html.Li([parts.symbol(mark), wording.clipped(view.figure["label"], 50)])
        for view, mark in zip(views, comparison.marks(views), strict=True)
    ]
    return html.Ul(items, className="key sources", **parts.aria(label="Figures"))


def _chosen(wanted: Compare, view: FigureView, mark: Any) -> html.Tr:
    figure = view.figure
    without = replace(wanted, figures=tuple(each for each in wanted.figures if each != figure["figure_id"]))
    worst = parts.chip(view.findings[0]["class"]) if view.findings else html.Span("—", className="quiet")
    return html.Tr(
        [
            html.Th(
                html.Div(
                    [
                        parts.symbol(mark),
                        parts.link(
                            wording.clipped(figure["label"], 90), Figure(figure["figure_id"]), className="go title"
                        ),
                    ],
                    className="marked",
                ),
                scope="row",
            ),
            html.Td(parts.level(view.level), className="values"),
            html.Td(f"{figure['n_claims']:,}", className="count", **parts.told(label="claims")),
            html.Td(f"{figure['n_sources']:,}", className="count", **parts.told(label="sources")),
            html.Td(wording.period(figure["first_as_of"], figure["last_as_of"]), className="date"),
            html.Td(worst, className="finding"),
            html.Td(
                parts.link("×", without, className="go icon", **parts.aria(label=f"Take out {figure['label'][:90]}")),
                className="out",
            ),
        ]
    )
