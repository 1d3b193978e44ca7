"""What judgements change in the tables of a build: the claims, figures and findings concerned, worked out again.

An act moves claims between figures or renames one. Beyond these it changes which claims are repetitions of another
document's, what tolls a document gives (which explains differences in other figures of it), the sums inside documents,
and the status of figures with a finding that came, went or was decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking.check import NARROW, TOLL_STATES, added_up, compared, decided, differing, statuses, valued
from tracker.checking.readings import usable
from tracker.language.subjects.state import state_class
from tracker.linking.copyclaims import copied_claims
from tracker.linking.judgements import Act, Regrouped, regrouped, wrong_claims
from tracker.linking.keys import keyed
from tracker.linking.link import figure_rows, labels_judged, with_repeated
from tracker.model import FindingClass
from tracker.schema import CLAIMS, FIGURES, FINDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from tracker.checking.consensus import Consensus

_DECISIONS = ("confirmed", "dismissed")


@dataclass(frozen=True, slots=True)
class Changes:
    """For each table the rows that come in, and the ids of rows of the build that go; figures joined to others."""

    rows: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    gone: Mapping[str, frozenset[str]] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Before:
    """The tables as the build made them, lazily, and its rows of `OVERRULED`."""

    scan: Callable[[str], pl.LazyFrame]
    overruled: pl.DataFrame


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
class _Moved:
    """Claims of the figures whose claims or name changed, as they were and as they are now (rows of `CLAIMS`)."""

    before: pl.DataFrame
    now: pl.DataFrame
    labels: Mapping[str, str]
    figures: frozenset[str]
    merged: Mapping[str, str]

    def changed(self) -> pl.DataFrame:
        """The claims whose figure is another, or that are a repetition now or no longer."""
        kept = self.before.select("claim_id", "figure_id", "is_copy")
        return self.now.join(kept, on=["claim_id", "figure_id", "is_copy"], how="anti", nulls_equal=True)


def changes(before: Before, judged: Judgements) -> Changes:
    """What the judgements change in the tables of the build."""
    moved = _moved(before, judged)
    changed = moved.changed()
    found = _again(before, moved, changed) if moved.figures else _Again()
    sums, gone_sums = _sums(before, changed, judged)
    rows, gone = _findings(before, judged, found, sums, gone_sums)
    figures = _figures(before, moved, found, rows, gone)
    return Changes(
        {"claims": changed, "figures": figures, "findings": rows},
        {
            "claims": frozenset(changed["claim_id"]),
            "figures": frozenset({*figures["figure_id"], *moved.figures}),
            "findings": gone | frozenset(rows["finding_id"]),
        },
        moved.merged,
    )


@dataclass(frozen=True, slots=True)
class _Again:
    """Figures worked out again: all of `figures` are compared anew, of `counted` the rows are new."""

    figures: frozenset[str] = frozenset()
    counted: pl.DataFrame = field(default_factory=FIGURES.empty)
    own: pl.DataFrame = field(default_factory=CLAIMS.empty)
    values: Mapping[str, Consensus | None] = field(default_factory=dict)
    findings: list[dict[str, object]] = field(default_factory=list)


def _moved(before: Before, judged: Judgements) -> _Moved:
    """The figures whose claims or name judgements changed since the build."""
    nothing = _Moved(CLAIMS.empty(), CLAIMS.empty(), {}, frozenset(), {})
    if judged.acts == judged.baked:
        return nothing
    claims = before.scan("claims")
    found = regrouped(_by_evidence(claims, before.overruled), claims, judged.acts, judged.baked)
    ids = found.claims["claim_id"]
    there = claims.filter(pl.col("claim_id").is_in(ids.implode()) | pl.col("repeat_of").is_in(ids.implode())).collect()
    repeats = there.filter(pl.col("repeat_of").is_not_null()).select("claim_id", "repeat_of")
    settled = pl.concat([found.claims, with_repeated(repeats, found.claims)])
    now = _copies(
        before, there.drop("figure_id").join(settled, on="claim_id", how="left").select(CLAIMS.polars.names())
    )
    made = set().union(*(act.makes for act in (*judged.acts, *judged.baked)))
    labels, renamed = _labels(before, found, now, made)
    figures = _touched(there, now) | renamed
    concerned = pl.col("claim_id").is_in(
        [
            *there.filter(pl.col("figure_id").is_in([*figures]))["claim_id"],
            *now.filter(pl.col("figure_id").is_in([*figures]))["claim_id"],
        ]
    )
    return _Moved(there.filter(concerned), now.filter(concerned), labels, frozenset(figures), found.merged)


def _by_evidence(claims: pl.LazyFrame, overruled: pl.DataFrame) -> pl.LazyFrame:
    """`claim_id`, `figure_id` as evidence has them, repeats left out."""
    moved = overruled.filter(pl.col("label").is_null()).select(claim_id="target", figure_id="figure_id")
    kept = claims.filter(
        pl.col("figure_id").is_not_null()
        & pl.col("repeat_of").is_null()
        & ~pl.col("claim_id").is_in(moved["claim_id"].to_list())
    )
    return pl.concat([kept.select("claim_id", "figure_id"), moved.drop_nulls("figure_id").lazy()])


def _touched(before: pl.DataFrame, now: pl.DataFrame) -> set[str]:
    """The figures that a claim left or came into, or of which one became a repetition or no longer is."""
    kept = before.select("claim_id", figure_before="figure_id", copy_before="is_copy")
    both = now.join(kept, on="claim_id").filter(
        pl.col("figure_id").ne_missing(pl.col("figure_before")) | pl.col("is_copy").ne_missing(pl.col("copy_before"))
    )
    return {*both["figure_id"].drop_nulls(), *both["figure_before"].drop_nulls()}


def _copies(before: Before, claims: pl.DataFrame) -> pl.DataFrame:
    """The claims with `is_copy` as their figures now have it."""
    documents = before.scan("documents")
    family = pl.coalesce("copy_of", "doc_id")
    own = documents.filter(pl.col("doc_id").is_in(claims["doc_id"].unique().to_list()))
    families = own.select(family).unique().collect().to_series().to_list()
    copies = documents.filter(pl.col("copy_of").is_in(families)).select("copy_of").unique().collect()["copy_of"]
    if copies.is_empty():
        return claims
    shared = documents.filter(family.is_in(copies.to_list())).collect()
    beside = before.scan("claims").filter(pl.col("doc_id").is_in(shared["doc_id"].to_list())).collect()
    rest = beside.join(claims, on="claim_id", how="anti")
    all_claims = pl.concat([rest, claims.join(shared, on="doc_id", how="semi")]).sort("claim_id")
    return claims.with_columns(is_copy=pl.col("claim_id").is_in(copied_claims(shared, all_claims).implode()))


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

    labels = labels_judged(base, found, keyed(with_stories(before, now)), is_taken)
    return labels, {each for each, label in labels.items() if each in built and built[each] != label}


def with_stories(before: Before, claims: pl.DataFrame) -> pl.DataFrame:
    """Claims with the `story_id` of their document."""
    ids = claims["doc_id"].unique().to_list()
    stories = before.scan("documents").filter(pl.col("doc_id").is_in(ids)).select("doc_id", "story_id").collect()
    return claims.join(stories, on="doc_id", how="left")


def _again(before: Before, moved: _Moved, changed: pl.DataFrame) -> _Again:
    """The figures whose claims or name changed, and those of documents that give another toll now, compared anew."""
    own_claims = moved.now.filter(pl.col("figure_id").is_in([*moved.figures]))
    counted = figure_rows(keyed(with_stories(before, own_claims)), moved.labels)
    others = _of_changed_tolls(before, moved, changed)
    rows = pl.concat([moved.now, others])
    own = usable(rows.filter(pl.col("figure_id").is_not_null()))
    varied = own.filter(differing())["doc_id"].unique().to_list()
    documents = before.scan("documents").filter(pl.col("doc_id").is_in(varied)).collect()
    beside = _beside(before, own, changed, varied)
    dimensions = pl.concat([counted, _rows_of(before, "figures", "figure_id", others["figure_id"])])
    found = compared(documents, rows, own.select(NARROW), beside, dimensions)
    return _Again(
        moved.figures | frozenset(others["figure_id"]), counted, own.select(NARROW), found.values, found.findings
    )


def _rows_of(before: Before, table: str, column: str, values: pl.Series) -> pl.DataFrame:
    return before.scan(table).filter(pl.col(column).is_in(values.unique().to_list())).collect()


def _tolls(claims: pl.DataFrame) -> pl.DataFrame:
    """The claims that may be a toll that their document gives."""
    states = [each for each in claims["state"].drop_nulls().unique().to_list() if state_class(each) in TOLL_STATES]
    return claims.filter((pl.col("unit") == "count") & pl.col("value").is_not_null() & pl.col("state").is_in(states))


def _of_changed_tolls(before: Before, moved: _Moved, changed: pl.DataFrame) -> pl.DataFrame:
    """The claims of other figures of documents of which a toll counts now and did not, or the other way round."""
    then, now = (_tolls(usable(rows)).select("claim_id", "doc_id") for rows in (moved.before, moved.now))
    differ = pl.concat([then.join(now, on="claim_id", how="anti"), now.join(then, on="claim_id", how="anti")])
    if differ.is_empty():
        return CLAIMS.empty()
    told = _rows_of(before, "claims", "doc_id", differ["doc_id"]).drop_nulls("figure_id")
    figures = told.filter(~pl.col("figure_id").is_in([*moved.figures]))["figure_id"]
    return _rows_of(before, "claims", "figure_id", figures).join(changed, on="claim_id", how="anti")


def _beside(before: Before, own: pl.DataFrame, changed: pl.DataFrame, doc_ids: list[str]) -> pl.DataFrame:
    """The tolls that the documents give, in whatever figure."""
    claims = before.scan("claims")
    there = claims.filter(pl.col("doc_id").is_in(doc_ids) & pl.col("figure_id").is_not_null()).select(NARROW).collect()
    there = _tolls(there.filter(pl.col("repeat_of").is_null()))
    rest = there.join(pl.concat([own.select("claim_id"), changed.select("claim_id")]), on="claim_id", how="anti")
    copies = rest.filter(pl.col("is_copy").fill_null(value=False))
    whole = usable(_rows_of(before, "claims", "figure_id", copies["figure_id"]).select(NARROW))
    counted = pl.concat(
        [rest.filter(~pl.col("is_copy").fill_null(value=False)), copies.join(whole, on="claim_id", how="semi")]
    )
    known = own.select(NARROW).filter(pl.col("doc_id").is_in(doc_ids))
    inside = counted.filter(~pl.col("figure_id").is_in(own["figure_id"].unique().to_list()))
    return pl.concat([known, inside])


def _sums(before: Before, changed: pl.DataFrame, judged: Judgements) -> tuple[list[dict[str, object]], frozenset[str]]:
    """The findings inside the documents of claims that changed, as they are now, and the ids of those of the build."""
    misread = before.scan("claims").filter(pl.col("claim_id").is_in([*judged.misread_anew()])).select("doc_id")
    doc_ids = sorted({*changed["doc_id"], *misread.collect()["doc_id"]})
    if not doc_ids:
        return [], frozenset()
    documents = before.scan("documents").filter(pl.col("doc_id").is_in(doc_ids)).collect()
    there = before.scan("claims").filter(pl.col("doc_id").is_in(doc_ids)).collect()
    claims = pl.concat([there.join(changed, on="claim_id", how="anti"), changed])
    found = added_up(documents, claims, wrong_claims(judged.now))
    arithmetic = before.scan("findings").filter(pl.col("class") == FindingClass.ARITHMETIC.value).collect()
    concerned = arithmetic.explode("claim_ids").filter(pl.col("claim_ids").is_in(claims["claim_id"].implode()))
    return found, frozenset(concerned["finding_id"])


def _findings(
    before: Before, judged: Judgements, again: _Again, sums: list[dict[str, object]], gone_sums: frozenset[str]
) -> tuple[pl.DataFrame, frozenset[str]]:
    """Rows of `FINDINGS` that come in, and the ids of those of the build that go."""
    there = before.scan("findings")
    compared_anew = pl.col("figure_id").is_in([*again.figures]) & (pl.col("class") != FindingClass.ARITHMETIC.value)
    gone = there.filter(compared_anew | pl.col("finding_id").is_in([*gone_sums])).select("finding_id").collect()
    kept = there.filter(pl.col("finding_id").is_in([*judged.decided_anew()])).collect()
    kept = kept.join(gone, on="finding_id", how="anti")
    found = FINDINGS.frame([*again.findings, *sums])
    return decided(pl.concat([found, kept.select(FINDINGS.polars.names())]), judged.now), frozenset(gone["finding_id"])


def _figures(before: Before, moved: _Moved, again: _Again, rows: pl.DataFrame, gone: frozenset[str]) -> pl.DataFrame:
    """Rows of `FIGURES` that come in: those counted anew, and those with another status."""
    there = before.scan("findings")
    touched = there.filter(pl.col("finding_id").is_in([*gone, *rows["finding_id"]])).select("figure_id").collect()
    ids = {*again.figures, *rows["figure_id"].drop_nulls(), *touched["figure_id"].drop_nulls()}
    out = pl.col("finding_id").is_in([*gone, *rows["finding_id"]])
    standing = there.filter(pl.col("figure_id").is_in([*ids]) & ~out).collect()
    findings = pl.concat([standing.select(FINDINGS.polars.names()), rows])
    counted = valued(again.counted, again.own, again.values, findings)
    other = sorted(ids - moved.figures)
    rest = before.scan("figures").filter(pl.col("figure_id").is_in(other)).collect().select(FIGURES.polars.names())
    restated = (
        rest.drop("status")
        .join(statuses(findings), on="figure_id", how="left")
        .with_columns(pl.col("status").fill_null("agreed"))
        .select(FIGURES.polars.names())
    )
    return pl.concat([counted, restated])
