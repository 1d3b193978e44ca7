"""A figure's level in words: hedges stay visible, and nothing is firmer than the claims are."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.levels import Level, Said, level, said_of
from tests.sample_workspace import HARBOUR, scan, tables


def figure(low: float | None, best: float | None, high: float | None, **fields: Any) -> dict[str, Any]:
    return {"low": low, "best": best, "high": high, "unit": "count", "per": None, **fields}


@pytest.mark.parametrize(
    ("row", "said", "wanted"),
    [
        (figure(None, 5000, 5000), [Said(5000, "at_most")], Level("≤ 5,000", bound=True)),
        (figure(5000, 5000, 5000), [Said(5000, "at_most")], Level("≤ 5,000", bound=True)),
        (figure(None, None, 5000), [Said(5000, "at_most")], Level("≤ 5,000", bound=True)),
        (figure(5, 5, None), [Said(5, "at_least")], Level("≥ 5", bound=True)),
        (figure(5, None, None), [Said(5, "at_least")], Level("≥ 5", bound=True)),
        (figure(2, 2, None, unit="year"), [Said(2, "more_than")], Level("> 2 years", bound=True)),
        (figure(None, None, 9), [], Level("≤ 9", bound=True)),
        (figure(1000, None, None), [Said(1000, "vague")], Level("≥ 1,000", bound=True)),
        (figure(100, None, 300, per="day"), [], Level("100–300 a day", bound=True)),
        (figure(600, 600, 600), [Said(600, "about")], Level("≈ 600")),
        (figure(600, 600, 600), [Said(600, "about"), Said(600, "exact")], Level("600")),
        (figure(12_000, 12_000, 12_000), [Said(12_000, "at_most"), Said(12_000, "about")], Level("≈ 12,000")),
        (figure(5, 5, 5), [], Level("5")),
        (figure(None, None, None), [], Level("—")),
        (
            figure(1200, 1350, 1500, per="day"),
            [Said(1350, "range")],
            Level("1,350 a day", "1,200", "1,500"),
        ),
        (
            figure(2, 3, 3, unit="year"),
            [Said(2, "more_than"), Said(3, "exact")],
            Level("3 years", "> 2"),
        ),
        (figure(350, 400, None), [Said(350, "at_least"), Said(400, "about")], Level("≈ 400", "≥ 350", "open")),
        (figure(1e9, 2e9, 3e9, unit="US dollar"), [], Level("$2 billion", "$1 billion", "$3 billion")),
    ],
)
def test_a_level_is_hedged_as_its_claims_are(row: dict[str, Any], said: list[Said], wanted: Level) -> None:
    assert level(row, said) == wanted


def test_of_equal_words_the_latest_hedge_a_number() -> None:
    assert level(figure(7, 7, 7), [Said(7, "at_least"), Said(7, "more_than")]).best == "> 7"


def test_what_claims_say_is_taken_in_the_unit_of_the_figure() -> None:
    claims = scan(tables())("claims").collect().to_dicts()
    rows = [
        {**row, "plot_value": None, "plot_low": row["low"], "plot_high": None}
        for row in claims
        if row["figure_id"] == HARBOUR and row["modifier"] in {"at_least", "at_most"}
    ]
    assert said_of(rows) == [Said(350, "at_least")]
