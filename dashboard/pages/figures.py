"""The list of figures: searchable, sortable, paged, the worst finding first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import html

from dashboard import levels as levels_of
from dashboard import queries, wording
from dashboard.pages import narrowing, parts
from dashboard.palette import UNKNOWN_SOURCE
from dashboard.state import Figure, Figures, Level, Sort

if TYPE_CHECKING:
    from dashboard.queries import Page, Row, Totals

TITLE = "Figures"
_COLUMNS = (
    ("Figure", Sort.LABEL, "figure"),
    ("Low – best – high", Sort.BEST, "values"),
    ("Claims", Sort.CLAIMS, "count"),
    ("Sources", Sort.SOURCES, "count"),
    ("Last as of", Sort.LATEST, "date"),
    ("Worst finding", Sort.FINDING, "finding"),
)
_LEVELS = (
    (Level.ALL, "All"),
    (Level.DISPUTED, "Disputed"),
    (Level.DIFFERS, "Differ, explained"),
    (Level.AGREED, "Agree"),
)


def frame(wanted: Figures) -> html.Div:
    """The page before its rows: heading, search and the place for the table."""
    return html.Div(
        [
            html.Div(id="figures-downloads", className="downloads"),
            html.H1(TITLE, tabIndex="-1"),
            html.P(
                "Each row is one quantity that articles make claims about. Open one to see who says what, and when."
            ),
            html.Div(
                [
                    parts.search("Search figures, sources, places", "Troops, Kyiv, a source…", wanted.q),
                    html.Div(id="figures-narrowing", className="narrowing"),
                ],
                className="toolbar filters",
            ),
            html.Div(id="figures-levels"),
            html.Div(id="figures-results"),
            *parts.said("figures"),
        ],
        className="page",
    )


def levels(wanted: Figures, counts: dict[str, int]) -> html.Div:
    """The choice of how far claims agree, with how many figures each holds."""
    total = sum(counts.values())
    options = [
        (
            f"{name} {total if level is Level.ALL else counts.get(level.value, 0):,}",
            replace(wanted, level=level, page=1),
            wanted.level is level,
        )
        for level, name in _LEVELS
    ]
    return html.Div(
        [parts.switch("How far claims agree", options), narrowing.clearing(wanted)],
        className="classes",
    )


def results(wanted: Figures, page: Page, totals: Totals) -> html.Div:
    """The table of figures, or why there is none."""
    if not totals.documents:
        return parts.empty_card(
            "No articles yet",
            ["Build the workspace from a folder of articles: ", html.Code("figtrack build FOLDER -w WORKSPACE")],
        )
    if not page.rows:
        return parts.empty_card(
            "No figure matches",
            f"Nothing among {wording.counted(totals.figures, 'figure')} matches this search and filter.",
            parts.link("Show all figures", Figures(), className="go button"),
        )
    headers: list[html.Th] = [_header(wanted, *column) for column in _COLUMNS]
    headers.insert(2, html.Th("Over time", scope="col", className="trend"))
    head = html.Thead(html.Tr(headers))
    body = html.Tbody([_row(row) for row in page.rows])
    return html.Div(
        [
            html.Div(
                html.Table([html.Caption("Figures", className="unseen"), head, body], className="list figures"),
                className="card flush",
            ),
            parts.pager(page, "figure", lambda number: replace(wanted, page=number)),
        ]
    )


def announcement(page: Page) -> str:
    """What the live region says when results change."""
    return f"{wording.counted(page.total, 'figure')} found."


def _header(wanted: Figures, text: str, sort: Sort, name: str) -> html.Th:
    chosen = wanted.sort is sort
    ascending = wanted.up is not (sort in queries.ASCENDING_FIRST)
    aim = replace(wanted, sort=sort, up=not wanted.up if chosen else False, page=1)
    arrow = html.Span((" ↑" if ascending else " ↓") if chosen else "", **parts.aria(hidden="true"))
    direction: dict[str, Any] = {"aria-sort": "ascending" if ascending else "descending"} if chosen else {}
    return html.Th(parts.link([text, arrow], aim), scope="col", className=name, **direction)


def _row(row: Row) -> html.Tr:
    finding = parts.chip(row["worst"]) if row["worst"] else html.Span("—", className="quiet", title="No finding")
    sources = " · ".join(source or UNKNOWN_SOURCE for source in row["sources"][:6])
    cells = (
        html.Th(
            [
                parts.link(
                    row["label"], Figure(row["figure_id"]), className="go title", id=f"figure-{row['figure_id']}"
                ),
                html.Span(wording.clipped(sources, 110), className="under"),
            ],
            scope="row",
            className="figure",
        ),
        html.Td(
            [
                parts.level(levels_of.level(row, row["said"])),
                parts.strip([each.number for each in row["said"]], row["low"], row["high"], row["best"]),
            ],
            className="values",
        ),
        html.Td(parts.sparkline([each.number for each in row["said"]]), className="trend"),
        html.Td(
            f"{row['n_claims']:,}", className="count", **parts.told(label="claim" if row["n_claims"] == 1 else "claims")
        ),
        html.Td(
            f"{row['n_sources']:,}",
            className="count",
            **parts.told(label="source" if row["n_sources"] == 1 else "sources"),
        ),
        html.Td(wording.day(row["last_as_of"]), className="date"),
        html.Td(finding, className="finding"),
    )
    return html.Tr(list(cells))
