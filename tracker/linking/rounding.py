"""How precisely a number is stated."""

from __future__ import annotations


def last_digit(value: float) -> float:
    """The unit of the last digit that is not a zero: 1,000 for 12,000, 0.1 for 4.5, 1 for 0."""
    if value == 0:
        return 1.0
    digits, exponent = f"{abs(value):.12e}".split("e")
    places = len(digits.rstrip("0").rstrip(".").replace(".", "")) - 1
    return float(10.0 ** (int(exponent) - places))
