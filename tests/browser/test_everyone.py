"""For everyone: nothing on any page that axe-core calls serious, keys alone reach everything, and print is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.state import Compare, Document, Figure, Scale, View, href
from tests.browser.serving import Opened, served
from tests.sample_workspace import FLOOD, HARBOUR, LOAN, id_of, tables
from tracker.workspace import Workspace

pytestmark = pytest.mark.browser

CLAIM = id_of("b.txt", "350")
PAGES = {
    "inbox": "/",
    "inbox, narrowed": "/?source=Harbour%20Post&since=2026-03-01&status=open",
    "figures": "/figures",
    "figures, none": "/figures?q=nothing%20at%20all",
    "figure": href(Figure(HARBOUR)),
    "figure with its evidence": href(Figure(HARBOUR, claim=CLAIM)),
    "figure by source": href(Figure(HARBOUR, view=View.SOURCE, scale=Scale.LOG)),
    "figure by claimant": href(Figure(HARBOUR, view=View.CLAIMANT)),
    "documents": "/documents",
    "document": href(Document("d.txt")),
    "sources": "/sources",
    "compare": "/compare",
    "compare three": href(Compare((HARBOUR, LOAN, FLOOD))),
    "a past snapshot": "/figures?snapshot=1",
    "audit": "/audit",
    "snapshots": "/snapshots",
    "nothing there": "/nowhere",
}
"""Every page in the states that look different."""
AXE = {"resultTypes": ["violations"], "preload": False}
CONTRAST = "color-contrast"
"""What differs in the dark; all else of a page is the same there."""
SEEN = """() => {
  const el = document.activeElement;
  if (!el || el === document.body) { return null; }
  window.seen = window.seen || new Set();
  const again = window.seen.has(el) && el !== window.last;
  window.last = el;
  window.seen.add(el);
  const rings = [el, el.closest('tr, li')].filter(Boolean).map(each => getComputedStyle(each));
  const field = el.matches('input, textarea, select');
  const box = el.getBoundingClientRect();
  return {
    what: (el.getAttribute('aria-label') || el.innerText || el.id || el.tagName).trim().slice(0, 60),
    again: again,
    ringed: field || rings.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0),
    shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < window.innerHeight,
  };
}"""
"""The element that has the focus: whether it had it before (parts of a date are one), and whether a reader sees it."""
UNSEEN = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(el => el.tabIndex >= 0 && !el.disabled && !window.seen.has(el)
    && el.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}))
  .map(el => (el.getAttribute('aria-label') || el.innerText || el.id || el.tagName).trim().slice(0, 60))"""
