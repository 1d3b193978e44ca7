"""What people decided: acts with what they say of which thing, for the audit, and those on one thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from dashboard.queries.rows import Page, Row, Scan, contains
from tracker.linking.judgements import in_force

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard import state

ACTS_PER_PAGE = 40
DECISIONS = ("confirmed", "dismissed")
"""Actions that say where a finding stands."""
CANDIDATES = 8
"""So many figures are offered to pick from."""


@dataclass(frozen=True, slots=True)
class Things:
    """What acts are about, by id, as the snapshot has it: rows of figures, of claims and of findings."""

    figures: dict[str, Row] = field(default_factory=dict)
    claims: dict[str, Row] = field(default_factory=dict)
    findings: dict[str, Row] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts of review, the latest first: rows of the judgements table with `in_force`, `taken_back_by` and `undone`.

    `undone` is, of a taking-back, the row of the act that it took back. `people` and `actions` are all there are.
    """

    page: Page
    things: Things
    people: list[str]
    actions: list[str]


def judgements(scan: Scan) -> list[Row]:
    """All acts in the order in which they were made; each says whether it is in force, and what took it back."""
    rows = scan("judgements").sort("made_at", "judgement_id").collect()
    current = set(in_force(rows)["judgement_id"])
    taken = {row["supersedes"]: row for row in rows.iter_rows(named=True) if row["judgement_id"] in current}
    by_id = {row["judgement_id"]: row for row in rows.iter_rows(named=True)}
    return [
        {
            **row,
            "in_force": row["judgement_id"] in current,
            "taken_back_by": taken.get(row["judgement_id"]),
            "undone": by_id.get(row["supersedes"] or ""),
        }
        for row in by_id.values()
    ]


