"""What values a claim's words allow, and whether two claims can both hold.

A conflict exists only when the intervals cannot meet after hedges and rounding (Every Casualty, Standards for Casualty
Recording, 2016, asks for ranges to be kept; the rule is that of METHODS, "Differences between sources", 7). A number
is as precise as its last digit that is not a zero: "50,000" may be 48,000 but not 30,000; a count below 100 is what it
says. Vague words are floors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from tracker.linking.rounding import last_digit
from tracker.model import Modifier

EXACT_BELOW = 100.0
"""Counts smaller than this are taken at their word."""
ROUNDED_SHARE = 0.05
"""A plain round number is at most so far off."""
ABOUT_SHARE = 0.05
"""A hedged number is at least allowed to be so far off ..."""
ABOUT_MOST = 0.10
"""... and, if it is rounder, at most so far."""
WITHIN_STEP = 0.45
"""Share of the last digit's unit by which rounding moves a number: neighbours in a rounded series do not meet."""
BEYOND_FLOOR = (0.10, 0.25)
"""How far above "more than" the number is likely to be: less than one in its last digit, within these shares."""
FAR_UNDER = 0.15
"""How far under "up to" the number is likely to be."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Values from `low` to `high`, inclusive; infinite where a side is open."""

    low: float
    high: float

    def meets(self, other: Interval) -> bool:
        """Whether a value lies in both; a billionth of slack for unit conversion."""
        slack = 1e-9 * max(abs(self.low), abs(other.low), 1.0) if math.isfinite(self.low + other.low) else 1e-9
        return self.low <= other.high + slack and other.low <= self.high + slack

    def gap(self, other: Interval) -> float:
        """How far apart two intervals are, as a share of the smaller one's upper end; 0 if they meet."""
        if self.meets(other):
            return 0.0
        under, over = (self, other) if self.high < other.low else (other, self)
        return (over.low - under.high) / max(abs(under.high), 1.0)


@dataclass(frozen=True, slots=True)
class Statement:
    """The number of a claim: value and bounds as stated, its hedge, and whether it counts things.

    `scale` turns the stated unit into the canonical one (1 where there is none).
    """

    value: float | None
    low: float | None
    high: float | None
    modifier: str
    is_count: bool
    scale: float = 1.0


def allowed(statement: Statement) -> Interval:
    """The values that the words do not rule out, in the canonical unit."""
    slack = _slack_of(statement)
    match statement.modifier:
        case Modifier.VAGUE | Modifier.AT_LEAST | Modifier.MORE_THAN:
            low, high = _number(statement.low, statement.value), math.inf
        case Modifier.AT_MOST | Modifier.LESS_THAN:
            low, high = -math.inf, _number(statement.high, statement.value)
        case Modifier.NEARLY:
            top = _number(statement.high, statement.value)
            low, high = top - slack, top
        case Modifier.RANGE:
            low, high = sorted((_number(statement.low, -math.inf), _number(statement.high, math.inf)))
        case _:
            value = _number(statement.value, statement.low, statement.high)
            low, high = value - slack, value + slack
    return Interval(low * statement.scale, high * statement.scale)


def likely(statement: Statement) -> Interval:
    """The values that a reader takes the words for: "more than 1,200" is not 5,000. Vague words stay open."""
    full = allowed(statement)
    if statement.modifier in {Modifier.AT_LEAST, Modifier.MORE_THAN}:
        return Interval(full.low, full.low + _beyond(full.low / statement.scale) * statement.scale)
    if statement.modifier in {Modifier.AT_MOST, Modifier.LESS_THAN}:
        return Interval(full.high - FAR_UNDER * abs(full.high), full.high)
    return full


def _beyond(floor: float) -> float:
    if not math.isfinite(floor):
        return 0.0
    least, most = (share * abs(floor) for share in BEYOND_FLOOR)
    return max(least, min(2 * WITHIN_STEP * last_digit(floor), most))


def _slack_of(statement: Statement) -> float:
    """By how much the number may be off for being rounded or hedged, in the stated unit."""
    value = statement.value if statement.value is not None else statement.high
    if value is None or not math.isfinite(value):
        return 0.0
    rounding = WITHIN_STEP * last_digit(value)
    if statement.modifier in {Modifier.ABOUT, Modifier.NEARLY}:
        return max(
            ABOUT_SHARE * abs(value), min(rounding, ABOUT_MOST * abs(value)), 0.5 if not statement.is_count else 0.0
        )
    if statement.is_count and abs(value) < EXACT_BELOW:
        return 0.0
    return min(rounding, ROUNDED_SHARE * abs(value))


def _number(*candidates: float | None) -> float:
    return next((number for number in candidates if number is not None), math.nan)
