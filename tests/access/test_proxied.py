"""Behind a proxy: its word counts, and only its."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from dashboard.access.arrivals import Call, Proxied, StrayRequestError, networks
from dashboard.access.doors import door
from dashboard.app import create_app
from tests.access.doors import EVERYWHERE, LAN, NAME, PROXY, WORDS, ask
from tracker.credentials import Access


def call(caller: str = PROXY, **headers: str) -> Call:
    own = {"Host": "127.0.0.1:8050", "X_Forwarded_Host": NAME, "X_Forwarded_Proto": "https"}
    given = {name.replace("_", "-"): value for name, value in {**own, **headers}.items() if value}
    return Call(Headers(given), "8050", caller)


WAY = Proxied(networks((PROXY, "2001:db8::/32")), frozenset({NAME}))


def test_a_proxy_says_how_a_reader_came() -> None:
    found = WAY.arrival(call(X_Forwarded_For="203.0.113.9, 198.51.100.4"))
    assert (found.host, found.secure, found.client) == (NAME, True, "198.51.100.4")
    assert not WAY.arrival(call(X_Forwarded_Proto="http")).secure
    assert WAY.arrival(call(X_Forwarded_Host="", Host=f"{NAME}:8443")).host == f"{NAME}:8443"
    assert WAY.arrival(call("::ffff:10.0.0.2")).client == "::ffff:10.0.0.2"
    assert WAY.arrival(call("2001:db8::7", X_Forwarded_For="rubbish")).client == "2001:db8::7"


@pytest.mark.parametrize(
    "stray",
    [
        call("10.0.0.3"),
        call(""),
        call("127.0.0.1"),
        call(X_Forwarded_Host="evil.example"),
        call(X_Forwarded_Host=f"evil.example, {NAME}"),
        call(X_Forwarded_Proto=""),
        call(X_Forwarded_Proto="https, http"),
        call(X_Forwarded_Proto="ftp"),
    ],
)
def test_what_breaks_the_contract_is_refused(stray: Call) -> None:
    with pytest.raises(StrayRequestError):
        WAY.arrival(stray)


@pytest.fixture
def proxied(workspace: Path) -> FlaskClient:
    found: FlaskClient = create_app(
        workspace, door(EVERYWHERE, Access(proxies=(PROXY,), names=(NAME,)))
    ).server.test_client()
    return found


def through(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    given = {
        "Host": NAME,
        "X-Forwarded-Proto": "https",
        **{key.replace("_", "-"): text for key, text in headers.items()},
    }
    environment = {"SERVER_PORT": "8050", "REMOTE_ADDR": PROXY}
    return client.get(path, headers=given, environ_overrides=environment)


@pytest.mark.parametrize(
    ("headers", "role"),
    [
        ({"X_Forwarded_User": "ann", "X_Forwarded_Role": "reviewer"}, "reviewer"),
        ({"X_Forwarded_User": "ann", "X_Forwarded_Role": "viewer"}, "viewer"),
        ({"X_Forwarded_User": "ann", "X_Forwarded_Role": "Reviewer, viewer"}, "viewer"),
        ({"X_Forwarded_User": "ann"}, "viewer"),
    ],
)
def test_a_proxy_says_who_it_is(proxied: FlaskClient, headers: dict[str, str], role: str) -> None:
    layout = through(proxied, "/_dash-layout", **headers)
    assert layout.status_code == 200
    assert f" {role}" in layout.text
    assert "log-out" not in layout.text


@pytest.mark.parametrize("name", ["", " ", "x" * 101])
def test_without_a_name_from_the_proxy_nothing_is_shown(proxied: FlaskClient, name: str) -> None:
    answer = through(proxied, "/figures", X_Forwarded_User=name)
    assert answer.status_code == 401
    assert "proxy" in answer.text
    assert through(proxied, "/log-in").status_code in {200, 404}


def test_headers_of_a_proxy_are_nothing_where_there_is_none(client: FlaskClient) -> None:
    headers = {"X-Forwarded-User": "ann", "X-Forwarded-Role": "reviewer", "X-Forwarded-For": "127.0.0.1"}
    assert ask(client, "/api/claims", headers=headers).status_code == 401
    headers = {"X-Forwarded-Host": LAN}
    assert ask(client, "/log-in", headers={**headers, "Host": "evil.example:8050"}).status_code == 403


def test_over_https_the_cookie_is_secure_and_the_hosts_own(workspace: Path, file: Path) -> None:
    made = create_app(workspace, door("127.0.0.1", Access(file, (PROXY,), (NAME,)))).server.test_client()
    headers = {"Host": NAME, "X-Forwarded-Proto": "https", "Origin": f"https://{NAME}"}
    environment = {"SERVER_PORT": "8050", "REMOTE_ADDR": PROXY}
    form = {"name": "ann", "password": WORDS}
    options: dict[str, Any] = {"environ_overrides": environment, "base_url": f"https://{NAME}"}
    downgraded = made.post("/log-in", data=form, headers={**headers, "Origin": f"http://{NAME}"}, **options)
    assert downgraded.status_code == 403
    entered = made.post("/log-in", data=form, headers=headers, **options)
    cookie = entered.headers["Set-Cookie"]
    assert cookie.startswith("__Host-figtrack=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert made.get("/api/claims", headers=headers, **options).status_code == 200
    token = cookie.partition(";")[0].partition("=")[2]
    plain = {"Host": NAME, "X-Forwarded-Proto": "http", "Cookie": f"figtrack={token}"}
    assert made.get("/api/claims", headers=plain, environ_overrides=environment).status_code == 401
    assert "not encrypted" not in made.get("/log-in", headers=headers, **options).text
