"""Numbers that look like slips of one another: a factor of ten or a thousand, digits exchanged, a unit mistaken."""

from __future__ import annotations

import math

from tracker.linking.rounding import MISTAKEN_UNITS, digits, exchanged, mistaken_units

MAGNITUDES = {1: "ten", 2: "a hundred", 3: "a thousand", 6: "a million", 9: "a billion"}
SAME = 0.002
THOUSANDS = 1000.0
ROUND = 10.0
"""A round number of two digits or more has no few zeros by chance."""


def slip_between(
    left: float, right: float, *, dimension: str, units: frozenset[str], alone: bool = False
) -> str | None:
    """How one number may be a slip of the other, as a clause; None if it does not look like one.

    Takes two different numbers in the canonical unit, the units they were stated in, and whether one stands alone
    against several documents: then fewer digits will do.
    """
    if left <= 0 or right <= 0:
        return None
    return (
        _magnitude(left, right, alone=alone)
        or _exchanged(left, right, alone=alone)
        or _unit(left, right, dimension, units)
    )


def _magnitude(left: float, right: float, *, alone: bool) -> str | None:
    """The same digits with another number of zeros: two or more, or one of a number of several."""
    power = math.log10(max(left, right) / min(left, right))
    whole = round(power)
    telling = digits(left) >= 2 or (alone and (whole >= 3 or min(left, right) >= ROUND))
    if not telling or not is_power_of_ten(max(left, right) / min(left, right)):
        return None
    return f"they differ by a factor of {MAGNITUDES[whole]}"


def is_power_of_ten(ratio: float) -> bool:
    """Whether a ratio is that of a slip by zeros: ten, a hundred, a thousand, a million or a billion."""
    power = math.log10(ratio) if ratio > 0 else 0.0
    return round(power) in MAGNITUDES and abs(power - round(power)) <= SAME


def _exchanged(left: float, right: float, *, alone: bool) -> str | None:
    """Two neighbouring digits have changed places, in numbers of three digits or more, or of two and zeros."""
    if left != int(left) or right != int(right):
        return None
    first, second = f"{int(left)}", f"{int(right)}"
    if len(first) != len(second) or len(first.rstrip("0")) < (2 if alone and left >= THOUSANDS else 3):
        return None
    places = [place for place in range(len(first)) if first[place] != second[place]]
    if not exchanged(first, second):
        return None
    one, two = places
    return f"the digits {first[one]} and {first[two]} have changed places"


def _unit(left: float, right: float, dimension: str, units: frozenset[str]) -> str | None:
    """One number in two units, or the ratio of two units between numbers of one."""
    for names in mistaken_units(left, right):
        measure, _, known = MISTAKEN_UNITS[names]
        if measure == dimension and units <= known:
            return f"they differ as {names} do" if len(units) == 1 else f"one number stands for both {names}"
    return None
