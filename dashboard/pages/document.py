"""One document: its text with every numeric expression marked by its kind, each quantity a link to its figure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from dash import html

from dashboard import queries, wording
from dashboard.naming import source_name
from dashboard.pages import parts
from dashboard.state import Document, Documents, Figure
from tracker.model import Kind, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.queries import Row

MAX_SHOWN = 200_000
"""Text past this many characters is not shown."""
_MARKED = ("disputed", "differs")
"""Statuses of figures that are marked where the text states them; of the others all agree."""


def frame() -> html.Div:
    """The page before its text."""
    return html.Div(
        [
            html.Div(id="document-downloads", className="downloads"),
            html.Div(id="document-review"),
            html.Div(id="document-body"),
            *parts.said("document"),
        ],
        className="page",
    )


def missing() -> html.Div:
    """The page for a document that this snapshot does not have."""
    return parts.state_card(
        "No such document",
        "This snapshot has no document with that id.",
        parts.link("All documents", Documents(), className="go button"),
    )


def body(document: Row, claims: Sequence[Row], wanted: Document) -> list[Any]:
    """Head, key and text."""
    counts = Counter(row["kind"] for row in claims)
    kinds = [
        html.Li([html.Mark(kind.value.replace("_", " "), className=f"kind-{kind.value}"), f" {counts[kind.value]:,}"])
        for kind in Kind
        if counts[kind.value]
    ]
    statuses = Counter(row["status"] for row in claims)
    kinds += [
        html.Li([html.Mark(status, className=f"kind-quantity {status}"), f" {statuses[status]:,}"])
        for status in _MARKED
        if statuses[status]
    ]
    title = document["title"] or document["doc_id"]
    text = document["text"][:MAX_SHOWN]
    cut = len(document["text"]) > MAX_SHOWN
    return [
        html.Nav(
            parts.link("Documents", Documents(), className="go back"),
            className="crumbs",
            **parts.aria(label="You are here"),
        ),
        html.H1(_marked(title, claims, Part.TITLE, wanted) if document["title"] else title, tabIndex="-1"),
        html.P(
            [
                html.Span(
                    [
                        html.B(wording.clipped(source_name(document), 80)),
                        f" · {wording.day(document['published'], document['published_grain'])} · ",
                        _read(document, claims),
                    ]
                ),
                parts.outward("Original article ↗", document["url"]),
            ],
            className="lede",
        ),
        html.Ul(kinds, className="kinds", **parts.aria(label="Kinds of numbers in this text")),
        html.Article(_paragraphs(text, claims, wanted), className="card text", lang=document["language"] or None),
        html.P("The text is longer than is shown here.", className="small quiet") if cut else None,
    ]


def _read(document: Row, claims: Sequence[Row]) -> str:
    if not queries.document_of(document).is_read:
        return f"in another language than English ({document['language']}): not read for numbers"
    return f"{wording.counted(len(claims), 'number')} read"


def _paragraphs(text: str, claims: Sequence[Row], wanted: Document) -> list[html.P]:
    found: list[html.P] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found.append(html.P(_marked(line, claims, Part.TEXT, wanted, start)))
        start += len(line)
    return found


def _marked(text: str, claims: Sequence[Row], part: Part, wanted: Document, offset: int = 0) -> list[Any]:
    """A stretch of a part that starts at `offset`, its expressions marked."""
    inside = [row for row in claims if row["part"] == part.value and offset <= row["start"] < offset + len(text)]
    children: list[Any] = []
    last = 0
    for row in inside:
        start, end = row["start"] - offset, min(row["end"] - offset, len(text))
        if start < last:
            continue
        children += [text[last:start], _expression(row, text[start:end], wanted)]
        last = end
    return [*children, text[last:]]


def _expression(row: Row, text: str, wanted: Document) -> Any:
    chosen = " chosen" if row["claim_id"] == wanted.claim else ""
    kind = row["kind"].replace("_", " ")
    about = f"{kind}: {wording.reading(row)}" if row["kind"] == Kind.QUANTITY else kind
    status = f" {row['status']}" if row["status"] in _MARKED else ""
    mark = html.Mark(
        text, className=f"kind-{row['kind']}{status}{chosen}", title=about if not row["figure_id"] else None
    )
    if not row["figure_id"] and row["kind"] == Kind.QUANTITY:
        aim = Document(wanted.doc_id, claim=row["claim_id"])
        return parts.link(mark, aim, title=f"{wording.reading(row)}: in no figure", className="go plain")
    if not row["figure_id"]:
        return mark
    return parts.link(
        mark,
        Figure(row["figure_id"], claim=row["claim_id"]),
        title=f"{wording.reading(row)}: {row['label']}{status and f' ({status.strip()})'}",
        className="go plain",
    )
