"""What sources do: counted per figure, against the others that speak at the same time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from tests.rows import claim_row
from tracker.checking.habits import copying, habits, stances
from tracker.schema import CLAIMS, DOCUMENTS

Said = tuple[str, int, float, dict[str, Any]]


def claims(*said: Said, figure: str = "toll") -> pl.DataFrame:
    """One claim each: source, day of March, number, and what else its row says."""
    return CLAIMS.frame(
        claim_row(f"{source}-{day}", number, datetime(2026, 3, day, tzinfo=UTC), start=place)
        | {"claim_id": f"{figure}-{place}", "source": source or None, "figure_id": figure, "is_copy": False}
        | rest
        for place, (source, day, number, rest) in enumerate(said)
    )


def stance(found: pl.DataFrame, source: str) -> dict[str, Any]:
    return found.row(by_predicate=pl.col("source") == source, named=True)


def test_a_source_is_compared_with_the_others_and_not_with_itself() -> None:
    found = stances(claims(("Post", 2, 10, {}), ("Echo", 2, 10, {}), ("Wire", 3, 14, {})))
    wire = stance(found, "Wire")
    assert (wire["others"], wire["level"], wire["stance"], wire["alone"]) == (2, 10, "high", True)
    assert wire["deviation"] == pytest.approx(0.4)
    post = stance(found, "Post")
    assert (post["level"], post["stance"], post["alone"]) == (12, "low", False)


def test_a_number_from_before_the_level_moved_is_no_deviation() -> None:
    found = stances(claims(("Post", 2, 3, {}), ("Echo", 20, 30, {}), ("Wire", 20, 30, {})))
    assert (stance(found, "Post")["others"], stance(found, "Post")["stance"]) == (0, None)
    assert stance(found, "Echo")["stance"] == "near"


def test_the_last_word_of_a_source_counts_and_is_held_against_what_others_say_then() -> None:
    found = stances(claims(("Post", 2, 3, {}), ("Post", 9, 8, {}), ("Echo", 2, 3, {}), ("Echo", 9, 8, {})))
    assert set(found["stance"]) == {"near"}
    assert stance(found, "Post")["claim_id"] == "toll-1"


@pytest.mark.parametrize(
    ("hedge", "stands"),
    [
        ({"modifier": "at_least", "high": None}, "near"),
        ({"modifier": "at_most", "low": None}, "low"),
        ({"modifier": "range", "low": 9.0, "high": 30.0}, "near"),
    ],
)
def test_a_bound_that_allows_the_others_number_agrees_with_it(hedge: dict[str, Any], stands: str) -> None:
    found = stances(claims(("Post", 2, 10, hedge), ("Echo", 2, 20, {}), ("Wire", 2, 20, {})))
    assert stance(found, "Post")["stance"] == stands


def test_numbers_within_five_percent_agree() -> None:
    found = stances(claims(("Post", 2, 1040, {}), ("Echo", 2, 1000, {})))
    assert set(found["stance"]) == {"near"}


def test_one_against_one_is_no_standing_alone() -> None:
    found = stances(claims(("Post", 2, 10, {}), ("Echo", 2, 20, {})))
    assert found["alone"].to_list() == [False, False]


def test_first_and_last_need_a_day_of_their_own() -> None:
    found = stances(claims(("Post", 2, 1, {}), ("Echo", 3, 1, {}), ("Wire", 3, 1, {}), ("Star", 5, 1, {})))
    assert dict(found.select("source", "place").iter_rows()) == {
        "Post": "first",
        "Echo": "between",
        "Wire": "between",
        "Star": "last",
    }
    together = stances(claims(("Post", 2, 1, {}), ("Echo", 2, 1, {})))
    assert set(together["place"]) == {"between"}


def test_copies_repeats_and_unnamed_sources_are_no_witnesses() -> None:
    found = stances(
        claims(
            ("Post", 2, 10, {}), ("Echo", 2, 99, {"is_copy": True}), ("Wire", 2, 99, {"repeat_of": "x"}), ("", 2, 9, {})
        )
    )
    assert found.is_empty()


def test_a_figure_in_two_units_is_compared_in_the_canonical_one() -> None:
    miles = {"unit": "mile", "canonical_value": 1609.0, "canonical_low": 1609.0, "canonical_high": 1609.0}
    metres = {"unit": "metre", "canonical_value": 1600.0, "canonical_low": 1600.0, "canonical_high": 1600.0}
    found = stances(claims(("Post", 2, 1, miles), ("Echo", 2, 1600, metres)))
    assert set(found["stance"]) == {"near"}


@pytest.mark.parametrize("numbers", [(0.0, 5.0), (-4.0, 5.0), (5.0, 0.0), (-4.0, -8.0)])
def test_what_has_no_ratio_has_no_deviation(numbers: tuple[float, float]) -> None:
    first, second = numbers
    found = stances(claims(("Post", 2, first, {}), ("Echo", 2, second, {})))
    for row in found.to_dicts():
        assert row["deviation"] is None or row["deviation"] >= -1
        assert row["stance"] in {"high", "low"}


def test_a_vague_word_is_a_report_but_no_number() -> None:
    found = stances(claims(("Post", 2, 24, {"modifier": "vague", "value": None, "high": None}), ("Echo", 3, 90, {})))
    assert stance(found, "Post")["place"] == "first"
    assert stance(found, "Post")["number"] is None
    assert stance(found, "Echo")["others"] == 0


def test_habits_count_each_figure_once() -> None:
    rows = pl.concat(
        [
            claims(("Post", 2, 10, {}), ("Echo", 3, 20, {}), ("Echo", 4, 20, {})),
            claims(("Post", 2, 5, {}), ("Echo", 3, 5, {}), figure="aid"),
            claims(("Post", 2, 7, {}), figure="own"),
        ]
    )
    texts = documents(("p", "Post", None), ("e", "Echo", "p"), ("u", None, None))
    found = {row["source"]: row for row in habits(texts, rows, stances(rows)).to_dicts()}
    post = {
        name: found["Post"][name] for name in ("figures", "shared", "sole", "first", "last", "compared", "low", "near")
    }
    assert post == {"figures": 3, "shared": 2, "sole": 1, "first": 2, "last": 0, "compared": 2, "low": 1, "near": 1}
    assert (found["Echo"]["claims"], found["Echo"]["copies"], found["Echo"]["last"]) == (3, 1, 2)
    assert set(found) == {"Post", "Echo"}


def test_nothing_gives_nothing() -> None:
    none = CLAIMS.empty()
    assert stances(none).is_empty()
    assert habits(DOCUMENTS.empty(), none, stances(none)).is_empty()
    assert copying(DOCUMENTS.empty()).is_empty()


def test_who_copies_whom_leaves_out_a_source_s_own_texts() -> None:
    texts = documents(
        ("w1", "Wire", None), ("w2", "Wire", "w1"), ("p1", "Post", "w1"), ("p2", "Post", "w1"), ("e1", "Echo", "w1")
    )
    assert copying(texts).rows() == [("Post", "Wire", 2), ("Echo", "Wire", 1)]


def documents(*texts: tuple[str, str | None, str | None]) -> pl.DataFrame:
    return DOCUMENTS.frame({"doc_id": doc_id, "source": source, "copy_of": copy} for doc_id, source, copy in texts)
