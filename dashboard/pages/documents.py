"""The list of documents, latest first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dash import html

from dashboard import wording
from dashboard.naming import source_name
from dashboard.pages import parts
from dashboard.state import Document, Documents

if TYPE_CHECKING:
    from dashboard.queries import Page, Row


def frame(wanted: Documents) -> html.Div:
    """The page before its rows."""
    return html.Div(
        [
            html.Div(id="documents-downloads", className="downloads"),
            html.H1("Documents", tabIndex="-1"),
            html.P("Every article that was read. Open one to see each number in its text and what it was taken for."),
            html.Div(
                parts.search("Search documents", "A title, a source…", wanted.q),
                className="toolbar",
            ),
            html.Div(id="documents-results"),
            *parts.said("documents"),
        ],
        className="page",
    )


def results(wanted: Documents, page: Page) -> html.Div:
    """The table of documents, or why there is none."""
    if not page.rows:
        return parts.empty_card(
            "No document", "No document matches.", parts.link("Show all documents", Documents(), className="go button")
        )
    head = html.Tr(
        [html.Th(text, scope="col") for text in ("Document", "Source", "Published")]
        + [html.Th("Numbers", scope="col", className="count")]
    )
    return html.Div(
        [
            html.Div(
                html.Table(
                    [
                        html.Caption("Documents", className="unseen"),
                        html.Thead(head),
                        html.Tbody([_row(row) for row in page.rows]),
                    ],
                    className="list documents",
                ),
                className="card flush",
            ),
            parts.pager(page, "document", lambda number: replace(wanted, page=number)),
        ]
    )


def announcement(page: Page) -> str:
    """What the live region says when results change."""
    return f"{wording.counted(page.total, 'document')} found."


def _row(row: Row) -> html.Tr:
    title = row["title"] or row["opening"] or row["doc_id"]
    return html.Tr(
        [
            html.Th(
                [
                    parts.link(wording.clipped(title, 110), Document(row["doc_id"]), className="go title"),
                    html.Span(wording.clipped(row["doc_id"], 80), className="under"),
                    html.Span("a copy", className="chip") if row["copy_of"] else None,
                ],
                scope="row",
            ),
            html.Td(wording.clipped(source_name(row), 60), className=None if row["source"] else "quiet"),
            html.Td(wording.day(row["published"], row["published_grain"]), className="date"),
            html.Td(f"{row['n_claims']:,}", className="count"),
        ]
    )
