"""What judgements change in the tables of a build: the claims, figures and findings concerned, worked out again.

An act moves claims between figures or renames one. Beyond these it changes which claims are repetitions of another
document's, what a document and its sentences count (which explains differences in other figures of it), the sums inside
documents, and the status of figures with a finding that came, went or was decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking.check import NARROW, TOLL_STATES, added_up, compared, decided, differing, valued
from tracker.checking.readings import usable
from tracker.checking.standing import concerned, with_status
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


def changes(before: Before, judged: Judgements) -> Changes:
    """What the judgements change in the tables of the build."""
    moved = _moved(before, judged)
    changed = moved.changed()
    found = _again(before, moved, changed) if moved.figures else _Again()
    sums, gone_sums = _sums(before, changed, judged)
    told = _findings(before, judged, found, sums, gone_sums)
    figures = _figures(before, moved, found, changed, told)
    return Changes(
        {"claims": changed, "figures": figures, "findings": told.rows},
        {
            "claims": frozenset(changed["claim_id"]),
            "figures": frozenset({*figures["figure_id"], *moved.figures}),
            "findings": told.out,
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


@dataclass(frozen=True, slots=True)
class _Told:
    """Rows of `FINDINGS` that come in, and the ids of those of the build that go or come anew (`out`)."""

    rows: pl.DataFrame
    out: frozenset[str]


def _moved(before: Before, judged: Judgements) -> _Moved:
    """The figures whose claims or name judgements changed since the build."""
    nothing = _Moved(CLAIMS.empty(), CLAIMS.empty(), {}, frozenset(), frozenset(), {})
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
    return _Moved(there.filter(own), now.filter(own), labels, frozenset(figures), frozenset(renamed), found.merged)


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


def _again(before: Before, moved: _Moved, changed: pl.DataFrame) -> _Again:
    """The figures whose claims or name changed, and those that counts beside them may explain, compared anew."""
    own_claims = moved.now.filter(pl.col("figure_id").is_in([*moved.figures]))
    counted = figure_rows(keyed(with_stories(before, own_claims)), moved.labels)
    others = _of_changed_counts(before, moved, changed)
    rows = pl.concat([moved.now, others])
    own = usable(rows.filter(pl.col("figure_id").is_not_null()))
    varied = own.filter(differing())["doc_id"].unique().to_list()
    told = before.scan("documents").filter(pl.col("doc_id").is_in(varied))
    documents = told.select("doc_id", "url", "title", "text").collect()
    beside = _beside(before, own, changed, varied)
    dimensions = pl.concat([counted, _rows_of(before, "figures", "figure_id", others["figure_id"])])
    found = compared(documents, rows, own.select(NARROW), beside, dimensions)
    return _Again(
        moved.figures | frozenset(others["figure_id"]), counted, own.select(NARROW), found.values, found.findings
    )


def _rows_of(before: Before, table: str, column: str, values: pl.Series) -> pl.DataFrame:
    return before.scan(table).filter(pl.col(column).is_in(values.unique().to_list())).collect()


def _counts(claims: pl.DataFrame) -> pl.DataFrame:
    """The counts among claims, which may explain differences in other figures, with their `state_class`."""
    classes = {each: state_class(each) for each in claims["state"].drop_nulls().unique().to_list()}
    state = pl.col("state").replace_strict(classes, default=None, return_dtype=pl.String).fill_null("")
    return claims.filter((pl.col("unit") == "count") & pl.col("value").is_not_null()).with_columns(state_class=state)


def _of_changed_counts(before: Before, moved: _Moved, changed: pl.DataFrame) -> pl.DataFrame:
    """The claims of other figures that a count may explain which counts now and did not, or the other way round.

    A toll explains others of its document, any other count only those of its sentence and state.
    """
    place = ("doc_id", "part", "sentence_start", "state_class")
    then, now = (_counts(usable(rows)).select("claim_id", *place) for rows in (moved.before, moved.now))
    differ = pl.concat([then.join(now, on="claim_id", how="anti"), now.join(then, on="claim_id", how="anti")])
    if differ.is_empty():
        return CLAIMS.empty()
    told = _rows_of(before, "claims", "doc_id", differ["doc_id"]).drop_nulls("figure_id")
    tolls = told.join(differ.filter(pl.col("state_class").is_in(sorted(TOLL_STATES))), on="doc_id", how="semi")
    beside = _counts(told).join(differ, on=place, how="semi")
    figures = pl.concat([tolls["figure_id"], beside["figure_id"]])
    others = figures.filter(~figures.is_in([*moved.figures]))
    return _rows_of(before, "claims", "figure_id", others).join(changed, on="claim_id", how="anti")


def _beside(before: Before, own: pl.DataFrame, changed: pl.DataFrame, doc_ids: list[str]) -> pl.DataFrame:
    """The counts that the documents give, in whatever figure."""
    claims = before.scan("claims")
    there = claims.filter(pl.col("doc_id").is_in(doc_ids) & pl.col("figure_id").is_not_null()).select(NARROW).collect()
    there = _counts(there.filter(pl.col("repeat_of").is_null())).select(NARROW)
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
) -> _Told:
    """The findings of the figures worked out again, of the documents added up again, and those decided anew."""
    there = before.scan("findings")
    compared_anew = pl.col("figure_id").is_in([*again.figures]) & (pl.col("class") != FindingClass.ARITHMETIC.value)
    gone = there.filter(compared_anew | pl.col("finding_id").is_in([*gone_sums])).select("finding_id").collect()
    kept = there.filter(pl.col("finding_id").is_in([*judged.decided_anew()])).collect()
    kept = kept.join(gone, on="finding_id", how="anti")
    found = FINDINGS.frame([*again.findings, *sums])
    rows = decided(pl.concat([found, kept.select(FINDINGS.polars.names())]), judged.now)
    return _Told(rows, frozenset([*gone["finding_id"], *rows["finding_id"]]))


def _figures(before: Before, moved: _Moved, again: _Again, changed: pl.DataFrame, told: _Told) -> pl.DataFrame:
    """Rows of `FIGURES` that come in: those counted anew, and those with another status."""
    there, claims = before.scan("findings"), before.scan("claims").select("claim_id", "figure_id")
    out = pl.col("finding_id").is_in([*told.out])
    kept = claims.filter(~pl.col("claim_id").is_in(changed["claim_id"].to_list()))
    now = pl.concat([kept, changed.lazy().select("claim_id", "figure_id")])
    touched = pl.concat([concerned(there.filter(out), claims), concerned(told.rows.lazy(), now)]).collect()
    ids = {*again.figures, *moved.renamed, *touched["figure_id"]}
    own = now.filter(pl.col("figure_id").is_in([*ids])).collect()
    findings = pl.concat([there.filter(~out).select(FINDINGS.polars.names()), told.rows.lazy()])
    standing = findings.join(concerned(findings, own.lazy()), on="finding_id", how="semi").collect()
    counted = valued(again.counted, again.own, again.values)
    rest = before.scan("figures").filter(pl.col("figure_id").is_in(sorted(ids - moved.figures))).collect()
    named = rest.select(FIGURES.polars.names()).with_columns(label=_called(moved.labels))
    return with_status(pl.concat([counted, named]), standing, own)


def _called(labels: Mapping[str, str]) -> pl.Expr:
    """What figures are called now."""
    return pl.col("figure_id").replace_strict(dict(labels), default=pl.col("label"), return_dtype=pl.String)
