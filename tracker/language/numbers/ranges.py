"""Joins two amounts into one range: `1,200 to 1,500`, `between 10 and 12 thousand`, `$89 to $93 billion`, `4 or 5`.

Two numbers that a verb of change stands before (`rose 3 cents to 45`, `fell by 20 to 80`) or that go down stay two.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from tracker.language.numbers.amounts import Amount, read_amount, read_money
from tracker.language.numbers.digits import digits_value
from tracker.language.numbers.hedges import hedge_before
from tracker.language.numbers.numeral import skip_hyphen
from tracker.language.numbers.tokens import Sort
from tracker.language.numbers.tolerances import in_same_money, tolerance_of
from tracker.language.numbers.units import PERCENT, Unit
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_MONEY_SIGNS = 3
_FROM_REACH = 4


def join_range(tokens: Tokens, low: Amount) -> tuple[Amount, Amount] | None:
    """The two ends of the range that begins with `low`, units and magnitudes shared; None if it is none."""
    if low.value is None or low.stop >= len(tokens):
        return None
    spread = tolerance_of(tokens, low)
    if spread is not None:
        return spread
    found = _joint(tokens, low)
    if found is None:
        return None
    joint, at = found
    high = _second(tokens, at)
    if high is not None and _is_signed_money(low) and high.unit.name == "metre" and tokens.glued(high.stop - 1):
        high = read_money(tokens, at, low.unit)
    if high is None or high.value is None:
        return None
    low, high = in_same_money(*_shared(low, _quoted(tokens, low, high, at), joint))
    if not _are_bounds(tokens, low, high, joint):
        return None
    return low, high


def _joint(tokens: Tokens, low: Amount) -> tuple[str, int] | None:
    """The word or sign that may join `low` to a second number, and the token where that number may begin."""
    at = low.stop
    word = tokens.word(at)
    if word in words("ranges", "signs") and tokens.glued(at) and tokens.glued(at + 1):
        return "-", at + 1
    if word == "/" and _is_quote(tokens, low, at + 1):
        return "-", at + 1
    if word in {"<", "\u2264"}:
        return _inequality(tokens, at)
    if tokens.sort(at) is Sort.DASH:
        if tokens.word(at + 1) not in {"to", "or"}:
            return "-", at + 1
        at, word = at + 1, tokens.word(at + 1)
    if word in words("ranges", "thought") and word != "or":
        return _second_thought(tokens, at)
    if word not in words("ranges", "joints"):
        is_led = is_from(tokens, low.first)
        at = _over_hedges(tokens, at - 1) if is_led and word in words("ranges", "all_the_way") else at
        return ("to", at) if is_led and tokens.word(at - 1) == "to" else None
    if word == "and" and not _is_between(tokens, low):
        return None
    after = skip_hyphen(tokens, at + 1) if tokens.glued(at + 1) else at + 1
    if word == "and" or (word == "to" and is_from(tokens, low.first)):
        return word, _over_hedges(tokens, at)
    if word == "to":
        return word, _over_loose(tokens, after)
    if word == "or":
        return word, _over_loose(tokens, after)
    if word in {"through", "thru"}:
        return "to", at + 2 if tokens.word(at + 1) == "to" else after
    return word, after


def _is_quote(tokens: Tokens, low: Amount, at: int) -> bool:
    """`1.5435/40`, `98.45/50`: what dealers bid and ask, of the second the last digits."""
    first, second = tokens.raw(low.stop - 1), tokens.raw(at)
    if not (tokens.glued(at) and tokens.glued(at - 1)) or not second.isdecimal() or "." not in first:
        return False
    return len(first.partition(".")[2]) >= len(second) >= 2


def _quoted(tokens: Tokens, low: Amount, high: Amount, at: int) -> Amount:
    """The upper end of a quote whose last digits alone are written."""
    if tokens.word(at - 1) != "/" or not tokens.raw(at).isdecimal():
        return high
    whole = digits_value(tokens.raw(low.stop - 1)[: -len(tokens.raw(at))] + tokens.raw(at))
    return high if whole is None else replace(high, value=whole)


def _is_signed_money(low: Amount) -> bool:
    return low.unit.dimension == "currency" and low.first < low.numeral.first


def _inequality(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """`5 < x < 10`, `5 <= n <= 10`: a name of one letter or a few between the bounds."""
    at += 2 if tokens.word(at + 1) == "=" else 1
    if tokens.sort(at) is not Sort.WORD or tokens.word(at + 1) not in {"<", "\u2264"}:
        return None
    return "<", at + 3 if tokens.word(at + 2) == "=" else at + 2


def _second_thought(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """`five, or perhaps six`, `five, maybe six`, `five if not six`: the token behind words of doubt."""
    start = at
    while tokens.word(at) in words("ranges", "thought") and at - start < 4:
        at += 1
    said = tokens.words[start:at]
    doubted = not words("ranges", "doubt").isdisjoint(said) or said[-2:] == ["if", "not"]
    return ("or", at) if doubted else None


def is_from(tokens: Tokens, first: int) -> bool:
    """Whether `from` stands before the number, hedges passed over (`from as few as 10`, `from a low of 12`)."""
    at = first - 1
    while first - at <= _FROM_REACH and tokens.word(at) in words("ranges", "behind_from"):
        at -= 1
    return tokens.word(at) == "from"


def _over_hedges(tokens: Tokens, at: int) -> int:
    """`from 500 to well over 1,000`, `between 5 and about 8`: where the second number begins."""
    start = at
    while tokens.word(at + 1) in words("ranges", "end_hedges") and at - start < _FROM_REACH + 1:
        at += 1
    return at + 1


def _over_loose(tokens: Tokens, at: int) -> int:
    """`5 to about 8`, `5 or possibly even 8`: the token behind up to two words that make a number loose."""
    for _ in range(2):
        at += tokens.word(at) in words("ranges", "loose")
    return at


def _second(tokens: Tokens, at: int) -> Amount | None:
    """The amount at the token, a currency sign, an article or `a` hedge before its digits passed over."""
    if tokens.sort(at) is Sort.DASH or tokens.word(at) in {"minus", "plus", "+"}:
        return _signed(tokens, at)
    for index in range(at, min(at + _MONEY_SIGNS + 1, len(tokens))):
        if tokens.sort(index) is Sort.DIGITS or (tokens.sort(index) is Sort.WORD and index == at):
            amount = read_amount(tokens, index)
            if amount is None and tokens.is_capital(index):
                continue
            return amount if amount is not None and amount.first == at else None
        if tokens.sort(index) is Sort.MARK or tokens.sort(index) is Sort.DASH:
            return None
    return None


def _signed(tokens: Tokens, at: int) -> Amount | None:
    """`-3`, `minus 3`, `+5` as the upper end."""
    amount = read_amount(tokens, at + 1) if tokens.sort(at + 1) is Sort.DIGITS else None
    if amount is None:
        return None
    return amount if amount.first == at or (tokens.word(at) == "+" and amount.first == at + 1) else None


def _is_between(tokens: Tokens, low: Amount) -> bool:
    """Whether `between` stands before the first amount, hedges and currency passed over."""
    at = low.first
    for _ in range(4):
        if tokens.word(at - 1) == "between":
            return True
        hedge = hedge_before(tokens, at, low.unit)
        at = hedge.first if hedge is not None and hedge.first < at else at - 1
        if tokens.word(at) not in words("ranges", "between_hedges"):
            return tokens.word(at) == "between"
    return False


def _shared(low: Amount, high: Amount, joint: str) -> tuple[Amount, Amount]:
    """`89 to 93 billion`, `10-12,000`, `$5 to 10`, `a dozen or two`: what one end says holds for the other."""
    if joint == "or" and low.numeral.article and low.numeral.scale > 1 and high.is_bare and high.value in {2.0, 3.0}:
        return low, replace(high, value=high.value * low.numeral.scale)
    if low.numeral.share and low.unit is PERCENT and high.stated and high.unit is not PERCENT:
        low = replace(low, value=low.numeral.value, unit=high.unit)
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
        return (high.value <= 3 * low.value or high.numeral.scale > 1) and not _is_listed(tokens, low)
    if joint == "to" and (_is_moved(tokens, low, high) or _is_moved_by(tokens, low) or _is_poll(tokens, low)):
        return False
    return not (tokens.sort(low.stop) is Sort.DASH and tokens.raw(low.stop) == "\u2014" and not low.is_bare)


def _is_listed(tokens: Tokens, low: Amount) -> bool:
    """`with 4GB, 6GB or 8GB`, `2GB or 3GB of memory`: one of a few sizes to choose from, each with its unit."""
    unit = tokens.words[low.numeral.stop : low.stop]
    before = low.first - 1
    listed = tokens.word(before) == "," and tokens.words[before - len(unit) : before] == unit
    return bool(unit) and (listed or low.unit.dimension == "data")


def _is_moved_by(tokens: Tokens, low: Amount) -> bool:
    """`cut its forecast by $5 million to $105 million to $110 million`: what it moved by, and then a level."""
    if tokens.word(low.first - 1) != "by" or not low.stated:
        return False
    movers = _movers(("increase", "decrease"))
    return not movers.isdisjoint(tokens.words[max(low.first - 9, 0) : low.first - 1])


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
