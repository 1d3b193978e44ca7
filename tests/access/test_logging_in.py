"""The log-in: sessions that end, and tries that are counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.access import Role
from dashboard.access.login import local_address
from dashboard.access.sessions import IDLE, WHOLE, Sessions
from dashboard.access.throttle import FOR_ONE_NAME, FROM_ONE_PLACE, WHILE, Throttle, place
from tests.access.doors import WORDS, Clock, ask, log_in
from tracker import credentials
from tracker.credentials import Credential


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
