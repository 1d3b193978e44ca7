"""What the pages show, as frames: pure functions over the tables of one snapshot.

Every function takes `scan`, which gives a table of the snapshot as a lazy frame (`Workspace.scan` bound to it), so that
one page never mixes two builds. Nothing here knows of Dash or Plotly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from dashboard.levels import Said
from dashboard.state import Level, Sort, Which
from tracker.checking.consensus import BOUNDS, consensus_over_time
from tracker.checking.readings import readings, usable
from tracker.linking.reasons import why
from tracker.model import ALARMS, Document, Grain, Part, Status

if TYPE_CHECKING:
    from dashboard import state

Scan = Callable[[str], pl.LazyFrame]
Row = dict[str, Any]

FIGURES_PER_PAGE = 30
FINDINGS_PER_PAGE = 25
CLAIMS_PER_PAGE = 50
DOCUMENTS_PER_PAGE = 50
LAST_SAID = 60
MAX_COMPARED = 500
"""How many claims of a figure one is compared with to say why it is there."""
MAX_LEVELLED = 1_000
"""A figure of more claims is drawn without its level over time, which takes the square of their number."""

_ALARM_CLASSES = [kind.value for kind in ALARMS]
_TIME_ORDER = ["as_of_start", "published", "doc_id", "part", "start"]
_SORTS = {
    Sort.FINDING: ["worst_alarm", "worst_severity", "n_sources", "n_claims"],
    Sort.LABEL: ["label"],
    Sort.BEST: ["best"],
    Sort.CLAIMS: ["n_claims"],
    Sort.SOURCES: ["n_sources", "n_claims"],
    Sort.LATEST: ["last_as_of"],
}
ASCENDING_FIRST = frozenset({Sort.LABEL})
"""Sorts whose natural direction is upwards; the others show the greatest first."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, how many there are in all, and where it stands."""

    rows: list[Row]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure with its claims (in order of time, undated last) and its findings (worst first).

    `claims` has the columns of the claims table, the text of the `sentence`, and `plot_value`, `plot_low`, `plot_high`
    (in the figure's unit; null where they can't be brought into it). `folded` is how many copies and
    repeats were left out. `levels` are `as_of`, `low`, `best` and `high` after each day on which something was claimed.
    `best` is null there until a claim states a level and not only a bound.
    `elsewhere` are the claims of its findings that stand in another figure or in none.
    """

    figure: Row
    claims: list[Row]
    findings: list[Row]
    folded: int
    levels: list[Row]
    elsewhere: list[Row]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a workspace holds."""

    figures: int
    documents: int
    sources: int
    claims: int
    alarms: int


def totals(scan: Scan) -> Totals:
    """Counts of a snapshot's figures, documents, named sources, claims and open alarms."""
    documents, figures, claims, alarms = pl.collect_all(
        [
            scan("documents").select(pl.len(), pl.col("source").drop_nulls().n_unique().alias("sources")),
            scan("figures").select(pl.len()),
            scan("claims").select(pl.len()),
            _open(scan("findings")).filter(pl.col("class").is_in(_ALARM_CLASSES)).select(pl.len()),
        ]
    )
    return Totals(figures.item(), documents["len"][0], documents["sources"][0], claims.item(), alarms.item())


def list_figures(scan: Scan, wanted: state.Figures) -> tuple[Page, dict[str, int]]:
    """A page of the figures that match, and how many there are of each status.

    Each row has besides: `worst` (the class of its worst finding) and `worst_severity`; `said`, what the last 60 of its
    claims that are in its unit say, in order of time; `sources`, those that state it, an unknown one as None.
    """
    matching = _matching(scan, wanted.q).join(_worst(scan), on="figure_id", how="left")
    matching = matching.with_columns(worst_alarm=pl.col("worst").is_in(_ALARM_CLASSES).fill_null(value=False))
    levels = dict(matching.group_by("status").len().collect().iter_rows())
    if wanted.level is not Level.ALL:
        matching = matching.filter(pl.col("status") == wanted.level.value)
    keys = _SORTS[wanted.sort]
    descending = wanted.up if wanted.sort in ASCENDING_FIRST else not wanted.up
    ordered = matching.sort(
        [*keys, "label", "figure_id"],
        descending=[descending] * len(keys) + [False, False],
        nulls_last=True,
    )
    page = _paged(ordered, wanted.page, FIGURES_PER_PAGE)
    known = _said(scan, [row["figure_id"] for row in page.rows])
    for row in page.rows:
        said, row["sources"] = known.get(row["figure_id"], ([], []))
        row["said"] = [Said(each["stated"], each["modifier"]) for each in said if each["unit"] == row["unit"]]
    return page, levels


