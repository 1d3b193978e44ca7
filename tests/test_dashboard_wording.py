"""Numbers, hedges, dates and addresses as the dashboard writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import wording


def claim(**fields: Any) -> dict[str, Any]:
    names = ("modifier", "value", "low", "high", "unit", "per", "change")
    return dict.fromkeys(names) | {"unit": "count"} | fields


@pytest.mark.parametrize(
    ("value", "unit", "per", "text"),
    [
        (50_000, "count", None, "50,000"),
        (5e10, "US dollar", None, "$50 billion"),
        (-5e6, "pound sterling", None, "−£5 million"),
        (400, "square mile", None, "400 square miles"),
        (1, "square mile", None, "1 square mile"),
        (40, "percent", None, "40%"),
        (2.5, "percent", "year", "2.5% a year"),
        (3, "multiple", None, "3 times"),
        (1_234_567, "count", None, "1,234,567"),
        (1_200_000, "count", None, "1.2 million"),
        (90, "mile per hour", None, "90 miles per hour"),
        (21, "degree Celsius", None, "21 degrees Celsius"),
        (6, "foot", None, "6 feet"),
        (3, "count", "hour", "3 an hour"),
        (7, "count", "person", "7 per person"),
        (None, "count", None, "—"),
        (float("nan"), "count", None, "—"),
        (0, "count", None, "0"),
    ],
)
def test_a_number_reads_with_its_unit_and_rate(value: float | None, unit: str, per: str | None, text: str) -> None:
    assert wording.measure(value, unit, per) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"modifier": "at_most", "value": 12_000, "high": 12_000}, "≤ 12,000"),
        ({"modifier": "about", "value": 11_000}, "≈ 11,000"),
        ({"modifier": "more_than", "value": 10_000}, "> 10,000"),
        ({"modifier": "range", "value": 1350, "low": 1200, "high": 1500, "per": "day"}, "1,200–1,500 a day"),
        ({"modifier": "range", "low": 1e9, "high": 2e9, "unit": "US dollar"}, "$1–2 billion"),
        ({"modifier": "vague", "low": 1000}, "≥ 1,000"),
        ({"modifier": "nearly", "value": 12_000}, "nearly 12,000"),
        ({"modifier": "exact", "value": 30_000, "change": "increase"}, "+30,000"),
        ({"modifier": "exact", "value": 20, "change": "decrease", "unit": "percent"}, "−20%"),
        ({"modifier": None}, "—"),
    ],
)
def test_a_claim_reads_with_its_hedge_as_a_sign(fields: dict[str, Any], text: str) -> None:
    assert wording.reading(claim(**fields)) == text


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_any_float_reads_as_one_short_line(value: float) -> None:
    assert 0 < len(wording.number(value)) < 40


def test_a_date_is_as_fine_as_it_is_known_and_in_utc() -> None:
    at = datetime(2024, 10, 26, 14, 5, tzinfo=UTC)
    assert wording.day(at, "day") == "26 Oct 2024"
    assert wording.day(at, "instant") == "26 Oct 2024, 14:05 UTC"
    assert wording.day(at, "month") == "Oct 2024"
    assert wording.day(at, "year") == "2024"
    assert wording.day(None) == "undated"


def test_a_period_names_its_two_ends_once() -> None:
    start, end = datetime(2024, 10, 26, tzinfo=UTC), datetime(2025, 7, 2, tzinfo=UTC)
    assert wording.period(start, end) == "26 Oct 2024 – 2 Jul 2025"
    assert wording.period(start, start) == "26 Oct 2024"
    assert wording.period(None, None) == "undated"


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "http://example.org"])
def test_web_addresses_are_links(url: str) -> None:
    assert wording.web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " https://x.org",
        "data:text/html,x",
        "//x.org",
        "https://",
        "java\nscript:alert(1)",
        "http://[",
        "file:///etc/passwd",
        "",
        None,
    ],
)
def test_nothing_else_is_a_link(url: str | None) -> None:
    assert wording.web_address(url) is None


@pytest.mark.parametrize(("text", "headed"), [("US dollars", "US dollars"), ("square miles", "Square miles"), ("", "")])
def test_a_unit_at_the_head_keeps_its_capitals(text: str, headed: str) -> None:
    assert wording.headed(text) == headed
