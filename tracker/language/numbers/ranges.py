"""Joins two amounts into one range: `1,200 to 1,500`, `between 10 and 12 thousand`, `$89 to $93 billion`, `4 or 5`.

Two numbers that a verb of change stands before (`rose 3 cents to 45`, `fell by 20 to 80`) or that go down stay two.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from tracker.language.numbers.amounts import Amount, read_amount
from tracker.language.numbers.hedges import hedge_before
from tracker.language.numbers.numerals import skip_hyphen
from tracker.language.numbers.tokens import Sort
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens
    from tracker.language.numbers.units import Unit

_MONEY_SIGNS = 3


def join_range(tokens: Tokens, low: Amount) -> tuple[Amount, Amount] | None:
    """The two ends of the range that begins with `low`, units and magnitudes shared; None if it is none."""
    joint = tokens.word(low.stop)
    if low.value is None or not joint:
        return None
    is_dash = tokens.sort(low.stop) is Sort.DASH
    at = low.stop
    if is_dash and tokens.word(at + 1) in {"to", "or"}:
        at, is_dash, joint = at + 1, False, tokens.word(at + 1)
    if joint == "up" and tokens.word(at + 1) == "to" and tokens.word(low.first - 1) == "from":
        at, joint = at + 1, "to"
    if not is_dash and joint not in {"to", "or", "and", "till"}:
        return None
    if joint == "and" and not _is_between(tokens, low):
        return None
    if joint == "to" and tokens.word(low.first - 1) == "from":
        at = _over_hedges(tokens, at)
    high = _second(tokens, skip_hyphen(tokens, at + 1) if joint in {"to", "or"} else at + 1)
    if high is None or high.value is None:
        return None
    low, high = _shared(low, high)
    if not _are_bounds(tokens, low, high, joint):
        return None
    return low, high


def _over_hedges(tokens: Tokens, at: int) -> int:
    """`from 500 to well over 1,000`: the token before the second number."""
    while tokens.word(at + 1) in words("ranges", "end_hedges"):
        at += 1
    return at


def _second(tokens: Tokens, at: int) -> Amount | None:
    """The amount at the token, a currency sign, an article or `a` hedge before its digits passed over."""
    for index in range(at, min(at + _MONEY_SIGNS + 1, len(tokens))):
        if tokens.sort(index) is Sort.DIGITS or (tokens.sort(index) is Sort.WORD and index == at):
            amount = read_amount(tokens, index)
            if amount is None and tokens.is_capital(index):
                continue
            return amount if amount is not None and amount.first == at else None
        if tokens.sort(index) is Sort.MARK or tokens.sort(index) is Sort.DASH:
            return None
    return None


def _is_between(tokens: Tokens, low: Amount) -> bool:
    """Whether `between` stands before the first amount, hedges and currency passed over."""
    at = low.first
    for _ in range(3):
        if tokens.word(at - 1) == "between":
            return True
        hedge = hedge_before(tokens, at, low.unit)
        at = hedge.first if hedge is not None and hedge.first < at else at - 1
        if tokens.word(at) not in words("ranges", "between_hedges"):
            return tokens.word(at) == "between"
    return False


def _shared(low: Amount, high: Amount) -> tuple[Amount, Amount]:
    """`89 to 93 billion`, `10-12,000`, `$5 to 10`: what one end says holds for the other."""
    if low.value is not None and high.value is not None and low.numeral.scale == 1.0:
        low = replace(low, value=low.value * _lent_scale(low.value, high.value, high.numeral.scale))
    if not low.stated and high.stated and _can_share(high.unit):
        low = replace(low, unit=high.unit)
    elif low.stated and not high.stated and low.first < low.numeral.first:
        high = replace(high, unit=low.unit)
    return low, high


def _lent_scale(low: float, high: float, scale: float) -> float:
    """The magnitude that the upper end lends the lower: its own word, or the thousands of `10-12,000`."""
    if low >= 1000 or (scale == 100 and low >= 100):
        return 1.0
    if scale > 1.0:
        return scale if low * scale <= high else 1.0
    return 1000.0 if low.is_integer() and low * 1000 <= high <= low * 4000 else 1.0


def _can_share(unit: Unit) -> bool:
    return unit.dimension != "count"


def _are_bounds(tokens: Tokens, low: Amount, high: Amount, joint: str) -> bool:
    if low.value is None or high.value is None or low.value >= high.value or low.unit.name != high.unit.name:
        return False
    if joint == "or":
        return high.value <= 3 * low.value or high.numeral.scale > 1
    if joint == "to" and (_is_moved(tokens, low, high) or _is_poll(tokens, low)):
        return False
    return not (tokens.sort(low.stop) is Sort.DASH and tokens.raw(low.stop) == "\u2014" and not low.is_bare)


def _is_poll(tokens: Tokens, low: Amount) -> bool:
    """`trails her 43 percent to 45 percent`: shares of two sides."""
    near = set(tokens.words[max(low.first - 4, 0) : low.first])
    return low.unit.dimension == "percent" and bool(near & words("ranges", "contest"))


@cache
def _movers(ways: tuple[str, ...]) -> frozenset[str]:
    changes = table("changes")
    return frozenset(word for way in ways for key in ("verbs", "transitive", "points") for word in changes[way][key])


def _is_moved(tokens: Tokens, low: Amount, high: Amount) -> bool:
    """`rose from 5% to 7%`, `fell by 20 to 80`, `gained $2 to $45`: a change or start and then a level."""
    at = low.first - 1
    while at >= 0 and low.first - at < 4 and tokens.words[at] in words("ranges", "before_moved"):
        at -= 1
    has_from = "from" in tokens.words[at + 1 : low.first]
    movers = _movers(("increase",) if has_from else ("increase", "decrease"))
    moved = any(tokens.word(back) in movers for back in range(max(at - (4 if has_from else 0), 0), at + 1))
    if not moved or low.value is None or high.value is None:
        return False
    return (
        has_from
        or high.value >= 3 * low.value
        or (low.stated and high.stated and tokens.sort(low.stop - 1) is not Sort.DIGITS and high.value >= 2 * low.value)
    )
