"""What stands around a claim, cut out of the text or the title of its document."""

from __future__ import annotations

import polars as pl

from tracker.model import Part


def excerpt(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """The code points from `start` up to `end` of each claim's `part`; takes rows with `title` and `text` beside.

    Cut out of both before one is chosen: choosing first would copy whole texts, one for each claim.
    """
    cut = (pl.col(name).str.slice(start, end - start) for name in ("title", "text"))
    return pl.when(pl.col("part") == Part.TITLE).then(next(cut)).otherwise(next(cut))


def sentence() -> pl.Expr:
    """The sentence of each claim."""
    return excerpt(pl.col("sentence_start"), pl.col("sentence_end"))
