"""Numbers as powers: `10^6`, `3 x 10^8`, `1.6 × 10⁻¹⁹`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_RAISED = dict(zip("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789", strict=True))
_TIMES = frozenset({"x", "\u00d7", "*", "\u22c5", "\u00b7"})
_LONGEST = 3
_BASES = frozenset({2.0, 10.0})
"""What news raises to a power; a raised number behind another one is the mark of a note."""


def power_at(tokens: Tokens, index: int, value: float) -> tuple[float, int] | None:
    """The value of the power that begins with the number `value` at the token, and the token after it."""
    plain = _raised(tokens, index)
    if plain is not None:
        is_note = tokens.word(index + 1) != "^" and plain[0] >= 0 and value not in _BASES
        return (value, plain[1]) if is_note else _finite(value, *plain)
    at = index + 1
    if tokens.word(at) not in _TIMES or tokens.raw(at + 1) != "10":
        return None
    tenfold = _raised(tokens, at + 1)
    found = None if tenfold is None else _finite(10.0, *tenfold)
    return None if found is None else _product(value, found)


def _product(value: float, power: tuple[float, int]) -> tuple[float, int] | None:
    whole = value * power[0]
    return (whole, power[1]) if math.isfinite(whole) else None


def _finite(base: float, exponent: int, stop: int) -> tuple[float, int] | None:
    try:
        whole = float(base**exponent)
    except (OverflowError, ZeroDivisionError):
        return None
    return (whole, stop) if math.isfinite(whole) else None


def _raised(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """The exponent glued behind the token, and the token after it."""
    at = index + 1
    if tokens.word(at) == "^" and tokens.glued(at):
        minus = tokens.sort(at + 1) is Sort.DASH
        digits = tokens.raw(at + 1 + minus)
        is_whole = digits.isdecimal() and len(digits) <= _LONGEST and tokens.glued(at + 1)
        return (int(digits) * (-1 if minus else 1), at + 2 + minus) if is_whole else None
    sign = 1
    if tokens.raw(at) == "\u207b" and tokens.glued(at):
        sign, at = -1, at + 1
    digits = ""
    while tokens.glued(at) and len(digits) + len(tokens.raw(at)) <= _LONGEST and set(tokens.raw(at)) <= _RAISED.keys():
        digits += "".join(_RAISED[char] for char in tokens.raw(at))
        at += 1
    return (sign * int(digits), at) if digits else None
