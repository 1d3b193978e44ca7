"""Where the claims of a figure differ, and why: each finding with its reason and its claims to look at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import html

from dashboard import wording
from dashboard.brackets import note
from dashboard.naming import source_name
from dashboard.pages import parts, review
from dashboard.state import Document, Figure
from tracker.model import FindingClass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.palette import Mark
    from dashboard.queries import FigureView, Row

_LINKED = 8
_OPEN = 6
"""So many of the worst findings stand open; the others are folded away."""


def listed(view: FigureView, wanted: Figure, found: Mapping[str, Mark], may: bool = False) -> list[Any]:
    """The findings of a figure, worst first, numbered as on the chart; or that there is none.

    `may` is whether the reader may judge them.
    """
    title = html.H2("Where claims differ, and why")
    if not view.findings:
        text = "One claim only: nothing to compare." if len(view.claims) < 2 else "No differences found."
        return [title, html.P(text, className="quiet")]
    rows = {row["claim_id"]: row for row in (*view.claims, *view.elsewhere)}
    items = [_finding(finding, rows, wanted, found, may) for finding in view.findings]
    return [title, html.Ol(items[:_OPEN], className="reasons"), _folded(items[_OPEN:])]


def _folded(items: list[html.Li]) -> html.Details | None:
    """The findings after the worst ones, to be unfolded; the numbers go on."""
    if not items:
        return None
    rest = html.Ol(items, className="reasons", style={"counterReset": f"reason {_OPEN}"})
    return html.Details([html.Summary(f"{wording.counted(len(items), 'difference')} more"), rest], className="folded")


def _finding(finding: Row, rows: Mapping[str, Row], wanted: Figure, found: Mapping[str, Mark], may: bool) -> html.Li:
    concerned = set(finding["claim_ids"])
    own = [row for each, row in rows.items() if each in concerned]
    links: list[Any] = [_claim(row, wanted, found) for row in own[:_LINKED]]
    if len(own) > _LINKED:
        links.append(html.Span(f"and {len(own) - _LINKED:,} more", className="quiet"))
    meaning = wording.MEANINGS[FindingClass(finding["class"])]
    return html.Li(
        [
            html.Div([parts.chip(finding["class"]), html.Span(meaning, className="small quiet")]),
            html.P(wording.clipped(finding["summary"], 600)),
            html.Div(links, className="claim-links"),
            review.on_finding(finding, may, notes=True),
        ],
        title=note(finding, rows) or None,
    )


def _claim(row: Row, wanted: Figure, found: Mapping[str, Mark]) -> html.A:
    """A claim to look at: in this figure, in another, or in its document where it is in none."""
    name = source_name(row)
    when = wording.period(row["as_of_start"], row["as_of_end"], row["as_of_grain"])
    said: list[Any] = [parts.symbol(found[name])] if name in found else []
    said.append(wording.reading(row))
    if row["figure_id"] == wanted.figure_id:
        return parts.link(
            said, replace(wanted, claim=row["claim_id"]), className="go claim-link", title=f"{name}, {when}"
        )
    aim = Figure(row["figure_id"], row["claim_id"]) if row["figure_id"] else Document(row["doc_id"], row["claim_id"])
    where = "in another figure" if row["figure_id"] else "in its text"
    said.append(html.Span(where, className="quiet"))
    return parts.link(said, aim, className="go claim-link", title=f"{name}, {when}")
