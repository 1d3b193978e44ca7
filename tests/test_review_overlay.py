"""Judgements are in effect at once, exactly as the next build bakes them in, and can be taken back before or after."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tracker.errors import UsageError
from tracker.pipeline import build
from tracker.review import Action, Judged, Laid, judge, laid_over, take_back
from tracker.workspace import ORDER, Workspace

ROOT = Path(__file__).parent.parent
SHOWN = ("documents", "claims", "figures", "findings")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeds") / "workspace"
    build([ROOT / "seeds"], path)
    return path


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of a few events by several papers that differ, copy each other and sometimes alter what they copy."""
    chance = random.Random(7)  # noqa: S311 -- a repeatable choice, nothing secret
    folder = tmp_path_factory.mktemp("made-up")
    lines = []
    for number in range(28):
        town, ship = chance.choice([("Norwick", "Halmar Star"), ("Tarnsund", "Brisa")])
        dead, hurt = chance.choice([12, 14, 15, 120]), chance.choice([30, 31, 40])
        text = (
            f"The ferry {ship} sank off {town} on Monday after a fire broke out below deck, the coast guard said. "
            f"{chance.choice(['At least ', 'About ', ''])}{dead} people were killed and {hurt} were injured in {town}. "
            f"{dead} people were killed, of whom {chance.choice([3, 4, 200])} were children, officials said. "
            f"The owner paid ${chance.choice([2, 3])} million. Divers searched {chance.choice([40, 50])} square miles."
        )
        day = chance.randint(2, 6)
        lines.append(
            {"id": f"d{number:02}", "text": text, "source": f"Paper {number % 5}", "published": f"2026-03-0{day}"}
        )
        if chance.random() < 0.4:
            copy = text.replace(f"{hurt} were", f"{hurt + chance.choice([0, 0, 5])} were") + " More follows."
            lines.append({"id": f"c{number:02}", "text": copy, "source": "Wire", "published": f"2026-03-0{day + 1}"})
    articles = folder / "articles.jsonl"
    articles.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    build([articles], folder / "workspace")
    return folder / "workspace"


