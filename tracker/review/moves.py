"""Which claims judgements put elsewhere than the build had them: the figures that they left and that they came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from tracker.linking.copyclaims import copied_claims
from tracker.linking.judgements import Act, Regrouped, regrouped, wrong_claims
from tracker.linking.keys import keyed
from tracker.linking.link import labels_judged, with_repeated
from tracker.schema import CLAIMS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from tracker.checking.check import Compared

_DECISIONS = ("confirmed", "dismissed")


@dataclass(frozen=True, slots=True)
class Before:
    """The tables as the build made them, lazily, and its rows of `OVERRULED`.

    `known` keeps what came of comparing a figure, by its id and a mark of what was compared.
    """

    scan: Callable[[str], pl.LazyFrame]
    overruled: pl.DataFrame
    known: dict[tuple[str, int], Compared] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgements:
    """Judgements in force now and those that were when the build began, and the acts among them that move claims."""

    now: pl.DataFrame
    then: pl.DataFrame
    acts: list[Act]
    baked: list[Act]

    def decided_anew(self) -> set[str]:
        """The findings of which a decision came or went."""
        both = (
            self.now.join(self.then, on="judgement_id", how="anti"),
            self.then.join(self.now, on="judgement_id", how="anti"),
        )
        rows = pl.concat(both).filter(pl.col("action").is_in(_DECISIONS))["targets"]
        return {target for targets in rows.to_list() for target in targets or ()}

    def misread_anew(self) -> set[str]:
        """The claims that were judged wrong since, or no longer are."""
        return set(wrong_claims(self.now) ^ wrong_claims(self.then))


@dataclass(frozen=True, slots=True)
class Moved:
    """Claims of the figures whose claims changed, as they were and as they are now (rows of `CLAIMS`).

    `renamed` are figures that are called something else now, `labels` what all figures concerned are called.
    """

    before: pl.DataFrame
    now: pl.DataFrame
    labels: Mapping[str, str]
    figures: frozenset[str]
    renamed: frozenset[str]
    merged: Mapping[str, str]

    def changed(self) -> pl.DataFrame:
        """The claims whose figure is another, or that are a repetition now or no longer."""
        kept = self.before.select("claim_id", "figure_id", "is_copy")
        return self.now.join(kept, on=["claim_id", "figure_id", "is_copy"], how="anti", nulls_equal=True)


def moved_claims(before: Before, judged: Judgements) -> Moved:
    """The figures whose claims or name judgements changed since the build."""
    nothing = Moved(CLAIMS.empty(), CLAIMS.empty(), {}, frozenset(), frozenset(), {})
    if judged.acts == judged.baked:
        return nothing
    claims = before.scan("claims")
    found = regrouped(_by_evidence(claims, before.overruled), claims, judged.acts, judged.baked)
    elsewhere = _elsewhere(claims, found)
    figures = {*elsewhere["figure_before"].drop_nulls(), *elsewhere["figure_id"].drop_nulls()}
    concerned = pl.col("figure_id").is_in(sorted({*figures, *found.apart}))
    there = claims.filter(concerned | pl.col("claim_id").is_in(elsewhere["claim_id"].to_list())).collect()
    now = _copies(before, _in_figures(there, elsewhere), elsewhere)
    made = set().union(*(act.makes for act in (*judged.acts, *judged.baked)))
    labels, renamed = _labels(before, found, now, made)
    touched = pl.concat([each.filter(pl.col("figure_id").is_in(sorted(figures))) for each in (there, now)])
    own = pl.col("claim_id").is_in(touched["claim_id"].implode())
    return Moved(there.filter(own), now.filter(own), labels, frozenset(figures), frozenset(renamed), found.merged)


def _elsewhere(claims: pl.LazyFrame, found: Regrouped) -> pl.DataFrame:
    """The claims that are in another figure than the build had them in: `claim_id`, `figure_before`, `figure_id`."""
    ids = found.claims["claim_id"].implode()
    concerned = pl.col("claim_id").is_in(ids) | pl.col("repeat_of").is_in(ids)
    there = claims.filter(concerned).select("claim_id", "repeat_of", figure_before="figure_id").collect()
    repeats = there.filter(pl.col("repeat_of").is_not_null()).select("claim_id", "repeat_of")
    settled = pl.concat([found.claims, with_repeated(repeats, found.claims)])
    both = there.drop("repeat_of").join(settled, on="claim_id", how="left")
    return both.filter(pl.col("figure_id").ne_missing(pl.col("figure_before")))


def _in_figures(claims: pl.DataFrame, elsewhere: pl.DataFrame) -> pl.DataFrame:
    """Rows of `CLAIMS` with the figures they are in now."""
    moved = elsewhere.select("claim_id", figure_now="figure_id", is_elsewhere=pl.lit(value=True))
    figure = pl.when(pl.col("is_elsewhere")).then("figure_now").otherwise("figure_id")
    both = claims.join(moved, on="claim_id", how="left").with_columns(figure_id=figure)
    return both.select(CLAIMS.polars.names())


def _by_evidence(claims: pl.LazyFrame, overruled: pl.DataFrame) -> pl.LazyFrame:
    """`claim_id`, `figure_id` as evidence has them, repeats left out."""
    moved = overruled.filter(pl.col("label").is_null()).select(claim_id="target", figure_id="figure_id")
    kept = claims.filter(
        pl.col("figure_id").is_not_null()
        & pl.col("repeat_of").is_null()
        & ~pl.col("claim_id").is_in(moved["claim_id"].to_list())
    )
    return pl.concat([kept.select("claim_id", "figure_id"), moved.drop_nulls("figure_id").lazy()])


def _copies(before: Before, claims: pl.DataFrame, elsewhere: pl.DataFrame) -> pl.DataFrame:
    """The claims with `is_copy` as their figures now have it.

    It depends on what other documents of the same text have in the figure, so only those of claims that are `elsewhere`
    are looked at.
    """
    documents = before.scan("documents")
    family = pl.coalesce("copy_of", "doc_id")
    moved = claims.join(elsewhere, on="claim_id", how="semi")["doc_id"].unique().to_list()
    families = documents.filter(pl.col("doc_id").is_in(moved)).select(family).unique().collect().to_series().to_list()
    copies = documents.filter(pl.col("copy_of").is_in(families)).select("copy_of").unique().collect()["copy_of"]
    if copies.is_empty():
        return claims
    shared = documents.filter(family.is_in(copies.to_list())).collect()
    beside = before.scan("claims").filter(pl.col("doc_id").is_in(shared["doc_id"].to_list())).collect()
    rest = beside.join(claims, on="claim_id", how="anti")
    all_claims = pl.concat([rest, claims.join(shared, on="doc_id", how="semi")]).sort("claim_id")
    copied = pl.col("claim_id").is_in(copied_claims(shared, all_claims).implode())
    looked_at = pl.col("doc_id").is_in(shared["doc_id"].implode())
    return claims.with_columns(is_copy=pl.when(looked_at).then(copied).otherwise("is_copy"))


def _labels(
    before: Before, found: Regrouped, now: pl.DataFrame, made: Collection[str]
) -> tuple[dict[str, str], set[str]]:
    """The labels of the figures concerned, and which of these have another one than the build gave them.

    `made` are the figures that acts made, whose labels evidence did not give.
    """
    ids = sorted({*found.before["figure_id"].drop_nulls(), *found.claims["figure_id"].drop_nulls()})
    figures = before.scan("figures")
    built = dict(figures.filter(pl.col("figure_id").is_in(ids)).select("figure_id", "label").collect().iter_rows())
    named = before.overruled.drop_nulls("label")
    by_evidence = dict(named.select("target", "label").iter_rows())
    given = [*found.before["figure_id"].drop_nulls().unique()]
    base = {each: by_evidence.get(each) or built.get(each, "") for each in given}
    others = named["label"].to_list()

    def is_taken(text: str) -> bool:
        same = figures.filter(pl.col("label") == text).select("figure_id").collect()["figure_id"].to_list()
        return text in others or any(each not in by_evidence and each not in made for each in same)

    apart = now.filter(pl.col("figure_id").is_in([*found.apart]))
    labels = labels_judged(base, found, keyed(with_stories(before, apart)), is_taken)
    return labels, {each for each, label in labels.items() if each in built and built[each] != label}


def with_stories(before: Before, claims: pl.DataFrame) -> pl.DataFrame:
    """Claims with the `story_id` of their document."""
    ids = claims["doc_id"].unique().to_list()
    stories = before.scan("documents").filter(pl.col("doc_id").is_in(ids)).select("doc_id", "story_id").collect()
    return claims.join(stories, on="doc_id", how="left")
