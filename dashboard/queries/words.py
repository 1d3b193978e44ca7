"""The words that figures are found by: a text a figure, made once a snapshot, in which searches look."""

from __future__ import annotations

import polars as pl

from dashboard.queries.rows import Scan, holds, kept_by_figure

MAX_WORDS = 4_000
"""So many characters of a figure's text are looked through: those of its label and the names its claims give."""
_NAMES = ("source", "claimant", "counted", "place")


def matching(scan: Scan, figures: pl.LazyFrame, text: str) -> pl.LazyFrame:
    """Of these figures those whose label, sources, claimants, counted words and places hold every word of `text`."""
    if not text.strip():
        return figures
    found = kept_by_figure(scan, "words", words).lazy().filter(holds(pl.col("words"), text))
    return figures.join(found.select("figure_id"), on="figure_id", how="semi")


def words(scan: Scan) -> pl.DataFrame:
    """For each figure (`figure_id`) what it is found by (`words`), in small letters, each name once."""
    claims = scan("claims").select("figure_id", *_NAMES).drop_nulls("figure_id")
    names = pl.concat([_names(claims, name) for name in _NAMES])
    said = names.group_by("figure_id").agg(pl.col("name").sort().str.join(" ").str.head(MAX_WORDS))
    text = pl.concat_str("label", pl.col("name").fill_null(""), separator=" ").str.to_lowercase()
    return scan("figures").join(said, on="figure_id", how="left").select("figure_id", words=text).collect()


def _names(claims: pl.LazyFrame, column: str) -> pl.LazyFrame:
    return claims.select("figure_id", name=column).drop_nulls("name").unique()
