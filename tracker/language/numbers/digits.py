"""Numbers in digits: with separators, torn by white space, with a fraction (`2 1/2`, `3/4`)."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.language.numbers.numeral import Numeral, magnified, skip_hyphen, with_half, word_values
from tracker.language.numbers.powers import power_at
from tracker.language.numbers.tokens import Sort
from tracker.limits import LIMITS

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_TICKS = frozenset({"16", "32", "64"})
"""Parts that prices of bonds and futures move by; none are shares of something."""


def digits_value(raw: str) -> float | None:
    """The value of one run of digits with separators; None when it is too long or past a float."""
    if len(raw) > LIMITS.max_number_chars:
        return None
    whole, fraction = raw, 0.0
    if raw and not raw[-1].isdecimal():
        fraction = unicodedata.numeric(raw[-1], 0.0)
        whole = raw[:-1]
    if whole.count(".") > 1:
        whole = whole.replace(".", "")
    cleaned = "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else "."
        for char in whole
        if char.isdecimal() or char in ".\u066b"
    )
    value = (float(cleaned) if cleaned else 0.0) + fraction
    return value if math.isfinite(value) else None


def number_in_digits(tokens: Tokens, index: int) -> Numeral | None:
    """The number that begins with the digits at the token; None where they are no number."""
    value = digits_value(tokens.raw(index))
    if value is None:
        return None
    stop = index + 1
    if tokens.sort(stop) in {Sort.MARK, Sort.WORD}:
        power = power_at(tokens, index, value)
        if power is not None:
            return Numeral(index, power[1], power[0])
    value, stop = _torn(tokens, index, value, stop)
    numeral = _mixed_fraction(tokens, Numeral(index, stop, value))
    return magnified(tokens, numeral)


def _torn(tokens: Tokens, index: int, value: float, stop: int) -> tuple[float, int]:
    """Numbers that white space tore: `12 000`, `4. 6`."""
    raw = tokens.raw(index)
    joined, after = raw, stop
    while (
        len(raw) <= 3
        and raw.isdecimal()
        and tokens.sort(after) is Sort.DIGITS
        and len(tokens.raw(after)) == 3
        and tokens.raw(after).isdecimal()
        and tokens.starts[after] - tokens.ends[after - 1] == 1
        and raw[0] != "0"
    ):
        joined += tokens.raw(after)
        after += 1
    if after > stop + 1 or (after == stop + 1 and tokens.raw(stop) == "000"):
        whole = digits_value(joined)
        return (value, stop) if whole is None else (whole, after)
    if _is_torn_decimal(tokens, index):
        decimal = digits_value(f"{int(value)}.{tokens.raw(index + 2)}")
        if decimal is not None:
            return decimal, index + 3
    return value, stop


def _is_torn_decimal(tokens: Tokens, index: int) -> bool:
    raw = tokens.raw(index)
    if tokens.word(index + 1) != "." or tokens.sort(index + 2) is not Sort.DIGITS or "." in raw:
        return False
    measured = tokens.sort(index + 3) in {Sort.DASH, Sort.SIGN} or tokens.word(index + 3) in word_values("magnitudes")
    if index == 0 and not measured:
        return False
    decimals = tokens.raw(index + 2)
    spaced = tokens.glued(index + 1) and not tokens.glued(index + 2)
    return spaced and decimals.isdecimal() and len(decimals) <= 2 and len(raw) <= 4


def _mixed_fraction(tokens: Tokens, numeral: Numeral) -> Numeral:
    """`2 1/2`, `2-1/2`, `3/4`, `2 and a half`; `$9.68-1/4` is a quarter of a cent more than 9.68."""
    stop = numeral.stop
    value = numeral.value or 0.0
    start = skip_hyphen(tokens, stop)
    part = _slashed(tokens, start)
    if part is not None and value < 1000 and value.is_integer() and (start > stop or not tokens.glued(start)):
        return replace(numeral, value=value + part, stop=start + 3)
    places = tokens.raw(numeral.first).partition(".")[2]
    if part is not None and start > stop and places.isdecimal() and tokens.glued(stop) and tokens.glued(start):
        return replace(numeral, value=round(value + part / 10 ** len(places), 10), stop=start + 3)
    alone = _slashed(tokens, numeral.first)
    if alone is not None and stop == numeral.first + 1:
        ticks = tokens.raw(stop + 1) in _TICKS
        return replace(numeral, value=alone, stop=stop + 2, share=not ticks)
    return with_half(tokens, numeral)


def _slashed(tokens: Tokens, index: int) -> float | None:
    """The value of `1/2` at the token, for halves to sixteenths."""
    if tokens.sort(index) is not Sort.DIGITS or tokens.word(index + 1) not in {"/", "\u2044"}:
        return None
    if not (tokens.glued(index + 1) and tokens.glued(index + 2)) or tokens.sort(index + 2) is not Sort.DIGITS:
        return None
    over, under = tokens.raw(index), tokens.raw(index + 2)
    if len(over) > 2 or under not in {"2", "3", "4", "5", "6", "8", "10", *_TICKS} or tokens.word(index + 3) == "/":
        return None
    value = digits_value(over)
    return None if value is None or not 0 < value < int(under) else value / int(under)
