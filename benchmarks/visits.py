"""A dashboard in a process of its own, and readers who ask it as a browser does."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
PATIENCE = 120.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_TICKS = os.sysconf("SC_CLK_TCK")
_SERVE = """
import sys
from pathlib import Path
from dashboard.app import serve
serve(Path(sys.argv[1]), port=int(sys.argv[2]))
"""


class Server:
    """The dashboard of a workspace, served until the end of the block."""

    def __init__(self, workspace: Path) -> None:
        """Nothing is started yet."""
        self._workspace = workspace
        self._line = ""

    def __enter__(self) -> Server:
        """Start it and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-c", _SERVE, str(self._workspace), str(port)]
        self._begin = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 — this interpreter and a path of the caller's own
            command,
            # As for a user, whatever the surroundings say: modules are compiled once and kept.
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while True:
            try:
                Tab(self.address).get("/palette.css")
                break
            except OSError:
                if time.monotonic() - self._begin > PATIENCE or self._process.poll() is not None:
                    raise
                time.sleep(0.05)
        answers, processor = self.age(), self.processor()
        Tab(self.address).ask("/", "")
        self._line = (
            f"From the start to the first answer {answers:.1f} s ({processor:.1f} s of processor time), "
            f"to the first page {self.age():.1f} s."
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.wait()

    def started(self) -> str:
        """How long it took to start."""
        return self._line

    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self._begin

    def await_tables(self) -> None:
        """Wait until it is idle: until what it loads by itself is there."""
        quiet = 0
        while quiet < 4 and self.age() < PATIENCE * 3:
            before = self.processor()
            time.sleep(0.5)
            quiet = quiet + 1 if self.processor() - before < 0.03 else 0

    def processor(self) -> float:
        """Seconds of processor time it has used."""
        parts = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / _TICKS

    def memory(self) -> str:
        """What of it is in memory now, and was at most."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8").splitlines()
        kilobytes = {
            name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines) if "kB" in rest
        }
        return f"{kilobytes['VmRSS'] / 2**20:.2f} GiB in memory, at most {kilobytes['VmHWM'] / 2**20:.2f} GiB so far"


@dataclass
class Tab:
    """A reader's tab: it asks what the page's own script asks."""

    address: str
    held: dict[str, Any] = field(default_factory=dict)

    def get(self, path: str) -> bytes:
        """What is at a path; OSError where that is not had."""
        return self._send("GET", path, None)

    def ask(self, path: str, search: str, *, chart: bool = False) -> bytes:
        """The whole of a page, or the chart that is put into it."""
        call = next(each for each in self._callbacks if ("chart-box" if chart else "..page.children") in each["output"])
        known = {
            "url.pathname": path,
            "url.search": search,
            "look.data": {"dark": False, "narrow": False},
            "held.data": self.held.get("data"),
        }
        outputs = [_address(each) for each in call["output"].strip(".").split("...")]
        body = {
            "output": call["output"],
            "outputs": outputs if call["output"].startswith("..") else outputs[0],
            "inputs": [{**each, "value": known.get(_name(each))} for each in call["inputs"]],
            "state": [{**each, "value": known.get(_name(each))} for each in call["state"]],
            "changedPropIds": ["url.pathname"],
        }
        answer = self._send("POST", "/_dash-update-component", json.dumps(body))
        if b'"oops"' in answer or b"can't be read" in answer:
            raise ValueError(answer[:300].decode(errors="replace"))
        return answer

    @cached_property
    def _callbacks(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.get("/_dash-dependencies"))
        return found

    def _send(self, method: str, path: str, body: str | None) -> bytes:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status not in {200, 204}:
            raise OSError(f"{answer.status} {content[:200]!r}")
        return content


def _address(output: str) -> dict[str, str]:
    name, _, prop = output.rpartition(".")
    return {"id": name, "property": prop}


def _name(each: dict[str, str]) -> str:
    return f"{each['id']}.{each['property']}"


_WATCH = """
window.longTasks = [];
new PerformanceObserver(list => list.getEntries().forEach(each => window.longTasks.push(each.duration)))
  .observe({type: "longtask", buffered: true});
"""


_STEP = """
path => { window.longTasks = []; history.pushState({}, "", path); dispatchEvent(new PopStateEvent("popstate")); }
"""
_MARKS = "#chart .js-plotly-plot .points path"


def screen(address: str, large: str, small: str) -> str:
    """How long a browser takes to draw the figure of the path `large`, and for how long it could do nothing else.

    `small` is a figure of few claims to compare with. Each is opened in a new tab, where Plotly itself has to be loaded
    first, and by a step from another figure, where only the page and the chart are new.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 — only this part needs a browser

    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        told = []
        for name, aim, other in (("of 20,000 claims", large, small), ("of 10 claims", small, large)):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.add_init_script(_WATCH)
            opened = _until_drawn(page, partial(page.goto, address + aim), aim)
            marks = page.locator(_MARKS).count()
            _until_drawn(page, partial(page.evaluate, _STEP, other), other)
            stepped = _until_drawn(page, partial(page.evaluate, _STEP, aim), aim)
            told.append(
                f"The figure {name} in Chromium: {marks:,} marks. In a new tab, with all scripts, {opened}; by a step "
                f"from another figure {stepped}."
            )
            if aim == large:
                told.append(_chosen(page))
            page.close()
        browser.close()
    return "\n- ".join(told)


def _until_drawn(page: Page, go: Callable[[], object], aim: str) -> str:
    """What it took until the chart of the figure at `aim` was there."""
    begin = time.monotonic()
    go()
    name = aim.rpartition("/")[2]
    page.wait_for_function(
        "name => document.querySelector(`#figure-claims a[href*='${name}?']`)", arg=name, timeout=PATIENCE * 1000
    )
    page.wait_for_selector(_MARKS, state="attached", timeout=PATIENCE * 1000)
    took = time.monotonic() - begin
    page.wait_for_timeout(2_000)
    return f"{took:.1f} s, {_busy([each / 1000 for each in page.evaluate('window.longTasks')])}"


def _chosen(page: Page) -> str:
    page.evaluate("window.longTasks = []")
    begin = time.monotonic()
    page.locator("table.claims a.reading").nth(3).click()
    page.wait_for_selector("#evidence .quote mark.number", timeout=PATIENCE * 1000)
    took = time.monotonic() - begin
    page.wait_for_timeout(2_000)
    tasks = _busy([each / 1000 for each in page.evaluate("window.longTasks")])
    said = page.locator("#figure-note").inner_text().split(". ")
    note = next((each for each in said if "drawn as few" in each), said[0])
    return f"There a claim that is chosen shows its sentence after {took:.1f} s, {tasks}. The page says: “{note}.”"


def _busy(tasks: list[float]) -> str:
    longest, count = max(tasks, default=0), len(tasks)
    return f"the longest task {longest:.2f} s, {sum(tasks):.1f} s in {count} tasks of more than 50 ms"