def figure(scan: Scan, figure_id: str, *, unfolded: bool = False) -> FigureView | None:
    """Everything about one figure; None if the snapshot has no such figure."""
    figures, claims, findings = pl.collect_all(
        [
            scan("figures").filter(pl.col("figure_id") == figure_id),
            scan("claims").filter(pl.col("figure_id") == figure_id),
            scan("findings").filter(pl.col("status") != Status.DISMISSED.value),
        ]
    )
    if figures.is_empty():
        return None
    row = figures.row(0, named=True)
    ids = claims["claim_id"].to_list()
    concerned = findings.filter(
        (pl.col("figure_id") == figure_id) | pl.col("claim_ids").list.eval(pl.element().is_in(ids)).list.any()
    )
    kept = claims if unfolded else claims.filter(_witness())
    kept = in_unit(_with_sentences(scan, kept), row["unit"]).sort(_TIME_ORDER, nulls_last=True)
    levels = _levels(claims) if claims.height <= MAX_LEVELLED else []
    listed = _worst_first(concerned).to_dicts()
    elsewhere = {each for finding in listed for each in finding["claim_ids"]}.difference(ids)
    return FigureView(
        figure=row,
        claims=kept.to_dicts(),
        findings=listed,
        folded=claims.height - kept.height,
        levels=levels,
        elsewhere=_claims_of(scan, sorted(elsewhere)) if elsewhere else [],
    )


def _levels(claims: pl.DataFrame) -> list[Row]:
    """The consensus over time (`as_of`, `low`, `best`, `high`), with a best only once a claim states a level."""
    stated = [each.day for each in readings(usable(claims).iter_rows(named=True)) if each.modifier not in BOUNDS]
    first = min((day for day in stated if day is not None), default=None)
    rows = consensus_over_time(claims).to_dicts()
    return [row if first and row["as_of"] >= first else {**row, "best": None} for row in rows]


def claim(scan: Scan, claim_id: str) -> Row | None:
    """One claim with its document's `title`, `url`, `text`, `language` and `published_grain`; None if there is none."""
    claims = scan("claims").filter(pl.col("claim_id") == claim_id).collect()
    if claims.is_empty():
        return None
    return _with_documents(scan, claims).row(0, named=True)


