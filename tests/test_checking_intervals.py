"""What words allow, and which claims agree in fact."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.checking.consensus import weighted_median
from tracker.checking.intervals import Interval, Statement, allowed, likely
from tracker.checking.slips import slip_between
from tracker.linking.rounding import last_digit
from tracker.model import Modifier

BOUNDS = {
    "exact": (1, 1),
    "about": (1, 1),
    "nearly": (0, 1),
    "at_least": (1, 0),
    "more_than": (1, 0),
    "at_most": (0, 1),
    "less_than": (0, 1),
}


def stated(value: float, modifier: str = "exact", *, is_count: bool = True, scale: float = 1.0) -> Statement:
    low, high = BOUNDS[modifier]
    return Statement(value, value if low else None, value if high else None, modifier, is_count, scale)


SQUARE_MILE = 2.589988


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (stated(30, "at_least"), stated(31)),
        (stated(12_000, "about"), stated(12_000, "nearly")),
        (stated(11_000, "about"), stated(10_000, "about")),
        (stated(50_000), stated(48_500)),
        (stated(400, "about", is_count=False, scale=SQUARE_MILE), stated(1_000, is_count=False)),
        (stated(2, "more_than", is_count=False), stated(3, "nearly", is_count=False)),
        (stated(200, "at_most"), stated(14)),
        (Statement(None, 12, None, "vague", is_count=True), stated(37)),
        (Statement(1350, 1200, 1500, "range", is_count=True), stated(1300)),
    ],
)
def test_claims_that_differ_in_words_can_both_hold(left: Statement, right: Statement) -> None:
    assert allowed(left).meets(allowed(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (stated(11), stated(13)),
        (stated(50_000), stated(30_000)),
        (stated(30, "at_least"), stated(22)),
        (stated(12_000, "about"), stated(10_000, "about")),
        (stated(1_300), stated(1_400)),
        (stated(40, "at_most"), stated(41)),
        (Statement(None, 100, None, "vague", is_count=True), stated(60)),
        (Statement(1350, 1200, 1500, "range", is_count=True), stated(1900)),
    ],
)
def test_claims_that_cannot_both_hold(left: Statement, right: Statement) -> None:
    assert not allowed(left).meets(allowed(right))


def test_a_floor_is_not_taken_for_many_times_as_much() -> None:
    floor = likely(stated(1_200, "more_than"))
    assert floor.meets(Interval(1_250, 1_250))
    assert not floor.meets(Interval(5_000, 5_000))
    assert allowed(stated(1_200, "more_than")).meets(Interval(5_000, 5_000))


@given(
    st.one_of(st.none(), st.floats(-1e18, 1e18)),
    st.one_of(st.none(), st.floats(-1e18, 1e18)),
    st.one_of(st.none(), st.floats(-1e18, 1e18)),
    st.sampled_from([modifier.value for modifier in Modifier]),
    st.booleans(),
)
def test_any_statement_has_an_interval(value: Any, low: Any, high: Any, modifier: str, is_count: bool) -> None:
    for interval in (read(Statement(value, low, high, modifier, is_count)) for read in (allowed, likely)):
        assert math.isnan(interval.low) or math.isnan(interval.high) or interval.meets(interval)


@given(st.integers(1, 10**12))
def test_the_last_digit_divides_the_number(number: int) -> None:
    unit = round(last_digit(float(number)))
    assert number % unit == 0
    assert number % (unit * 10) != 0


def test_the_weighted_median_is_not_moved_by_one_wild_claim() -> None:
    assert weighted_median([(10, 1.0), (11, 1.0), (1_000_000, 1.0)]) == 11
    assert weighted_median([(10, 0.5), (12, 1.0)]) == 12
    with pytest.raises(ValueError, match="at least one"):
        weighted_median([])


@pytest.mark.parametrize(
    ("left", "right", "dimension", "reason"),
    [
        (1.25e6, 1.25e9, "count", "a factor of a thousand"),
        (3_450, 34_500, "count", "a factor of ten"),
        (1_243, 1_423, "count", "have changed places"),
        (40_000, 64_373.76, "length", "miles and kilometres"),
    ],
)
def test_slips_are_seen(left: float, right: float, dimension: str, reason: str) -> None:
    assert reason in (slip_between(left, right, dimension=dimension, units=frozenset({"mile"})) or "")


@pytest.mark.parametrize(("left", "right"), [(12, 21), (100, 1000), (13, 11), (1_300, 1_400), (5, 50), (0, 10)])
def test_ordinary_differences_are_no_slips(left: float, right: float) -> None:
    assert slip_between(left, right, dimension="count", units=frozenset({"mile"})) is None
