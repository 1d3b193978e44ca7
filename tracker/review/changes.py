"""What judgements change in the tables of a build: the claims, figures and findings concerned, worked out again.

An act moves claims between figures or renames one. Beyond these it changes which claims are repetitions of another
document's, what a document and its sentences count (which explains differences in other figures of it), the sums inside
documents, and the status of figures with a finding that came, went or was decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking.check import added_up, decided, valued
from tracker.checking.standing import concerned, with_status
from tracker.linking.judgements import wrong_claims
from tracker.model import FindingClass
from tracker.review.again import Again, compared_again
from tracker.review.moves import moved_claims
from tracker.schema import FIGURES, FINDINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.review.moves import Before, Judgements, Moved


@dataclass(frozen=True, slots=True)
class Changes:
    """For each table the rows that come in, and the ids of rows of the build that go; figures joined to others."""

    rows: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    gone: Mapping[str, frozenset[str]] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)


def changes(before: Before, judged: Judgements) -> Changes:
    """What the judgements change in the tables of the build."""
    moved = moved_claims(before, judged)
    changed = moved.changed()
    found = compared_again(before, moved, changed) if moved.figures else Again()
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
class _Told:
    """Rows of `FINDINGS` that come in, and the ids of those of the build that go or come anew (`out`)."""

    rows: pl.DataFrame
    out: frozenset[str]


def _sums(before: Before, changed: pl.DataFrame, judged: Judgements) -> tuple[list[dict[str, object]], frozenset[str]]:
    """The findings inside the documents of claims that changed, as they are now, and the ids of those of the build."""
    misread = before.scan("claims").filter(pl.col("claim_id").is_in([*judged.misread_anew()])).select("doc_id")
    doc_ids = sorted({*changed["doc_id"], *misread.collect()["doc_id"]})
    if not doc_ids:
        return [], frozenset()
    documents = before.scan("documents").filter(pl.col("doc_id").is_in(doc_ids))
    there = before.scan("claims").filter(pl.col("doc_id").is_in(doc_ids)).collect()
    claims = pl.concat([there.join(changed, on="claim_id", how="anti"), changed])
    found = added_up(documents, claims.lazy(), wrong_claims(judged.now))
    arithmetic = before.scan("findings").filter(pl.col("class") == FindingClass.ARITHMETIC.value).collect()
    concerned = arithmetic.explode("claim_ids").filter(pl.col("claim_ids").is_in(claims["claim_id"].implode()))
    return found, frozenset(concerned["finding_id"])


def _findings(
    before: Before, judged: Judgements, again: Again, sums: list[dict[str, object]], gone_sums: frozenset[str]
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


def _figures(before: Before, moved: Moved, again: Again, changed: pl.DataFrame, told: _Told) -> pl.DataFrame:
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
