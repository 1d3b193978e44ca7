"""What can be asked for: the rows that match, in a stable order, and what their columns mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from dashboard import queries, state
from dashboard.queries.rows import TIME_ORDER, Scan, contains, witness
from tracker.excerpts import excerpt
from tracker.model import FindingClass
from tracker.schema import CLAIMS, DOCUMENTS, FIGURES, FINDINGS, Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable


MAX_TITLE = 500
MAX_SENTENCE = 2_000
"""So much of a text stands in each row that comes from it: a document of one endless sentence has thousands of rows."""

Wanted = state.Inbox | state.Figures | state.Documents | state.Claims | state.Habits


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind of thing: its columns, what it is asked with, and its rows.

    `rows` gives what matches with the columns of the stored table (and cheap ones besides), in order; `whole` brings
    the rest of the columns of `table` to some of these rows.
    """

    name: str
    table: Table
    question: type[Any]
    size: int
    rows: Callable[[Scan, Any], pl.LazyFrame]
    whole: Callable[[Scan, pl.LazyFrame], pl.LazyFrame]


def claims(scan: Scan, wanted: state.Claims) -> pl.LazyFrame:
    """The claims that match, with the columns of the claims table."""
    found = scan("claims")
    if wanted.figure:
        found = found.filter(pl.col("figure_id").is_in(wanted.figure.split(",")))
    for column, value in (("doc_id", wanted.document), ("source", wanted.source)):
        if value:
            found = found.filter(pl.col(column) == value)
    if wanted.folded:
        found = found.filter(witness())
    if wanted.unit:
        found = found.filter(pl.col("unit") == wanted.unit)
    if wanted.kind:
        found = found.filter(pl.col("kind") == wanted.kind.value)
    if wanted.since or wanted.until:
        found = found.filter(_within(wanted))
    if wanted.q:
        named = [pl.col(name).fill_null("") for name in ("surface", "source", "claimant", "counted", "place")]
        found = found.filter(contains(pl.concat_str(named, separator=" "), wanted.q))
    first = ["figure_id"] if wanted.figure else ["doc_id"]
    return found.sort(*first, *TIME_ORDER, "claim_id", nulls_last=True)


def _within(wanted: state.Claims) -> pl.Expr:
    first = pl.coalesce("as_of_start", "published").dt.date()
    last = pl.coalesce("as_of_end", "as_of_start", "published").dt.date()
    inside = pl.lit(value=True)
    if wanted.since:
        inside &= last >= pl.lit(wanted.since).str.to_date()
    if wanted.until:
        inside &= first <= pl.lit(wanted.until).str.to_date()
    return inside


def _with_sentences(scan: Scan, found: pl.LazyFrame) -> pl.LazyFrame:
    """Claims with their figure's label, their document's title and address, and their sentence."""
    texts = scan("documents").select("doc_id", "title", "url", "text")
    start, end = pl.col("sentence_start"), pl.col("sentence_end")
    sentence = excerpt(start, pl.min_horizontal(end, start + MAX_SENTENCE))
    labels = scan("figures").select("figure_id", "label")
    return (
        found.join(labels, on="figure_id", how="left", maintain_order="left")
        .join(texts, on="doc_id", how="left", maintain_order="left")
        .with_columns(sentence=sentence, title=pl.col("title").str.slice(0, MAX_TITLE))
        .select(CLAIM_ROWS.polars.names())
    )


def _with_short_titles(_: Scan, found: pl.LazyFrame) -> pl.LazyFrame:
    short = pl.col("title").str.slice(0, MAX_TITLE)
    return found.select(DOCUMENT_ROWS.polars.names()).with_columns(short)


def _as_they_are(table: Table) -> Callable[[Scan, pl.LazyFrame], pl.LazyFrame]:
    names = table.polars.names()
    return lambda _, found: found.select(names)


def _more(table: Table, meaning: str, *columns: Column) -> Table:
    return replace(table, meaning=meaning, columns=(*table.columns, *columns))


_LABEL = Column("label", pl.String, "The name of the figure.")
FINDING_ROWS = _more(FINDINGS, FINDINGS.meaning, _LABEL, Column("unit", pl.String, "The unit of the figure."))
FIGURE_ROWS = _more(
    FIGURES,
    FIGURES.meaning,
    Column("worst", pl.String, "The class of its worst finding; an alarm is worse than what is none.", FindingClass),
    Column("worst_severity", pl.Float64, "The severity of that finding."),
)
CLAIM_ROWS = _more(
    CLAIMS,
    CLAIMS.meaning,
    _LABEL,
    Column("title", pl.String, f"The title of its document, its first {MAX_TITLE} characters."),
    Column("url", pl.String, "Where its document was published."),
    Column("sentence", pl.String, f"The sentence it stands in, its first {MAX_SENTENCE:,} characters."),
)

_TITLE = f"Its first {MAX_TITLE} characters."
DOCUMENT_ROWS = replace(
    DOCUMENTS,
    meaning=f"{DOCUMENTS.meaning} Without the texts, which are their publishers'.",
    columns=tuple(
        replace(column, meaning=f"{column.meaning} {_TITLE}") if column.name == "title" else column
        for column in DOCUMENTS.columns
        if column.name != "text"
    ),
)


def _count(name: str, meaning: str) -> Column:
    return Column(name, pl.Int64, meaning, required=True)


SOURCE_ROWS = Table(
    "sources",
    "What a named source does, counted; of few figures a share says nothing.",
    "source",
    (
        Column("source", pl.String, "Who published.", required=True),
        _count("documents", "Its texts."),
        _count("copies", "Those of them that copy another's text."),
        _count("claims", "Its claims, copies and repeats left out."),
        _count("figures", "The figures that it reports."),
        _count("sole", "Those that no other source reports."),
        _count("shared", "Those that others report, too."),
        _count("first", "Shared figures that it reported before all others."),
        _count("last", "Shared figures that it reported after all others."),
        _count("compared", "Shared figures of which another source speaks within three days of it."),
        _count("high", "Compared figures in which it is above the others."),
        _count("low", "Compared figures in which it is below the others."),
        _count("near", "Compared figures in which it is near the others."),
        _count("many", "Shared figures that two or more others report."),
        _count("alone", "Of those `many`, the figures in which it stands alone."),
    ),
)

RESOURCES = {
    each.name: each
    for each in (
        Resource(
            "findings",
            FINDING_ROWS,
            state.Inbox,
            queries.FINDINGS_PER_PAGE,
            queries.all_findings,
            _as_they_are(FINDING_ROWS),
        ),
        Resource(
            "figures",
            FIGURE_ROWS,
            state.Figures,
            queries.FIGURES_PER_PAGE,
            queries.all_figures,
            _as_they_are(FIGURE_ROWS),
        ),
        Resource("claims", CLAIM_ROWS, state.Claims, queries.CLAIMS_PER_PAGE, claims, _with_sentences),
        Resource(
            "documents",
            DOCUMENT_ROWS,
            state.Documents,
            queries.DOCUMENTS_PER_PAGE,
            queries.all_documents,
            _with_short_titles,
        ),
        Resource(
            "sources",
            SOURCE_ROWS,
            state.Habits,
            queries.SOURCES_PER_PAGE,
            queries.all_sources,
            _as_they_are(SOURCE_ROWS),
        ),
    )
}
