"""A real Chromium, the demo served, and pages that fail on any error or call to elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.serving import ARGUMENTS, NAMES, ROOT, Opened, Watch, served
from tracker.pipeline import build

expect.set_options(timeout=60_000)
"""A busy machine is slow, not wrong."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("the browser tests need Chrome or Chromium; run tests/browser/ensure_browser.sh")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace built from the project's own five articles."""
    path = tmp_path_factory.mktemp("demo") / "workspace"
    build([ROOT / "seeds"], path)
    return path


@pytest.fixture(scope="session")
def address(demo: Path) -> Iterator[str]:
    with served(demo) as found:
        yield found


@pytest.fixture(scope="session")
def shared(browser: Browser) -> Iterator[BrowserContext]:
    """Where pages are opened. One that stays open keeps the browser's process, and with it the scripts it compiled."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light", locale="en-GB")
    context.set_default_timeout(30_000)
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def open_page(shared: BrowserContext) -> Iterator[Opened]:
    """Opens an address in a fresh page; at the end of a test nothing may have gone wrong, and nothing stays stored."""
    watches: list[Watch] = []
    staying = shared.pages[0]

    def opened(base: str, path: str, *, width: int = 1280, dark: bool = False) -> Page:
        if not staying.url.startswith(base):
            staying.goto(f"{base}/palette.css")
        page = shared.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if dark else "light")
        watch = Watch(base)
        watch.on(page)
        watches.append(watch)
        page.goto(base + path)
        page.wait_for_selector("h1")
        return page

    yield opened
    for page in shared.pages[1:]:
        page.close()
    shared.clear_cookies()
    session = shared.new_cdp_session(staying)
    for watch in watches:
        session.send("Storage.clearDataForOrigin", {"origin": watch.own, "storageTypes": "all"})
    session.detach()
    assert [problem for watch in watches for problem in watch.problems] == []
