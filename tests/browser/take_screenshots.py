"""Takes the README's pictures of the dashboard, on a workspace built from `seeds/`: `make screenshots`.

Writes `docs/images/*.png`. With a workspace and a folder as arguments it shows that workspace's pages there instead, in
both schemes and on a wide and a narrow screen, to look at by eye.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.serving import ARGUMENTS, NAMES, ROOT, served
from tracker.pipeline import build

RINGED = """() => {
  const chart = document.querySelector('#chart .js-plotly-plot');
  return chart && chart._fullData && chart._fullData.some(trace => trace.marker && trace.marker.size === 30);
}"""
"""Whether the chart shows which claim is chosen."""
IMAGES = ROOT / "docs" / "images"
SIZE = (1280, 900)
NARROW = (390, 844)


@contextmanager
def chromium() -> Iterator[Browser]:
    """An installed Chrome or Chromium."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield launched
        launched.close()


def opened(browser: Browser, address: str, *, dark: bool = False, size: tuple[int, int] = SIZE) -> Page:
    """A page at an address, its texts and chart there."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light", locale="en-GB"
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("h1")
    page.wait_for_load_state("networkidle")
    return page


def with_claim(page: Page) -> None:
    """Chooses a claim in the middle of the table and waits for its evidence and the chart."""
    readings = page.locator("table.claims a.reading")
    readings.nth(readings.count() // 2 - (readings.count() > 1)).click()
    page.wait_for_selector("#evidence .quote mark.number")
    page.wait_for_selector("#trace li, #trace p")
    page.wait_for_function(RINGED)
    page.evaluate("window.scrollTo(0, 0)")


def figure_with_most_claims(browser: Browser, base: str) -> str:
    """The address of the page of the figure with most claims."""
    page = opened(browser, f"{base}/figures?sort=claims")
    return base + str(page.locator("table.figures tbody a.title").first.get_attribute("href"))


def for_readme(browser: Browser, base: str) -> None:
    """The two pictures that the README shows."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    page = opened(browser, figure_with_most_claims(browser, base))
    with_claim(page)
    page.screenshot(path=IMAGES / "figure-light.png")
    opened(browser, f"{base}/").screenshot(path=IMAGES / "inbox-light.png")


def for_the_eye(browser: Browser, base: str, folder: Path, paths: list[str]) -> None:
    """Every page in both schemes and sizes, whole."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {"inbox": f"{base}/", "figures": f"{base}/figures", "figure": figure_with_most_claims(browser, base)}
    pages |= {f"figure-{number}": f"{base}{path}" for number, path in enumerate(paths, 1)}
    for name, address in pages.items():
        for dark, size in ((False, SIZE), (True, SIZE), (False, NARROW)):
            page = opened(browser, address, dark=dark, size=size)
            if name.startswith("figure-") or name == "figure":
                with_claim(page)
            scheme = "dark" if dark else "light"
            page.screenshot(path=folder / f"{name}-{scheme}-{size[0]}.png", full_page=True)
            page.context.close()


def main(arguments: list[str]) -> None:
    """Takes the pictures."""
    with chromium() as browser, tempfile.TemporaryDirectory() as place:
        if arguments:
            with served(Path(arguments[0])) as base:
                for_the_eye(browser, base, Path(arguments[1]), arguments[2:])
            return
        workspace = Path(place) / "workspace"
        build([ROOT / "seeds"], workspace)
        with served(workspace) as base:
            for_readme(browser, base)


if __name__ == "__main__":
    main(sys.argv[1:])
