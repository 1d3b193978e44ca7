"""Acts of review in a browser: each is in effect at once, is told, can be taken back, and stands in the audit."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Opened, served
from tracker.review import laid_over
from tracker.workspace import Workspace

TROOPS = "North Korean troops sent to Russia"


@pytest.fixture
def workspace(demo: Path, tmp_path: Path) -> Workspace:
    """A workspace of the test's own, which it may judge."""
    return Workspace.open(Path(shutil.copytree(demo, tmp_path / "workspace")))


@pytest.fixture
def desk(workspace: Workspace) -> Iterator[str]:
    """Where that workspace is served; tests name it before `open_page`, so that its pages close before it does."""
    with served(workspace.path) as found:
        yield found


def figure_page(open_page: Opened, desk: str, label: str = TROOPS, **how: object) -> Page:
    page = open_page(desk, "/figures", **how)
    page.get_by_role("link", name=label, exact=True).click()
    expect(page.locator("#figure-review h2")).to_be_visible()
    return page


def done(page: Page, said: str | re.Pattern[str]) -> None:
    expect(page.locator("#done")).to_contain_text(said)


def undo(page: Page) -> None:
    page.locator("#done").get_by_role("button", name=re.compile("^Undo")).click()
    done(page, "Taken back")


def opened_claim(page: Page, place: int) -> None:
    """Choose a claim of the table and open its review."""
    page.locator(".claims .reading").nth(place).click()
    claim_id = page.locator(".claims .reading").nth(place).get_attribute("id") or ""
    page.locator(f"#claim-review [id*='{claim_id.removeprefix('claim-')}']").first.wait_for(state="attached")
    page.get_by_text("Review this claim").click()


def count_of(page: Page) -> int:
    text = page.locator(".lede").inner_text()
    found = re.search(r"(\d+) claims?", text)
    assert found, text
    return int(found[1])


def test_a_dismissed_finding_goes_is_found_again_and_comes_back_by_keys(desk: str, open_page: Opened) -> None:
    page = open_page(desk, "/")
    alarms, rows = page.locator(".tile b").first, page.locator(".inbox > li")
    expect(alarms).to_have_text("1")
    before = rows.count()
    summary = rows.first.locator("p").first.inner_text()
    rows.first.get_by_role("button", name=re.compile("^Dismiss")).focus()
    page.keyboard.press("Enter")
    done(page, "Dismissed: ")
    expect(alarms).to_have_text("0")
    expect(rows).to_have_count(before - 1)
    expect(page.locator("#done").get_by_role("button", name=re.compile("^Undo"))).to_be_focused()
    page.goto(f"{desk}/?status=dismissed")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(summary[:60])
    expect(rows.first).to_contain_text("dismissed")
    rows.first.get_by_role("button", name=re.compile("^Reopen")).click()
    done(page, "Open again")
    page.goto(f"{desk}/")
    expect(alarms).to_have_text("1")


def test_a_confirmed_finding_says_so_everywhere(desk: str, open_page: Opened) -> None:
    page = open_page(desk, "/")
    page.locator(".inbox > li").first.get_by_role("button", name=re.compile("^Confirm")).click()
    expect(page.locator(".inbox > li").first).to_contain_text("✓ confirmed")
    expect(page.locator(".tile b").first).to_have_text("1")
    expect(page.locator("#done")).to_contain_text("Confirmed: ")
    page.locator(".inbox .also a").first.click()
    expect(page.locator("h1")).to_have_text("North Korean troops sent to Russia")
    expect(page.locator("#figure-findings")).to_contain_text("✓ confirmed")
    expect(page.locator("#done")).to_be_empty()


def test_a_misread_claim_leaves_its_figure_and_comes_back(desk: str, open_page: Opened) -> None:
    page = figure_page(open_page, desk)
    before = count_of(page)
    opened_claim(page, 2)
    page.get_by_role("button", name=re.compile("^Misread")).click()
    done(page, "Taken out as misread")
    expect(page.locator(".lede")).to_contain_text(f"{before - 1} claims")
    expect(page.locator("#claim-review")).to_contain_text("marked a claim as misread")
    page.locator("#claim-review").get_by_role("button", name=re.compile("^Undo")).click()
    done(page, "Taken back: marked a claim as misread")
    expect(page.locator(".lede")).to_contain_text(f"{before} claims")


