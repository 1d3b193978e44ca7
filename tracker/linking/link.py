"""The linking stage: documents and claims in, figures out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import polars as pl

from tracker.jobs import IN_PROCESS, Jobs, parted
from tracker.linking.copies import find_copies
from tracker.linking.copyclaims import copied_claims
from tracker.linking.figures import CLAIMS_AT_ONCE, group_claims
from tracker.linking.judgements import Regrouped, in_force, moving, regrouped
from tracker.linking.keys import keyed
from tracker.linking.knownsets import known_sets
from tracker.linking.labels import Named, distinct_labels, label_beside, named
from tracker.linking.stories import find_stories
from tracker.schema import CLAIMS, DOCUMENTS, FIGURES, OVERRULED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking gives: documents with `copy_of` and `story_id`, claims with `figure_id` and `is_copy`, figures.

    All sorted by their key. A figure's `low`, `best`, `high` and `latest` are null and its status is `agreed` until
    it is checked. `overruled` says what evidence alone had given where judgements changed it.
    """

    documents: pl.DataFrame
    claims: pl.DataFrame
    figures: pl.DataFrame
    overruled: pl.DataFrame


def link(documents: pl.DataFrame, claims: pl.DataFrame, judgements: pl.DataFrame, jobs: Jobs = IN_PROCESS) -> Linked:
    """Lines up the claims of all documents into figures.

    Takes rows of `DOCUMENTS`, `CLAIMS` and `JUDGEMENTS`; what they hold in the columns that linking fills is not
    looked at. The result is the same whatever the order of the rows, and wherever `jobs` runs the big steps.
    """
    placed = _placed(documents, jobs)
    bare = claims.drop("figure_id", "is_copy")
    families = placed.select("doc_id", "story_id", original=pl.coalesce("copy_of", "doc_id"))
    ready = keyed(bare.join(families, on="doc_id", how="left"))
    left_out = known_sets(placed, bare)
    own = group_claims(ready.filter(~pl.col("claim_id").is_in(left_out.implode())), jobs)
    judged = regrouped(own.lazy(), bare.lazy(), moving(in_force(judgements)))
    settled = _settled(own, judged, bare.filter(pl.col("repeat_of").is_not_null()).select("claim_id", "repeat_of"))
    copied = pl.col("claim_id").is_in(copied_claims(placed, _figured(bare, settled)).implode())
    labels = labels_of(ready.join(own, on="claim_id", maintain_order="left"), jobs)
    figured = _figured(ready, settled).with_columns(is_copy=copied)
    figures = figure_rows(figured, labels_judged(labels, judged, figured, set(labels.values()).__contains__))
    overruled = _overruled(judged, labels, figures)
    linked = _figured(bare, settled).with_columns(is_copy=copied).select(CLAIMS.polars.names()).sort("claim_id")
    return Linked(placed, linked, figures, overruled)


def _placed(documents: pl.DataFrame, jobs: Jobs) -> pl.DataFrame:
    """Documents with their copies and stories."""
    bare = documents.drop("copy_of", "story_id")
    copied = bare.join(find_copies(bare, jobs), on="doc_id")
    return copied.join(find_stories(copied, jobs), on="doc_id").select(DOCUMENTS.polars.names()).sort("doc_id")


def _figured(claims: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    """Claims with the `figure_id` they have in `settled`, in their order."""
    return claims.join(settled, on="claim_id", how="left", maintain_order="left")


def _settled(own: pl.DataFrame, judged: Regrouped, repeats: pl.DataFrame) -> pl.DataFrame:
    """`claim_id`, `figure_id` after judgements; repeats go with what they repeat."""
    rest = own.join(judged.claims, on="claim_id", how="anti")
    settled = pl.concat([rest, judged.claims.drop_nulls("figure_id")])
    return pl.concat([settled, with_repeated(repeats, settled)])


def with_repeated(repeats: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    """`claim_id`, `figure_id` of claims (`claim_id`, `repeat_of`) that repeat one of those settled."""
    return repeats.join(settled, left_on="repeat_of", right_on="claim_id").select("claim_id", "figure_id")


def labels_of(ready: pl.DataFrame, jobs: Jobs = IN_PROCESS) -> dict[str, str]:
    """A distinct label for each figure of `keyed` claims with `figure_id`."""
    parts = jobs.map(_named, parted(ready, "figure_id", CLAIMS_AT_ONCE))
    known = {figure.figure_id: figure for part in parts for figure in part}
    return distinct_labels([known[figure_id] for figure_id in ready["figure_id"].unique(maintain_order=True)])


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
