"""What sources do: who reports first, who stands alone, who is above or below the others, who copies whom.

A source is compared with what the *other* sources of a figure say at about the same time, never with a level that it
made itself or that the world reached later; each figure counts once for a source. This counts what was observed and
draws no conclusion: a source that is often high may be the one that is right.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking.readings import NEWS_DAYS, TOLLS
from tracker.language.subjects.state import state_class
from tracker.model import Modifier

if TYPE_CHECKING:
    from collections.abc import Iterable

NEAR = 0.05
"""Numbers whose ratio is less than this from one agree for these counts."""
AROUND = timedelta(days=3)
"""How far apart two sources' numbers may be in time to be compared."""
CROWD = 40
"""Of a figure with more sources, those with most claims are compared with each other."""
TO_STAND_ALONE = 2
"""One source against one other is a difference; standing alone takes at least so many others."""
CLAIM_COLUMNS = (
    "claim_id",
    "figure_id",
    "source",
    "doc_id",
    "start",
    "published",
    "as_of_end",
    "state",
    "modifier",
    "value",
    "low",
    "high",
    "canonical_value",
    "canonical_low",
    "canonical_high",
    "is_copy",
    "repeat_of",
)
"""The columns of `CLAIMS` that are read here."""


def stances(claims: pl.DataFrame) -> pl.DataFrame:
    """How each named source stands in each figure that two or more named sources report on.

    Takes `CLAIM_COLUMNS` of `CLAIMS`; copies, repeats and unnamed sources are left out. Gives `figure_id`, `source`,
    `claims`, `first` (the day it first reported), `place` (`first`, `last`, or `between`; sources of the same day share
    a place and are neither) and, of the last number it gives: `claim_id`, `day`, `number`, `bound` (a bound only),
    `others` (how many sources speak within three days of it), `level` (the median of theirs), `deviation` (`number`
    over `level`, less one; null where that says nothing), `stance` (`high`, `low` or `near`; null without others) and
    `alone` (no one of two or more others can mean the same number). In a canonical unit.
    """
    said = _said(claims)
    shared = pl.col("source").n_unique().over("figure_id") > 1
    said = said.filter(shared)
    numbers = said.filter(pl.col("number").is_not_null())
    last = (
        numbers.sort("day", "doc_id", "start", nulls_last=False)
        .group_by("figure_id", "source", maintain_order=True)
        .agg(pl.col("claim_id", "day", "number", "bound", "least", "most").last())
    )
    compared = _compared(last, numbers)
    return (
        _places(said)
        .join(last.drop("least", "most"), on=["figure_id", "source"], how="left")
        .join(compared, on=["figure_id", "source"], how="left")
        .with_columns(pl.col("others").fill_null(0), pl.col("alone").fill_null(value=False))
        .sort("figure_id", "source")
    )


