"""Who may come in: credentials, sessions that end, tries that are counted, hosts and origins, a proxy's word."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from dashboard import access
from dashboard.access import Reader, Role
from dashboard.access.arrivals import Call, Direct, Proxied, StrayRequestError, networks
from dashboard.access.doors import HOME, Door, LogIn, door
from dashboard.access.known import Known
from dashboard.access.login import local_address
from dashboard.access.sessions import IDLE, WHOLE, Sessions
from dashboard.access.throttle import FOR_ONE_NAME, FROM_ONE_PLACE, WHILE, Throttle, place
from dashboard.app import create_app, serve
from dashboard.pages.who import who
from tests.sample_workspace import tables
from tracker import credentials
from tracker.credentials import Access, Credential
from tracker.errors import UsageError
from tracker.workspace import Workspace

WORDS = "four words make one"
PORT = {"SERVER_PORT": "8050", "REMOTE_ADDR": "192.0.2.7"}
LAN = "192.0.2.1:8050"
EVERYWHERE = "0.0.0.0"  # noqa: S104 -- nothing listens there in these tests
PROXY = "10.0.0.2"
NAME = "figures.example.org"


class Clock:
    """A time that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def hashes() -> dict[str, Credential]:
    """Two readers; a hash takes a while, on purpose."""
    return {
        "ann": credentials.made("ann", Role.REVIEWER, WORDS),
        "bob": credentials.made("bob", Role.VIEWER, WORDS + "!"),
    }


@pytest.fixture
def file(tmp_path: Path, hashes: dict[str, Credential]) -> Path:
    path = tmp_path / "readers.json"
    credentials.write(path, hashes.values())
    return path


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("access") / "workspace"
    Workspace.create(path).commit(tables())
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(workspace: Path, file: Path, clock: Clock) -> Iterator[FlaskClient]:
    """A dashboard with a log-in that other machines reach over plain http."""
    keeper = LogIn(Known(file), Sessions(clock), Throttle(clock))
    yield create_app(workspace, Door(Direct(frozenset({NAME})), keeper)).server.test_client()


def ask(client: FlaskClient, path: str, method: str = "GET", **options: Any) -> TestResponse:
    headers = {"Host": LAN, **options.pop("headers", {})}
    origin = {} if method == "GET" else {"Origin": f"http://{LAN}"}
    return client.open(
        path, method=method, headers={**origin, **headers}, environ_overrides=PORT, base_url=f"http://{LAN}", **options
    )


def log_in(
    client: FlaskClient, name: str = "ann", password: str = WORDS, aim: str = "", **options: Any
) -> TestResponse:
    form = {"name": name, "password": password, "next": aim}
    return ask(client, "/log-in", "POST", data=form, **options)


# The credentials file.


def test_a_password_is_kept_as_an_argon2id_hash(hashes: dict[str, Credential]) -> None:
    kept = hashes["ann"].password_hash
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert credentials.holds(kept, WORDS)
    assert not credentials.holds(kept, WORDS + " ")
    assert not credentials.holds("no hash", WORDS)


def test_a_password_is_the_same_from_any_keyboard() -> None:
    kept = credentials.made("zoë", Role.VIEWER, "café au lait \u00e9").password_hash
    assert credentials.holds(kept, "cafe\u0301 au lait e\u0301")
    assert not credentials.holds(kept, "\ud800")


def test_the_file_comes_back_as_it_was_written_and_is_its_owners(file: Path, hashes: dict[str, Credential]) -> None:
    assert credentials.read(file) == hashes
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert WORDS not in file.read_text(encoding="utf-8")
    assert [each.name for each in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(
    ("name", "password"),
    [("", WORDS), ("a" * 101, WORDS), ("a\nb", WORDS), ("\u202eann", WORDS), ("ann", "short"), ("ann", "x" * 1_001)],
)
def test_a_name_or_password_that_is_none_is_refused(name: str, password: str) -> None:
    with pytest.raises(UsageError):
        credentials.made(name, Role.VIEWER, password)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"format": 1}',
        b'{"format": 2, "readers": []}',
        b'{"format": 1, "readers": [{"name": "a", "role": "king", "password": "x"}]}',
        b'{"format": 1, "readers": [{"name": ["a"], "role": "viewer", "password": "x"}]}',
        b'{"format": 1, "readers": [3]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_credentials_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "readers.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"readers\.json"):
        credentials.read(path)