def test_a_claim_is_moved_to_a_figure_found_by_its_name(desk: str, open_page: Opened) -> None:
    page = figure_page(open_page, desk)
    before = count_of(page)
    opened_claim(page, 1)
    page.get_by_label("Belongs to another figure").fill("massed")
    page.locator(".picked li").first.get_by_role("button", name=re.compile("^Move here")).click()
    done(page, "now belongs to")
    expect(page.locator(".lede")).to_contain_text(f"{before - 1} claims")
    page.locator("#done").get_by_role("link", name="Go to it").click()
    expect(page.locator("h1")).to_contain_text("massed")
    expect(page.locator("tr.chosen")).to_have_count(1)
    undo(page)
    page.goto(f"{desk}/figures")
    page.get_by_role("link", name=TROOPS, exact=True).click()
    expect(page.locator(".lede")).to_contain_text(f"{before} claims")


def test_a_note_on_a_finding_stands_with_the_acts_on_its_figure_and_in_the_audit(desk: str, open_page: Opened) -> None:
    page = figure_page(open_page, desk)
    finding = page.locator("#figure-findings li").first
    finding.get_by_text("Note", exact=True).click()
    finding.get_by_label("Note on this finding").fill("Asked the <b>harbour</b> office.")
    finding.get_by_role("button", name="Save the note").click()
    done(page, "The note is saved.")
    expect(page.locator("#figure-review")).to_contain_text(": “Asked the <b>harbour</b> office.”")
    page.goto(f"{desk}/audit")
    expect(page.locator("#audit-results")).to_contain_text("Noted: “Asked the <b>harbour</b> office.”")


def test_a_figure_is_renamed_split_joined_and_noted_and_all_stands_in_the_audit(
    desk: str, open_page: Opened, workspace: Workspace
) -> None:
    page = figure_page(open_page, desk)
    review = page.locator("#figure-review")
    before = count_of(page)

    review.get_by_text("Rename", exact=True).click()
    page.get_by_label("Name of this figure").fill("Soldiers from the North")
    review.get_by_role("button", name="Save the name").click()
    expect(page.locator("h1")).to_have_text("Soldiers from the North")
    expect(page).to_have_title(re.compile("Soldiers from the North"))

    review.get_by_text("Split claims off").click()
    review.get_by_role("checkbox").nth(0).check()
    review.get_by_role("checkbox").nth(1).check()
    page.get_by_label("Name of the new figure").fill("Those of October")
    review.get_by_role("button", name="Split off").click()
    done(page, "2 claims split off")
    expect(page.locator(".lede")).to_contain_text(f"{before - 2} claims")

    review.get_by_text("Join with another figure").click()
    page.get_by_label("The same thing as").fill("october")
    gone = laid_over(workspace).scan("figures").filter(pl.col("label") == "Those of October").collect()
    gone_id = gone["figure_id"].item()
    page.locator(".picked").get_by_role("button", name="Join: Those of October").click()
    done(page, "is now part of")
    expect(page.locator(".lede")).to_contain_text(f"{before} claims")

    review.get_by_text("Add a note").click()
    page.get_by_label("Note for other reviewers").fill("<img src=x onerror=alert(1)> see the desk")
    review.get_by_role("button", name="Save the note").click()
    done(page, "The note is saved.")  # the field that it was typed into holds its words before that
    expect(review).to_contain_text("<img src=x onerror=alert(1)> see the desk")

    page.goto(f"{desk}/figures/{gone_id}")
    page.get_by_role("link", name="Go to that figure").click()
    expect(page.locator("h1")).to_have_text("Soldiers from the North")

    page.get_by_role("link", name="Audit", exact=True).click()
    rows = page.locator(".audit tbody tr")
    expect(rows).to_have_count(4)
    expect(page.locator(".audit")).to_contain_text("Joined “Those of October” to it")
    expect(page.locator(".audit img")).to_have_count(0)
    for said in ("Noted", "Joined", "Put 2 claims", "Renamed"):
        rows.filter(has_text=said).first.get_by_role("button", name=re.compile("^Undo")).click()
        expect(rows.first).to_contain_text(f"Took back: {said[:1].lower()}{said[1:]}")
    page.goto(f"{desk}/figures")
    page.get_by_role("link", name=TROOPS, exact=True).click()
    expect(page.locator(".lede")).to_contain_text(f"{before} claims")


