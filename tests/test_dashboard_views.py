"""From an address to a page, without a browser: every place filled, and what can't be shown said."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from dash import no_update
from plotly.utils import PlotlyJSONEncoder

from dashboard import beside, queries, snapshots, state, views
from dashboard.pages import inbox, parts
from tests.sample_workspace import FLOOD, HARBOUR, id_of, tables
from tracker.workspace import Workspace

_SOME = queries.Totals(figures=1, documents=1, sources=1, claims=1, alarms=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = tmp_path / "workspace"
    Workspace.create(path).commit(tables())
    return path


def shown(workspace: Path, path: str, search: str = "") -> str:
    page = views.page(partial(snapshots.opened, workspace), path, search).page
    return written(page)


def written(component: Any) -> str:
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize(
    ("path", "search", "words"),
    [
        ("/", "", "At most 500 and exactly 520 cannot both hold."),
        ("/figures", "", "Dockers on strike"),
        ("/figures", "?q=river", "Flow of the river"),
        (f"/figures/{HARBOUR}", "", "Choose a point"),
        (f"/figures/{HARBOUR}", f"?claim={id_of('a.txt', '400')}", "The quay was busy."),
        (f"/figures/{HARBOUR}", "?claim=gone", "no claim with that id"),
        (f"/figures/{FLOOD}", "", "One claim only"),
        ("/figures/gone", "", "No such figure"),
        ("/documents", "", "Coast Daily"),
        ("/documents/a.txt", "", "Nobody spoke to us."),
        ("/documents/gone", "", "No such document"),
        ("/nowhere", "", "Nothing is here"),
    ],
)
def test_a_page_comes_whole(workspace: Path, path: str, search: str, words: str) -> None:
    assert words in shown(workspace, path, search)


def test_hedges_show_in_the_list_and_at_the_head_of_the_page(tmp_path: Path) -> None:
    frames = tables()
    least = frames["claims"].filter(pl.col("surface") == "350")
    row = frames["figures"].filter(pl.col("figure_id") == HARBOUR)
    row = row.with_columns(low=350.0, best=350.0, high=pl.lit(None, pl.Float64))
    Workspace.create(tmp_path / "w").commit(frames | {"claims": least, "figures": row})
    assert "≥ 350" in shown(tmp_path / "w", "/figures")
    assert "≥ 350" in shown(tmp_path / "w", f"/figures/{HARBOUR}")
    assert "a bound only" in shown(tmp_path / "w", f"/figures/{HARBOUR}")


def test_a_finding_shows_each_number_however_many_claims_state_the_first() -> None:
    rows = [each for each in tables()["claims"].to_dicts() if each["surface"] in {"400", "520"}]
    claims = [*(rows[:1] * 9), *rows[1:]]
    finding = {"finding_id": "f", "status": "open", "class": "scope", "summary": "A sentence."}
    row = {"figure_id": None, "label": None, "unit": "count", "others": []} | finding
    page = written(inbox.results(state.Inbox(), queries.Page([row | {"claims": claims}], 1, 1, 25), _SOME))
    assert "≈ 400" in page
    assert "520" in page


def test_a_figure_of_copies_alone_shows_them_and_says_so(tmp_path: Path) -> None:
    frames = tables()
    copies = frames["claims"].with_columns(is_copy=pl.lit(value=True))
    Workspace.create(tmp_path / "w").commit(frames | {"claims": copies})
    page = shown(tmp_path / "w", f"/figures/{FLOOD}")
    assert "All its claims stand in copies" in page
    assert "1,200 to 1,500 litres" in page


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("inbox", "/"),
        ("figures", "/figures"),
        ("figure", f"/figures/{HARBOUR}"),
        ("documents", "/documents"),
        ("document", "/documents/a.txt"),
    ],
)
def test_a_step_within_a_page_fills_all_its_places_and_no_other_page_s(workspace: Path, name: str, path: str) -> None:
    read = partial(snapshots.opened, workspace)
    for each in views.PLACES:
        found = views.places(read, each, path, "")
        assert len(found) == len(views.PLACES[each]) + 1
        assert (found[0] is no_update) is (each != name)


def test_the_title_of_a_page_is_told(workspace: Path) -> None:
    found = views.page(partial(snapshots.opened, workspace), f"/figures/{HARBOUR}", "")
    assert found.page[parts.title_id("figure")].data == "Dockers on strike"
    assert found.foot[0].startswith("Snapshot 1, ")


def test_a_missing_workspace_is_said(tmp_path: Path) -> None:
    assert "The workspace can't be read" in shown(tmp_path / "nothing", "/figures")


def test_a_damaged_workspace_is_said_and_named(workspace: Path) -> None:
    for file in (workspace / "claims").rglob("*.parquet"):
        file.write_bytes(b"PAR1 torn")
    found = shown(workspace, f"/figures/{HARBOUR}")
    assert "The workspace can't be read" in found
    assert "Traceback" not in found


def test_the_chart_waits_for_what_the_screen_is_like(workspace: Path) -> None:
    read = partial(snapshots.opened, workspace)
    assert beside.chart(read, f"/figures/{HARBOUR}", "", None) is no_update
    assert beside.chart(read, "/figures", "", {}) is no_update
    assert beside.graph(read, f"/figures/{HARBOUR}", "", {"dark": True, "narrow": True}).id == "chart"
