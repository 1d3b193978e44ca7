"""Frames of the pages, from the tables of one snapshot."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from dashboard import queries, state
from tests.sample_workspace import COUNT, FLOOD, HARBOUR, LOAN, id_of, scan, tables
from tracker import schema
from tracker.model import FindingClass


@pytest.fixture(scope="module")
def read() -> queries.Scan:
    return scan(tables())


def listed(read: queries.Scan, **wanted: Any) -> list[str]:
    page, _ = queries.list_figures(read, state.Figures(**wanted))
    return [row["figure_id"] for row in page.rows]


def test_totals_count_what_is_there(read: queries.Scan) -> None:
    assert queries.totals(read) == queries.Totals(figures=4, documents=6, sources=4, claims=9, alarms=1)


def test_a_figure_with_an_alarm_comes_first_whatever_its_severity(read: queries.Scan) -> None:
    page, levels = queries.list_figures(read, state.Figures())
    assert page.rows[0]["figure_id"] == HARBOUR
    assert page.rows[0]["worst"] == "conflict"
    assert levels == {"disputed": 1, "agreed": 3}


def test_dismissed_findings_do_not_count(read: queries.Scan) -> None:
    page, classes = queries.list_findings(read, state.Inbox())
    assert [row["class"] for row in page.rows] == ["conflict", "revision", "rounding"]
    assert "scope" not in classes


def test_figures_sort_both_ways_with_the_empty_last(read: queries.Scan) -> None:
    assert listed(read, sort=state.Sort.LABEL) == [COUNT, HARBOUR, FLOOD, LOAN]
    assert listed(read, sort=state.Sort.LABEL, up=True) == [LOAN, FLOOD, HARBOUR, COUNT]
    assert listed(read, sort=state.Sort.BEST) == [LOAN, FLOOD, HARBOUR, COUNT]
    assert listed(read, sort=state.Sort.BEST, up=True) == [HARBOUR, FLOOD, LOAN, COUNT]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dockers", {HARBOUR}),
        ("COAST daily", {HARBOUR}),
        ("the union", {HARBOUR}),
        ("river", {FLOOD}),
        ("crates depot", {COUNT}),
        ("dockers river", set()),
        (".*", set()),
        ("  ", {HARBOUR, FLOOD, LOAN, COUNT}),
    ],
)
def test_search_finds_labels_sources_claimants_and_counted_words(
    read: queries.Scan, text: str, found: set[str]
) -> None:
    assert set(listed(read, q=text)) == found


def test_pages_are_cut_and_a_page_past_the_end_is_the_last(read: queries.Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.queries.figures.FIGURES_PER_PAGE", 3)
    page, _ = queries.list_figures(read, state.Figures(page=9))
    assert (page.number, page.pages, page.total, len(page.rows)) == (2, 2, 4, 1)


def test_a_row_holds_what_the_figure_s_claims_say_in_order_of_time_without_copies(read: queries.Scan) -> None:
    page, _ = queries.list_figures(read, state.Figures())
    assert [(each.number, each.modifier) for each in page.rows[0]["said"]] == [
        (400, "about"),
        (350, "at_least"),
        (500, "at_most"),
        (520, "exact"),
        (12, "vague"),
    ]


def test_what_is_said_in_another_unit_stays_out_of_the_row() -> None:
    frames = tables()
    other = pl.when(pl.col("surface") == "350").then(pl.lit("mile")).otherwise("unit").alias("unit")
    page, _ = queries.list_figures(scan(frames | {"claims": frames["claims"].with_columns(other)}), state.Figures())
    assert [each.number for each in page.rows[0]["said"]] == [400, 500, 520, 12]


@pytest.mark.parametrize("left", [{"is_copy": True}, {"repeat_of": "another"}])
def test_a_figure_of_nothing_but_copies_or_repeats_shows_them(left: dict[str, Any]) -> None:
    frames = tables()
    claims = frames["claims"].with_columns(pl.lit(value).alias(name) for name, value in left.items())
    read = scan(frames | {"claims": claims})
    view = queries.figure(read, COUNT)
    assert view is not None
    assert ([row["surface"] for row in view.claims], view.folded) == (["1,000"], 0)
    page, _ = queries.list_figures(read, state.Figures(q="crates"))
    assert [each.number for each in page.rows[0]["said"]] == [1000]


def test_the_level_has_no_best_before_a_claim_states_more_than_a_bound() -> None:
    frames = tables()
    early = frames["claims"].filter(pl.col("surface").is_in(["350", "500", "520"]))
    view = queries.figure(scan(frames | {"claims": early}), HARBOUR)
    assert view is not None
    assert [row["best"] is None for row in view.levels] == [True, True, False]


def test_a_figure_has_its_claims_in_order_of_time_the_undated_last(read: queries.Scan) -> None:
    view = queries.figure(read, HARBOUR)
    assert view is not None
    assert [row["surface"] for row in view.claims] == ["400", "350", "500", "520", "Dozens"]
    assert view.folded == 1
    assert view.worded(view.claims[:1])[0]["sentence"] == "Some 400 dockers walked out, the union said."
    assert [row["class"] for row in view.findings] == ["conflict", "revision", "rounding"]


def test_copies_can_be_unfolded(read: queries.Scan) -> None:
    view = queries.figure(read, HARBOUR, unfolded=True)
    assert view is not None
    assert (len(view.claims), view.folded) == (6, 0)


def test_a_figure_that_is_not_there_is_none(read: queries.Scan) -> None:
    assert queries.figure(read, "nothing") is None
    assert queries.claim(read, "nothing") is None
    assert queries.document(read, "nothing") is None


def test_a_finding_concerns_the_figures_of_all_its_claims_wherever_it_shows() -> None:
    frames = tables()
    ids = [id_of("d.txt", "520"), id_of("d.txt", "$50 billion")]
    across = frames["findings"].filter(pl.col("class") == "conflict").with_columns(claim_ids=ids)
    read = scan(frames | {"findings": across})
    for figure_id in (HARBOUR, LOAN):
        view = queries.figure(read, figure_id)
        assert view is not None
        assert [row["class"] for row in view.findings] == ["conflict"]
    rows = queries.list_figures(read, state.Figures())[0].rows
    assert {row["figure_id"] for row in rows if row["worst"] == "conflict"} == {HARBOUR, LOAN}
    for wanted in (state.Inbox(unit="US dollar"), state.Inbox(unit="count"), state.Inbox(q="loan")):
        page, _ = queries.list_findings(read, wanted)
        assert [row["others"] for row in page.rows] == [[{"figure_id": LOAN, "label": "Loan to the port"}]]
    loan = read("figures").filter(pl.col("figure_id") == LOAN)
    assert queries.findings_about(read, loan).collect().height == 1


def test_claims_in_other_units_are_brought_into_the_figure_s_unit() -> None:
    rows = [
        {"unit": "square mile", "value": 400.0, "canonical_value": 1036.0, "canonical_unit": "square kilometre"},
        {"unit": "square kilometre", "value": 1000.0, "canonical_value": 1000.0, "canonical_unit": "square kilometre"},
        {"unit": "acre", "value": 5.0, "canonical_value": None, "canonical_unit": None},
    ]
    claims = schema.CLAIMS.frame(rows)
    assert queries.in_unit(claims, "square mile")["plot_value"].to_list() == [400, pytest.approx(386.1, abs=0.1), None]
    assert queries.in_unit(claims, "square kilometre")["plot_value"].to_list() == [1036, 1000, None]


def test_the_inbox_narrows_by_class_alarm_and_text(read: queries.Scan) -> None:
    def found(**wanted: Any) -> list[str]:
        return [row["class"] for row in queries.list_findings(read, state.Inbox(**wanted))[0].rows]

    assert found(which=state.Which.ALARMS) == ["conflict"]
    assert found(kind=FindingClass.ROUNDING) == ["rounding"]
    assert found(q="became 520") == ["revision"]
    assert found(q="DOCKERS") == ["conflict", "revision", "rounding"]


def test_a_finding_comes_with_its_claims_in_order_of_time(read: queries.Scan) -> None:
    page, _ = queries.list_findings(read, state.Inbox(kind=FindingClass.REVISION))
    assert [claim["surface"] for claim in page.rows[0]["claims"]] == ["400", "520"]
    assert page.rows[0]["label"] == "Dockers on strike"


def test_documents_are_listed_latest_first_and_the_undated_last(read: queries.Scan) -> None:
    page = queries.list_documents(read, state.Documents())
    assert [row["doc_id"] for row in page.rows] == ["d.txt", "f.txt", "c.txt", "b.txt", "a.txt", "e.txt"]
    assert [row["n_claims"] for row in page.rows] == [2, 2, 2, 1, 1, 1]
    assert [row["doc_id"] for row in queries.list_documents(read, state.Documents(q="coast")).rows] == ["b.txt"]


def test_a_document_comes_with_its_expressions_in_order(read: queries.Scan) -> None:
    found = queries.document(read, "c.txt")
    assert found is not None
    assert [(row["surface"], row["label"]) for row in found[1]] == [
        ("500", "Dockers on strike"),
        ("1,200 to 1,500 litres", "Flow of the river"),
    ]
    statuses = dict(read("figures").select("label", "status").collect().iter_rows())
    assert [row["status"] for row in found[1]] == [statuses[row["label"]] for row in found[1]]


def test_a_claim_comes_with_its_document(read: queries.Scan) -> None:
    row = queries.claim(read, id_of("b.txt", "350"))
    assert row is not None
    assert row["text"].startswith("At least 350")
    assert queries.document_of(row).source == "Coast Daily"


def test_an_empty_workspace_has_empty_pages() -> None:
    empty = scan({name: table.empty() for name, table in schema.TABLES.items()})
    assert queries.totals(empty) == queries.Totals(0, 0, 0, 0, 0)
    assert queries.list_figures(empty, state.Figures())[0].rows == []
    assert queries.list_findings(empty, state.Inbox())[0].rows == []
    assert queries.list_documents(empty, state.Documents()).rows == []


def test_the_page_that_holds_a_claim_is_shown() -> None:
    rows = [{"claim_id": str(number)} for number in range(120)]
    assert queries.page_of(rows, 1, 50, "101").number == 3
    assert queries.page_of(rows, 9, 50).number == 3
