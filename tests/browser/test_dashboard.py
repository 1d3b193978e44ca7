"""The dashboard as a reader uses it: from the list of figures to the marked sentence, with mouse and with keys."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from dashboard.state import Figure, View, href
from tests.browser.serving import SHOTS, Opened, served
from tests.sample_workspace import HARBOUR, id_of, tables
from tracker.workspace import Workspace

pytestmark = pytest.mark.browser

PLACES = "() => { const g = document.querySelector('#chart .js-plotly-plot'); const box = g.getBoundingClientRect();"
POINTS = (
    PLACES
    + """
  const size = g._fullLayout._size;
  return g._fullData.filter(t => t.customdata).flatMap(t => t.customdata.map((id, i) => ({
    id: id[0],
    x: box.x + size.l + g._fullLayout.xaxis.d2p(t.x[i]),
    y: box.y + size.t + g._fullLayout.yaxis.d2p(t.y[i])})));
}"""
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "workspace"
    Workspace.create(path).commit(tables())
    return path


@pytest.fixture(scope="module")
def sample_address(sample: Path) -> Iterator[str]:
    with served(sample) as found:
        yield found


def points_of(page: Page) -> list[dict[str, Any]]:
    page.wait_for_selector("#chart .js-plotly-plot .points path", state="attached")
    found: list[dict[str, Any]] = page.evaluate(POINTS)
    return found


def test_from_the_list_over_a_point_to_the_marked_sentence(open_page: Opened, address: str) -> None:
    page = open_page(address, "/figures")
    row = page.locator("table.figures tbody tr").filter(has_text="North Korean").first
    row.get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text("North Korean")
    point = points_of(page)[0]
    page.mouse.click(point["x"], point["y"])
    number = page.locator("#evidence .quote .sentence mark.number")
    expect(number).to_have_count(1)
    assert re.search(r"\d|thousand|hundred|dozen", number.inner_text())
    assert f"claim={point['id']}" in page.url
    expect(page.locator("#evidence .facts")).to_contain_text("Says who")
    expect(page.locator(f"#claim-{point['id']}")).to_have_attribute("aria-current", "true")
    expect(page.locator("#trace ol li").first).to_be_visible(timeout=60_000)
    page.go_back()
    expect(page.locator("#evidence")).to_contain_text("Choose a point")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Figures")


def test_the_chart_shows_every_hedge_of_the_sample(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, href(Figure(HARBOUR)))
    assert len(points_of(page)) == 5
    expect(page.get_by_role("img", name=re.compile("Dockers on strike: 5 claims"))).to_be_visible()
    expect(page.locator("#chart")).to_contain_text(re.compile(r"undated\s*\(1\)"))
    expect(page.locator("#chart")).to_contain_text("1 conflict")
    assert page.locator(".modebar-btn").count() == 0
    assert "cloud" not in page.locator("#chart").inner_html().lower()


def test_keys_alone_choose_a_claim_and_go_on_from_there(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, href(Figure(HARBOUR)))
    second = page.locator(f"#claim-{id_of('b.txt', '350')}")
    second.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence .quote .sentence mark.number")).to_have_text("350")
    expect(second).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#evidence .quote .sentence mark.number")).to_have_text("500")


def test_the_first_tab_leads_past_the_navigation(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, "/figures")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()


def test_what_is_typed_narrows_the_list_and_stands_in_the_address(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, "/figures")
    expect(page.locator("#figures-said")).to_have_text("4 figures found.")
    page.get_by_label("Search figures, sources, places").fill("river")
    expect(page.locator("#figures-said")).to_have_text("1 figure found.")
    assert page.url.endswith("/figures?q=river")
    page.get_by_label("Search figures, sources, places").fill("nothing at all")
    expect(page.get_by_role("heading", name="No figure matches")).to_be_visible()
    page.get_by_role("link", name="Show all figures").click()
    expect(page.locator("table.figures tbody tr")).to_have_count(4)


def test_a_link_to_a_later_page_of_a_list_stays_there(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, "/figures?sort=label&page=2")
    expect(page.get_by_label("Search figures, sources, places")).to_be_editable()
    page.wait_for_load_state("networkidle")
    expect(page.locator("table.figures tbody tr").first).to_be_visible()
    assert page.url.endswith("/figures?sort=label&page=2")


def test_headers_sort_and_say_so(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, "/figures")
    page.get_by_role("link", name="Figure", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Figure")
    expect(page.locator("table.figures tbody tr").first).to_contain_text("Crates in the depot")


@pytest.mark.parametrize("view", View)
def test_every_layout_leads_to_the_sentence(open_page: Opened, sample_address: str, view: View) -> None:
    page = open_page(sample_address, href(Figure(HARBOUR, view=view)))
    chosen = next(point for point in points_of(page) if point["id"] == id_of("d.txt", "520"))
    page.mouse.click(chosen["x"], chosen["y"])
    expect(page.locator("#evidence .quote .sentence mark.number")).to_have_text("520")


def test_a_finding_leads_to_its_figure_and_a_number_in_a_text_too(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, "/")
    first = page.locator(".inbox > li").first
    expect(first).to_contain_text("At most 500 and exactly 520 cannot both hold.")
    first.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("Dockers on strike")
    page.get_by_role("link", name="In the whole text").click()
    expect(page.locator("article mark.chosen")).to_have_text("500")
    page.locator("article mark", has_text="1,200 to 1,500 litres").click()
    expect(page.locator("h1")).to_have_text("Flow of the river")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/figures/nothing", "No such figure"),
        ("/documents/nothing", "No such document"),
        ("/nowhere", "Nothing is here"),
        (f"/figures/{HARBOUR}?claim=nothing", "Dockers on strike"),
    ],
)
def test_what_is_not_there_is_said(open_page: Opened, sample_address: str, path: str, words: str) -> None:
    page = open_page(sample_address, path)
    expect(page.locator("h1")).to_have_text(words)


def test_a_workspace_without_articles_says_what_to_do(open_page: Opened, tmp_path: Path) -> None:
    Workspace.create(tmp_path / "empty")
    with served(tmp_path / "empty") as found:
        for path in ("/", "/figures"):
            page = open_page(found, path)
            expect(page.get_by_role("heading", name="No articles yet")).to_be_visible()


def test_a_new_snapshot_shows_without_a_restart_and_a_lost_workspace_is_said(open_page: Opened, tmp_path: Path) -> None:
    path = tmp_path / "workspace"
    workspace = Workspace.create(path)
    workspace.commit(tables())
    with served(path) as found:
        page = open_page(found, "/figures")
        expect(page.locator("table.figures tbody tr")).to_have_count(4)
        frames = tables()
        renamed = frames["figures"].with_columns(pl.lit("Renamed").alias("label"))
        workspace.commit(frames | {"figures": renamed})
        page.reload()
        expect(page.locator("table.figures tbody tr").first).to_contain_text("Renamed")
        shutil.rmtree(path)
        page.reload()
        expect(page.get_by_role("alert").first).to_contain_text("can't be read")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_fits_its_screen_in_both_schemes(open_page: Opened, address: str, width: int, dark: bool) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page = open_page(address, "/documents", width=width, dark=dark)
    document = page.locator("table a.title").first.get_attribute("href")
    page.goto(f"{address}/figures?sort=claims")
    figure = page.locator("table.figures tbody a", has_text="North Korean").first.get_attribute("href")
    for name, path in {"inbox": "/", "figures": "/figures", "figure": figure, "document": document}.items():
        page.goto(f"{address}{path}")
        page.wait_for_selector("h1")
        page.wait_for_load_state("networkidle")
        if name == "figure":
            points_of(page)
            page.locator("table.claims a.reading").nth(3).click()
            page.wait_for_selector("#evidence .quote mark.number")
            page.wait_for_selector("#trace li", timeout=60_000)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.locator("h1").count() == 1
        scheme = "dark" if dark else "light"
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=SHOTS / f"{name}-{scheme}-{width}.png", full_page=True)


def test_the_scheme_can_be_switched_and_is_kept(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, href(Figure(HARBOUR)))
    points_of(page)
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
