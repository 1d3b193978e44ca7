"""Sources, comparisons, the second views, units, filters and notes, as a reader uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from playwright.sync_api import Page, Route, expect

from dashboard.state import Compare, Document, Figure, Figures, Inbox, Scale, Sources, View, href
from tests.browser.serving import SHOTS, Opened, served
from tests.sample_workspace import FLOOD, HARBOUR, LOAN, id_of, tables
from tracker import schema
from tracker.workspace import Workspace

pytestmark = pytest.mark.browser

AREA = "figure-area"
NOTE = "The port counts its own staff only"
CHOSEN = "[aria-current=true]"


def frames() -> dict[str, pl.DataFrame]:
    """The sample with a figure in square miles beside it, and a note on a claim."""
    found = tables()
    claim, figure = found["claims"].to_dicts()[-1], found["figures"].to_dicts()[-1]
    miles = {"value": 400.0, "low": 400.0, "high": 400.0, "unit": "square mile", "dimension": "area"}
    canonical = {f"canonical_{name}": 1036.0 for name in ("value", "low", "high")}
    area = {"figure_id": AREA, "label": "Land under water", "unit": "square mile", "dimension": "area", "best": 400.0}
    note = {"judgement_id": "n1", "made_at": datetime(2026, 3, 21, tzinfo=UTC), "who": "ada", "action": "note"}
    said = {"targets": [id_of("b.txt", "350")], "value": NOTE}
    return found | {
        "claims": schema.CLAIMS.frame(
            [*found["claims"].to_dicts(), {**claim, **miles, **canonical, "claim_id": "area", "figure_id": AREA}]
        ),
        "figures": schema.FIGURES.frame(
            [*found["figures"].to_dicts(), {**figure, **area, "low": 400.0, "high": 400.0, "latest": 400.0}]
        ),
        "judgements": schema.JUDGEMENTS.frame([note | said]),
    }


@pytest.fixture(scope="module")
def sample_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("pages") / "workspace"
    Workspace.create(path).commit(frames())
    with served(path) as found:
        yield found


def drawn(page: Page, box: str) -> list[dict[str, Any]]:
    """The points of a chart: their ids and where they are on the screen."""
    page.wait_for_selector(f"#{box} .js-plotly-plot .points path", state="attached")
    found: list[dict[str, Any]] = page.evaluate(
        """box => {
          const graph = document.querySelector(`#${box} .js-plotly-plot`);
          const place = graph.getBoundingClientRect();
          return graph._fullData.filter(trace => trace.customdata).flatMap(trace => trace.customdata.map((ids, at) => ({
            id: ids[0],
            x: place.x + graph._fullLayout._size.l + graph._fullLayout.xaxis.d2p(trace.x[at]),
            y: place.y + (trace.yaxis === 'y2' ? graph._fullLayout.yaxis2 : graph._fullLayout.yaxis)._offset
              + (trace.yaxis === 'y2' ? graph._fullLayout.yaxis2 : graph._fullLayout.yaxis).d2p(trace.y[at])})));
        }""",
        box,
    )
    return found


def test_a_cell_of_the_map_leads_to_its_sentence_and_a_source_to_its_figures(
    open_page: Opened, sample_address: str
) -> None:
    page = open_page(sample_address, href(Sources()))
    expect(page.locator("#sources-said")).to_have_text("4 sources found.")
    page.locator("table.map td a").first.click()
    expect(page.locator("h1")).to_have_text("Dockers on strike")
    expect(page.locator("#evidence .quote .sentence mark.number")).to_have_text("350")
    page.go_back()
    page.locator("table.sources a.title", has_text="Coast Daily").click()
    expect(page.locator("#figures-said")).to_have_text("1 figure found.")
    expect(page.get_by_role("textbox", name="Source")).to_have_value("Coast Daily")


def test_sources_are_searched_and_sorted_in_the_address(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, href(Sources()))
    page.locator("table.sources th a", has_text="First").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("First")
    assert page.url.endswith("/sources?sort=first")
    page.get_by_label("Search sources").fill("echo")
    expect(page.locator("#sources-said")).to_have_text("1 source found.")
    page.get_by_label("Search sources").fill("nobody")
    expect(page.get_by_role("heading", name="No source matches")).to_be_visible()
    page.get_by_role("link", name="Show all sources").click()
    expect(page.locator("table.sources tbody tr")).to_have_count(4)
    expect(page.get_by_label("Search sources")).to_have_value("")


def test_figures_are_put_beside_each_other_and_taken_out(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, href(Figure(HARBOUR)))
    page.get_by_role("link", name="Compare").last.click()
    expect(page.locator("table.compared tbody tr")).to_have_count(1)
    page.get_by_label("Search figures, sources, places").fill("loan")
    expect(page.locator("#compare-said")).to_have_text("1 figure to add.")
    page.get_by_role("link", name="Add Loan to the port").click()
    expect(page.locator("table.compared tbody tr")).to_have_count(2)
    assert page.url.endswith(href(Compare((HARBOUR, LOAN))))
    expect(page.locator("#compare-box")).to_contain_text("US dollars")
    expect(page.locator("#compare-note")).to_contain_text("1 undated claim not drawn")
    point = next(each for each in drawn(page, "compare-box") if each["id"] == id_of("d.txt", "$50 billion"))
    page.mouse.click(point["x"], point["y"])
    expect(page.locator("h1")).to_have_text("Loan to the port")
    expect(page.locator("#evidence .quote .sentence mark.number")).to_have_text("$50 billion")
    page.go_back()
    page.get_by_role("link", name="Take out Dockers on strike").click()
    expect(page.locator("table.compared tbody tr")).to_have_count(1)
    expect(page.locator("#compare-box .js-plotly-plot")).to_have_count(1)


def test_no_more_than_four_are_compared(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, href(Compare((HARBOUR, LOAN, FLOOD, "figure-count", AREA))))
    expect(page.locator("table.compared tbody tr")).to_have_count(4)
    expect(page.locator("#compare-candidates")).to_contain_text("take one out to add another")


def test_an_area_is_shown_in_square_kilometres(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, href(Figure(AREA)))
    expect(page.locator(".lede .level")).to_have_text("best 400 square miles")
    page.get_by_role("link", name="square kilometres").click()
    expect(page.locator(".lede .level")).to_have_text("best 1,036 square kilometres")
    assert page.url.endswith(f"/figures/{AREA}?unit=square+kilometre")
    expect(page.locator(CHOSEN, has_text="square kilometres")).to_be_visible()
    expect(page.locator("table.claims a.reading")).to_have_text("400 square miles")
    page.go_back()
    expect(page.locator(".lede .level")).to_have_text("best 400 square miles")


@pytest.mark.parametrize("view", [View.SOURCE, View.CLAIMANT])
def test_a_row_of_the_second_view_says_its_range_and_leads_to_its_claims(
    open_page: Opened, sample_address: str, view: View
) -> None:
    page = open_page(sample_address, href(Figure(HARBOUR, view=view, scale=Scale.LOG)))
    points = drawn(page, "chart-box")
    for words in ("≥ 350", "≤ 500", "520"):
        expect(page.locator("#chart .annotation", has_text=words).first).to_be_visible()
    point = next(each for each in points if each["id"] == id_of("b.txt", "350"))
    page.mouse.click(point["x"], point["y"])
    expect(page.locator("#evidence .quote .sentence mark.number")).to_have_text("350")


def test_dragging_across_the_chart_zooms_in_and_a_double_click_out(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, href(Figure(HARBOUR)))
    assert drawn(page, "chart-box")
    range_ = "document.querySelector('#chart .js-plotly-plot')._fullLayout.xaxis.range.map(Date.parse)"
    first, last = page.evaluate(range_)
    room = page.locator("#chart .nsewdrag").first.bounding_box()
    assert room is not None
    height = room["y"] + room["height"] * 0.8
    page.mouse.move(room["x"] + room["width"] * 0.3, height)
    page.mouse.down()
    page.mouse.move(room["x"] + room["width"] * 0.7, height, steps=4)
    page.mouse.up()
    page.wait_for_timeout(400)
    near, far = page.evaluate(range_)
    assert far - near < (last - first) * 0.6
    page.wait_for_function("() => window.dash_component_api.getLayout('closer')?.props?.data")
    page.locator(f"#claim-{id_of('b.txt', '350')}").click()
    page.wait_for_function(
        "() => document.querySelector('#chart .js-plotly-plot')._fullData.some(each => each.marker?.size === 30)"
    )
    assert page.evaluate(range_) == [near, far], "a claim that is chosen leaves the time that is shown"
    page.locator("#chart").scroll_into_view_if_needed()
    room = page.locator("#chart .nsewdrag").first.bounding_box()
    assert room is not None
    page.mouse.dblclick(room["x"] + room["width"] * 0.5, room["y"] + room["height"] * 0.1)
    page.wait_for_timeout(600)
    assert page.evaluate(range_) == [first, last]


def test_a_claim_that_is_chosen_before_the_chart_is_there_is_chosen_on_it(
    open_page: Opened, sample_address: str
) -> None:
    page = open_page(sample_address, href(Sources()))
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        if '"output":"chart-box.children"' in (route.request.post_data or ""):
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/_dash-update-component", hold)
    page.locator("table.map th a").first.click()
    page.locator(f"#claim-{id_of('b.txt', '350')}").click()
    expect(page.locator("#evidence .quote .sentence mark.number")).to_have_text("350")
    page.unroute("**/_dash-update-component", hold)
    for route in waiting:
        route.continue_()
    page.wait_for_function(
        "() => document.querySelector('#chart .js-plotly-plot')?._fullData?.some(each => each.marker?.size === 30)"
    )


def test_a_note_stands_on_the_chart(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, href(Figure(HARBOUR)))
    expect(page.locator("#chart .annotation", has_text=NOTE)).to_be_visible()


def test_fields_narrow_the_inbox_and_follow_the_address(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, href(Inbox()))
    expect(page.locator("#inbox-said")).to_have_text("3 findings found.")
    page.get_by_role("textbox", name="Source").click()
    page.get_by_role("option", name="Coast Daily").click()
    expect(page.locator("#inbox-said")).to_have_text("1 finding found.")
    page.get_by_label("From", exact=True).fill("2026-03-09")
    expect(page.get_by_role("heading", name="No finding matches")).to_be_visible()
    assert "since=2026-03-09" in page.url
    page.get_by_role("link", name="Show all findings").click()
    expect(page.locator("#inbox-said")).to_have_text("3 findings found.")
    expect(page.get_by_label("From", exact=True)).to_have_value("")
    page.get_by_role("textbox", name="Status").click()
    page.get_by_role("option", name="Dismissed").click()
    expect(page.locator("#inbox-said")).to_have_text("1 finding found.")


def test_a_link_to_a_narrowed_list_fills_its_fields(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, href(Figures(source="Harbour Post", unit="US dollar", until="2026-03-30")))
    expect(page.locator("table.figures tbody tr")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Source")).to_have_value("Harbour Post")
    expect(page.get_by_role("textbox", name="Unit")).to_have_value("US dollars")
    expect(page.get_by_label("To", exact=True)).to_have_value("2026-03-30")
    page.get_by_role("link", name="Clear filters").click()
    expect(page.locator("table.figures tbody tr")).to_have_count(5)


@pytest.mark.parametrize(
    ("width", "dark"), [(1280, False), (1280, True), (390, False)], ids=["light", "dark", "narrow"]
)
def test_every_page_fits_its_screen_and_has_its_picture_taken(
    open_page: Opened, address: str, width: int, dark: bool
) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page = open_page(address, "/documents", width=width, dark=dark)
    document = str(page.locator("table a.title").first.get_attribute("href"))
    page.goto(f"{address}/figures?sort=claims")
    page.wait_for_selector("table.figures tbody a.title")
    found = [str(each.get_attribute("href")) for each in page.locator("table.figures tbody a.title").all()[:2]]
    ids = tuple(path.rpartition("/")[2] for path in found)
    pages = {
        "inbox": "/",
        "figures": "/figures",
        "figure-by-source": f"{found[0]}?view=source",
        "figure-by-claimant": f"{found[0]}?view=claimant",
        "documents": "/documents",
        "document": document,
        "sources": "/sources",
        "compare": href(Compare(ids)),
        "compare-empty": "/compare",
        "audit": "/audit",
        "nothing": href(Document("nothing")),
    }
    for name, path in pages.items():
        page.goto(address + path)
        page.wait_for_selector("main h1")
        page.wait_for_load_state("networkidle")
        if re.search("figure-|compare$", name):
            page.wait_for_selector(".chart-room .main-svg .points path", state="attached")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        scheme = "dark" if dark else "light"
        page.screenshot(path=SHOTS / f"{name}-{scheme}-{width}.png", full_page=True)
