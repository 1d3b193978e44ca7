"""How precisely a number is stated."""

from __future__ import annotations


def last_digit(value: float) -> float:
    """The unit of the last digit that is not a zero: 1,000 for 12,000, 0.1 for 4.5, 1 for 0."""
    if value == 0:
        return 1.0
    digits, exponent = f"{abs(value):.12e}".split("e")
    places = len(digits.rstrip("0").rstrip(".").replace(".", "")) - 1
    return float(10.0 ** (int(exponent) - places))


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
