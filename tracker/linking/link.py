"""The linking stage: documents and claims in, figures out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import polars as pl

from tracker.jobs import IN_PROCESS, Jobs, parted
from tracker.linking.copies import find_copies
from tracker.linking.copyclaims import repetitions
from tracker.linking.figures import CLAIMS_AT_ONCE, group_claims
from tracker.linking.judgements import Regrouped, in_force, moving, regrouped
from tracker.linking.labels import LABELLED, Named, distinct_labels, label_beside, named
from tracker.linking.ready import made_ready
from tracker.linking.stories import find_stories
from tracker.schema import CLAIMS, DOCUMENTS, FIGURES, OVERRULED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_COUNTED = (
    *("claim_id", "doc_id", "source", "published", "unit", "per", "dimension", "story_id", "claimant_key"),
    *("as_of_start", "as_of_end"),
)
"""The columns of `keyed` claims that tell of a figure."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking gives: documents with `copy_of` and `story_id`, claims with `figure_id` and `is_copy`, figures.

    Documents and claims are what was given with columns joined to it, in no certain order; the rest is sorted by its
    key. A figure's `low`, `best`, `high` and `latest` are null and its status is `agreed` until it is checked.
    `overruled` says what evidence alone had given where judgements changed it.
    """

    documents: pl.LazyFrame
    claims: pl.LazyFrame
    figures: pl.DataFrame
    overruled: pl.DataFrame


def link(
    documents: pl.LazyFrame | pl.DataFrame,
    claims: pl.LazyFrame | pl.DataFrame,
    judgements: pl.DataFrame,
    jobs: Jobs = IN_PROCESS,
) -> Linked:
    """Lines up the claims of all documents into figures.

    Takes rows of `DOCUMENTS`, `CLAIMS` and `JUDGEMENTS`; what they hold in the columns that linking fills is not
    looked at. The result is the same whatever the order of the rows, and wherever `jobs` runs the big steps. Of files
    that are scanned only some documents at a time are in memory, and of all claims what they are lined up by.
    """
    bare = claims.lazy().drop("figure_id", "is_copy")
    texts = documents.lazy().drop("copy_of", "story_id")
    placed = _placed(texts, jobs)
    ready = made_ready(texts, bare, placed, jobs)
    own = group_claims(ready.keyed, jobs)
    judged = regrouped(own.lazy(), bare, moving(in_force(judgements)))
    settled = _settled(own, judged, bare.filter(pl.col("repeat_of").is_not_null()).select("claim_id", "repeat_of"))
    copied = repetitions(ready.stated, settled)
    labels = labels_of(ready.keyed, own, jobs)
    apart = ready.keyed.join(
        settled.filter(pl.col("figure_id").is_in([*judged.apart])), on="claim_id", maintain_order="left"
    )
    called = labels_judged(labels, judged, apart, set(labels.values()).__contains__)
    counted = ready.keyed.select(_COUNTED).join(settled, on="claim_id", maintain_order="left")
    figures = figure_rows(counted.with_columns(is_copy=pl.col("claim_id").is_in(copied.implode())), called)
    homes = _homes(bare, settled, copied)
    return Linked(
        texts.join(placed.lazy().drop("published"), on="doc_id", how="left").select(DOCUMENTS.polars.names()),
        bare.join(homes.lazy(), on=["doc_id", "claim_id"], how="left").select(CLAIMS.polars.names()),
        figures,
        _overruled(judged, labels, figures),
    )


def _placed(documents: pl.LazyFrame, jobs: Jobs) -> pl.DataFrame:
    """`doc_id`, `published`, `copy_of`, `story_id` of all documents, sorted."""
    copies = find_copies(documents, jobs)
    stories = find_stories(documents.join(copies.lazy(), on="doc_id"), jobs)
    published = documents.select("doc_id", "published").collect(engine="streaming")
    return published.join(copies, on="doc_id").join(stories, on="doc_id").sort("doc_id")


def _homes(claims: pl.LazyFrame, settled: pl.DataFrame, copied: pl.Series) -> pl.DataFrame:
    """`doc_id`, `claim_id`, `figure_id`, `is_copy` of all claims."""
    every = claims.select("doc_id", "claim_id").collect(engine="streaming")
    return every.join(settled, on="claim_id", how="left").with_columns(
        is_copy=pl.col("claim_id").is_in(copied.implode())
    )


def _settled(own: pl.DataFrame, judged: Regrouped, repeats: pl.LazyFrame) -> pl.DataFrame:
    """`claim_id`, `figure_id` after judgements; repeats go with what they repeat."""
    rest = own.join(judged.claims, on="claim_id", how="anti")
    settled = pl.concat([rest, judged.claims.drop_nulls("figure_id")])
    return pl.concat([settled, with_repeated(repeats.collect(engine="streaming"), settled)])


def with_repeated(repeats: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    """`claim_id`, `figure_id` of claims (`claim_id`, `repeat_of`) that repeat one of those settled."""
    return repeats.join(settled, left_on="repeat_of", right_on="claim_id").select("claim_id", "figure_id")


def labels_of(keyed: pl.DataFrame, own: pl.DataFrame, jobs: Jobs = IN_PROCESS) -> dict[str, str]:
    """A distinct label for each figure (`claim_id`, `figure_id`) of `keyed` claims."""
    placed = keyed.select(LABELLED).join(own, on="claim_id", maintain_order="left")
    parts = jobs.map(_named, parted(placed, "figure_id", CLAIMS_AT_ONCE))
    known = {figure.figure_id: figure for part in parts for figure in part}
    return distinct_labels([known[figure_id] for figure_id in placed["figure_id"].unique(maintain_order=True)])


def _named(ready: pl.DataFrame) -> list[Named]:
    """What the labels are made from of the figures of `keyed` claims."""
    rows = ready.sort("figure_id", maintain_order=True).rows(named=True)
    return [named(figure_id, list(own)) for figure_id, own in groupby(rows, key=itemgetter("figure_id"))]


def labels_judged(
    labels: Mapping[str, str], judged: Regrouped, ready: pl.DataFrame, is_taken: Callable[[str], bool]
) -> dict[str, str]:
    """The labels of all figures of `keyed` claims with `figure_id`, after judgements.

    A figure keeps the label that evidence gave it. One that was made of claims taken out of others has the name it
    was given, else one made from its claims that `is_taken` has not; a name given later goes before both.
    """
    made = {}
    apart = ready.filter(pl.col("figure_id").is_in([*judged.apart]))
    for part in apart.partition_by("figure_id", maintain_order=True):
        figure_id = part["figure_id"][0]
        made[figure_id] = judged.apart[figure_id] or label_beside(named(figure_id, part.rows(named=True)), is_taken)
    return {**labels, **made, **judged.names}


def figure_rows(ready: pl.DataFrame, labels: Mapping[str, str]) -> pl.DataFrame:
    """Rows of `FIGURES`, sorted, for `keyed` claims with `figure_id` and `is_copy`."""
    own = ready.filter(pl.col("figure_id").is_not_null())
    if own.is_empty():
        return FIGURES.empty()
    counted = own.group_by("figure_id", maintain_order=True).agg(*_facts())
    label = pl.col("figure_id").replace_strict(dict(labels), default="", return_dtype=pl.String)
    return counted.with_columns(label=label, status=pl.lit("agreed")).pipe(_complete).sort("figure_id")


def _overruled(judged: Regrouped, labels: Mapping[str, str], figures: pl.DataFrame) -> pl.DataFrame:
    """Rows of `OVERRULED`: where evidence had put the claims that were moved, what it had called the figures."""
    moved = judged.before.join(judged.claims, on="claim_id", suffix="_now").filter(
        pl.col("figure_id").ne_missing(pl.col("figure_id_now"))
    )
    now = dict(figures.select("figure_id", "label").iter_rows())
    concerned: Collection[str] = {*judged.before["figure_id"].drop_nulls(), *judged.names}
    other = sorted(each for each in concerned if each in labels and now.get(each) != labels[each])
    claims = [
        {"target": claim_id, "figure_id": home} for claim_id, home in moved.select("claim_id", "figure_id").rows()
    ]
    renamed = [{"target": each, "figure_id": each, "label": labels[each]} for each in other]
    return OVERRULED.frame([*claims, *renamed]).sort("target")


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