def list_acts(scan: Scan, wanted: state.Audit) -> Acts:
    """A page of the acts that match, the latest first, with the things they are about."""
    every = judgements(scan)
    people = sorted({row["who"] for row in every})
    actions = sorted({row["action"] for row in every})
    rows = [row for row in reversed(every) if wanted.who in {"", row["who"]} and wanted.action in {"", row["action"]}]
    if wanted.q:
        told = things(scan, (target for row in rows for target in row["targets"] or ()))
        rows = [row for row in rows if _mentions(row, told, wanted.q)]
    last = max(1, -(-len(rows) // ACTS_PER_PAGE))
    number = min(wanted.page, last)
    shown = rows[(number - 1) * ACTS_PER_PAGE : number * ACTS_PER_PAGE]
    told = things(scan, (target for row in shown for target in row["targets"] or ()))
    return Acts(Page(shown, len(rows), number, ACTS_PER_PAGE), told, people, actions)


def things(scan: Scan, targets: Iterable[str]) -> Things:
    """The figures, claims and findings that are named, as far as they are there."""
    ids = sorted(set(targets))
    if not ids:
        return Things()
    findings = scan("findings").filter(pl.col("finding_id").is_in(ids)).collect()
    claims = scan("claims").filter(pl.col("claim_id").is_in(ids)).collect()
    wanted = {*ids, *findings["figure_id"].drop_nulls(), *claims["figure_id"].drop_nulls()}
    figures = scan("figures").filter(pl.col("figure_id").is_in(sorted(wanted))).collect()
    return Things(
        {row["figure_id"]: row for row in figures.iter_rows(named=True)},
        {row["claim_id"]: row for row in claims.iter_rows(named=True)},
        {row["finding_id"]: row for row in findings.iter_rows(named=True)},
    )


def acts_on(scan: Scan, targets: Iterable[str]) -> list[Row]:
    """The acts in force that name one of the targets, the latest first; what takes another back is left out."""
    wanted = set(targets)
    rows = [row for row in judgements(scan) if row["in_force"] and not row["supersedes"]]
    return [row for row in reversed(rows) if wanted & set(row["targets"] or ())]


def decision_on(scan: Scan, finding_id: str) -> Row | None:
    """The act that says where a finding stands; None while it is open."""
    return next((row for row in acts_on(scan, [finding_id]) if row["action"] in DECISIONS), None)


def joined_to(scan: Scan, figure_id: str) -> str | None:
    """The figure that one which is gone was joined to; None where people did not join it to another."""
    into = {
        target: row["targets"][0]
        for row in judgements(scan)
        if row["in_force"] and row["action"] == "same"
        for target in (row["targets"] or ())[1:]
    }
    found = into.get(figure_id)
    for _ in into:
        if found is None or found not in into:
            break
        found = into[found]
    there = scan("figures").filter(pl.col("figure_id") == (found or "")).select("figure_id").collect()
    return found if there.height else None


def figures_like(scan: Scan, thing: str, text: str) -> list[Row]:
    """Other figures that a figure or a claim may belong to, of its dimension and rate, whose label holds the words.

    Those of its story come first, then those of many claims.
    """
    claim = scan("claims").filter(pl.col("claim_id") == thing).select("dimension", "per", "figure_id", "doc_id")
    figure = scan("figures").filter(pl.col("figure_id") == thing)
    claims, figures = pl.collect_all([claim, figure.select("dimension", "per", "figure_id", "story_id")])
    if figures.is_empty() and claims.is_empty():
        return []
    dimension, per, own, where = (figures if figures.height else claims).row(0)
    if figures.is_empty():
        home = scan("documents").filter(pl.col("doc_id") == where).select("story_id").collect()
        where = home.item() if home.height else None
    found = scan("figures").filter(
        pl.col("figure_id").ne_missing(pl.lit(own, dtype=pl.String))
        & (pl.col("dimension") == (dimension or "count"))
        & pl.col("per").eq_missing(pl.lit(per, dtype=pl.String))
        & contains(pl.col("label"), text)
    )
    near = pl.col("story_id").eq_missing(pl.lit(where, dtype=pl.String))
    ranked = found.sort(near, "n_claims", "label", "figure_id", descending=[True, True, False, False])
    return ranked.head(CANDIDATES).collect().to_dicts()


def with_doubles(scan: Scan, claim_ids: Iterable[str]) -> tuple[str, ...]:
    """Claims with those that say the same: what they repeat, and their copies in the same figure.

    A copy that states another number is a claim of its own.
    """
    ids = list(dict.fromkeys(claim_ids))
    own = scan("claims").filter(pl.col("claim_id").is_in(ids)).collect()
    roots = [repeat_of or claim_id for claim_id, repeat_of in own.select("claim_id", "repeat_of").iter_rows()]
    same = ["figure_id", "surface", "value", "low", "high", "modifier", "counted", "state"]
    families = _families(scan, own["doc_id"].to_list())
    beside = scan("claims").filter(pl.col("doc_id").is_in([*families]) & pl.col("is_copy")).collect()
    doubles = beside.filter(pl.col("figure_id").is_not_null()).join(own.select(same), on=same, nulls_equal=True)
    home = {families[doc_id] for doc_id in own["doc_id"] if doc_id in families}
    found = doubles.select("claim_id", "doc_id").iter_rows()
    copies = sorted(claim_id for claim_id, doc_id in found if families[doc_id] in home)
    return tuple(dict.fromkeys([*(roots or ids), *copies]))


def _families(scan: Scan, doc_ids: list[str]) -> dict[str, str]:
    """The documents of the same text as those given, each with the original."""
    family = pl.coalesce("copy_of", "doc_id")
    documents = scan("documents").select("doc_id", family.alias("family"))
    own = documents.filter(pl.col("doc_id").is_in(doc_ids)).select("family").unique()
    return dict(documents.join(own, on="family", how="semi").collect().iter_rows())


def _mentions(row: Row, told: Things, text: str) -> bool:
    """Whether an act's words or what it is about hold every word of a text."""
    said = [row["who"], row["action"], row["value"] or ""]
    for target in row["targets"] or ():
        said += [
            told.figures.get(target, {}).get("label", ""),
            told.findings.get(target, {}).get("summary", ""),
            *(str(told.claims.get(target, {}).get(name) or "") for name in ("surface", "source", "counted")),
        ]
    whole = " ".join(said).lower()
    return all(word in whole for word in text.lower().split())
