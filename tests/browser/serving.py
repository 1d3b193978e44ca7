"""A dashboard in a process of its own, and a watch that notes whatever goes wrong on a page."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tracker.credentials import Access

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "screenshots"
WAIT = 60.0
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--process-per-site",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SERVE = """
import json, sys
from pathlib import Path
from dashboard.app import serve
from tracker.credentials import Access
file, proxies, names = json.loads(sys.argv[3])
serve(Path(sys.argv[1]), port=int(sys.argv[2]), access=Access(file and Path(file), tuple(proxies), tuple(names)))
"""
OPEN = Access()
"""Nobody is asked who they are."""
Opened = Callable[..., Page]


@dataclass
class Watch:
    """What went wrong on a page, gathered while it is used."""

    own: str
    problems: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        page.on("console", lambda said: self.problems.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self.note_address(request.url))
        page.on(
            "response",
            lambda answer: self.problems.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
        )

    def note_address(self, url: str) -> None:
        if urlsplit(url).scheme not in {"data", "blob"} and not url.startswith(self.own):
            self.problems.append(f"a request to elsewhere: {url}")


@contextmanager
def served(workspace: Path, access: Access = OPEN) -> Iterator[str]:
    """The dashboard of a workspace in a process of its own; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    wanted = json.dumps([access.credentials and str(access.credentials), access.proxies, access.names])
    command = [sys.executable, "-c", SERVE, str(workspace), str(port), wanted]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            await_answer(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def await_answer(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/palette.css")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    pytest.fail("the dashboard did not start")
