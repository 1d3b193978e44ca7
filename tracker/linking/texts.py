"""The texts of documents, some at a time, so that all of them are never in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.ordered import by_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl


def texts_of(documents: pl.LazyFrame, ranked: pl.DataFrame, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """`rank` and these columns of the documents that are `ranked` (`rank`, `doc_id`), for some at a time."""
    ranks = ranked.lazy().select("rank", "doc_id")
    for texts, own in by_document(documents.select("doc_id", *columns), ranks):
        yield own.join(texts, on="doc_id").sort("rank").drop("doc_id")
