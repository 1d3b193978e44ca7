"""The reviewer's desk without a browser: who may judge, what is refused, and what each act says it did."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import flask
import polars as pl
import pytest

from dashboard import access, deeds, queries
from dashboard.access import Reader, Role
from dashboard.desk import MAY_NOT, PAST, Desk
from dashboard.state import Audit, Figure, href, parse
from tracker.pipeline import build
from tracker.review import laid_over
from tracker.workspace import Workspace

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeds") / "workspace"
    build([SEEDS], path)
    return path


@pytest.fixture
def workspace(seeds: Path, tmp_path: Path) -> Workspace:
    return Workspace.open(Path(shutil.copytree(seeds, tmp_path / "workspace")))


@pytest.fixture
def desk(workspace: Workspace) -> Iterator[Desk]:
    with flask.Flask(__name__).test_request_context():
        access.recognise(Reader("ann", Role.REVIEWER))
        yield Desk(workspace.path)


def figures(workspace: Workspace) -> list[str]:
    found = laid_over(workspace).scan("figures").sort("n_claims", "figure_id", descending=True).collect()
    return list(found["figure_id"])


def claims(workspace: Workspace, figure_id: str) -> list[str]:
    found = laid_over(workspace).scan("claims").filter(pl.col("figure_id") == figure_id).sort("claim_id").collect()
    return list(found["claim_id"])


def findings(workspace: Workspace) -> list[str]:
    return list(laid_over(workspace).scan("findings").sort("severity", descending=True).collect()["finding_id"])


def last_act(workspace: Workspace) -> str:
    scan = laid_over(workspace).scan
    acts = queries.list_acts(scan, Audit())
    return deeds.said(acts.page.rows[0], acts.things)


def test_a_viewer_is_refused_by_the_server(desk: Desk, workspace: Workspace) -> None:
    access.recognise(Reader("vic", Role.VIEWER))
    acts = [
        desk.decide(findings(workspace)[0], "dismissed"),
        desk.rename(figures(workspace)[0], "Mine"),
        desk.note(figures(workspace)[0], "x"),
        desk.undo("x"),
    ]
    assert {act.said for act in acts} == {MAY_NOT}
    assert {act.snapshot for act in acts} == {None}
    assert workspace.read("judgements").is_empty()


def test_outside_of_a_request_nobody_may_judge(workspace: Workspace) -> None:
    assert Desk(workspace.path).decide(findings(workspace)[0], "confirmed").said == MAY_NOT


def test_a_past_snapshot_is_not_judged(desk: Desk, workspace: Workspace) -> None:
    assert replace(desk, search="?snapshot=1").rename(figures(workspace)[0], "Old").said == PAST
    assert workspace.read("judgements").is_empty()


def test_an_act_is_signed_and_told(desk: Desk, workspace: Workspace) -> None:
    done = desk.decide(findings(workspace)[0], "confirmed")
    assert done.said.startswith("Confirmed: ")
    assert done.judgement_id
    assert workspace.read("judgements")["who"].to_list() == ["ann"]
    assert last_act(workspace) == "confirmed a finding"
    assert desk.decide(findings(workspace)[0], "open").said.startswith("Open again")
    assert "open already" in desk.decide(findings(workspace)[0], "open").said
    assert last_act(workspace) == "took back: confirmed a finding"


@pytest.mark.parametrize("gone", ["", "x" * 40, "'; --"])
def test_what_is_gone_is_said_to_be_gone(desk: Desk, workspace: Workspace, gone: str) -> None:
    for done in (
        desk.decide(gone, "dismissed"),
        desk.wrong(gone),
        desk.apart(gone),
        desk.move(claims(workspace, figures(workspace)[0])[0], gone),
        desk.join(figures(workspace)[0], gone),
        desk.split(gone, [], None),
        desk.rename(gone, "A name"),
        desk.note(gone, "A note"),
    ):
        assert "no longer there" in done.said
        assert done.snapshot is None
    assert "never made" in desk.undo(gone).said
    assert workspace.read("judgements").is_empty()


def test_a_claim_goes_with_its_copies_in_other_articles(tmp_path: Path) -> None:
    text = "A ferry sank off Norwick. At least 14 people were killed in Norwick, the coast guard said on Monday. "
    body = text + "Divers searched the harbour all night while relatives waited on the quay for news of the crew."
    lines = [
        f'{{"id": "{name}", "text": "{body}", "source": "{name}", "published": "2026-03-0{day}"}}'
        for day, name in ((2, "Agency"), (3, "Courier"), (4, "Echo"))
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    build([tmp_path / "a.jsonl"], tmp_path / "w")
    workspace = Workspace.open(tmp_path / "w")
    own = workspace.read("claims").filter((pl.col("doc_id") == "Agency") & (pl.col("value") == 14))["claim_id"].item()
    assert len(queries.with_doubles(laid_over(workspace).scan, [own])) == 3
    with flask.Flask(__name__).test_request_context():
        access.recognise(Reader("ann", Role.REVIEWER))
        done = Desk(workspace.path).wrong(own)
    assert done.gone
    assert laid_over(workspace).scan("figures").collect().is_empty()


def test_a_figure_that_was_joined_to_another_is_found_there(desk: Desk, workspace: Workspace) -> None:
    first, second, third = figures(workspace)[:3]
    assert "now part of" in desk.join(second, first).said
    assert "now part of" in desk.join(third, second).said
    scan = laid_over(workspace).scan
    assert queries.joined_to(scan, first) == third
    assert queries.joined_to(scan, "elsewhere") is None
    assert re.fullmatch(r"joined “.+” to it", last_act(workspace))
    assert "can't be joined with itself" in desk.join(third, third).said


def test_splitting_leaves_at_least_one_claim(desk: Desk, workspace: Workspace) -> None:
    figure_id = figures(workspace)[0]
    every = claims(workspace, figure_id)
    assert "leave one" in desk.split(figure_id, every, None).said
    assert "at least one" in desk.split(figure_id, [], None).said
    done = desk.split(figure_id, every[:1], "Apart")
    assert done.aim is not None
    assert isinstance(done.aim[1], Figure)
    assert claims(workspace, done.aim[1].figure_id)[:1] == every[:1]


def test_moving_the_only_claim_leaves_the_page(desk: Desk, workspace: Workspace) -> None:
    single = figures(workspace)[-1]
    done = desk.move(claims(workspace, single)[0], figures(workspace)[0])
    assert done.gone == single
    assert last_act(workspace).startswith("moved a claim to “")


def test_figures_to_pick_from_are_of_the_same_unit_and_not_the_own(workspace: Workspace) -> None:
    scan = laid_over(workspace).scan
    figure_id = figures(workspace)[0]
    rows = queries.figures_like(scan, figure_id, "north korean")
    assert rows
    assert figure_id not in {row["figure_id"] for row in rows}
    assert {row["dimension"] for row in rows} == {"count"}
    by_claim = queries.figures_like(scan, claims(workspace, figure_id)[0], "north korean")
    assert [row["figure_id"] for row in by_claim] == [row["figure_id"] for row in rows]
    assert queries.figures_like(scan, "nowhere", "") == []


def test_the_audit_is_searched_by_who_what_and_words(desk: Desk, workspace: Workspace) -> None:
    figure_id = figures(workspace)[0]
    desk.note(figure_id, "Ask the embassy")
    access.recognise(Reader("ben", Role.REVIEWER))
    desk.rename(figure_id, "Soldiers")
    scan = laid_over(workspace).scan

    def found(wanted: Audit) -> list[str]:
        return [row["action"] for row in queries.list_acts(scan, wanted).page.rows]

    assert found(Audit()) == ["rename", "note"]
    assert found(Audit(who="ann")) == ["note"]
    assert found(Audit(action="rename")) == ["rename"]
    assert found(Audit(q="EMBASSY")) == ["note"]
    assert found(Audit(q="soldiers")) == ["rename", "note"], "what they are about counts, too"
    assert found(Audit(page=9)) == ["rename", "note"]


@pytest.mark.parametrize("wanted", [Audit(), Audit(who="ann", action="same", q="a & b", page=3)])
def test_the_address_of_the_audit_says_all(wanted: Audit) -> None:
    path, _, query = href(wanted).partition("?")
    assert parse(path, f"?{query}") == wanted
