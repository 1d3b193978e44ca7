"""The list of documents, and one with all its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dashboard.queries.rows import Page, Row, Scan, holds, kept, paged

if TYPE_CHECKING:
    from dashboard import state


DOCUMENTS_PER_PAGE = 50
OPENING = 240
"""So much of a text is shown for want of a title, and looked through."""


def list_documents(scan: Scan, wanted: state.Documents) -> Page:
    """A page of documents, latest first, without their text; with `n_claims`, how many numbers each states."""
    documents = kept(scan, "documents, latest first", _ordered).lazy()
    if wanted.q:
        documents = documents.filter(holds(pl.col("words"), wanted.q))
    page = paged(documents.drop("words"), wanted.page, DOCUMENTS_PER_PAGE)
    ids = [row["doc_id"] for row in page.rows]
    counts = dict(scan("claims").filter(pl.col("doc_id").is_in(ids)).group_by("doc_id").len().collect().iter_rows())
    for row in page.rows:
        row["n_claims"] = counts.get(row["doc_id"], 0)
    return page


def all_documents(scan: Scan, wanted: state.Documents) -> pl.LazyFrame:
    """All documents that match, latest first."""
    found = kept(scan, "documents, latest first", _ordered).lazy()
    if wanted.q:
        found = found.filter(holds(pl.col("words"), wanted.q))
    return found.select("doc_id").join(scan("documents"), on="doc_id", how="left", maintain_order="left")


def _ordered(scan: Scan) -> pl.DataFrame:
    """All documents, latest first, with how each begins and the `words` that it is found by."""
    # Put together anew: a slice alone would keep the whole text in memory.
    opening = pl.concat_str(pl.col("text").str.slice(0, OPENING), pl.lit(""))
    names = ("doc_id", "source", "title", "published", "published_grain", "copy_of")
    text = pl.concat_str("doc_id", *(pl.col(name).fill_null("") for name in ("source", "title", "opening")))
    documents = scan("documents").select(*names, opening=opening).with_columns(words=text.str.to_lowercase())
    return documents.sort("published", "doc_id", descending=[True, False], nulls_last=True).collect()


def document(scan: Scan, doc_id: str) -> tuple[Row, list[Row]] | None:
    """A document and all its numeric expressions in order, with their figures' `label` and `status`; None if none."""
    found = scan("documents").filter(pl.col("doc_id") == doc_id).collect()
    if found.is_empty():
        return None
    claims = (
        scan("claims")
        .filter(pl.col("doc_id") == doc_id)
        .join(scan("figures").select("figure_id", "label", "status"), on="figure_id", how="left")
        .sort("part", "start", descending=[True, False])
        .collect()
    )
    return found.row(0, named=True), claims.to_dicts()