def habits(documents: pl.DataFrame, claims: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """What each named source does, counted.

    Takes `DOCUMENTS` (its `source` and `copy_of`), `CLAIM_COLUMNS` of `CLAIMS` and what `stances` made of them. Gives
    for each source `documents`, `copies` (of them, of another's text), `claims`, `figures`, `sole` (figures that no
    other source reports), `shared` (figures that others report, too), and of the shared ones: `first`, `last`,
    `compared` (another source speaks within three days), `high`, `low`, `near`, and `many` (two or more others do) and
    `alone`. Sorted by `source`.
    """
    texts = documents.filter(pl.col("source").is_not_null()).group_by("source")
    known = texts.agg(pl.len().alias("documents"), pl.col("copy_of").is_not_null().sum().alias("copies"))
    own = _own(claims).group_by("source").agg(pl.len().alias("claims"), pl.col("figure_id").n_unique().alias("figures"))
    stance = pl.col("stance")
    told = found.group_by("source").agg(
        pl.len().alias("shared"),
        *((pl.col("place") == name).sum().alias(name) for name in ("first", "last")),
        (pl.col("others") > 0).sum().alias("compared"),
        *((stance == name).sum().alias(name) for name in ("high", "low", "near")),
        (pl.col("others") >= TO_STAND_ALONE).sum().alias("many"),
        pl.col("alone").sum(),
    )
    joined = known.join(own, on="source", how="left").join(told, on="source", how="left")
    counts = pl.col(pl.UInt32).fill_null(0).cast(pl.Int64)
    joined = joined.with_columns(counts)
    return joined.with_columns(sole=pl.col("figures") - pl.col("shared")).sort("source")


def copying(documents: pl.DataFrame) -> pl.DataFrame:
    """Who repeats whose texts: `source`, `original` (a source, too) and `documents`, most first; not its own.

    Takes `DOCUMENTS` (its `doc_id`, `source` and `copy_of`). Texts of unnamed sources are left out.
    """
    named = documents.filter(pl.col("source").is_not_null())
    originals = named.select(pl.col("doc_id").alias("copy_of"), pl.col("source").alias("original"))
    return (
        named.join(originals, on="copy_of")
        .filter(pl.col("source") != pl.col("original"))
        .group_by("source", "original")
        .agg(pl.len().cast(pl.Int64).alias("documents"))
        .sort("documents", "source", "original", descending=[True, False, False])
    )


def _own(claims: pl.DataFrame) -> pl.DataFrame:
    """Claims of figures that a named source makes itself: no copies, no repeats."""
    return claims.filter(
        pl.col("figure_id").is_not_null(),
        pl.col("source").is_not_null(),
        pl.col("repeat_of").is_null(),
        ~pl.col("is_copy").fill_null(value=False),
    )


def _said(claims: pl.DataFrame) -> pl.DataFrame:
    """Each claim with its `day`, `number`, and the `least` and `most` its words allow; a vague word has no number."""
    own = _own(claims)
    tolls = _tolls(own["state"].unique())
    canonical = {name: pl.coalesce(f"canonical_{name}", name) for name in ("value", "low", "high")}
    number = pl.coalesce(canonical["value"], canonical["low"], canonical["high"])
    late = (pl.col("published") - pl.col("as_of_end")) > timedelta(days=NEWS_DAYS)
    past = late & ~pl.col("state").is_in(tolls)
    return own.select(
        "claim_id",
        "figure_id",
        "source",
        "doc_id",
        "start",
        "published",
        day=pl.when(past.fill_null(value=False)).then("as_of_end").otherwise(pl.coalesce("published", "as_of_end")),
        number=pl.when(pl.col("modifier").fill_null("") != Modifier.VAGUE.value).then(number),
        least=canonical["low"].fill_null(float("-inf")),
        most=canonical["high"].fill_null(float("inf")),
        bound=pl.any_horizontal(canonical["low"].is_null(), canonical["high"].is_null()),
    )


def _tolls(states: Iterable[str | None]) -> list[str]:
    """Of these states those whose number is reported for days; what counts for them is when it came out."""
    return [state for state in states if state and state_class(state) in TOLLS]


def _places(said: pl.DataFrame) -> pl.DataFrame:
    """For each source of each figure its claims, the day it first reported, and whether that was first or last."""
    first = said.group_by("figure_id", "source").agg(
        pl.len().cast(pl.Int64).alias("claims"), pl.col("published").min().dt.date().alias("first")
    )
    day = pl.col("first")
    only = pl.len().over("figure_id", "first") == 1
    dated = day.is_not_null() & (day.n_unique().over("figure_id") > 1)
    return first.with_columns(
        place=pl.when(dated & only & (day == day.min().over("figure_id")))
        .then(pl.lit("first"))
        .when(dated & only & (day == day.max().over("figure_id")))
        .then(pl.lit("last"))
        .otherwise(pl.lit("between"))
    )


def _compared(last: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """The last number of each source beside what others say nearest to its day: others, level, deviation, stance."""
    rank = pl.col("number").count().over("figure_id", "source")
    crowd = numbers.select("figure_id", "source", size=rank).unique().sort("size", "source", descending=[True, False])
    crowd = crowd.group_by("figure_id", maintain_order=True).head(CROWD).drop("size")
    asked = last.filter(pl.col("day").is_not_null()).select("figure_id", "source", "day", "number", "least", "most")
    pairs = asked.join(crowd.rename({"source": "other"}), on="figure_id").filter(pl.col("source") != pl.col("other"))
    theirs = numbers.filter(pl.col("day").is_not_null()).select(
        "figure_id",
        "day",
        pl.col("source").alias("other"),
        pl.col("number").alias("their_number"),
        pl.col("least").alias("their_least"),
        pl.col("most").alias("their_most"),
    )
    beside = pairs.sort("day").join_asof(
        theirs.sort("day", "their_number"),
        on="day",
        by=["figure_id", "other"],
        strategy="nearest",
        tolerance=AROUND,
        check_sortedness=False,
    )
    return _judged(beside.filter(pl.col("their_number").is_not_null()))


def _judged(beside: pl.DataFrame) -> pl.DataFrame:
    slack = 1 + NEAR
    both = (pl.col("least") <= _widened("their_most", slack)) & (pl.col("their_least") <= _widened("most", slack))
    found = beside.group_by("figure_id", "source").agg(
        pl.len().cast(pl.Int64).alias("others"),
        pl.col("their_number").median().alias("level"),
        both.any().alias("shared_by_any"),
        pl.col("number", "least", "most").first(),
    )
    level = pl.col("level")
    above = pl.col("least") > _widened("level", slack)
    below = pl.col("most") < pl.when(level > 0).then(level / slack).otherwise(level * slack)
    ratio = pl.when((level > 0) & (pl.col("number") >= 0)).then(pl.col("number") / level - 1)
    return found.select(
        "figure_id",
        "source",
        "others",
        "level",
        deviation=ratio,
        stance=pl.when(above).then(pl.lit("high")).when(below).then(pl.lit("low")).otherwise(pl.lit("near")),
        alone=(pl.col("others") >= TO_STAND_ALONE) & ~pl.col("shared_by_any"),
    )


def _widened(name: str, slack: float) -> pl.Expr:
    """A bound moved up by the slack."""
    bound = pl.col(name)
    return pl.when(bound > 0).then(bound * slack).otherwise(bound / slack)
