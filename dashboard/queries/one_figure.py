"""One figure with its claims, its findings and its levels over time, in one unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from dashboard.levels import Level, Said, level, said_of
from dashboard.naming import leading, source_name
from dashboard.queries.claims import claims_of, worded
from dashboard.queries.judgements import acts_on
from dashboard.queries.rows import TIME_ORDER, Row, Scan, witness, worst_first
from tracker.checking.consensus import BOUNDS, consensus_over_time
from tracker.checking.readings import readings, usable
from tracker.checking.standing import concerned
from tracker.model import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Made = TypeVar("Made")
MAX_LEVELLED = 1_000
"""A figure of more claims is drawn without its level over time, which takes the square of their number."""
_UNSHOWN = [
    *("canonical_value", "canonical_low", "canonical_high", "canonical_unit", "dimension", "kind"),
    *("counted", "subject", "state", "place", "via", "part_of", "outlook"),
]
"""What no page says of a claim among others; twenty thousand rows take their time."""


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure with its claims (in order of time, undated last) and its findings (worst first).

    `claims` has most columns of the claims table and `plot_value`, `plot_low`, `plot_high`
    (in the figure's unit; null where they can't be brought into it). `folded` is how many copies and
    repeats were left out. `levels` are `as_of`, `low`, `best` and `high` after each day on which something was claimed.
    `best` is null there until a claim states a level and not only a bound.
    `elsewhere` are the claims of its findings that stand in another figure or in none. `notes` are what readers wrote
    about its claims (`claim_id`, `text`, `who`), the latest first.
    `worded` gives some of `claims` with the text of their `sentence`, which takes long for many.
    `made` keeps what is made of the figure as long as the figure itself is kept (`once`).
    """

    figure: Row
    claims: list[Row]
    findings: list[Row]
    folded: int
    levels: list[Row]
    elsewhere: list[Row]
    notes: list[Row] = field(default_factory=list)
    worded: Callable[[Sequence[Row]], Sequence[Row]] = tuple
    made: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def said(self) -> list[Said]:
        """What the claims state in the figure's unit, in the order said last."""
        return self.once("said", lambda: said_of(self.claims))

    @property
    def level(self) -> Level:
        """The figure's level as its claims word it."""
        return self.once("level", lambda: level(self.figure, self.said))

    @property
    def sources(self) -> list[str]:
        """The sources of the claims, that with most claims first; those of an unknown one under the words for it."""
        return self.once("sources", lambda: leading(map(source_name, self.claims)))

    @property
    def modifiers(self) -> frozenset[str | None]:
        """The hedges that the claims use."""
        return self.once("modifiers", lambda: frozenset(row["modifier"] for row in self.claims))

    @property
    def undrawn(self) -> int:
        """How many claims can't be brought into the figure's unit."""
        return self.once("undrawn", lambda: sum(map(_without_value, self.claims)))

    def once(self, name: object, make: Callable[[], Made]) -> Made:
        """What `make` gives, made the first time that it is asked for by this name."""
        if name not in self.made:
            self.made[name] = make()
        found: Made = self.made[name]
        return found


def _without_value(row: Row) -> bool:
    return row["plot_value"] is None and row["plot_low"] is None and row["plot_high"] is None


def figure(scan: Scan, figure_id: str, *, unfolded: bool = False) -> FigureView | None:
    """Everything about one figure; None if the snapshot has no such figure.

    It is made once if the tables come with a place to keep it (`keep_view`): its page, chart and evidence share it.
    """
    keep = getattr(scan, "keep_view", None)
    if keep is None:
        return _figure(scan, figure_id, unfolded)
    found: FigureView | None = keep((figure_id, unfolded), partial(_figure, figure_id=figure_id, unfolded=unfolded))
    return found


def _figure(scan: Scan, figure_id: str, unfolded: bool) -> FigureView | None:
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
    own = findings.lazy().join(concerned(findings.lazy(), claims.lazy()), on="finding_id", how="semi").collect()
    kept = claims if unfolded else claims.filter(witness())
    kept = in_unit(kept, row["unit"]).sort(TIME_ORDER, nulls_last=True).drop(_UNSHOWN)
    levels = _levels(claims) if claims.height <= MAX_LEVELLED else []
    listed = worst_first(own).to_dicts()
    elsewhere = {each for finding in listed for each in finding["claim_ids"]}.difference(ids)
    return FigureView(
        figure=row,
        claims=kept.to_dicts(),
        findings=listed,
        folded=claims.height - kept.height,
        levels=levels,
        elsewhere=claims_of(scan, sorted(elsewhere)) if elsewhere else [],
        notes=_notes(scan, ids),
        worded=partial(worded, scan),
    )


def _notes(scan: Scan, claim_ids: list[str]) -> list[Row]:
    own = set(claim_ids)
    written = [act for act in acts_on(scan, claim_ids) if act["action"] == "note" and act["value"]]
    return [
        {"claim_id": target, "text": act["value"], "who": act["who"]}
        for act in written
        for target in act["targets"]
        if target in own
    ]


def _levels(claims: pl.DataFrame) -> list[Row]:
    """The consensus over time (`as_of`, `low`, `best`, `high`), with a best only once a claim states a level."""
    stated = [each.day for each in readings(usable(claims).iter_rows(named=True)) if each.modifier not in BOUNDS]
    first = min((day for day in stated if day is not None), default=None)
    rows = consensus_over_time(claims).to_dicts()
    return [row if first and row["as_of"] >= first else {**row, "best": None} for row in rows]


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