@pytest.fixture
def workspace(seeds: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(seeds, tmp_path / "workspace")
    return Workspace.open(tmp_path / "workspace")


@pytest.fixture
def larger(made_up: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(made_up, tmp_path / "workspace")
    return Workspace.open(tmp_path / "workspace")


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


def judge_at_random(workspace: Workspace, seed: int) -> None:
    """A dozen acts and their takings-back, with a build after every few; each time what is shown is what is built."""
    chance = random.Random(seed)  # noqa: S311 -- a repeatable choice, nothing secret
    untouched = at_once(workspace)
    for _ in range(3):
        for _ in range(4):
            random_act(workspace, chance)
        take_back(workspace, "desk", chance.choice(in_effect(workspace)))
        shown = at_once(workspace)
        assert_same(shown, built(workspace))
    for judgement_id in in_effect(workspace):
        take_back(workspace, "desk", judgement_id)
    assert_same(at_once(workspace), untouched)
    assert_same(built(workspace), untouched)


def in_effect(workspace: Workspace) -> list[str]:
    judgements = workspace.read("judgements")
    taken_back = judgements["supersedes"].drop_nulls()
    return judgements.filter((pl.col("action") != "undo") & ~pl.col("judgement_id").is_in(taken_back.implode()))[
        "judgement_id"
    ].to_list()


@pytest.mark.parametrize("seed", range(2))
def test_what_is_shown_at_once_is_what_the_next_build_makes(workspace: Workspace, seed: int) -> None:
    judge_at_random(workspace, seed)


@pytest.mark.parametrize("seed", [11, 12])
def test_so_it_is_among_copies_tolls_and_sums(larger: Workspace, seed: int) -> None:
    judge_at_random(larger, seed)


def test_a_misread_claim_is_in_no_figure_and_its_figure_keeps_id_and_name(workspace: Workspace) -> None:
    figure_id = largest(workspace)
    before = at_once(workspace)["figures"].filter(pl.col("figure_id") == figure_id)
    earliest, *others = claims_of(workspace, figure_id)
    for claim_id in (earliest, *others[:-1]):
        judge(workspace, "desk", Judged(Action.WRONG, (claim_id,)))
    after = at_once(workspace)["figures"].filter(pl.col("figure_id") == figure_id)
    assert after["label"].to_list() == before["label"].to_list()
    assert after["n_claims"].to_list() == [1]
    assert claims_of(workspace, figure_id) == others[-1:]


def test_a_figure_whose_claims_are_all_misread_is_gone(workspace: Workspace) -> None:
    figure_id = largest(workspace)
    for claim_id in claims_of(workspace, figure_id):
        judge(workspace, "desk", Judged(Action.WRONG, (claim_id,)))
    tables = at_once(workspace)
    assert figure_id not in tables["figures"]["figure_id"].to_list()
    assert figure_id not in tables["findings"]["figure_id"].to_list()


def test_joined_figures_go_by_the_first_and_come_apart_again_after_a_build(workspace: Workspace) -> None:
    untouched = at_once(workspace)
    first, second = largest(workspace, 1), largest(workspace, 0)
    every = {*claims_of(workspace, first), *claims_of(workspace, second)}
    act = judge(workspace, "desk", Judged(Action.SAME, (first, second)))
    assert set(claims_of(workspace, first)) == every
    assert laid_over(workspace).merged == {second: first}
    build([], workspace.path)
    take_back(workspace, "desk", act)
    assert_same(at_once(workspace), untouched)


def test_claims_split_off_stay_together_under_the_name_given(workspace: Workspace) -> None:
    figure_id = largest(workspace)
    out = claims_of(workspace, figure_id)[:2]
    judge(workspace, "desk", Judged(Action.DIFFERENT, (figure_id, *out), "Another thing"))
    figures = at_once(workspace)["figures"]
    made = figures.filter(pl.col("label") == "Another thing")["figure_id"].item()
    assert claims_of(workspace, made) == out
    judge(workspace, "desk", Judged(Action.RENAME, (made,), "A third thing"))
    assert "A third thing" in at_once(workspace)["figures"]["label"].to_list()


def test_a_dismissed_alarm_no_longer_disputes_its_figures(workspace: Workspace) -> None:
    def disputed() -> list[str]:
        return at_once(workspace)["figures"].filter(pl.col("status") == "disputed")["figure_id"].to_list()

    tables = at_once(workspace)
    alarm = tables["findings"].filter(pl.col("class") == "arithmetic").row(0, named=True)
    concerned = tables["claims"].filter(pl.col("claim_id").is_in(alarm["claim_ids"]))["figure_id"]
    concerned = concerned.drop_nulls().unique().sort()
    assert disputed() == concerned.to_list()
    assert len(concerned) == 2
    act = judge(workspace, "desk", Judged(Action.DISMISSED, (alarm["finding_id"],)))
    assert disputed() == []
    take_back(workspace, "desk", act)
    assert disputed() == concerned.to_list()


def test_a_claim_that_a_rule_left_out_is_put_in_by_hand(tmp_path: Path) -> None:
    text = "Ferries collided on Monday. The two ships sank. A report said 14 ships sank off Norwick in all this year."
    article = tmp_path / "a.jsonl"
    article.write_text(json.dumps({"id": "a", "text": text, "source": "Desk", "published": "2026-03-02"}) + "\n")
    build([article], tmp_path / "w")
    workspace = Workspace.open(tmp_path / "w")
    claims = at_once(workspace)["claims"]
    left_out = claims.filter(pl.col("figure_id").is_null() & (pl.col("kind") == "quantity"))["claim_id"].to_list()
    figure_id = claims.drop_nulls("figure_id")["figure_id"][0]
    assert left_out, "a known set is in no figure"
    judge(workspace, "desk", Judged(Action.SAME, (left_out[0], figure_id)))
    assert left_out[0] in claims_of(workspace, figure_id)
    assert_same(at_once(workspace), built(workspace))


def test_what_two_counts_of_a_sentence_explain_goes_and_comes_with_one_of_them(tmp_path: Path) -> None:
    start = "Rallies in the region were broken up on Monday, the ministry said. Police arrested "
    told = ("30 people in Norwick and arrested five people in Tarnsund.", "35 people.", "30 people in Norwick.")
    lines = [
        {"id": f"d{number}", "text": start + text, "source": f"Paper {number}", "published": "2026-03-02"}
        for number, text in enumerate(told)
    ]
    articles = tmp_path / "a.jsonl"
    articles.write_text("".join(json.dumps(line) + "\n" for line in lines))
    build([articles], tmp_path / "w")
    workspace = Workspace.open(tmp_path / "w")
    claims = at_once(workspace)["claims"]

    def kinds() -> list[str]:
        return at_once(workspace)["findings"]["class"].to_list()

    judge(workspace, "desk", Judged(Action.WRONG, tuple(claims.filter(pl.col("doc_id") == "d2")["claim_id"])))
    assert kinds() == ["scope"], "the other figure's five are still in the sentence"
    act = judge(workspace, "desk", Judged(Action.WRONG, tuple(claims.filter(pl.col("value") == 5)["claim_id"])))
    assert kinds() == ["conflict"]
    assert_same(at_once(workspace), built(workspace))
    take_back(workspace, "desk", act)
    assert kinds() == ["scope"]


def test_a_past_snapshot_shows_the_judgements_of_its_time(workspace: Workspace) -> None:
    figure_id = largest(workspace)
    before = workspace.snapshot()
    judge(workspace, "desk", Judged(Action.RENAME, (figure_id,), "A new name"))

    def label(laid: Laid) -> str:
        found = laid.scan("figures").filter(pl.col("figure_id") == figure_id).collect()
        return str(found["label"].item())

    assert label(laid_over(workspace)) == "A new name"
    assert label(laid_over(workspace, before)) != "A new name"


def test_an_act_can_be_taken_back_once(workspace: Workspace) -> None:
    act = judge(workspace, "ann", Judged(Action.NOTE, (largest(workspace),), "Look again."))
    take_back(workspace, "ben", act)
    with pytest.raises(UsageError, match="taken back already"):
        take_back(workspace, "ann", act)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (Judged(Action.NOTE, ("x",), "  "), "some words"),
        (Judged(Action.NOTE, ("x",), "x" * 3_000), "at most"),
        (Judged(Action.RENAME, ("x",), None), "needs a name"),
        (Judged(Action.RENAME, ("x",), "x" * 200), "at most"),
        (Judged(Action.WRONG, ()), "names 1 to"),
    ],
)
def test_an_act_that_says_nothing_or_too_much_is_refused(workspace: Workspace, act: Judged, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        judge(workspace, "desk", act)
    assert workspace.read("judgements").is_empty()


REVIEWER = """
import sys
from pathlib import Path
from tracker.review import Action, Judged, judge, laid_over
from tracker.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
for number in range(8):
    judge(workspace, sys.argv[2], Judged(Action.NOTE, (f"thing {number}",), f"note {number}"))
    laid_over(workspace).scan("figures").collect()
"""


def test_two_reviewers_at_once_lose_nothing(workspace: Workspace) -> None:
    names = ("ann", "ben")
    running = [
        subprocess.Popen([sys.executable, "-c", REVIEWER, str(workspace.path), name], cwd=ROOT) for name in names
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    kept = workspace.read("judgements").group_by("who").len().sort("who").rows()
    assert kept == [("ann", 8), ("ben", 8)]
