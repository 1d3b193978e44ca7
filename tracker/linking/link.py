"""The linking stage: documents and claims in, figures out."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tracker.linking.copies import find_copies
from tracker.linking.copyclaims import copied_claims
from tracker.linking.figures import group_claims
from tracker.linking.judgements import in_force, names_given, regrouped, wrong_claims
from tracker.linking.keys import keyed
from tracker.linking.knownsets import known_sets
from tracker.linking.labels import distinct_labels, named
from tracker.linking.stories import find_stories
from tracker.schema import CLAIMS, DOCUMENTS, FIGURES


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking gives: documents with `copy_of` and `story_id`, claims with `figure_id` and `is_copy`, figures.

    All sorted by their key. A figure's `low`, `best`, `high` and `latest` are null and its status is `agreed` until
    it is checked.
    """

    documents: pl.DataFrame
    claims: pl.DataFrame
    figures: pl.DataFrame


def link(documents: pl.DataFrame, claims: pl.DataFrame, judgements: pl.DataFrame) -> Linked:
    """Lines up the claims of all documents into figures.

    Takes rows of `DOCUMENTS`, `CLAIMS` and `JUDGEMENTS`; what they hold in the columns that linking fills is not
    looked at. The result is the same whatever the order of the rows.
    """
    placed = _placed(documents)
    current = in_force(judgements)
    known = claims.drop("figure_id", "is_copy").join(placed.select("doc_id", "story_id"), on="doc_id", how="left")
    figured = known.join(_grouped(placed, known, current), on="claim_id", how="left")
    linked = figured.with_columns(is_copy=pl.col("claim_id").is_in(copied_claims(placed, figured).implode()))
    figures = _figures(linked, names_given(current))
    return Linked(placed, linked.select(CLAIMS.polars.names()).sort("claim_id"), figures)


def _placed(documents: pl.DataFrame) -> pl.DataFrame:
    """Documents with their copies and stories."""
    bare = documents.drop("copy_of", "story_id")
    copied = bare.join(find_copies(bare), on="doc_id")
    return copied.join(find_stories(copied), on="doc_id").select(DOCUMENTS.polars.names()).sort("doc_id")


def _grouped(documents: pl.DataFrame, claims: pl.DataFrame, judgements: pl.DataFrame) -> pl.DataFrame:
    """`claim_id`, `figure_id` as evidence and judgements have it."""
    left_out = [*wrong_claims(judgements), *known_sets(documents, claims)]
    grouped = group_claims(claims.filter(~pl.col("claim_id").is_in(left_out)))
    ordered = claims.select("claim_id", "published", "doc_id", "start").sort(
        "published", "doc_id", "start", "claim_id", nulls_last=True
    )
    order = {claim_id: rank for rank, claim_id in enumerate(ordered["claim_id"].to_list())}
    return regrouped(grouped, order, judgements)


def _figures(claims: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """Rows of `FIGURES` for claims with `story_id`, `figure_id` and `is_copy`."""
    ready = keyed(claims.filter(pl.col("figure_id").is_not_null()))
    if ready.is_empty():
        return FIGURES.empty()
    parts = ready.partition_by("figure_id", maintain_order=True)
    labels = distinct_labels([named(part["figure_id"][0], part.rows(named=True)) for part in parts]) | names
    counted = ready.group_by("figure_id", maintain_order=True).agg(*_facts())
    label = pl.col("figure_id").replace_strict(labels, default="", return_dtype=pl.String)
    return counted.with_columns(label=label, status=pl.lit("agreed")).pipe(_complete).sort("figure_id")


def _facts() -> list[pl.Expr]:
    """What the claims of a figure tell about it; copies count where there is nothing else."""
    own = ~pl.col("is_copy") | pl.col("is_copy").all()
    as_of_end = pl.col("as_of_end").fill_null(pl.col("as_of_start")).fill_null(pl.col("published"))
    story = pl.col("story_id")
    return [
        pl.col("unit").drop_nulls().mode().sort().first().fill_null("count"),
        pl.col("per").first().replace("", None),
        pl.col("dimension").drop_nulls().first().fill_null("count"),
        pl.when(story.n_unique() == 1).then(story.first().replace("", None)).alias("story_id"),
        own.sum().cast(pl.Int64).alias("n_claims"),
        pl.col("doc_id").filter(own).n_unique().cast(pl.Int64).alias("n_documents"),
        pl.col("source").filter(own).n_unique().cast(pl.Int64).alias("n_sources"),
        pl.col("claimant_key").filter(pl.col("claimant_key") != "").n_unique().cast(pl.Int64).alias("n_claimants"),
        pl.col("as_of_start").fill_null(pl.col("published")).min().alias("first_as_of"),
        as_of_end.max().alias("last_as_of"),
    ]


def _complete(figures: pl.DataFrame) -> pl.DataFrame:
    """All columns of `FIGURES` in order, null where linking does not know."""
    schema = FIGURES.polars
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in figures.columns]
    return figures.with_columns(missing).select(schema.names()).cast(schema)
