"""Pages are fetched from a real server on this machine: politely, within limits, and never from where one must not."""

from __future__ import annotations

import gzip
import socket
from pathlib import Path
from typing import Any

import httpcore
import pytest

from tests.website import Answer, Site
from tracker.errors import InputRefusedError
from tracker.fetching import FetchReport, fetch
from tracker.fetching.addresses import is_never_visited, is_public
from tracker.fetching.robots import Robots
from tracker.fetching.visits import AGENT, Visitor, plain_address
from tracker.limits import Limits
from tracker.model import Document
from tracker.reading import read_paths


def unhurried(visitor: Visitor) -> Robots:
    return Robots(visitor, sleep=lambda _: None)


def fetched(urls: list[str], folder: Path) -> FetchReport:
    return fetch(urls, folder, allow_private=True, robots=unhurried)


def documents(folder: Path) -> list[Document]:
    return [item for item in read_paths([folder]) if isinstance(item, Document)]


def test_a_page_is_kept_and_read_with_its_address(site: Site, tmp_path: Path) -> None:
    url = site.page("/flood")
    report = fetched([url, f"{url}#top"], tmp_path)
    assert (report.kept, report.unchanged, report.refused) == ([url], [], [])
    (found,) = documents(tmp_path)
    assert (found.url, found.title) == (url, "Flood")
    assert found.text.startswith("Forty people were taken")
    assert {headers["User-Agent"] for _, headers in site.asked} == {AGENT}
    assert site.visited() == ["/robots.txt", "/flood"]


def test_a_packed_page_is_kept_as_it_came_and_read(site: Site, tmp_path: Path) -> None:
    url = site.page("/flood", **{"Content-Encoding": "gzip"})
    status, headers, body = site.answers["/flood"]  # type: ignore[misc]
    site.answers["/flood"] = (status, headers, gzip.compress(body))
    assert fetched([url], tmp_path).kept == [url]
    assert documents(tmp_path)[0].text.startswith("Forty people")


def test_a_page_that_is_as_it_was_is_not_kept_again_and_a_changed_one_is_a_version(site: Site, tmp_path: Path) -> None:
    url = site.page("/flood")
    fetched([url], tmp_path)
    again = fetched([url], tmp_path)
    assert (again.unchanged, again.archive) == ([url], None)
    site.page("/flood", "Fifty")
    changed = fetched([url], tmp_path)
    assert changed.kept == [url]
    assert {item.text.split()[0] for item in documents(tmp_path)} == {"Forty", "Fifty"}
    assert {item.url for item in documents(tmp_path)} == {url}


def test_a_page_is_asked_for_only_if_it_changed(site: Site, tmp_path: Path) -> None:
    url = site.page("/flood", ETag='"one"')
    first = site.answers["/flood"]

    def conditional(headers: dict[str, str]) -> Answer:
        assert not callable(first)
        return (304, {}, b"") if headers.get("If-None-Match") == '"one"' else first

    site.answers["/flood"] = conditional
    assert fetched([url], tmp_path).kept == [url]
    assert fetched([url], tmp_path).unchanged == [url]


def test_the_pages_that_a_feed_names_are_fetched(site: Site, tmp_path: Path) -> None:
    one, two = site.page("/one"), site.page("/two", "Fifty")
    items = f"<item><title>a</title><link>{one}</link></item><item><title>b</title><link>/two</link></item>"
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    site.answers["/feed"] = (200, {"Content-Type": "application/rss+xml"}, feed.encode())
    assert fetched([f"{site.base}/feed"], tmp_path).kept == [one, two]


def test_robots_txt_is_heeded(site: Site, tmp_path: Path) -> None:
    allowed, forbidden = site.page("/open"), site.page("/closed/page")
    site.answers["/robots.txt"] = (200, {}, b"User-agent: figtrack\nDisallow: /closed/\n")
    report = fetched([allowed, forbidden], tmp_path)
    assert report.kept == [allowed]
    assert "robots.txt forbids it" in report.refused[0].reason
    assert "/closed/page" not in site.visited()


