"""What sources do, counted, and where they stand in the figures that they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dashboard.queries.rows import Page, Row, Scan, contains, kept, kept_by_figure
from dashboard.state import Habit, Spread
from tracker.checking import habits

if TYPE_CHECKING:
    from dashboard import state

SOURCES_PER_PAGE = 30
MAP_FIGURES = 16
MAP_SOURCES = 12
LEADERS = 3
CLAIMS_AT_ONCE = 20_000
FEW = 5
"""Of fewer figures than this a share says nothing."""
_Z = 1.96

SHARES = {
    Habit.FIRST: ("first", "shared"),
    Habit.LAST: ("last", "shared"),
    Habit.ALONE: ("alone", "many"),
    Habit.HIGH: ("high", "compared"),
    Habit.LOW: ("low", "compared"),
    Habit.COPIES: ("copies", "documents"),
}
"""What a habit counts, and of how many."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that sources of a snapshot do: `stances` and `habits` as `tracker.checking.habits` gives them.

    `copying` is `source`, `original` and `documents`.
    """

    stances: pl.DataFrame
    habits: pl.DataFrame
    copying: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Map:
    """Figures (rows with `figure_id`, `label` and `cells` by source) against `sources`, and how many more there are."""

    figures: list[Row]
    sources: list[str]
    more: int


@dataclass(frozen=True, slots=True)
class SourcesView:
    """A page of sources with their habits, the leaders in each, the map, and who copies whom."""

    sources: Page
    leaders: dict[Habit, list[Row]]
    map: Map
    copying: list[Row]


def standing(scan: Scan) -> Standing:
    """What the sources of a snapshot do."""
    return Standing(
        kept_by_figure(scan, "stances", _stances),
        kept(scan, "habits", _habits),
        kept(scan, "copying", lambda scan: habits.copying(_origins(scan))),
    )


def _stances(scan: Scan) -> pl.DataFrame:
    """How sources stand in each figure; so many claims at a time, since every source is put beside every other."""
    claims = scan("claims").select(habits.CLAIM_COLUMNS).filter(pl.col("figure_id").is_not_null())
    parts = max(1, scan("claims").select(pl.len()).collect().item() // CLAIMS_AT_ONCE)
    part = pl.col("figure_id").hash(seed=1) % parts
    return pl.concat([habits.stances(claims.filter(part == number).collect()) for number in range(parts)])


def _habits(scan: Scan) -> pl.DataFrame:
    claims = scan("claims").select("figure_id", "source", "repeat_of", "is_copy").collect()
    return habits.habits(_origins(scan), claims, kept_by_figure(scan, "stances", _stances))


def _origins(scan: Scan) -> pl.DataFrame:
    return scan("documents").select("doc_id", "source", "copy_of").collect()


def sources(scan: Scan, known: Standing, wanted: state.Sources) -> SourcesView:
    """The sources that match, ordered as wanted, and the map of those of them that share most figures."""
    matching = known.habits.filter(contains(pl.col("source"), wanted.q))
    rows = _ordered(matching, wanted.sort, up=wanted.up)
    number = min(wanted.page, max(1, -(-rows.height // SOURCES_PER_PAGE)))
    shown = rows.slice((number - 1) * SOURCES_PER_PAGE, SOURCES_PER_PAGE).to_dicts()
    copying = known.copying.filter(contains(pl.concat_str("source", "original", separator=" "), wanted.q))
    return SourcesView(
        sources=Page(shown, rows.height, number, SOURCES_PER_PAGE),
        leaders={habit: leaders(matching, habit) for habit in (Habit.FIRST, Habit.ALONE, Habit.HIGH, Habit.LOW)},
        map=_map(scan, known.stances, matching, wanted.spread),
        copying=copying.head(12).to_dicts(),
    )


def all_sources(scan: Scan, wanted: state.Habits) -> pl.LazyFrame:
    """All sources that match with their habits, ordered as wanted."""
    matching = kept(scan, "habits", _habits).filter(contains(pl.col("source"), wanted.q))
    return _ordered(matching, wanted.sort, up=wanted.up).lazy()


def leaders(found: pl.DataFrame, habit: Habit) -> list[Row]:
    """Up to three sources that do this most, by the share that is at least likely; none of few cases, or of one."""
    part, whole = SHARES[habit]
    enough = found.filter((pl.col(whole) >= FEW) & (pl.col(part) > 1))
    return _ordered(enough, habit, up=False).head(LEADERS).to_dicts()


def at_least(part: str, whole: str) -> pl.Expr:
    """The lower end of a share's 95 % interval (Wilson, 1927), 0 of nothing; 30 of 40 is surer than three of three."""
    n = pl.col(whole).cast(pl.Float64)
    share = pl.col(part) / n
    middle = share + _Z**2 / (2 * n)
    reach = _Z * ((share * (1 - share) + _Z**2 / (4 * n)) / n).sqrt()
    return pl.when(n > 0).then((middle - reach) / (1 + _Z**2 / n)).otherwise(0.0)


def _ordered(found: pl.DataFrame, habit: Habit, *, up: bool) -> pl.DataFrame:
    if habit is Habit.NAME:
        return found.sort(pl.col("source").str.to_lowercase(), "source", descending=up)
    key = at_least(*SHARES[habit]) if habit in SHARES else pl.col(habit.value).cast(pl.Float64)
    return found.sort(key, pl.col("claims"), pl.col("source"), descending=[not up, not up, False])


def _map(scan: Scan, stances: pl.DataFrame, matching: pl.DataFrame, spread: Spread) -> Map:
    """The sources that are compared most, and the figures in which most of them are, or are furthest apart."""
    compared = stances.filter((pl.col("others") > 0) & pl.col("source").is_in(matching["source"].implode()))
    columns = compared.group_by("source").len().sort("len", "source", descending=[True, False]).head(MAP_SOURCES)
    names = columns["source"].to_list()
    inside = compared.filter(pl.col("source").is_in(names))
    apart = (pl.col("deviation") + 1).clip(1e-3, 1e3).log().abs().max().fill_null(0.0)
    found = inside.group_by("figure_id").agg(
        (pl.col("stance") != "near").any().alias("differ"), pl.len().alias("size"), apart.alias("apart")
    )
    keys = ["differ", "size", "apart"] if spread is Spread.SOURCES else ["differ", "apart", "size"]
    chosen = found.sort(*keys, "figure_id", descending=[True, True, True, False]).head(MAP_FIGURES)
    labels = scan("figures").filter(pl.col("figure_id").is_in(chosen["figure_id"].to_list()))
    label_of = dict(labels.select("figure_id", "label").collect().iter_rows())
    cells: dict[str, dict[str, Row]] = {figure_id: {} for figure_id in chosen["figure_id"]}
    for cell in stances.filter(pl.col("figure_id").is_in(list(cells)), pl.col("source").is_in(names)).to_dicts():
        cells[cell["figure_id"]][cell["source"]] = cell
    used = [name for name in names if any(name in own for own in cells.values())]
    rows = [{"figure_id": each, "label": label_of.get(each, each), "cells": own} for each, own in cells.items()]
    return Map(rows, used, found.height - chosen.height)
