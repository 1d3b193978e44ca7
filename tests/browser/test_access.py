"""Who may come in, in a real browser: the log-in, the roles, the way out, and sites that would use a session."""

from __future__ import annotations

import http.client
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.state import Figure, href
from tests.browser.serving import SHOTS, Watch, served
from tests.sample_workspace import HARBOUR, tables
from tracker import credentials
from tracker.credentials import Access, Credential, Role
from tracker.workspace import Workspace

pytestmark = pytest.mark.browser

WORDS = "four words make one"
FIGURE = href(Figure(HARBOUR))
EVERYWHERE = "0.0.0.0"  # noqa: S104 -- nothing listens there in these tests


@pytest.fixture(scope="module")
def readers() -> list[Credential]:
    return [credentials.made("ann", Role.REVIEWER, WORDS), credentials.made("bob", Role.VIEWER, WORDS)]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("access") / "workspace"
    Workspace.create(path).commit(tables())
    return path


@pytest.fixture(scope="module")
def file(workspace: Path, readers: list[Credential]) -> Path:
    path = workspace.with_name("readers.json")
    credentials.write(path, readers)
    return path


@pytest.fixture(scope="module")
def guarded(workspace: Path, file: Path) -> Iterator[str]:
    """A dashboard with a log-in."""
    with served(workspace, Access(file)) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="en-GB")
    made.set_default_timeout(30_000)
    yield made
    made.close()


def watched(context: BrowserContext, own: str) -> tuple[Page, Watch]:
    page, watch = context.new_page(), Watch(own)
    watch.on(page)
    return page, watch


def log_in(page: Page, name: str, password: str = WORDS) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_a_reader_logs_in_with_keys_alone_and_comes_where_they_wanted(context: BrowserContext, guarded: str) -> None:
    page, watch = watched(context, guarded)
    page.goto(f"{guarded}{FIGURE}?view=source")
    expect(page.locator("h1")).to_have_text("Log in to Figtrack")
    page.keyboard.type("ann")
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Dockers on strike")
    assert page.url == f"{guarded}{FIGURE}?view=source"
    expect(page.locator("header")).to_contain_text("ann reviewer")
    cookie = next(each for each in context.cookies() if each["name"] == "figtrack")
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["secure"]) == (True, "Lax", False)
    assert page.evaluate("document.cookie") == ""
    page.get_by_role("button", name="Log out").click()
    expect(page.locator("h1")).to_have_text("Log in to Figtrack")
    assert context.cookies() == []
    page.go_back()
    expect(page.get_by_label("Password")).to_be_visible()
    assert watch.problems == []


def test_a_wrong_password_is_said_and_nothing_is_shown(context: BrowserContext, guarded: str) -> None:
    page, watch = watched(context, guarded)
    page.goto(f"{guarded}/figures")
    log_in(page, "ann", "four words make two")
    expect(page.get_by_role("alert")).to_contain_text("don't go together")
    expect(page.get_by_label("Name")).to_have_value("ann")
    expect(page.get_by_label("Password")).to_be_focused()
    assert context.cookies() == []
    log_in(page, "ann")
    expect(page.locator("h1")).to_have_text("Figures")
    assert page.url == f"{guarded}/figures"
    assert [each for each in watch.problems if "401" not in each] == []


def test_a_viewer_reads_and_has_nothing_to_review_with(browser: Browser, guarded: str) -> None:
    for name, judges in (("ann", True), ("bob", False)):
        context = browser.new_context()
        page, watch = watched(context, guarded)
        page.goto(guarded + FIGURE)
        log_in(page, name)
        expect(page.locator("table.claims")).to_be_visible()
        expect(page.locator("#figure-findings li").first).to_be_visible()
        found = page.locator("#figure-findings").get_by_role("button", name="Dismiss")
        expect(found.first).to_be_visible() if judges else expect(found).to_have_count(0)
        assert watch.problems == []
        context.close()


def test_a_session_that_ended_leads_to_the_log_in_and_back(
    context: BrowserContext, guarded: str, file: Path, readers: list[Credential]
) -> None:
    page, watch = watched(context, guarded)
    page.goto(guarded)
    log_in(page, "bob")
    expect(page.locator("h1")).to_have_text("What needs a look")
    credentials.write(file, [readers[0]])
    page.get_by_role("link", name="Figures", exact=True).click()
    expect(page.locator("h1")).to_have_text("Log in to Figtrack")
    credentials.write(file, [replace(each) for each in readers])
    log_in(page, "bob")
    expect(page.locator("h1")).to_have_text("Figures")
    assert [each for each in watch.problems if "401" not in each] == []


