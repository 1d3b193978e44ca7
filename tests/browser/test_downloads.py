"""Downloads in a real browser: where the reader is, by keys, under the filter; the chart as a picture made here."""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest
from playwright.sync_api import Download, Page, expect

from dashboard.state import Document, Figure, View, href
from tests.browser.serving import Opened, served
from tests.sample_workspace import HARBOUR, HOSTILE, tables
from tracker.workspace import Workspace

pytestmark = pytest.mark.browser

FIGURE = href(Figure(HARBOUR))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("downloads") / "workspace"
    Workspace.create(path).commit(tables())
    with served(path) as address:
        yield address


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The figure's name and the sources are markup, a formula and marks that turn the direction of writing."""
    path = tmp_path_factory.mktemp("hostile") / "workspace"
    frames = tables()
    evil = pl.lit(f"=cmd()\u202e{HOSTILE}<a href='javascript:alert(3)'>x</a>")
    frames["figures"] = frames["figures"].with_columns(label=evil)
    frames["documents"] = frames["documents"].with_columns(title=evil, source=evil)
    frames["claims"] = frames["claims"].with_columns(source=evil, claimant=evil)
    Workspace.create(path).commit(frames)
    with served(path) as address:
        yield address


def opened_menu(page: Page) -> None:
    expect(page.locator("details.menu > summary")).to_have_text("Download")
    page.locator("details.menu > summary").click()


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def taken(page: Page, name: str, role: str = "link") -> Download:
    opened_menu(page)
    with page.expect_download() as download:
        page.get_by_role("link" if role == "link" else "button", name=name, exact=True).click()
    return download.value


@pytest.mark.parametrize(
    ("path", "file", "rows"),
    [
        ("/?kind=conflict", "figtrack-findings-conflict-snapshot-1.csv", 1),
        ("/", "figtrack-findings-snapshot-1.csv", 3),
        ("/figures?q=dockers", "figtrack-figures-dockers-snapshot-1.csv", 1),
        (FIGURE, "figtrack-claims-dockers-on-strike-snapshot-1.csv", 5),
        (f"{FIGURE}?unfolded=1", "figtrack-claims-dockers-on-strike-snapshot-1.csv", 6),
        (href(Document("c.txt")), "figtrack-claims-c-txt-snapshot-1.csv", 2),
    ],
)
def test_what_is_shown_can_be_taken_under_the_filter(
    open_page: Opened, sample: str, path: str, file: str, rows: int
) -> None:
    download = taken(open_page(sample, path), "CSV")
    assert download.suggested_filename == file
    assert len(list(csv.DictReader(io.StringIO(content(download).decode())))) == rows


def test_the_menu_follows_the_filter_without_a_reload(open_page: Opened, sample: str) -> None:
    page = open_page(sample, "/figures")
    page.get_by_label(re.compile("^Search figures")).fill("river")
    expect(page.locator("table.figures tbody tr")).to_have_count(1)
    expect(page.locator("details.menu a", has_text="CSV")).to_have_attribute(
        "href", re.compile(r"\?q=river&snapshot=1$")
    )
    assert taken(page, "CSV").suggested_filename == "figtrack-figures-river-snapshot-1.csv"


@pytest.mark.parametrize(("name", "start"), [("Excel", b"PK"), ("Parquet", b"PAR1"), ("Zip archive", b"PK")])
def test_every_form_is_a_file_of_that_form(open_page: Opened, sample: str, name: str, start: bytes) -> None:
    download = taken(open_page(sample, FIGURE), name)
    found = content(download)
    assert found.startswith(start)
    if name == "Zip archive":
        with zipfile.ZipFile(io.BytesIO(found)) as archive:
            assert {"README.md", "CITATION.cff", "datapackage.json", "claims.csv"} <= set(archive.namelist())


def test_keys_alone_open_the_menu_take_a_file_and_close_it(open_page: Opened, sample: str) -> None:
    page = open_page(sample, FIGURE)
    summary = page.locator("details.menu > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="PNG picture")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="PNG picture")).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "CSV"
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")


def test_the_menu_closes_with_a_click_elsewhere(open_page: Opened, sample: str) -> None:
    page = open_page(sample, "/figures")
    opened_menu(page)
    page.locator("h1").click()
    expect(page.get_by_role("link", name="Parquet")).to_be_hidden()


@pytest.mark.parametrize("view", [View.TIME, View.SOURCE, View.CLAIMANT])
def test_the_chart_as_svg_has_title_sources_and_date(open_page: Opened, sample: str, view: View) -> None:
    page = open_page(sample, f"{FIGURE}?view={view}")
    page.wait_for_selector("#chart .js-plotly-plot .points path", state="attached")
    download = taken(page, "SVG picture", "button")
    assert download.suggested_filename == "figtrack-dockers-on-strike-snapshot-1.svg"
    text = " ".join(ElementTree.fromstring(content(download)).itertext())  # noqa: S314 -- made by this page
    for said in ("Dockers on strike", "Sources:", "Harbour Post", "Wire & Sons", "unknown source", "snapshot 1 of"):
        assert said in text


def test_the_chart_as_png_is_a_picture_with_room_for_its_caption(open_page: Opened, sample: str) -> None:
    page = open_page(sample, FIGURE)
    page.wait_for_selector("#chart .js-plotly-plot .points path", state="attached")
    height = page.evaluate("document.querySelector('#chart .js-plotly-plot').offsetHeight")
    found = content(taken(page, "PNG picture", "button"))
    assert found.startswith(b"\x89PNG\r\n\x1a\n")
    width, tall = struct.unpack(">II", found[16:24])
    assert width == 2_000
    assert tall > 2 * (height + 100)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_menu_stays_on_the_screen(open_page: Opened, sample: str, width: int) -> None:
    page = open_page(sample, FIGURE, width=width)
    opened_menu(page)
    box = page.locator("details.menu > ul").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_too_much_is_said_on_a_page_with_a_way_back(open_page: Opened, sample: str) -> None:
    page = open_page(sample, "/")
    answer = page.context.request.get(f"{sample}/downloads/claims.csv?colour=red")
    assert answer.status == 400
    assert "colour: is unknown" in answer.text()


def test_hostile_words_are_only_words_in_every_file(open_page: Opened, hostile: str) -> None:
    page = open_page(hostile, FIGURE)
    page.wait_for_selector("#chart .js-plotly-plot .points path", state="attached")
    svg = content(taken(page, "SVG picture", "button")).decode()
    tree = ElementTree.fromstring(svg)  # noqa: S314 -- made by this page
    assert {each.tag.removeprefix(SVG) for each in tree.iter()}.isdisjoint({"script", "img", "a", "foreignObject"})
    assert "javascript:" not in re.sub(r">[^<]*<", "><", svg), "in words only, never in an attribute"
    rows = list(csv.DictReader(io.StringIO(content(taken(page, "CSV")).decode())))
    assert all(row["label"].startswith("'=cmd()") for row in rows)
    name = taken(page, "Excel").suggested_filename
    assert re.fullmatch(r"[a-z0-9.-]+", name)
    page.goto(f"{hostile}/api/claims")
    assert page.evaluate("document.contentType") == "application/json"
    assert page.evaluate("document.querySelectorAll('img, script').length") == 0
