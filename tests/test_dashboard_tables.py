"""What is at hand in memory is what stands in the files: no page differs, before and after a judgement."""

from __future__ import annotations

import time
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from benchmarks import synthetic
from dashboard import queries, snapshots, state
from dashboard.queries import beforehand
from dashboard.queries.rows import kept_by_figure
from dashboard.queries.words import words
from dashboard.tables import Tables
from tests.sample_workspace import HARBOUR, id_of, tables
from tracker.review import Action, Judged, judge
from tracker.schema import TABLES
from tracker.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = tmp_path / "workspace"
    Workspace.create(path).commit(tables())
    return path


def loaded(path: Path) -> snapshots.Library:
    """A library whose tables are at hand."""
    at_hand = Tables(beforehand.make)
    library = snapshots.Library(path, at_hand)
    library.opened()
    for _ in range(2_000):
        if set(at_hand._held) == {"figures", "findings", "claims"}:
            break
        time.sleep(0.01)
    assert set(at_hand._held) == {"figures", "findings", "claims"}
    return library


def assert_same(library: snapshots.Library) -> None:
    near, far = library.opened().scan, snapshots.opened(library.path).scan
    for name, table in TABLES.items():
        assert_frame_equal(near(name).collect(), far(name).collect(), check_row_order=False)
        assert near(name).collect_schema() == table.polars
    for wanted in (state.Figures(), state.Figures(q="dockers"), state.Figures(sort=state.Sort.LABEL, up=True)):
        assert queries.list_figures(near, wanted) == queries.list_figures(far, wanted)
    for each in (state.Inbox(), state.Inbox(q="500")):
        assert queries.list_findings(near, each) == queries.list_findings(far, each)
    assert queries.totals(near) == queries.totals(far)
    assert queries.list_documents(near, state.Documents(q="dockers")) == queries.list_documents(
        far, state.Documents(q="dockers")
    )
    assert_frame_equal(kept_by_figure(near, "words", words), kept_by_figure(far, "words", words), check_row_order=False)


def test_tables_at_hand_are_those_of_the_files(workspace: Path) -> None:
    assert_same(loaded(workspace))


def test_they_are_after_a_judgement_too(workspace: Path) -> None:
    library = loaded(workspace)
    judge(Workspace.open(workspace), "A", Judged(Action.WRONG, (id_of("a.txt", "400"),)))
    judge(Workspace.open(workspace), "A", Judged(Action.RENAME, (HARBOUR,), "Renamed"))
    assert_same(library)
    assert queries.list_figures(library.opened().scan, state.Figures(q="renamed"))[0].total == 1


def test_a_newer_build_takes_the_place_of_an_older_one(workspace: Path) -> None:
    library = loaded(workspace)
    made = Workspace.open(workspace)
    made.commit({"claims": tables()["claims"].head(3)})
    assert library.opened().scan("claims").select(pl.len()).collect().item() == 3
    assert library.opened(1).scan("claims").select(pl.len()).collect().item() == tables()["claims"].height


def test_another_workspace_in_its_place_is_seen(workspace: Path, tmp_path: Path) -> None:
    library = loaded(workspace)
    workspace.rename(tmp_path / "old")
    Workspace.create(workspace).commit({"figures": tables()["figures"].head(1)})
    assert library.opened().scan("figures").select(pl.len()).collect().item() == 1


def test_made_up_claims_have_true_spans() -> None:
    frames = synthetic.tables(25_000)
    texts = frames["documents"].select("doc_id", "text")
    cut = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    assert frames["claims"].join(texts, on="doc_id").filter(cut != pl.col("surface")).is_empty()
    assert frames["claims"]["claim_id"].is_unique().all()