def page_of(rows: list[Row], number: int, size: int, claim_id: str | None = None) -> Page:
    """A page of rows that are at hand: the one that is wanted, or the one that holds a claim."""
    index = next((place for place, row in enumerate(rows) if row["claim_id"] == claim_id), None)
    number = min(number, max(1, -(-len(rows) // size))) if index is None else index // size + 1
    return Page(rows[(number - 1) * size : number * size], len(rows), number, size)


def document_of(row: Row) -> Document:
    """The document that a row (with the columns of the documents table) is of, as extraction takes it."""
    return Document(
        doc_id=row["doc_id"],
        text=row["text"],
        title=row["title"],
        source=row["source"],
        url=row["url"],
        published=row["published"],
        published_grain=Grain(row["published_grain"]),
        language=row["language"],
    )


def list_findings(scan: Scan, wanted: state.Inbox) -> tuple[Page, dict[str, int]]:
    """A page of the findings that match, worst first, and counts by class.

    Each row has its figure's `label` and `unit`, and its `claims` as rows in order of time.
    """
    findings = scan("findings").join(
        scan("figures").select("figure_id", "label", "unit", "per", "n_sources"), on="figure_id", how="left"
    )
    findings = findings.filter(_wanted_status(wanted))
    if wanted.q:
        text = pl.concat_str("summary", pl.col("label").fill_null(""), separator=" ")
        findings = findings.filter(_contains(text, wanted.q))
    classes = dict(findings.group_by("class").len().collect().iter_rows())
    if wanted.kind:
        findings = findings.filter(pl.col("class") == wanted.kind.value)
    elif wanted.which is Which.ALARMS:
        findings = findings.filter(pl.col("class").is_in(_ALARM_CLASSES))
    page = _paged(_worst_first(findings), wanted.page, FINDINGS_PER_PAGE)
    claims = _claims_of(scan, [each for row in page.rows for each in row["claim_ids"]])
    for row in page.rows:
        concerned = set(row["claim_ids"])
        row["claims"] = [each for each in claims if each["claim_id"] in concerned]
    return page, classes


def list_documents(scan: Scan, wanted: state.Documents) -> Page:
    """A page of documents, latest first, without their text; with `n_claims`, how many numbers each states."""
    documents = scan("documents").select(
        "doc_id",
        "source",
        "title",
        "published",
        "published_grain",
        "copy_of",
        pl.col("text").str.slice(0, 400).alias("opening"),
    )
    if wanted.q:
        text = pl.concat_str("doc_id", *(pl.col(name).fill_null("") for name in ("source", "title", "opening")))
        documents = documents.filter(_contains(text, wanted.q))
    page = _paged(
        documents.sort(["published", "doc_id"], descending=[True, False], nulls_last=True),
        wanted.page,
        DOCUMENTS_PER_PAGE,
    )
    ids = [row["doc_id"] for row in page.rows]
    counts = dict(scan("claims").filter(pl.col("doc_id").is_in(ids)).group_by("doc_id").len().collect().iter_rows())
    for row in page.rows:
        row["n_claims"] = counts.get(row["doc_id"], 0)
    return page


def document(scan: Scan, doc_id: str) -> tuple[Row, list[Row]] | None:
    """A document and all its numeric expressions in order, each with its figure's `label`; None if there is none."""
    found = scan("documents").filter(pl.col("doc_id") == doc_id).collect()
    if found.is_empty():
        return None
    claims = (
        scan("claims")
        .filter(pl.col("doc_id") == doc_id)
        .join(scan("figures").select("figure_id", "label"), on="figure_id", how="left")
        .sort("part", "start", descending=[True, False])
        .collect()
    )
    return found.row(0, named=True), claims.to_dicts()


def in_unit(claims: pl.DataFrame, unit: str) -> pl.DataFrame:
    """Claims with `plot_value`, `plot_low` and `plot_high` in `unit`.

    A claim in that unit is taken as stated. Another is brought over through the canonical unit, by the factor that
    the claims in `unit` themselves show; where there is none the columns are null.
    """
    factor = (
        claims.filter((pl.col("unit") == unit) & (pl.col("value") != 0))
        .select((pl.col("canonical_value") / pl.col("value")).drop_nulls().median())
        .item()
    )
    scale = pl.lit(factor, dtype=pl.Float64)
    return claims.with_columns(
        pl.when(pl.col("unit") == unit)
        .then(pl.col(name))
        .when(pl.col("canonical_unit") == unit)
        .then(pl.col(f"canonical_{name}"))
        .otherwise(pl.col(f"canonical_{name}") / scale)
        .alias(f"plot_{name}")
        for name in ("value", "low", "high")
    )


def _matching(scan: Scan, text: str) -> pl.LazyFrame:
    """Figures whose label, sources, claimants or counted words hold every word of `text`."""
    figures = scan("figures")
    if not text.strip():
        return figures
    named = [pl.col(name).fill_null("") for name in ("source", "claimant", "counted", "place")]
    said = scan("claims").filter(_contains(pl.concat_str(named, separator=" "), text)).select("figure_id").unique()
    by_label = figures.filter(_contains(pl.col("label"), text))
    by_claim = figures.join(said, on="figure_id", how="semi")
    return pl.concat([by_label, by_claim]).unique("figure_id")


def _contains(text: pl.Expr, wanted: str) -> pl.Expr:
    words = wanted.lower().split()
    lowered = text.str.to_lowercase()
    return pl.all_horizontal(pl.lit(value=True), *(lowered.str.contains(word, literal=True) for word in words))


def _worst(scan: Scan) -> pl.LazyFrame:
    """For each figure its worst finding: `worst` (class) and `worst_severity`; an alarm is worse than what is not."""
    findings = _open(scan("findings")).drop_nulls("figure_id")
    alarm = pl.col("class").is_in(_ALARM_CLASSES)
    return (
        findings.select("figure_id", pl.col("class").alias("worst"), "severity", "finding_id", alarm=alarm)
        .sort("alarm", "severity", "finding_id", descending=[True, True, False])
        .group_by("figure_id", maintain_order=True)
        .agg(pl.col("worst").first(), pl.col("severity").first().alias("worst_severity"))
    )


def _open(findings: pl.LazyFrame) -> pl.LazyFrame:
    return findings.filter(pl.col("status") != Status.DISMISSED.value)


def _wanted_status(wanted: state.Inbox) -> pl.Expr:
    if wanted.status:
        return pl.col("status") == wanted.status.value
    return pl.col("status") != Status.DISMISSED.value


def _worst_first(findings: Any) -> Any:
    """Findings (a frame or a lazy one) with alarms first, then by severity; equal ones by id."""
    alarm = pl.col("class").is_in(_ALARM_CLASSES)
    return findings.sort(alarm, pl.col("severity"), pl.col("finding_id"), descending=[True, True, False])


def _paged(ordered: pl.LazyFrame, number: int, size: int) -> Page:
    total = ordered.select(pl.len()).collect().item()
    number = min(number, max(1, -(-total // size)))
    rows = ordered.slice((number - 1) * size, size).collect()
    return Page(rows.to_dicts(), total, number, size)


def _said(scan: Scan, figure_ids: list[str]) -> dict[str, tuple[list[Row], list[str | None]]]:
    """For each figure what its claims state (`stated`, `modifier`, `unit`), in order of time, and their sources."""
    stated = pl.coalesce("value", "low", "high").alias("stated")
    words = pl.struct("stated", "modifier", "unit").filter(pl.col("stated").is_not_null())
    found = (
        scan("claims")
        .filter(pl.col("figure_id").is_in(figure_ids))
        .filter(_witness())
        .select("figure_id", "as_of_start", "published", "claim_id", "source", "modifier", "unit", stated)
        .sort("as_of_start", "published", "claim_id", nulls_last=True)
        .group_by("figure_id", maintain_order=True)
        .agg(words.tail(LAST_SAID), pl.col("source").unique().sort(nulls_last=True))
        .collect()
    )
    return {figure_id: (said, sources) for figure_id, said, sources in found.iter_rows()}


def _witness() -> pl.Expr:
    """Whether a claim is shown unless all are asked for: no copy's, and not the same words again in its document.

    Where a figure has nothing else its copies are shown, and where it only has repeats those.
    """
    rank = pl.when(pl.col("repeat_of").is_not_null()).then(2).otherwise(pl.col("is_copy").fill_null(value=False))
    return rank == rank.min().over("figure_id")


def _with_documents(scan: Scan, claims: pl.DataFrame) -> pl.DataFrame:
    wanted = ["doc_id", "title", "url", "published_grain", "language", "text"]
    ids = claims["doc_id"].unique().to_list()
    documents = scan("documents").filter(pl.col("doc_id").is_in(ids)).select(wanted).collect()
    return claims.join(documents, on="doc_id", how="left", maintain_order="left")


def _with_sentences(scan: Scan, claims: pl.DataFrame) -> pl.DataFrame:
    """Claims with the text of their `sentence`."""
    part = pl.when(pl.col("part") == Part.TITLE.value).then("title").otherwise("text")
    length = pl.col("sentence_end") - pl.col("sentence_start")
    cut = part.str.slice(pl.col("sentence_start"), length).alias("sentence")
    return _with_documents(scan, claims).with_columns(cut).drop("title", "text", "url", "language")


def _claims_of(scan: Scan, claim_ids: list[str]) -> list[Row]:
    """Claims by their ids, in order of time."""
    found = scan("claims").filter(pl.col("claim_id").is_in(claim_ids))
    return found.sort(*_TIME_ORDER, nulls_last=True).collect().to_dicts()


def reasons(scan: Scan, claim: Row) -> list[str]:
    """Why a claim is in its figure, in short lines; none for a claim of no figure."""
    if claim["figure_id"] is None:
        return []
    others = scan("claims").filter(pl.col("figure_id") == claim["figure_id"]).sort("claim_id").head(MAX_COMPARED)
    return why(claim, others.collect().to_dicts())