def test_a_file_that_others_can_write_to_is_refused(file: Path) -> None:
    file.chmod(0o620)
    with pytest.raises(UsageError, match="chmod"):
        credentials.read(file)


# When the server starts.


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


# The log-in.


def test_who_is_not_known_sees_nothing_but_the_log_in(client: FlaskClient) -> None:
    answer = ask(client, "/figures?q=dockers")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/log-in?next=%2Ffigures%3Fq%3Ddockers")
    assert ask(client, "/downloads/claims.csv").status_code == 303
    assert ask(client, "/log-in").status_code == 200
    for path in ("/_dash-layout", "/_dash-dependencies", "/newest", "/api/claims"):
        assert ask(client, path).status_code == 401, path
    assert ask(client, "/_dash-update-component", "POST", json={}).status_code == 401
    problem = ask(client, "/api/claims")
    assert (problem.mimetype, problem.get_json()["type"]) == (
        "application/problem+json",
        "urn:figtrack:problem:log-in-needed",
    )


@pytest.mark.parametrize("path", ["/palette.css", "/assets/figtrack.css", "/assets/scheme.js", "/assets/favicon.svg"])
def test_the_log_in_page_has_its_looks(client: FlaskClient, path: str) -> None:
    with ask(client, path) as answer:
        assert answer.status_code == 200


def test_a_reader_logs_in_reads_and_logs_out(client: FlaskClient) -> None:
    entered = log_in(client, aim="/figures?q=dockers")
    assert (entered.status_code, entered.headers["Location"]) == (303, "/figures?q=dockers")
    cookie = entered.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    layout = ask(client, "/_dash-layout")
    assert layout.status_code == 200
    assert "reviewer" in layout.text
    assert layout.headers["Cache-Control"] == "no-store"
    assert ask(client, "/api/claims").get_json()["total"] == 9
    left = ask(client, "/log-out", "POST")
    assert (left.status_code, left.headers["Location"]) == (303, "/log-in")
    assert ask(client, "/api/claims").status_code == 401


def test_a_session_that_was_ended_is_no_way_in_for_who_kept_its_cookie(client: FlaskClient) -> None:
    token = log_in(client).headers["Set-Cookie"].partition(";")[0]
    ask(client, "/log-out", "POST")
    assert ask(client, "/api/claims", headers={"Cookie": token}).status_code == 401


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ann", "four words make two"),
        ("nobody", WORDS),
        ("", ""),
        ("ann", ""),
        ("ann", "x" * 5_000),
        ("\udc80", "\x00"),
    ],
)
def test_a_wrong_name_is_answered_like_a_wrong_password(client: FlaskClient, name: str, password: str) -> None:
    answer = log_in(client, name.encode("utf-8", "replace").decode(), password)
    assert answer.status_code == 401
    assert "don’t go together" in answer.text.replace("&#39;", "’")
    assert "Set-Cookie" not in answer.headers


def test_a_name_is_known_however_it_was_typed(client: FlaskClient) -> None:
    assert log_in(client, " ann ").status_code == 303


def test_what_is_typed_is_shown_as_text(client: FlaskClient) -> None:
    page = log_in(client, '"><script>alert(1)</script>', aim='/"><script>alert(2)</script>').text
    assert "<script>alert" not in page


def test_a_log_in_of_more_than_a_form_is_not_read(client: FlaskClient) -> None:
    assert log_in(client, password="x" * 100_000).status_code == 413


def test_plain_http_is_said_to_be_readable(client: FlaskClient) -> None:
    assert "not encrypted" in ask(client, "/log-in").text


