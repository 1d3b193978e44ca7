"""Claims by themselves: one with its document, some by their ids, their sentences, and why one is in its figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dashboard.queries.rows import TIME_ORDER, Page, Row, Scan
from tracker.excerpts import sentence
from tracker.linking.reasons import why
from tracker.model import Document, Grain

if TYPE_CHECKING:
    from collections.abc import Sequence

CLAIMS_PER_PAGE = 50

_MOST_OTHERS = 500
"""How many claims of a figure one is compared with to say why it is there."""


def claim(scan: Scan, claim_id: str) -> Row | None:
    """One claim with its document's `title`, `url`, `text`, `language` and `published_grain`; None if there is none."""
    claims = scan("claims").filter(pl.col("claim_id") == claim_id).collect()
    if claims.is_empty():
        return None
    return with_documents(scan, claims).row(0, named=True)


def page_of(rows: list[Row], number: int, size: int, claim_id: str | None = None) -> Page:
    """A page of rows that are at hand: the one that is wanted, or the one that holds a claim."""
    index = next((place for place, row in enumerate(rows) if row["claim_id"] == claim_id), None)
    number = min(number, max(1, -(-len(rows) // size))) if index is None else index // size + 1
    return Page(rows[(number - 1) * size : number * size], len(rows), number, size)


def document_of(row: Row) -> Document:
    """The document that a row (with the columns of the documents table) is of, as extraction takes it."""
    return Document(
        doc_id=row["doc_id"],
        text=row["text"],
        title=row["title"],
        source=row["source"],
        url=row["url"],
        published=row["published"],
        published_grain=Grain(row["published_grain"]),
        language=row["language"],
    )


def reasons(scan: Scan, claim: Row) -> list[str]:
    """Why a claim is in its figure, in short lines; none for a claim of no figure."""
    if claim["figure_id"] is None:
        return []
    others = scan("claims").filter(pl.col("figure_id") == claim["figure_id"]).sort("claim_id").head(_MOST_OTHERS)
    stories = scan("documents").select("doc_id", "story_id")
    rows = others.join(stories, on="doc_id", how="left", maintain_order="left").collect().to_dicts()
    own = next((row for row in rows if row["claim_id"] == claim["claim_id"]), claim)
    return why(own, rows)


def claims_of(scan: Scan, claim_ids: list[str]) -> list[Row]:
    """Claims by their ids, in order of time."""
    found = scan("claims").filter(pl.col("claim_id").is_in(claim_ids))
    return found.sort(*TIME_ORDER, nulls_last=True).collect().to_dicts()


def with_documents(scan: Scan, claims: pl.DataFrame) -> pl.DataFrame:
    """Claims with `title`, `url`, `published_grain`, `language` and `text` of their document."""
    wanted = ["doc_id", "title", "url", "published_grain", "language", "text"]
    ids = claims["doc_id"].unique().to_list()
    documents = scan("documents").filter(pl.col("doc_id").is_in(ids)).select(wanted).collect()
    return claims.join(documents, on="doc_id", how="left", maintain_order="left")


def with_sentences(scan: Scan, claims: pl.DataFrame) -> pl.DataFrame:
    """Claims with the text of their `sentence`."""
    return with_documents(scan, claims).with_columns(sentence=sentence()).drop("title", "text", "url", "language")


def worded(scan: Scan, rows: Sequence[Row]) -> list[Row]:
    """Claims of a figure (rows with `claim_id`) with the text of their `sentence`."""
    ids = [row["claim_id"] for row in rows]
    found = with_sentences(scan, scan("claims").filter(pl.col("claim_id").is_in(ids)).collect())
    sentences = dict(zip(found["claim_id"], found["sentence"], strict=True))
    return [{**row, "sentence": sentences.get(row["claim_id"])} for row in rows]
