"""How precisely a number is stated, and how two numbers may come from one by a mistake."""

from __future__ import annotations

import math


def last_digit(value: float) -> float:
    """The unit of the last digit that is not a zero: 1,000 for 12,000, 0.1 for 4.5, 1 for 0."""
    if value == 0:
        return 1.0
    digits, exponent = f"{abs(value):.12e}".split("e")
    places = len(digits.rstrip("0").rstrip(".").replace(".", "")) - 1
    return float(10.0 ** (int(exponent) - places))


def digits(value: float) -> int:
    """How many digits carry a number: 2 for 12,000, 1 for 0."""
    return math.floor(math.log10(abs(value) / last_digit(value)) + 1e-9) + 1 if value else 1


MISTAKEN_UNITS = {
    "miles and kilometres": ("length", 1.609344, frozenset({"mile", "kilometre"})),
    "feet and metres": ("length", 3.28084, frozenset({"foot", "metre"})),
    "inches and centimetres": ("length", 2.54, frozenset({"inch", "centimetre"})),
    "square miles and square kilometres": ("area", 2.589988, frozenset({"square mile", "square kilometre"})),
    "acres and hectares": ("area", 2.471054, frozenset({"acre", "hectare"})),
    "pounds and kilograms": ("mass", 2.204623, frozenset({"pound", "kilogram"})),
    "gallons and litres": ("volume", 3.785412, frozenset({"gallon", "litre"})),
    "miles and kilometres an hour": ("speed", 1.609344, frozenset({"mile per hour", "kilometre per hour"})),
}
"""Units that news mistakes for one another: the dimension, how many times the one is the other, and their names."""
ONE_RATIO = 0.008
"""Share by which a ratio of rounded numbers may miss that of two units."""


def mistaken_units(left: float, right: float) -> list[str]:
    """The units for each of which two numbers could stand if one was mistaken for the other."""
    if left <= 0 or right <= 0:
        return []
    ratio = max(left, right) / min(left, right)
    return [name for name, (_, known, _) in MISTAKEN_UNITS.items() if abs(ratio / known - 1) < ONE_RATIO]


TWO_DIGITS = 10.0
MISTAKEN_MEASURES = frozenset({"metre", "square kilometre", "kilogram", "litre", "kilometre per hour"})
"""Canonical units of what is told in units that are mistaken for one another."""


def slipped(small: float, large: float) -> bool:
    """Whether one number may be a slip of the other: two digits and other zeros, or three with two exchanged."""
    power = round(math.log10(large / small), 6)
    one = f"{small:.9e}".split("e")[0].replace(".", "").rstrip("0")
    if power in {1.0, 2.0, 3.0, 6.0}:
        return len(one) >= 2 or small >= TWO_DIGITS
    other = f"{large:.9e}".split("e")[0].replace(".", "").rstrip("0")
    return power < 1 and len(other) >= 3 and exchanged(one, other)


def mistaken(small: float, large: float, measure: str) -> bool:
    """Whether two lengths, areas or the like differ as two units do that are mistaken for each other."""
    return measure in MISTAKEN_MEASURES and bool(mistaken_units(small, large))


def exchanged(left: str, right: str) -> bool:
    """Whether two strings of digits are the same but for two neighbours that have changed places."""
    apart = [place for place in range(min(len(left), len(right))) if left[place] != right[place]]
    if len(left) != len(right) or len(apart) != 2 or apart[1] - apart[0] != 1:
        return False
    one, two = apart
    return left[one] == right[two] and left[two] == right[one]
