"""Counts that tell nothing: "the two nations" names two that the reader knows, and isn't news of how many they are."""

from __future__ import annotations

import polars as pl

from tracker.excerpts import excerpt
from tracker.linking.kinship import is_fate, is_toll, lining_state
from tracker.model import Kind, Modifier

MOST = 2
"""Larger sets are counted for their number: "the 33 miners"."""
BEFORE = 12
"""Characters before the number that are looked at for what makes it definite."""
DEFINITE = r"(?i)(?:^|[^\p{L}])(?:the|these|those|both|our|your|its|their|his|her)(?: (?:same|other))? ?$"
"""What makes a small number with its noun the name of a set already known."""
READ = ("claim_id", "doc_id", "kind", "unit", "modifier", "value", "change", "part_of", "part", "start", "state")
"""The columns of claims that are looked at."""


def known_sets(documents: pl.DataFrame, claims: pl.DataFrame) -> pl.Series:
    """The ids of claims that only name a known set; one to which something happened ("the two were shot") is a count.

    Takes `doc_id`, `title`, `text` of documents and columns `READ` of claims.
    """
    small = claims.filter(
        (pl.col("kind") == Kind.QUANTITY)
        & (pl.col("unit") == "count")
        & (pl.col("modifier").fill_null("") == Modifier.EXACT)
        & (pl.col("value") <= MOST)
        & pl.col("change").is_null()
        & pl.col("part_of").is_null()
    ).select("claim_id", "doc_id", "part", "start", "state")
    fates = [state for state in small["state"].drop_nulls().unique().to_list() if _befell(lining_state(state))]
    first = (pl.col("start") - BEFORE).clip(lower_bound=0)
    return (
        small.filter(~pl.col("state").is_in(fates).fill_null(value=False))
        .join(documents.select("doc_id", "title", "text"), on="doc_id")
        .filter(excerpt(first, pl.col("start")).str.contains(DEFINITE))["claim_id"]
        .sort()
    )


def _befell(state: str) -> bool:
    return is_fate(state) or is_toll(state)
