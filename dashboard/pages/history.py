"""The snapshots of the workspace, the newest first: when each was made, what it changed, and the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from dashboard import wording
from dashboard.pages import parts
from dashboard.state import Inbox, Snapshots, href, pinned_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.history import History, Past

_NOUNS = {"documents": "document", "claims": "claim", "figures": "figure", "findings": "finding"}


def frame() -> html.Div:
    """The page before its rows."""
    return html.Div(
        [
            html.H1("Snapshots", tabIndex="-1"),
            html.P("Each build and each act of a reviewer makes one. An earlier one shows what was known then."),
            html.Div(id="snapshots-results"),
            *parts.said("snapshots"),
        ],
        className="page",
    )


def results(found: History) -> list[Any]:
    """A page of snapshots as a table, and the ways to further ones."""
    head = html.Tr([html.Th(text, scope="col") for text in ("Snapshot", "Made", "What it changed")])
    body = [_row(each, found) for each in found.page.rows]
    caption = html.Caption("Snapshots, the newest first", className="unseen")
    return [
        html.Div(html.Table([caption, html.Thead(head), html.Tbody(body)], className="list"), className="card flush"),
        parts.pager(found.page, "snapshot", Snapshots),
    ]


def announcement(found: History) -> str:
    """What the live region says."""
    return f"{wording.counted(found.page.total, 'snapshot')}."


def _row(row: dict[str, Any], found: History) -> html.Tr:
    past: Past = row["past"]
    newest, shown = past.number == found.newest, past.number == found.shown
    # No step inside the page: a link of a past page would keep to that past.
    address = href(Inbox()) if newest else pinned_to(href(Inbox()), past.number)
    name = f"Snapshot {past.number:,}"
    notes = [text for text, holds in (("the newest", newest), ("shown now", shown)) if holds]
    current = parts.aria(current="true") if shown else {}
    return html.Tr(
        [
            html.Td(
                [html.A(name, href=address, **current), html.Span(f" {', '.join(notes)}", className="small quiet")]
            ),
            html.Td(f"{wording.day(past.made_at)}, {past.made_at:%H:%M} UTC", className="date"),
            html.Td(_changed(past.changes)),
        ],
        className="chosen" if shown else None,
    )


def _changed(changes: Sequence[tuple[str, int]]) -> str:
    """What became more or fewer, table by table: `+12 claims, 3 fewer findings, figures changed`."""
    said = [_told(table, more) for table, more in changes]
    return ", ".join(said) or "nothing"


def _told(table: str, more: int) -> str:
    noun = _NOUNS.get(table)
    if noun is None:
        return "a reviewer's act" if more == 1 else f"{more:,} reviewers' acts" if more > 0 else table
    if not more:
        return f"{table} changed"
    return f"+{wording.counted(more, noun)}" if more > 0 else f"{wording.counted(-more, noun)} fewer"
