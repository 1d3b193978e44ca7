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
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

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
            env={**os.environ, "PYTHONPATH": str(ROOT)},
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


def screen(address: str) -> str:
    """How long a browser takes to draw the figure there, and for how long it could do nothing else."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 — only this part needs a browser

    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(_WATCH)
        begin = time.monotonic()
        page.goto(address)
        page.wait_for_selector("#chart .js-plotly-plot .points path", state="attached", timeout=PATIENCE * 1000)
        drawn = time.monotonic() - begin
        marks = page.locator("#chart .points path").count()
        page.wait_for_timeout(2_000)
        tasks = [each / 1000 for each in page.evaluate("window.longTasks")]
        page.evaluate("window.longTasks = []")
        begin = time.monotonic()
        page.locator("table.claims a.reading").nth(3).click()
        page.wait_for_selector("#evidence .quote mark.number", timeout=PATIENCE * 1000)
        chosen = time.monotonic() - begin
        page.wait_for_timeout(2_000)
        later = [each / 1000 for each in page.evaluate("window.longTasks")]
        said = page.locator("#figure-note").inner_text().split(". ")
        note = next((each for each in said if "drawn as few" in each), said[0])
        browser.close()
    return (
        f"The figure of 20,000 claims in Chromium: {marks:,} marks drawn {drawn:.1f} s after the address was entered; "
        f"{_busy(tasks)}. A claim chosen shows its sentence after {chosen:.1f} s; {_busy(later)}. "
        f"The page says: “{note}.”"
    )


def _busy(tasks: list[float]) -> str:
    longest, count = max(tasks, default=0), len(tasks)
    return f"the longest task {longest:.2f} s, {sum(tasks):.1f} s in {count} tasks of more than 50 ms"
