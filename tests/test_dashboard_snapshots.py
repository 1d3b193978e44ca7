"""Which snapshot is shown: the one in the address, else the one that the tab holds, else the newest."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from dash import html
from flask import Flask
from plotly.utils import PlotlyJSONEncoder

from dashboard import history, pinning, snapshots, state, views
from dashboard.pages import parts
from tests.sample_workspace import HARBOUR, id_of, tables
from tracker.errors import UsageError
from tracker.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Snapshot 1 is the sample; in snapshot 2 a figure has another name."""
    path = tmp_path / "workspace"
    made = Workspace.create(path)
    made.commit(tables())
    renamed = pl.when(pl.col("figure_id") == HARBOUR).then(pl.lit("Renamed")).otherwise("label").alias("label")
    made.commit({"figures": tables()["figures"].with_columns(renamed)})
    return path


def page(workspace: Path, path: str, search: str, *held: object) -> views.Whole:
    return views.page(partial(snapshots.shown_at, workspace, search, *held), path, search)


def written(component: Any) -> str:
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


def links(component: Any) -> list[str]:
    return [each.href for each in pinning._links(component)]


def test_without_more_the_newest_is_shown(workspace: Path) -> None:
    found = page(workspace, "/figures", "")
    assert "Renamed" in written(found.page)
    assert (found.held, found.banner, found.home) == (2, None, "/")


def test_a_tab_keeps_to_what_it_was_shown(workspace: Path) -> None:
    assert "Dockers on strike" in written(page(workspace, "/figures", "", 1, None).page)


def test_an_act_moves_the_tab_on(workspace: Path) -> None:
    assert "Renamed" in written(page(workspace, "/figures", "", 1, 2).page)


@pytest.mark.parametrize("held", [99, -1, "1", True, None, 1.5, [1], {"a": 1}])
def test_a_tab_that_holds_nothing_there_is_shown_the_newest(workspace: Path, held: object) -> None:
    assert snapshots.shown_at(workspace, "", held).number == 2


@pytest.mark.parametrize(
    ("path", "search"),
    [
        ("/", ""),
        ("/figures", "q=dockers"),
        (f"/figures/{HARBOUR}", f"claim={id_of('a.txt', '400')}"),
        ("/documents", ""),
        ("/documents/d.txt", ""),
        ("/sources", ""),
        ("/compare", f"figures={HARBOUR}"),
        ("/figures/gone", ""),
        ("/nowhere", ""),
    ],
)
def test_on_every_page_of_the_past_every_link_stays_in_it(workspace: Path, path: str, search: str) -> None:
    found = page(workspace, path, f"?{search}&snapshot=1")
    everything = links(found.page) + links(found.navigation)
    assert everything
    assert all(state.snapshot_of(each.partition("?")[2]) == 1 for each in everything)
    assert found.home == "/?snapshot=1"
    assert "As of snapshot 1" in written(found.banner)
    assert "snapshot" not in found.banner["newest"].href


def test_a_step_within_a_page_of_the_past_stays_in_it(workspace: Path) -> None:
    search = f"?claim={id_of('a.txt', '400')}&snapshot=1"
    read = partial(snapshots.shown_at, workspace, search)
    filled = views.places(read, "figure", f"/figures/{HARBOUR}", search)
    assert filled[-1] == "Dockers on strike"
    assert links(filled)
    assert all("snapshot=1" in each for each in links(filled))


def test_the_newest_can_be_named_too(workspace: Path) -> None:
    assert "the newest so far" in written(page(workspace, "/", "?snapshot=2").banner)
    assert snapshots.shown_at(workspace, "?snapshot=2").pinned


@pytest.mark.parametrize("number", [0, 3, 99_999_999])
def test_a_snapshot_that_is_empty_or_missing_is_said(workspace: Path, number: int) -> None:
    found = written(page(workspace, "/", f"?snapshot={number}").page)
    assert ("No articles yet" if number == 0 else "No such snapshot") in found
    assert str(workspace) not in found


@pytest.mark.parametrize("text", ["", "-1", "x", "1.5", "999999999", "١"])
def test_a_number_that_is_none_pins_nothing(text: str) -> None:
    assert state.snapshot_of(f"?snapshot={text}") is None


def test_only_steps_inside_the_dashboard_are_pinned() -> None:
    outward: Any = parts.outward("there", "https://example.org/a?b=c")
    tree = html.Div([outward, html.Div(parts.link("x", state.Figures(q="a b")))])
    pinning.pinned(tree, 7)
    assert outward.href == "https://example.org/a?b=c"
    assert links(tree) == ["/figures?q=a+b&snapshot=7"]


def test_what_is_newest_is_told(workspace: Path) -> None:
    server = Flask("test")
    snapshots.tell_newest(server, workspace)
    answer = server.test_client().get("/newest")
    assert answer.json == {"snapshot": 2}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_missing_number_raises_for_those_who_ask_for_it(workspace: Path) -> None:
    with pytest.raises(UsageError):
        snapshots.opened(workspace, 9)


def test_the_list_of_snapshots_says_what_each_changed_and_leads_to_it_and_back(workspace: Path) -> None:
    found = page(workspace, "/snapshots", "?snapshot=1")
    text = written(found.page)
    assert text.index("Snapshot 2") < text.index("Snapshot 1")
    assert "figures changed" in text
    assert "+6 documents" in text
    assert '"/?snapshot=1"' in text
    assert '"href": "/"' in text, "the newest, also from a page of the past"
    assert links(found.foot) == ["/snapshots?snapshot=1"]
    assert links(page(workspace, "/", "").foot) == ["/snapshots"]


def test_many_snapshots_come_in_pages(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "workspace")
    for number in range(history.PER_PAGE + 2):
        made.commit({"figures": tables()["figures"].head(1 + number % 2)})
    first, last = (history.history(made, 1, page) for page in (1, 99))
    numbers = [row["past"].number for row in (*first.page.rows, *last.page.rows)]
    assert numbers == made.numbers()[::-1]
    assert (last.page.number, last.newest) == (2, made.numbers()[-1])
    assert state.parse("/snapshots", "?page=2") == state.Snapshots(2)
    assert state.href(state.Snapshots(2)) == "/snapshots?page=2"