def test_a_host_whose_robots_txt_fails_is_not_visited(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = (503, {}, b"")
    (refused,) = fetched([site.page("/flood")], tmp_path).refused
    assert "forbids visits" in refused.reason
    assert site.visited() == ["/robots.txt"]


def test_visits_to_a_host_are_spaced_as_it_asks(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 7\n")
    waits: list[float] = []
    urls = [site.page(f"/{number}") for number in range(3)]
    fetch(urls, tmp_path, allow_private=True, robots=lambda visitor: Robots(visitor, sleep=waits.append))
    assert waits[0] == 0
    assert all(6 < wait <= 7 for wait in waits[1:])


def test_a_private_address_is_refused_unless_it_is_allowed(site: Site, tmp_path: Path) -> None:
    url = site.page("/flood")
    (refused,) = fetch([url], tmp_path).refused
    assert "not public" in refused.reason
    assert "--allow-private" in refused.remedy
    assert site.asked == []


def test_every_redirect_is_looked_at(site: Site, tmp_path: Path) -> None:
    target = site.page("/flood")
    site.answers["/moved"] = (301, {"Location": "/flood"}, b"")
    site.answers["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    site.answers["/round"] = (302, {"Location": "/round"}, b"")
    report = fetched([f"{site.base}/moved", f"{site.base}/file", f"{site.base}/round"], tmp_path)
    assert report.kept == [f"{site.base}/moved"]
    assert documents(tmp_path)[0].url == target
    assert ["no address of a page" in each.reason for each in report.refused] == [True, False]
    assert "leads on more than 5 times" in report.refused[1].reason


def test_what_is_too_large_or_no_page_is_refused(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.fetching.visits.LIMITS", Limits(max_bytes=2_000_000))
    site.answers["/large"] = (200, {"Content-Type": "text/html"}, b"x" * 3_000_000)
    site.answers["/film"] = (200, {"Content-Type": "video/mp4"}, b"x")
    site.answers["/gone"] = (410, {"Content-Type": "text/html"}, b"x")
    reasons = [
        each.reason for each in fetched([f"{site.base}/{name}" for name in ("large", "film", "gone")], tmp_path).refused
    ]
    assert ["more than 1 MiB" in reasons[0], "video/mp4" in reasons[1], "answers 410" in reasons[2]] == [True] * 3
    assert list(tmp_path.glob("*.warc.gz")) == []
    assert list(tmp_path.glob(".*.part")) == []


def test_nothing_is_left_of_a_run_that_is_stopped(site: Site, tmp_path: Path) -> None:
    def stop(url: str) -> None:
        if url.endswith("/two"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch([site.page("/one"), site.page("/two")], tmp_path, allow_private=True, tell=stop, robots=unhurried)
    assert [path.name for path in tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host.example/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "http://user:pw@host.example/",
        "x",
    ],
)
def test_only_addresses_of_pages_are_visited(url: str) -> None:
    with pytest.raises(InputRefusedError):
        plain_address(url)


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("HTTPS://host.example/a b?q=é#part", "https://host.example/a%20b?q=%C3%A9"),
        ("http://bücher.example", "http://xn--bcher-kva.example/"),
    ],
)
def test_an_address_is_written_in_ascii(given: str, plain: str) -> None:
    assert plain_address(given) == plain


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "0.0.0.1", "100.64.0.1", "224.0.0.1",
        "::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "::7f00:1", "2002:7f00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_known_as_such(address: str) -> None:
    assert not is_public(address)
    assert not is_never_visited(address)


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254",
        "fd20:ce::254", "fe80::1", "fe80::1%eth0", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "::a9fe:a9fe",
        "2002:a9fe:a9fe::", "64:ff9b:1::a9fe:a9fe",
    ],
)  # fmt: skip
def test_an_address_of_a_cloud_itself_is_known_as_such(address: str) -> None:
    assert is_never_visited(address)
    assert not is_public(address)


@pytest.mark.parametrize("address", ["169.254.169.254", "fd00:ec2::254"])
def test_a_cloud_itself_is_never_visited_whatever_its_name_and_whoever_leads_there(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    found, connect, tried = socket.getaddrinfo, httpcore.SyncBackend.connect_tcp, set[str]()

    def resolved(host: str, *given: Any, **named: Any) -> object:
        return found(address if host == "metadata.example" else host, *given, **named)

    def connected(network: httpcore.SyncBackend, host: str, *given: Any) -> object:
        tried.add(host)
        return connect(network, host, *given)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connected)
    site.answers["/moved"] = (302, {"Location": "http://metadata.example/latest"}, b"")
    shown = f"[{address}]" if ":" in address else address
    report = fetched([f"http://{shown}/x", "http://metadata.example/x", f"{site.base}/moved"], tmp_path)
    assert ["never visited" in each.reason for each in report.refused] == [True] * 3
    assert tried == {"127.0.0.1"}


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_a_public_address_is_known_as_such(address: str) -> None:
    assert is_public(address)
