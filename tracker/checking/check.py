"""The checking stage: figures and their claims in, values and findings out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import polars as pl

from tracker.checking.adding import ADDED, sums_of_documents
from tracker.checking.consensus import CEILINGS, FLOORS, Consensus, consensus, scale_of
from tracker.checking.differences import Difference, differences
from tracker.checking.observed import observed
from tracker.checking.readings import STATED, readings, usable
from tracker.checking.scope import Surroundings
from tracker.checking.sides import split_sides
from tracker.checking.standing import with_status
from tracker.jobs import IN_PROCESS, Jobs, parted
from tracker.language.subjects.state import state_class
from tracker.linking.judgements import in_force, wrong_claims
from tracker.model import Status, content_id
from tracker.ordered import by_document
from tracker.schema import FIGURES, FINDINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from tracker.checking.readings import Reading
    from tracker.checking.sides import Side

CLAIMS_AT_ONCE = 20_000
"""Claims of whole figures that are compared in one part of the work."""
NARROW = (
    *("claim_id", "doc_id", "figure_id", "published", "part", "sentence_start", "start"),
    *("repeat_of", "is_copy", "state", "unit"),
    *("value", "low", "high", "modifier", "canonical_value", "canonical_low", "canonical_high"),
)
"""The columns that the first steps of checking read."""
TOLL_STATES = frozenset({"killed", "injured"})


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking gives: figures with low, best, high, latest and status, and the findings; sorted by their keys."""

    figures: pl.DataFrame
    findings: pl.DataFrame


def check(
    documents: pl.LazyFrame | pl.DataFrame,
    claims: pl.LazyFrame | pl.DataFrame,
    figures: pl.DataFrame,
    judgements: pl.DataFrame,
    jobs: Jobs = IN_PROCESS,
) -> Checked:
    """Values and findings of linked claims.

    Takes rows of `DOCUMENTS`, `CLAIMS`, `FIGURES` (as linking gives them) and `JUDGEMENTS`; the result does not depend
    on their order, nor on where `jobs` runs the big steps. Of documents that are scanned only some are in memory.
    """
    documents, claims = documents.lazy(), claims.lazy()
    current = in_force(judgements)
    own = usable(claims.select(NARROW))
    found = compared(documents, claims, own, own, figures, jobs=jobs)
    sums = added_up(documents, claims, wrong_claims(current), jobs)
    findings = decided(FINDINGS.frame([*found.findings, *sums]), current)
    figures = with_status(valued(figures, own, found.values), findings, claims)
    return Checked(figures, findings)


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing claims figure by figure gives: the values of figures whose claims differ, and rows of findings."""

    values: Mapping[str, Consensus | None]
    findings: list[dict[str, object]]


def compared(  # noqa: PLR0913 -- five frames of which none is a part of another
    documents: pl.LazyFrame | pl.DataFrame,
    claims: pl.LazyFrame | pl.DataFrame,
    own: pl.DataFrame,
    beside: pl.DataFrame,
    figures: pl.DataFrame,
    *,
    jobs: Jobs = IN_PROCESS,
) -> Compared:
    """The differences inside each figure.

    Takes all claims of the figures, the usable ones among them (`own`), the usable ones of their documents, in
    whatever figure (`beside`), and these documents.
    """
    varied = own.filter(differing()).select("claim_id", "doc_id", "figure_id")
    values: dict[str, Consensus | None] = {}
    rows: list[dict[str, object]] = []
    told = observed(documents.lazy(), claims.lazy(), varied, jobs)
    for found in jobs.map(_compared, _figures_at_once(told, beside, figures)):
        values |= found.values
        rows += found.findings
    return Compared(values, rows)


def _figures_at_once(
    varied: pl.DataFrame, beside: pl.DataFrame, figures: pl.DataFrame
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Parts of whole figures, those of one story together: their claims, and the usable claims of their documents."""
    whole = pl.concat_str(pl.col("story_id").fill_null(""), "figure_id", separator=" ")
    known = figures.select("figure_id", whole=whole, measures="dimension")
    told = varied.join(known, on="figure_id", how="left", maintain_order="left")
    for part in parted(told, "whole", CLAIMS_AT_ONCE):
        yield part.drop("whole"), beside.join(part.select("doc_id").unique(), on="doc_id", how="semi")


def _compared(part: tuple[pl.DataFrame, pl.DataFrame]) -> Compared:
    """The differences inside each figure of a part."""
    varied, beside = part
    around = _surroundings(varied, beside)
    values: dict[str, Consensus | None] = {}
    rows: list[dict[str, object]] = []
    stated = varied.select("figure_id", "measures", "counted_then", *STATED)
    ordered_rows = stated.sort("figure_id", maintain_order=True).iter_rows(named=True)
    for (figure_id, dimension), claims in groupby(ordered_rows, key=itemgetter("figure_id", "measures")):
        ordered = readings(claims)
        sides = split_sides(ordered)
        values[figure_id] = _in_stated_unit(ordered, sides)
        rows += [_row(item, figure_id) for item in differences(ordered, sides, dimension or "count", around)]
    return Compared(values, rows)


def differing() -> pl.Expr:
    """Whether the claims of a claim's figure state more than one number."""
    numbers = pl.struct(
        "canonical_value", "canonical_low", "canonical_high", "value", "low", "high", "modifier", "unit"
    )
    return (numbers.n_unique() > 1).over("figure_id")


