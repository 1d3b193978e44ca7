"""Numbers that look like slips of one another: a factor of ten or a thousand, digits exchanged, a unit mistaken."""

from __future__ import annotations

import math

from tracker.linking.evidence import exchanged
from tracker.linking.rounding import last_digit

MAGNITUDES = {1: "ten", 2: "a hundred", 3: "a thousand", 6: "a million", 9: "a billion"}
UNIT_RATIOS = {
    "miles and kilometres": 1.609344,
    "square miles and square kilometres": 2.589988,
    "pounds and kilograms": 2.204623,
    "acres and hectares": 2.471054,
    "feet and metres": 3.28084,
    "gallons and litres": 3.785412,
}
SAME = 0.002
ROUND = 10.0
"""A round number of two digits or more has no few zeros by chance."""


def slip_between(left: float, right: float, *, dimension: str, same_unit: bool, alone: bool = False) -> str | None:
    """How one number may be a slip of the other, as a clause; None if it does not look like one.

    Takes two different numbers in the canonical unit, whether they were stated in one unit, and whether one stands
    alone against several documents: then fewer digits will do.
    """
    if left <= 0 or right <= 0:
        return None
    return (
        _magnitude(left, right, alone=alone)
        or _exchanged(left, right)
        or _unit(left, right, dimension, same_unit=same_unit)
    )


def _magnitude(left: float, right: float, *, alone: bool) -> str | None:
    """The same digits with another number of zeros: two or more, or one of a number of several."""
    power = math.log10(max(left, right) / min(left, right))
    whole = round(power)
    telling = _digits(left) >= 2 or (alone and (whole >= 3 or min(left, right) >= ROUND))
    if not telling or not is_power_of_ten(max(left, right) / min(left, right)):
        return None
    return f"they differ by a factor of {MAGNITUDES[whole]}"


def is_power_of_ten(ratio: float) -> bool:
    """Whether a ratio is that of a slip by zeros: ten, a hundred, a thousand, a million or a billion."""
    power = math.log10(ratio) if ratio > 0 else 0.0
    return round(power) in MAGNITUDES and abs(power - round(power)) <= SAME


def _digits(number: float) -> int:
    """How many digits carry the number."""
    return math.floor(math.log10(number / last_digit(number)) + 1e-9) + 1 if number else 0


def _exchanged(left: float, right: float) -> str | None:
    """Two neighbouring digits have changed places, in numbers of three digits or more."""
    if left != int(left) or right != int(right):
        return None
    first, second = f"{int(left)}", f"{int(right)}"
    if len(first) != len(second) or len(first.rstrip("0")) < 3:
        return None
    places = [place for place in range(len(first)) if first[place] != second[place]]
    if not exchanged(first, second):
        return None
    one, two = places
    return f"the digits {first[one]} and {first[two]} have changed places"


def _unit(left: float, right: float, dimension: str, *, same_unit: bool) -> str | None:
    """One number in two units, or the ratio of two units between numbers of one."""
    if dimension not in {"length", "area", "mass", "volume"}:
        return None
    ratio = max(left, right) / min(left, right)
    for units, known in UNIT_RATIOS.items():
        if abs(ratio / known - 1) < 4 * SAME:
            return f"they differ as {units} do" if same_unit else f"one number stands for both {units}"
    return None