@pytest.mark.parametrize(
    ("aim", "found"),
    [
        ("/figures?q=a&page=2", "/figures?q=a&page=2"),
        ("/figures/a%2Fb", "/figures/a%2Fb"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\t//evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/log-in?next=/log-in", "/"),
        ("/_dash-layout", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
    ],
)
def test_a_log_in_leads_to_own_pages_only(aim: str, found: str) -> None:
    assert local_address(aim) == found


# Sessions that end.


def test_a_session_ends_after_a_day_of_work_and_after_hours_of_nothing(
    clock: Clock, hashes: dict[str, Credential]
) -> None:
    sessions = Sessions(clock)
    token = sessions.begin(hashes["ann"], secure=True)
    for _ in range(int(WHOLE / IDLE * 2)):
        assert sessions.find(token, secure=True)
        clock.now += IDLE / 2
    clock.now += 1
    assert sessions.find(token, secure=True) is None
    token = sessions.begin(hashes["ann"], secure=True)
    clock.now += IDLE + 1
    assert sessions.find(token, secure=True) is None


def test_what_a_page_asks_by_itself_keeps_no_session_alive(client: FlaskClient, clock: Clock) -> None:
    log_in(client)
    for _ in range(3):
        clock.now += IDLE / 2 - 1
        ask(client, "/newest")
    assert ask(client, "/newest").status_code == 401


def test_a_session_of_an_encrypted_connection_is_none_over_plain_http(hashes: dict[str, Credential]) -> None:
    sessions = Sessions()
    token = sessions.begin(hashes["ann"], secure=True)
    assert sessions.find(token, secure=False) is None
    assert sessions.find(token, secure=True) is not None


def test_tokens_are_long_random_and_not_kept(hashes: dict[str, Credential]) -> None:
    sessions = Sessions()
    tokens = {sessions.begin(hashes["ann"], secure=True) for _ in range(50)}
    assert len(tokens) == 50
    assert min(len(token) for token in tokens) >= 43
    assert not tokens & set(sessions._known)


def test_a_changed_password_or_role_counts_at_once(
    client: FlaskClient, file: Path, hashes: dict[str, Credential]
) -> None:
    log_in(client)
    credentials.write(file, [replace(hashes["ann"], role=Role.VIEWER), hashes["bob"]])
    assert "viewer" in ask(client, "/_dash-layout").text
    credentials.write(file, [replace(hashes["ann"], password_hash=hashes["bob"].password_hash)])
    assert ask(client, "/api/claims").status_code == 401


def test_who_is_removed_is_out(client: FlaskClient, file: Path, hashes: dict[str, Credential]) -> None:
    log_in(client)
    credentials.write(file, [hashes["bob"]])
    assert ask(client, "/api/claims").status_code == 401
    assert log_in(client).status_code == 401


def test_nobody_comes_in_while_the_file_is_gone_or_broken(client: FlaskClient, file: Path) -> None:
    log_in(client)
    content = file.read_bytes()
    file.write_bytes(b"{")
    assert ask(client, "/api/claims").status_code == 401
    file.unlink()
    assert log_in(client).status_code == 401
    file.write_bytes(content)
    file.chmod(0o600)
    assert log_in(client).status_code == 303


# Tries are counted.


def test_after_some_wrong_tries_a_place_has_to_wait(client: FlaskClient, clock: Clock) -> None:
    for _ in range(FROM_ONE_PLACE):
        assert log_in(client, password=WORDS[:-1]).status_code == 401
    refused = log_in(client)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= WHILE
    clock.now += WHILE + 1
    assert log_in(client).status_code == 303


def test_right_log_ins_are_not_counted() -> None:
    throttle = Throttle(Clock())
    for _ in range(FROM_ONE_PLACE * 3):
        assert throttle.take("192.0.2.7", "ann") == 0
        throttle.forgive("192.0.2.7", "ann")


def test_many_tries_at_once_are_all_counted_before_they_are_judged() -> None:
    throttle = Throttle(Clock())
    taken = [throttle.take("192.0.2.7", "ann") for _ in range(FROM_ONE_PLACE * 2)]
    assert sum(1 for wait in taken if wait == 0) == FROM_ONE_PLACE


def test_one_name_from_many_places_is_counted_together() -> None:
    throttle = Throttle(Clock())
    taken = [throttle.take(f"192.0.2.{number}", "ann") for number in range(FOR_ONE_NAME + 5)]
    assert [wait == 0 for wait in taken] == [True] * FOR_ONE_NAME + [False] * 5


def test_a_network_of_ipv6_is_one_place_and_places_are_bounded() -> None:
    assert place("2001:db8::1") == place("2001:db8::ffff:2") != place("2001:db8:1::1")
    throttle = Throttle(Clock())
    for number in range(30_000):
        throttle.take(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", str(number))
    assert len(throttle._tries) <= 20_000


# Hosts and origins.


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


# Behind a proxy.


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


# Who is asking.


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
