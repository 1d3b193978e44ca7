"""What five articles must show, on the real parts: the demo's own, and the originals where the labels are present."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from benchmarks.accuracy import LABELS
from tracker.pipeline import build
from tracker.workspace import Workspace

DEMO = Path(__file__).parent.parent / "seeds"
ORIGINALS = LABELS / "seeds"


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(DEMO, id="demo"),
        pytest.param(
            ORIGINALS,
            id="originals",
            marks=[
                pytest.mark.shared,
                pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the labelled data is not part of a clone"),
            ],
        ),
    ],
)
def claims(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    workspace = tmp_path_factory.mktemp("corpus") / "workspace"
    report = build([request.param], workspace)
    assert not report.refused
    return Workspace.open(workspace).scan("claims").collect()


def figures(claims: pl.DataFrame, *conditions: pl.Expr) -> set[str | None]:
    """The figures of the claims that meet the conditions; there must be such claims."""
    found = claims.filter(pl.col("kind") == "quantity", *conditions)
    assert found.height > 0
    return set(found["figure_id"])


def is_value(*values: float) -> pl.Expr:
    return pl.col("value").is_in([float(value) for value in values])


NORTH_KOREAN = pl.col("subject").str.ends_with("| north korean")
LEVEL = pl.col("change").is_null()
AREA = pl.col("dimension") == "area"
PER_DAY = pl.col("per") == "day"


def test_the_north_korean_troops_are_one_figure_that_moves(claims: pl.DataFrame) -> None:
    found = claims.filter(is_value(10_000, 11_000, 12_000), LEVEL)
    assert {"more_than", "about", "at_most", "nearly"} <= set(found["modifier"])
    assert len(set(found["figure_id"])) == 1
    assert found["published"].n_unique() >= 4


def test_what_is_added_is_no_level(claims: pl.DataFrame) -> None:
    added = figures(claims, is_value(30_000))
    assert claims.filter(is_value(30_000))["change"].to_list()[0] == "increase"
    assert added.isdisjoint(figures(claims, is_value(10_000, 11_000, 12_000)))


def test_the_same_number_at_two_places_is_two_figures(claims: pl.DataFrame) -> None:
    first = pl.col("published").dt.year() == 2024
    kursk, sumy = figures(claims, is_value(50_000), first), figures(claims, is_value(50_000), ~first)
    assert len(kursk) == len(sumy) == 1
    assert kursk != sumy


def test_land_taken_and_land_retaken_are_two_figures(claims: pl.DataFrame) -> None:
    seized, retaken = figures(claims, AREA, is_value(400)), figures(claims, AREA, is_value(150))
    assert len(seized) == len(retaken) == 1
    assert seized != retaken


def test_vague_and_exact_rates_of_one_thing_are_one_figure(claims: pl.DataFrame) -> None:
    daily = claims.filter(PER_DAY)
    assert sorted(daily["low"].to_list()) == [100, 1200]
    assert len(set(daily["figure_id"])) == 1


@pytest.mark.parametrize(("surface", "kind"), [("Seven", "name"), ("2", "name"), ("2022", "date")])
def test_what_is_no_quantity_is_a_row_with_its_kind_and_in_no_figure(
    claims: pl.DataFrame, surface: str, kind: str
) -> None:
    rows = claims.filter(pl.col("surface").str.contains(rf"\b{surface}$"), pl.col("kind") != "quantity")
    assert kind in rows["kind"].to_list()
    assert rows["figure_id"].is_null().all()


def test_every_figure_that_the_articles_state_is_found(claims: pl.DataFrame) -> None:
    quantities = claims.filter(pl.col("kind") == "quantity")
    stated = {50_000, 12_000, 11_000, 10_000, 5_000, 30_000, 600, 1_350, 400, 150, 5e10, 2, 3, 5, 21}
    assert stated <= set(quantities["value"].drop_nulls())
    assert claims.filter(pl.col("kind") == "age")["value"].to_list() == [14]


def test_a_repeated_paragraph_is_kept_and_counts_once(claims: pl.DataFrame) -> None:
    repeats = claims.filter(pl.col("repeat_of").is_not_null(), is_value(11_000))
    assert repeats.height == 1
    assert repeats["repeat_of"][0] in claims["claim_id"].to_list()
