"""Past snapshots by their address, and newer ones that come in while a page is read, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from dashboard.state import Compare, Figure, href
from tests.browser.serving import Opened, served
from tests.sample_workspace import FLOOD, HARBOUR, id_of, tables
from tracker.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = tmp_path / "workspace"
    Workspace.create(path).commit(tables())
    return path


@pytest.fixture
def address(workspace: Path) -> Iterator[str]:
    with served(workspace) as found:
        yield found


def rename(workspace: Path, name: str) -> None:
    label = pl.when(pl.col("figure_id") == HARBOUR).then(pl.lit(name)).otherwise("label").alias("label")
    Workspace.open(workspace).commit({"figures": tables()["figures"].with_columns(label)})


def look_again(page: Page) -> None:
    """What happens when a reader comes back to the tab, and every few seconds."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_newer_snapshot_is_told_of_and_shown_only_when_asked_for(
    workspace: Path, address: str, open_page: Opened
) -> None:
    page = open_page(address, href(Figure(HARBOUR)))
    expect(page.locator("h1")).to_have_text("Dockers on strike")
    page.wait_for_selector("#chart .points path", state="attached")
    look_again(page)
    rename(workspace, "Renamed once")
    before = page.locator("main").bounding_box()
    look_again(page)
    note = page.locator("#newer")
    expect(note).to_contain_text("Newer data has come in: snapshot 2.")
    assert page.locator("main").bounding_box() == before
    page.locator("table.claims a.reading").first.click()
    expect(page.locator("#evidence .quote mark.number")).to_have_count(1)
    page.get_by_role("link", name="By source", exact=True).click()
    expect(page.locator("h1")).to_have_text("Dockers on strike")
    page.get_by_role("link", name="Figures", exact=True).click()
    expect(page.locator("table.figures")).to_contain_text("Dockers on strike")
    expect(note).to_be_visible()
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("table.figures")).to_contain_text("Renamed once")
    expect(note).to_be_hidden()


def test_the_note_can_be_put_off_until_the_next_one(workspace: Path, address: str, open_page: Opened) -> None:
    page = open_page(address, "/figures")
    expect(page.locator("#foot")).to_contain_text("Snapshot 1")
    rename(workspace, "Renamed once")
    look_again(page)
    page.get_by_role("button", name="Later").click()
    with page.expect_response("**/newest"):
        look_again(page)
    expect(page.locator("#newer")).to_be_hidden()
    rename(workspace, "Renamed twice")
    look_again(page)
    expect(page.locator("#newer")).to_contain_text("snapshot 3")


def test_a_link_to_a_past_snapshot_shows_what_was_known_then(workspace: Path, address: str, open_page: Opened) -> None:
    rename(workspace, "Renamed once")
    page = open_page(address, "/?snapshot=1")
    banner = page.get_by_role("region", name="Snapshot")
    expect(banner).to_contain_text("As of snapshot 1")
    page.locator(".inbox > li").first.get_by_role("link").first.click()
    expect(page.locator("h1")).to_have_text("Dockers on strike")
    page.wait_for_selector("#chart .points path", state="attached")
    page.locator("table.claims a.reading").first.click()
    expect(page.locator("#evidence .quote mark.number")).to_have_count(1)
    assert "snapshot=1" in page.url
    page.get_by_role("link", name="In the whole text").click()
    expect(page.locator("article mark").first).to_be_visible()
    page.get_by_role("link", name="Figures", exact=True).click()
    page.get_by_label("Search figures, sources, places").fill("dockers")
    expect(page.locator("#figures-said")).to_have_text("1 figure found.")
    assert "snapshot=1" in page.url
    page.get_by_role("link", name="Show the newest").click()
    expect(page.locator("table.figures")).to_contain_text("Renamed once")
    assert page.url.endswith("/figures?q=dockers")
    expect(page.locator("#banner")).to_be_empty()
    page.go_back()
    expect(page.locator("table.figures")).to_contain_text("Dockers on strike")
    expect(banner).to_be_visible()


def test_a_past_snapshot_is_not_told_of_newer_ones(workspace: Path, address: str, open_page: Opened) -> None:
    asked: list[str] = []
    page = open_page(address, "/figures?snapshot=1")
    expect(page.locator("table.figures")).to_contain_text("Dockers on strike")
    page.on("request", lambda request: asked.append(request.url) if "/newest" in request.url else None)
    rename(workspace, "Renamed once")
    look_again(page)
    page.reload()
    expect(page.locator("table.figures")).to_contain_text("Dockers on strike")
    assert asked == []


def test_a_point_of_a_comparison_leads_into_the_same_snapshot(workspace: Path, address: str, open_page: Opened) -> None:
    rename(workspace, "Renamed once")
    page = open_page(address, href(Compare((HARBOUR, FLOOD))) + "&snapshot=1")
    page.wait_for_selector("#compare-chart .points path", state="attached")
    claim = id_of("b.txt", "350")
    clicked = {"clickData": {"points": [{"customdata": [claim, HARBOUR]}]}}
    page.evaluate("clicked => dash_clientside.set_props('compare-chart', clicked)", clicked)
    expect(page.locator("h1")).to_have_text("Dockers on strike")
    assert "snapshot=1" in page.url


def test_a_snapshot_that_is_not_there_is_said(address: str, open_page: Opened) -> None:
    page = open_page(address, "/figures?snapshot=77")
    expect(page.locator("h1")).to_have_text("No such snapshot")
    page.get_by_role("link", name="Show the newest").click()
    expect(page.locator("h1")).to_have_text("Figures")


def test_all_snapshots_are_listed_and_each_leads_to_what_was_known_then_and_back(
    workspace: Path, address: str, open_page: Opened
) -> None:
    rename(workspace, "Renamed once")
    page = open_page(address, "/")
    page.locator("#foot").get_by_role("link").first.click()
    expect(page.locator("h1")).to_have_text("Snapshots")
    rows = page.locator("#snapshots-results tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("Snapshot 2")
    expect(rows.nth(1)).to_contain_text("Snapshot 1")
    rows.nth(1).get_by_role("link").first.click()
    expect(page.get_by_role("region", name="Snapshot")).to_contain_text("As of snapshot 1")
    page.get_by_role("link", name="Figures", exact=True).click()
    expect(page.locator("table.figures")).to_contain_text("Dockers on strike")
    expect(page.get_by_role("button", name="Dismiss")).to_have_count(0)
    page.get_by_role("link", name="Show the newest").click()
    expect(page.locator("table.figures")).to_contain_text("Renamed once")
