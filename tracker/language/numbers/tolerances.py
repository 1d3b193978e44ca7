"""Ends of a range that are not written as such: `70 kg ± 2 kg`, `a hundred, give or take five`, `94 cents to $1.03`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.language.numbers.amounts import Amount, read_amount
from tracker.language.numbers.units import PERCENT, Unit

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_SIGNS = (
    ("\u00b1",),
    ("+", "/", "-"),
    ("+", "-"),
    ("plus", "or", "minus"),
    ("plus", "/", "minus"),
    ("give", "or", "take"),
)
_FIRSTS = frozenset(sign[0] for sign in _SIGNS)
_CENTS = {"US cent": "US dollar", "penny": "pound sterling", "euro cent": "euro", "Canadian cent": "Canadian dollar"}


def tolerance_of(tokens: Tokens, middle: Amount) -> tuple[Amount, Amount] | None:
    """The two ends of a number with its tolerance right behind, or None; a tolerance in percent is of the number."""
    at = middle.stop + 1 if tokens.word(middle.stop) == "," else middle.stop
    if tokens.word(at) not in _FIRSTS or middle.value is None:
        return None
    sign = next((sign for sign in _SIGNS if tuple(tokens.words[at : at + len(sign)]) == sign), None)
    if sign is None:
        return None
    begin = at + len(sign)
    begin += tokens.word(begin) in {"about", "around", "roughly"}
    part = next((read for read in (read_amount(tokens, first) for first in (begin, begin + 1)) if read), None)
    if part is None or part.value is None or part.first != begin:
        return None
    wide = _width(middle, part)
    if wide is None or (wide >= abs(middle.value) and middle.unit.dimension != "temperature"):
        return None
    unit = middle.unit if middle.stated or part.unit is PERCENT else part.unit
    low = replace(middle, value=middle.value - wide, unit=unit, stop=part.stop, stated=middle.stated or part.stated)
    high = replace(low, value=middle.value + wide)
    return low, high


def _width(middle: Amount, part: Amount) -> float | None:
    value = part.value or 0.0
    if part.unit is PERCENT and middle.unit is not PERCENT:
        return abs(middle.value or 0.0) * value / 100
    if part.stated and middle.stated and part.unit.name != middle.unit.name:
        return None
    return value if value > 0 else None


def in_same_money(low: Amount, high: Amount) -> tuple[Amount, Amount]:
    """`94 cents to $1.03`, `80p to \u00a31.20`: the lower end in the unit of the upper one."""
    whole = _CENTS.get(low.unit.name)
    if whole is None or whole != high.unit.name or low.value is None:
        return low, high
    return replace(low, value=round(low.value / 100, 10), unit=Unit(whole, "currency")), high