def test_the_audit_is_narrowed_and_what_was_undone_is_redone(desk: str, open_page: Opened) -> None:
    page = open_page(desk, "/")
    page.locator(".inbox > li").first.get_by_role("button", name=re.compile("^Dismiss")).click()
    done(page, "Dismissed")
    undo(page)
    page.goto(f"{desk}/audit")
    rows = page.locator(".audit tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(1)).to_contain_text("taken back by")
    page.goto(f"{desk}/audit?action=undo")
    expect(rows).to_have_count(1)
    rows.first.get_by_role("button", name=re.compile("^Redo")).click()
    done(page, "In effect again: dismissed a finding")
    page.goto(f"{desk}/audit?q=nothing+says+this")
    expect(page.get_by_text("No act matches", exact=True)).to_be_visible()
    page.goto(f"{desk}/")
    expect(page.locator(".tile b").first).to_have_text("0")


def test_a_number_in_no_figure_is_put_into_one_from_its_text(
    desk: str, open_page: Opened, workspace: Workspace
) -> None:
    claims = workspace.read("claims").filter(pl.col("kind") == "quantity")
    out = claims.filter(pl.col("figure_id").is_null() & (pl.col("dimension") == "count"))
    row = (out if out.height else claims.filter(pl.col("dimension") == "count")).row(0, named=True)
    page = open_page(desk, f"/documents/{row['doc_id']}?claim={row['claim_id']}")
    expect(page.locator("#claim-review summary")).to_be_visible()
    page.get_by_text("Review this claim").click()
    page.get_by_label(re.compile("^Belongs to")).fill("massed")
    page.locator(".picked li").first.get_by_role("button", name=re.compile("^Move here")).click()
    done(page, "now belongs to")
    expect(page.locator(".chosen-number")).to_contain_text("massed")


def test_two_reviewers_at_once_keep_what_both_did(desk: str, open_page: Opened, workspace: Workspace) -> None:
    one, other = open_page(desk, "/"), figure_page(open_page, desk)
    one.locator(".inbox > li").first.get_by_role("button", name=re.compile("^Dismiss")).click()
    other.locator("#figure-review").get_by_text("Rename", exact=True).click()
    other.get_by_label("Name of this figure").fill("Soldiers")
    other.get_by_role("button", name="Save the name").click()
    done(one, "Dismissed")
    done(other, "has a new name")
    assert sorted(workspace.read("judgements")["action"]) == ["dismissed", "rename"]


def test_a_past_snapshot_has_nothing_to_review_with(desk: str, open_page: Opened) -> None:
    page = open_page(desk, "/?snapshot=1")
    expect(page.locator(".inbox > li").first).to_be_visible()
    expect(page.locator("[data-act]")).to_have_count(0)
    page.locator(".inbox .title").first.click()
    expect(page.locator("#figure-findings li").first).to_be_visible()
    expect(page.locator("[data-act]")).to_have_count(0)


def test_review_works_on_a_narrow_dark_screen(desk: str, open_page: Opened) -> None:
    page = figure_page(open_page, desk, width=390, dark=True)
    page.locator("#figure-review").get_by_text("Split claims off").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#figure-findings").get_by_role("button", name=re.compile("^Confirm")).first.click()
    done(page, "Confirmed")
    box = page.locator("#done").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
