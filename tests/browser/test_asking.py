"""What a page asks the server for, and when: what the reader did not ask for is not sent, nor put in the address."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Request, expect

from tests.browser.serving import Opened


def test_buttons_of_review_that_come_up_ask_for_nothing(address: str, open_page: Opened) -> None:
    page = open_page(address, "/figures")
    acts: list[str] = []
    seen: list[str] = []

    def noted(request: Request) -> None:
        if "/_dash-update-component" in request.url:
            output = json.loads(request.post_data or "{}")["output"]
            seen.append(output)
            acts.extend([output] if "done.children" in output else [])

    page.on("request", noted)
    page.locator(".list .title").first.click()
    expect(page.locator("#figure-review h2")).to_be_visible()
    page.get_by_role("navigation", name="Pages of the dashboard").get_by_role("link", name="Inbox").click()
    expect(page.get_by_role("button", name=re.compile("^Dismiss")).first).to_be_visible()
    assert seen
    assert acts == []


def test_a_search_that_the_reader_leaves_at_once_stays_behind(address: str, open_page: Opened) -> None:
    page = open_page(address, "/figures")
    page.locator("#q").fill("troops")
    page.get_by_role("navigation", name="Pages of the dashboard").get_by_role("link", name="Documents").click()
    expect(page.locator("h1")).to_have_text("Documents")
    page.wait_for_timeout(600)
    assert page.url == f"{address}/documents"
