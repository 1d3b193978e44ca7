"""The texts of documents, some at a time, so that all of them are never in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.ordered import side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl


def texts_of(
    documents: pl.LazyFrame, ranked: pl.DataFrame, columns: Sequence[str], rows: int
) -> Iterator[pl.DataFrame]:
    """`rank` and these columns of the documents that are `ranked` (`rank`, `doc_id`), for about so many at a time."""
    ranks = ranked.select("rank", "doc_id")
    wanted = documents.select("doc_id", *columns)
    for texts, own in side_by_side((wanted, ranks.lazy()), "doc_id", rows):
        yield own.join(texts, on="doc_id").sort("rank").drop("doc_id")