"""What could be used on the page and never had the focus."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("everyone") / "workspace"
    workspace = Workspace.create(path)
    workspace.commit(tables())
    workspace.commit(tables())
    return path


@pytest.fixture(scope="module")
def sample_address(sample: Path) -> Iterator[str]:
    with served(sample) as found:
        yield found


def settled(page: Page) -> None:
    """The page, its chart and its evidence are there."""
    page.wait_for_selector("main h1")
    page.wait_for_load_state("networkidle")
    if page.locator(".chart-room").count() and page.locator(".chart-room").is_visible():
        page.wait_for_selector(".chart-room .js-plotly-plot .main-svg", state="attached")


def serious(page: Page, **options: Any) -> list[str]:
    """What axe-core finds on a page that is serious or critical: the rule, the element, and what is wrong with it."""
    found: dict[str, Any] = page.evaluate("options => axe.run(options)", AXE | options)
    return [
        f"{rule['id']} ({rule['impact']}) {node['target']}: {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious_on_any_page(open_page: Opened, sample_address: str, name: str) -> None:
    page = open_page(sample_address, PAGES[name])
    settled(page)
    tells_its_parts(page, name)
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    assert serious(page) == []
    page.locator("#toggle-scheme").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    settled(page)
    assert serious(page, runOnly=[CONTRAST]) == [], "in the dark"
    page.set_viewport_size({"width": 390, "height": 900})
    assert serious(page, rules={CONTRAST: {"enabled": False}}) == [], "on a narrow screen"


def tells_its_parts(page: Page, name: str) -> None:
    """The page says its language, has each landmark and one main heading, and a live region where there are results."""
    assert page.evaluate("document.documentElement.lang") == "en"
    for landmark in ("banner", "main", "navigation", "contentinfo"):
        assert page.get_by_role(landmark).count() > 0, (name, landmark)
    assert page.get_by_role("main").count() == 1
    assert page.locator("h1").count() == 1, name
    for said in page.locator("main [id$=-said]").all():
        assert said.get_attribute("aria-live") == "polite"


@pytest.mark.parametrize(
    "name", ["inbox", "figures", "figure with its evidence", "document", "sources", "compare three", "audit"]
)
def test_the_tab_key_reaches_everything_and_shows_where_it_is(
    open_page: Opened, sample_address: str, name: str
) -> None:
    page = open_page(sample_address, PAGES[name])
    settled(page)
    hidden = []
    for _ in range(300):
        page.keyboard.press("Tab")
        at = page.evaluate(SEEN)
        if at is None or at["again"]:
            break
        if not (at["ringed"] and at["shown"]):
            hidden.append(at)
    assert hidden == []
    assert page.evaluate(UNSEEN) == []


def press_to(page: Page, target: Locator) -> None:
    """Tabs on until the target has the focus, and presses Enter."""
    expect(target).to_be_visible()
    for _ in range(150):
        page.keyboard.press("Tab")
        if target.evaluate("el => el === document.activeElement"):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"no way by keys to {target}")


def test_keys_alone_lead_from_a_finding_to_its_sentence_and_to_a_comparison(
    open_page: Opened, sample_address: str
) -> None:
    page = open_page(sample_address, "/")
    settled(page)
    press_to(page, page.locator(".inbox a.title").first)
    expect(page.locator("h1")).to_have_text("Dockers on strike")
    expect(page.locator("h1")).to_be_focused()
    settled(page)
    press_to(page, page.get_by_role("link", name="By source"))
    expect(page.locator("[aria-current=true]", has_text="By source")).to_be_focused()
    press_to(page, page.locator(f"#claim-{CLAIM}"))
    expect(page.locator("#evidence .quote .sentence mark.number")).to_have_text("350")
    expect(page.locator("#figure-said")).to_contain_text("Evidence of ≥ 350, Coast Daily")
    page.keyboard.press("Shift+Tab")
    page.goto(sample_address + href(Compare((HARBOUR,))))
    settled(page)
    press_to(page, page.get_by_role("link", name="Add Flow of the river"))
    expect(page.locator("table.compared tbody tr")).to_have_count(2)


def test_keys_alone_narrow_a_list(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, "/figures")
    settled(page)
    source = page.get_by_role("textbox", name="Source")
    source.focus()
    page.keyboard.type("coast")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#figures-said")).to_have_text("1 figure found.")
    assert "source=Coast+Daily" in page.url
    page.get_by_role("link", name="Clear filters").press("Enter")
    expect(page.locator("table.figures tbody tr")).to_have_count(4)
    expect(source).to_have_value("")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_print_is_dark_on_white_without_what_only_a_screen_needs(
    open_page: Opened, sample_address: str, dark: bool
) -> None:
    page = open_page(sample_address, PAGES["figure with its evidence"], dark=dark)
    settled(page)
    page.emulate_media(media="print", color_scheme="dark" if dark else "light")
    for gone in ("header.bar", ".switch", ".along"):
        assert not any(each.is_visible() for each in page.locator(gone).all()), gone
    for kept in ("h1", ".chart-room .main-svg", "table.claims", "#evidence .quote"):
        assert page.locator(kept).first.is_visible(), kept
    paper, ink = page.evaluate(
        "() => [document.body, document.querySelector('h1')].map(getComputedStyle)"
        ".map((style, at) => at ? style.color : style.backgroundColor)"
    )
    assert [sum(map(int, re.findall(r"\d+", colour)[:3])) > 380 for colour in (paper, ink)] == [True, False]
    assert len(page.pdf()) > 10_000


def test_nothing_moves_for_those_who_asked_for_less_motion(open_page: Opened, sample_address: str) -> None:
    page = open_page(sample_address, "/figures")
    settled(page)
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    settled(page)
    page.get_by_role("textbox", name="Source").click()
    expect(page.get_by_role("option", name="Coast Daily")).to_be_visible()
    moving = "document.getAnimations().filter(each => each.effect.getTiming().duration > 50).length"
    assert page.evaluate(moving) == 0