class OtherSite(BaseHTTPRequestHandler):
    """A page that posts to the dashboard, and takes what it can read of it."""

    aim = ""

    def do_GET(self) -> None:
        page = f"""<title>other</title><form method="post" action="{self.aim}/log-out"><button>Go</button></form>
        <script>fetch("{self.aim}/api/claims", {{credentials: "include", mode: "no-cors"}})
          .then(function (answer) {{ return answer.text(); }})
          .then(function (text) {{ document.title = "read " + text.length; }})
          .catch(function () {{ document.title = "nothing read"; }});
        </script>"""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_told: object) -> None:
        """Say nothing."""


def test_another_site_can_not_use_a_readers_session(context: BrowserContext, guarded: str) -> None:
    page, _ = watched(context, guarded)
    page.goto(guarded)
    log_in(page, "ann")
    expect(page.locator("h1")).to_have_text("What needs a look")
    site = type("Site", (OtherSite,), {"aim": guarded})
    with ThreadingHTTPServer(("127.0.0.1", 0), site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        other = context.new_page()
        answers: dict[str, int] = {}
        other.on("response", lambda answer: answers.update({urlsplit(answer.url).path: answer.status}))
        other.goto(f"http://localhost:{server.server_port}/")
        expect(other).to_have_title("nothing read")
        other.get_by_role("button", name="Go").click()
        expect(other.locator("h1")).to_have_text("Not allowed")
        assert answers["/log-out"] == 403
        server.shutdown()
    page.reload()
    expect(page.locator("header")).to_contain_text("ann reviewer")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False)])
def test_the_log_in_page_is_for_everyone(browser: Browser, guarded: str, width: int, dark: bool) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme="dark" if dark else "light", java_script_enabled=True
    )
    page = context.new_page()
    page.goto(f"{guarded}/log-in")
    found = Axe().run(page, options={"resultTypes": ["violations"], "preload": False}).response["violations"]
    assert [each["id"] for each in found if each["impact"] in {"serious", "critical"}] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"log-in-{'dark' if dark else 'light' if width > 390 else 'narrow'}.png")
    context.close()


def test_a_log_in_needs_no_script(browser: Browser, guarded: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{guarded}/log-in?next=/downloads/figures.csv")
    with page.expect_download() as download:
        log_in(page, "bob")
    assert download.value.suggested_filename == "figtrack-figures-snapshot-1.csv"
    context.close()


def fetched(address: str, path: str, headers: dict[str, str]) -> tuple[int, str]:
    """What the real server answers to exactly these headers."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def test_the_server_takes_a_proxys_word_and_nobody_elses(workspace: Path) -> None:
    own = {"Host": "figures.example.org", "X-Forwarded-Proto": "https"}
    with served(workspace, Access(None, ("127.0.0.1",), ("figures.example.org",))) as address:
        status, text = fetched(
            address, "/_dash-layout", {**own, "X-Forwarded-User": "zo\u00eb", "X-Forwarded-Role": "reviewer"}
        )
        assert status == 200
        assert " reviewer" in text
        assert fetched(address, "/api/claims", own)[0] == 401
        assert fetched(address, "/api/claims", {**own, "X_Forwarded_User": "ann"})[0] == 401, "no header is written so"
        assert fetched(address, "/api/claims", {**own, "X-Forwarded-User": "ann", "Host": "evil.example"})[0] == 403
        assert fetched(address, "/api/claims", {"Host": own["Host"], "X-Forwarded-User": "ann"})[0] == 403
    with served(workspace, Access(None, ("192.0.2.1",), ("figures.example.org",))) as address:
        assert fetched(address, "/api/claims", {**own, "X-Forwarded-User": "ann"})[0] == 403


@pytest.mark.parametrize("host", [EVERYWHERE, "::"])
def test_the_command_refuses_to_start_where_anyone_could_come_in(workspace: Path, host: str) -> None:
    command = [sys.executable, "-m", "tracker", "serve", "-w", str(workspace), "--host", host]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "--credentials FILE" in done.stderr
    assert "Traceback" not in done.stderr
