"""How the server starts, hosts and origins, and who is asking."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard import access
from dashboard.access import Reader, Role
from dashboard.access.arrivals import Direct, Proxied
from dashboard.access.doors import HOME, door
from dashboard.app import create_app, serve
from dashboard.pages.who import who
from tests.access.doors import EVERYWHERE, LAN, NAME, PROXY, ask, log_in
from tracker import credentials
from tracker.credentials import Access
from tracker.errors import UsageError


@pytest.mark.parametrize("host", [EVERYWHERE, "192.168.1.5", "::", "example.org", "127.0.0.2"])
def test_it_does_not_start_where_others_could_come_in_unasked(tmp_path: Path, host: str) -> None:
    with pytest.raises(UsageError, match="--credentials"):
        serve(tmp_path, host=host)


def test_it_does_not_start_without_anyone_who_could_log_in(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        door(EVERYWHERE, Access(tmp_path / "none.json"))
    credentials.write(tmp_path / "empty.json", [])
    with pytest.raises(UsageError, match="nobody is in it"):
        door(EVERYWHERE, Access(tmp_path / "empty.json"))


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Access(proxies=(PROXY,)), "--name"),
        (Access(proxies=("proxy.local",), names=(NAME,)), "--behind-proxy"),
        (Access(proxies=(PROXY,), names=("https://figures.example.org",)), "--name"),
        (Access(proxies=(PROXY,), names=("figures.example.org:443",)), "--name"),
    ],
)
def test_a_proxy_that_is_half_described_is_refused(wanted: Access, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        door(EVERYWHERE, wanted)


def test_each_wish_opens_its_own_door(file: Path) -> None:
    assert door("127.0.0.1", Access()) is HOME
    assert door("::1", Access()).at_home
    assert isinstance(door(EVERYWHERE, Access(file)).way, Direct)
    assert door("127.0.0.1", Access(file)).log_in is not None
    proxied = door(EVERYWHERE, Access(proxies=(PROXY,), names=(NAME,)))
    assert isinstance(proxied.way, Proxied)
    assert proxied.log_in is None
    assert door(EVERYWHERE, Access(file, (PROXY,), (NAME,))).log_in is not None


@pytest.mark.parametrize(
    "host", [LAN, f"{NAME}:8050", "FIGURES.example.org:8050", "localhost:8050", "[2001:db8::1]:8050"]
)
def test_an_address_in_numbers_or_a_known_name_is_answered(client: FlaskClient, host: str) -> None:
    assert ask(client, "/log-in", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example:8050", NAME, f"{NAME}.evil.example:8050", "192.0.2.1.evil.example:8050", f"x@{LAN}", ""]
)
def test_any_other_name_is_refused_even_to_log_in(client: FlaskClient, host: str) -> None:
    assert ask(client, "/log-in", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://192.0.2.1:9999"},
        {"Origin": "http://192.0.2.1:8050.evil.example"},
        {"Origin": "", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Origin": "", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_post_from_another_site_is_refused(client: FlaskClient, headers: Mapping[str, str]) -> None:
    assert log_in(client, headers=dict(headers)).status_code == 403
    assert log_in(client).status_code == 303
    for path in ("/log-out", "/_dash-update-component"):
        assert ask(client, path, "POST", headers=dict(headers)).status_code == 403


def test_a_post_that_hides_its_origin_is_refused_once_there_is_a_session(client: FlaskClient) -> None:
    assert log_in(client, headers={"Origin": ""}).status_code == 303, "a program may log in"
    assert ask(client, "/log-out", "POST", headers={"Origin": ""}).status_code == 403


def test_a_picture_or_script_of_another_site_gets_nothing(client: FlaskClient) -> None:
    log_in(client)
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert ask(client, "/api/claims", headers=headers).status_code == 403


def test_on_this_machine_everyone_is_a_reviewer(workspace: Path) -> None:
    server = create_app(workspace).server
    found: list[Reader] = []
    server.add_url_rule("/who", "who", lambda: found.append(access.current()) or "")
    server.test_client().get("/who", headers={"Host": "127.0.0.1:8050"}, environ_overrides={"SERVER_PORT": "8050"})
    assert found == [access.local()]
    assert found[0].may_review
    assert found[0].name


def test_outside_of_a_request_there_is_nobody_and_they_may_not_review() -> None:
    assert access.current() == access.NOBODY
    assert not access.current().may_review


def test_a_viewer_may_not_review() -> None:
    assert not Reader("bob", Role.VIEWER).may_review
    assert Reader("ann", Role.REVIEWER).may_review


def test_the_bar_names_who_was_asked() -> None:
    assert who(access.local()) == []
    assert who(access.NOBODY) == []
    told = json.dumps([each.to_plotly_json() for each in who(Reader("ann", Role.VIEWER, session=True))], default=vars)
    assert "ann" in told
    assert "/log-out" in told


def test_a_failure_shows_no_internals(workspace: Path) -> None:
    server = create_app(workspace).server

    def fails() -> str:
        raise RuntimeError("/secret/path and the reason")

    server.add_url_rule("/fails", "fails", fails)
    own = {"Host": "127.0.0.1:8050"}
    answer = server.test_client().get("/fails", headers=own, environ_overrides={"SERVER_PORT": "8050"})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
