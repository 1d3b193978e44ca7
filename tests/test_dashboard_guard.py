"""The dashboard answers only to its own address, and every answer is guarded."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.access.arrivals import is_ours
from dashboard.app import create_app, serve
from tests.sample_workspace import tables
from tracker.errors import UsageError
from tracker.workspace import Workspace

OWN = {"Host": "127.0.0.1:8050"}
PORT = {"SERVER_PORT": "8050"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    path = tmp_path_factory.mktemp("guard") / "workspace"
    Workspace.create(path).commit(tables())
    found: FlaskClient = create_app(path).server.test_client()
    return found


@pytest.mark.parametrize("host", ["127.0.0.1:8050", "localhost:8050", "[::1]:8050", "LOCALHOST:8050"])
def test_loopback_names_with_the_port_are_ours(host: str) -> None:
    assert is_ours(host, "8050")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8050",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1.evil.example:8050",
        "localhost:8050@evil.example",
        "me@localhost:8050",
        "[::1",
        "localhost:x",
        "",
    ],
)
def test_other_hosts_are_not(host: str) -> None:
    assert not is_ours(host, "8050")


def test_a_rebound_name_is_refused(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "evil.example:8050"}, environ_overrides=PORT).status_code == 403
    assert client.get("/", headers=OWN, environ_overrides=PORT).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}]
)
def test_a_request_from_another_site_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.post("/_dash-update-component", json={}, headers=OWN | headers, environ_overrides=PORT)
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/", "/palette.css", "/assets/figtrack.js", "/_dash-layout", "/figures/x"])
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    with client.get(path, headers=OWN, environ_overrides=PORT) as answer:
        assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    script = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))
    assert "unsafe-inline" not in script
    assert "sha256-" in script
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_first_page_loads_nothing_from_elsewhere_and_says_its_language(client: FlaskClient) -> None:
    page = client.get("/", headers=OWN, environ_overrides=PORT).text
    assert '<html lang="en">' in page
    assert "http://" not in page
    assert "https://" not in page


def test_no_developer_tools_are_served(client: FlaskClient) -> None:
    page = client.get("/", headers=OWN, environ_overrides=PORT).text
    assert '"ui":true' not in page
    assert '"hot_reload"' not in page


@pytest.mark.parametrize("host", ["192.168.1.5", "::", "example.org"])
def test_an_address_that_others_reach_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(UsageError, match="nobody would be asked"):
        serve(tmp_path, host=host)


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "workspace")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"--port {port}"):
            serve(tmp_path / "workspace", port=port)