def _surroundings(varied: pl.DataFrame, beside: pl.DataFrame) -> Surroundings:
    """What was `observed` of the claims that differ, and the tolls of their documents."""
    counted = beside.filter((pl.col("unit") == "count") & pl.col("value").is_not_null())
    states = {state: state_class(state) for state in beside["state"].drop_nulls().unique().to_list()}
    tolls: dict[tuple[str, str], set[float]] = {}
    numbers: dict[tuple[str, str, int, str], set[float]] = {}
    for doc_id, part, sentence, state, value in counted.select(
        "doc_id", "part", "sentence_start", "state", "value"
    ).iter_rows():
        numbers.setdefault((doc_id, part, sentence, states.get(state, "")), set()).add(value)
        if states.get(state) in TOLL_STATES:
            tolls.setdefault((doc_id, states[state]), set()).add(value)
    return Surroundings(
        sentences=dict(varied.select("claim_id", "sentence").iter_rows()),
        repeated=frozenset(varied.filter("repeated")["claim_id"]),
        noted=frozenset(varied.filter("notes_change")["doc_id"]),
        attacked=frozenset(varied.filter("tells_attacker")["doc_id"]),
        tolls=tolls,
        numbers=numbers,
        addresses=dict(varied.drop_nulls("url").select("doc_id", "url").iter_rows()),
    )


def _in_stated_unit(ordered: list[Reading], sides: list[Side]) -> Consensus | None:
    found = consensus(ordered, sides)
    if found is None:
        return None
    scale = scale_of(ordered)
    numbers = (found.low, found.best, found.high, found.latest)
    return Consensus(*(None if number is None else number / scale for number in numbers))


def _row(item: Difference, figure_id: str | None) -> dict[str, object]:
    claim_ids = sorted({reading.claim_id for reading in item.readings})
    return {
        "finding_id": content_id(item.kind.value, figure_id or "", *claim_ids),
        "figure_id": figure_id,
        "class": item.kind.value,
        "severity": item.severity,
        "summary": item.summary,
        "claim_ids": claim_ids,
        "status": Status.OPEN.value,
    }


def added_up(
    documents: pl.LazyFrame | pl.DataFrame,
    claims: pl.LazyFrame | pl.DataFrame,
    wrong: Collection[str],
    jobs: Jobs = IN_PROCESS,
) -> list[dict[str, object]]:
    """Findings of arithmetic inside documents, of all claims of which it takes the rows; misread ones say nothing.

    The figure is that of the first claim concerned.
    """
    told, read = documents.lazy().select("doc_id", "title", "text"), claims.lazy().select(ADDED)
    parts = ((texts, own.filter(~pl.col("claim_id").is_in(list(wrong)))) for texts, own in by_document(told, read))
    return [row for rows in jobs.map(_added_up, parts) for row in rows]


def _added_up(part: tuple[pl.DataFrame, pl.DataFrame]) -> list[dict[str, object]]:
    """The findings of arithmetic in some documents."""
    documents, claims = part
    figure_of = dict(claims.drop_nulls("figure_id").select("claim_id", "figure_id").iter_rows())
    return [_row(item, figure_of.get(item.readings[0].claim_id)) for item in sums_of_documents(documents, claims)]


def decided(findings: pl.DataFrame, judgements: pl.DataFrame) -> pl.DataFrame:
    """The findings with what people decided on them, sorted; of judgements in force the latest counts."""
    acts = judgements.filter(pl.col("action").is_in([Status.CONFIRMED, Status.DISMISSED]))
    decided = {
        target: action for action, targets in acts.select("action", "targets").iter_rows() for target in targets or []
    }
    status = pl.col("finding_id").replace_strict(decided, default=Status.OPEN.value, return_dtype=pl.String)
    return (
        findings.with_columns(status=status).unique("finding_id", keep="first", maintain_order=True).sort("finding_id")
    )


def valued(figures: pl.DataFrame, own: pl.DataFrame, values: Mapping[str, Consensus | None]) -> pl.DataFrame:
    """Figures with their values; of those in `values` the claims differ, the others' all say the same."""
    number = pl.coalesce("value", "low", "high")
    firm = pl.col("modifier").fill_null("") != "vague"
    no_floor, no_ceiling = (pl.col("modifier").fill_null("").is_in(sorted(open_)) for open_ in (CEILINGS, FLOORS))
    plain = own.group_by("figure_id").agg(
        low=pl.coalesce("low", "value", "high").filter(~no_floor).first(),
        best=number.filter(firm).first(),
        high=pl.coalesce("high", "value", "low").filter(~no_ceiling).first(),
        latest=number.filter(firm).last(),
    )
    schema = {"figure_id": pl.String, "low": pl.Float64, "best": pl.Float64, "high": pl.Float64, "latest": pl.Float64}
    judged = [(i, c.low, c.best, c.high, c.latest) for i, c in values.items() if c is not None]
    counted = pl.DataFrame(judged, schema=schema, orient="row")
    rest = plain.join(counted, on="figure_id", how="anti").select(schema.keys())
    found = pl.concat([counted, rest])
    return (
        figures.drop("low", "best", "high", "latest")
        .join(found, on="figure_id", how="left")
        .select(FIGURES.polars.names())
        .sort("figure_id")
    )
