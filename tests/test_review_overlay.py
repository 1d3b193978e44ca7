"""Judgements are in effect at once, exactly as the next build bakes them in, and can be taken back before or after."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tracker.pipeline import build
from tracker.review import Action, Judged, judge, laid_over, take_back
from tracker.workspace import ORDER, Workspace

ROOT = Path(__file__).parent.parent
SHOWN = ("documents", "claims", "figures", "findings")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeds") / "workspace"
    build([ROOT / "seeds"], path)
    return path


@pytest.fixture
def workspace(seeds: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(seeds, tmp_path / "workspace")
    yield Workspace.open(tmp_path / "workspace")


def at_once(workspace: Workspace) -> dict[str, pl.DataFrame]:
    laid = laid_over(workspace)
    return {table: laid.scan(table).sort(ORDER[table]).collect() for table in SHOWN}


def built(workspace: Workspace) -> dict[str, pl.DataFrame]:
    build([], workspace.path)
    return {table: workspace.read(table) for table in SHOWN}


def assert_same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    for table in SHOWN:
        assert_frame_equal(one[table], other[table])


def largest(workspace: Workspace, place: int = 0) -> str:
    figures = laid_over(workspace).scan("figures").sort("n_claims", "figure_id", descending=True).collect()
    return str(figures["figure_id"][place])


def claims_of(workspace: Workspace, figure_id: str) -> list[str]:
    claims = laid_over(workspace).scan("claims").filter(pl.col("figure_id") == figure_id, pl.col("repeat_of").is_null())
    return claims.sort("claim_id").collect()["claim_id"].to_list()


def random_act(workspace: Workspace, chance: random.Random) -> None:
    tables = at_once(workspace)
    figures = tables["figures"]["figure_id"].to_list()
    claims = tables["claims"].filter(pl.col("kind") == "quantity")["claim_id"].to_list()
    figure_id = chance.choice(figures)
    own = claims_of(workspace, figure_id)
    acts = [
        Judged(Action.WRONG, (chance.choice(claims),)),
        Judged(Action.SAME, (figure_id, chance.choice(figures))),
        Judged(Action.SAME, (chance.choice(claims), figure_id)),
        Judged(Action.SAME, (chance.choice(claims), chance.choice(claims))),
        Judged(Action.DIFFERENT, (figure_id, *chance.sample(own, min(2, len(own)))), chance.choice([None, "Apart"])),
        Judged(Action.DIFFERENT, tuple(own[:3])),
        Judged(Action.RENAME, (figure_id,), "Another name"),
    ]
    if tables["findings"].height:
        finding = chance.choice(tables["findings"]["finding_id"].to_list())
        acts += [Judged(Action.DISMISSED, (finding,)), Judged(Action.CONFIRMED, (finding,))]
    act = chance.choice(acts)
    if act.targets:
        judge(workspace, "desk", act)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_shown_at_once_is_what_the_next_build_makes(workspace: Workspace, seed: int) -> None:
    chance = random.Random(seed)
    untouched = at_once(workspace)
    for _ in range(3):
        for _ in range(4):
            random_act(workspace, chance)
        made = workspace.read("judgements").filter(pl.col("action") != "undo")["judgement_id"].to_list()
        in_force = set(made) - set(workspace.read("judgements")["supersedes"])
        take_back(workspace, "desk", chance.choice(sorted(in_force)))
        shown = at_once(workspace)
        assert_same(shown, built(workspace))
    taken = set(workspace.read("judgements")["supersedes"].drop_nulls())
    for row in workspace.read("judgements").iter_rows(named=True):
        if row["action"] != "undo" and row["judgement_id"] not in taken:
            take_back(workspace, "desk", row["judgement_id"])
    assert_same(at_once(workspace), untouched)
    assert_same(built(workspace), untouched)
