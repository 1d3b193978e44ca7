"""A numeral with its unit or currency: what stands in a text as one number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.language.numbers.numeral import Numeral, skip_hyphen
from tracker.language.numbers.numerals import read_numeral
from tracker.language.numbers.tokens import Sort
from tracker.language.numbers.units import COUNT, PERCENT, Unit, currency_before, unit_after
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_FEET_INCHES = re.compile(r"(\d{1,3})\s?['\u2019\u2032]\s?(\d{1,2}(?:\.\d)?)\s?(?:[\"\u201d\u2033]|''|\u2019\u2019)")
FOOT = Unit("foot", "length", 0.3048)


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral and its unit at tokens `first` to `stop`; `stated` when the text says the unit.

    `end` is the surface's end where it is not that of its last token; `negative` has already been applied to `value`.
    """

    numeral: Numeral
    unit: Unit
    first: int
    stop: int
    value: float | None
    low: float | None
    stated: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether it is a number alone, without unit or magnitude."""
        return not self.stated and self.numeral.scale == 1.0


def read_amount(tokens: Tokens, index: int) -> Amount | None:
    """The number at the token with its unit, or None."""
    composite = _feet_inches(tokens, index)
    if composite is not None:
        return composite
    numeral = read_numeral(tokens, index)
    if numeral is None:
        return None
    currency = currency_before(tokens, index) if tokens.sort(index) is Sort.DIGITS or numeral.worded else None
    numeral = _suffixed(tokens, numeral, money=currency is not None)
    first = numeral.first if currency is None else currency[1]
    sign, first = _sign(tokens, first)
    amount = _with_unit(tokens, numeral, first, None if currency is None else currency[0])
    if sign < 0 and amount.value is not None:
        amount = replace(amount, value=-amount.value)
    return amount


def read_money(tokens: Tokens, index: int, currency: Unit) -> Amount | None:
    """The number at the token as money whose sign stands elsewhere: the `10m` of `$5-10m`."""
    numeral = read_numeral(tokens, index)
    if numeral is None:
        return None
    numeral = _suffixed(tokens, numeral, money=True)
    return Amount(numeral, currency, index, numeral.stop, numeral.value, numeral.low, stated=True)


def _feet_inches(tokens: Tokens, index: int) -> Amount | None:
    if tokens.sort(index) is not Sort.DIGITS or tokens.word(index + 1) not in {"'", "\u2019", "\u2032"}:
        return None
    found = _FEET_INCHES.match(tokens.text, tokens.starts[index])
    if found is None:
        return None
    stop = index
    while stop < len(tokens) and tokens.starts[stop] < found.end():
        stop += 1
    feet = float(found[1]) + float(found[2]) / 12
    return Amount(Numeral(index, stop, feet), FOOT, index, stop, feet, None, stated=True)


def _suffixed(tokens: Tokens, numeral: Numeral, *, money: bool) -> Numeral:
    """`$4.5bn`, `12.3m tonnes`, `30k`: a magnitude of one or two letters glued behind digits."""
    at = numeral.stop
    size: float | None = table("numbers")["suffixes"].get(tokens.word(at))
    if size is None or numeral.value is None or numeral.worded or numeral.scale > 1 or tokens.sort(at) is not Sort.WORD:
        return numeral
    glued = tokens.glued(at)
    if not (glued or (money and tokens.word(at) in {"m", "b", "mm"})):
        return numeral
    if not money and not _is_magnitude(tokens, at):
        return numeral
    return replace(numeral, value=float(f"{numeral.value * size:.15g}"), stop=at + 1, scale=size)


def _is_magnitude(tokens: Tokens, at: int) -> bool:
    """Whether a glued letter is a magnitude where no money is: `30k troops`, `12m users`; not `100m race`, `5t`."""
    word, after = tokens.word(at), tokens.word(at + 1)
    if word == "k":
        return after not in words("units", "after_k")
    if word in {"b", "mm"}:
        return tokens.raw(at) in {"b", "B"} and tokens.sort(at + 1) is Sort.WORD
    if word == "t":
        return False
    if tokens.raw(at) == "M":
        return True
    if tokens.word(at - 1) in words("units", "distances_run"):
        return words("units", "athletics").isdisjoint(tokens.words) and after not in words("units", "after_metres")
    return tokens.sort(at + 1) is Sort.WORD and after not in words("units", "after_metres")


def _sign(tokens: Tokens, first: int) -> tuple[float, int]:
    """Minus by sign or word; a hyphen after a letter or a digit is none, nor are brackets."""
    at = first - 1
    if tokens.word(at) in {"minus", "negative"} and tokens.word(at - 1) not in {"plus", "or"}:
        return -1.0, at
    if tokens.sort(at) is Sort.DASH and tokens.raw(at) in "-\u2212\u2013" and tokens.glued(first):
        before = tokens.text[tokens.starts[at] - 1] if tokens.starts[at] else " "
        if before.isspace() or before == "(":
            return -1.0, at
    return 1.0, first


def _with_unit(tokens: Tokens, numeral: Numeral, first: int, currency: Unit | None) -> Amount:
    value, low = numeral.value, numeral.low
    if currency is not None:
        return Amount(numeral, currency, first, _repeated(tokens, numeral.stop, currency), value, low, stated=True)
    at = _unit_start(tokens, numeral)
    found = None if at is None else unit_after(tokens, at) or _glued_unit(tokens, numeral, at)
    if found is not None and at is not None and _is_unit(tokens, numeral, found[0], at, found[1]):
        return _measured(tokens, numeral, found[0], first, found[1])
    quake = _magnitude(tokens, numeral, first)
    if quake is not None:
        return quake
    if numeral.share and value is not None:
        return Amount(numeral, PERCENT, first, numeral.stop, round(value * 100, 10), low, stated=True)
    return Amount(numeral, COUNT, first, numeral.stop, value, low)


_SECOND = Unit("second", "time", 1.0)
_INCH = Unit("inch", "length", 0.0254)


def _glued_unit(tokens: Tokens, numeral: Numeral, at: int) -> tuple[Unit, int] | None:
    """`10.2s`, no plural behind decimals; `a 27in screen`, `8 in. of snow`, where `in` is no preposition."""
    raw = tokens.raw(at)
    if raw == "s" and tokens.glued(at) and "." in tokens.raw(numeral.first):
        return _SECOND, at + 1
    if raw != "in":
        return None
    if tokens.word(at + 1) == "." and tokens.glued(at + 1) and tokens.raw(at + 2).islower():
        return _INCH, at + 2
    return (_INCH, at + 1) if tokens.glued(at) else None


_MAGNITUDE = Unit("magnitude", "other")


def _magnitude(tokens: Tokens, numeral: Numeral, first: int) -> Amount | None:
    """The strength of an earthquake: `a magnitude of 4.6`, `magnitude-6.1 quake`, `a 7.2-magnitude earthquake`."""
    value = numeral.value
    if value is None or not 0 < value < 11:
        return None
    at = skip_hyphen(tokens, numeral.stop)
    if tokens.word(at) in {"magnitude", "magnitudes"}:
        return Amount(numeral, _MAGNITUDE, first, at + 1, value, numeral.low, stated=True)
    if tokens.word(at) in words("shield", "quakes") and not value.is_integer():
        return Amount(numeral, _MAGNITUDE, first, numeral.stop, value, numeral.low, stated=True)
    before = first - 1
    while tokens.word(before) in words("units", "before_magnitude"):
        before -= 1
    if tokens.word(before) in {"magnitude", "magnitudes"}:
        return Amount(numeral, _MAGNITUDE, first, numeral.stop, value, numeral.low, stated=True)
    return None


def _repeated(tokens: Tokens, stop: int, currency: Unit) -> int:
    """`$5 million dollars`, `$5 USD`: the currency said twice is one."""
    found = unit_after(tokens, stop) if tokens.sort(stop) is Sort.WORD else None
    return (
        found[1]
        if found is not None
        and found[0].dimension == "currency"
        and "dollar" in currency.name
        and "dollar" in found[0].name
        else stop
    )


def _unit_start(tokens: Tokens, numeral: Numeral) -> int | None:
    """Where a unit may begin: right behind the number, or behind `of` after vague words, a couple and shares."""
    at = numeral.stop
    if tokens.word(at) in words("units", "before_units") and tokens.word(at + 1).endswith("s"):
        return at + 1
    if tokens.word(at) == "of" and (numeral.vague or numeral.about or numeral.scale == 12):
        return at + 1
    if numeral.share:
        at = skip_hyphen(tokens, at)
        if tokens.word(at) == "of" and tokens.word(at + 1) in {"a", "an"}:
            return at + 2
        return at + 1 if tokens.word(at) in {"a", "an"} else at
    return at


def _is_unit(tokens: Tokens, numeral: Numeral, unit: Unit, at: int, stop: int) -> bool:
    """Whether the word is meant as a unit: none that an ordinary word happens to spell."""
    word = tokens.word(stop - 1)
    value = numeral.value
    heading = unit.dimension == "time" and tokens.is_capital(stop - 1) and not tokens.is_capital(numeral.first)
    if heading and numeral.stop == at and not word.endswith("s"):
        return False
    if (
        word == "second"
        and unit.dimension == "time"
        and tokens.sort(at) is not Sort.DASH
        and value != 1
        and not numeral.share
    ):
        return False
    if word in {"quarter", "quarters"} and tokens.word(stop) in {"of", "final", "finals"}:
        return False
    if tokens.word(stop) in table("units")["not_before"].get(word, ()):
        return False
    if word in words("units", "cautious"):
        if tokens.is_capital(stop - 1) and not tokens.is_capital(numeral.first) and len(word) > 1:
            return False
        if tokens.glued(stop - 1) and len(word) == 1:
            return True
        weighs = word == "stone" and bool(words("units", "weighing") & set(tokens.words))
        return weighs or numeral.scale >= 1000 or (value is not None and value >= 1000)
    if unit.name == "degree" and tokens.word(stop) in {"murder", "felony", "assault"}:
        return False
    return not (word in {"min", "sec"} and tokens.word(stop) == "." and tokens.sort(stop + 1) is Sort.DIGITS)


def _measured(tokens: Tokens, numeral: Numeral, unit: Unit, first: int, stop: int) -> Amount:
    unit = _settled(tokens, numeral, unit, stop)
    value = numeral.value
    if numeral.share and unit.dimension == "percent" and value is not None:
        return Amount(numeral, unit, first, stop, value, numeral.low, stated=True)
    value, stop = _composed(tokens, value, unit, stop)
    if value is not None and tokens.words[stop : stop + 3] == ["and", "a", "half"]:
        value, stop = value + 0.5, stop + 3
    return Amount(numeral, unit, first, stop, value, numeral.low, stated=True)


def unit_and_a_half(tokens: Tokens, index: int) -> Amount | None:
    """`an hour and a half`, `a block and a half`, whose `half` is the token: one and a half of the unit or thing."""
    first = index - 4
    ends = tokens.words[index - 2 : index + 1] == ["and", "a", "half"]
    if first < 0 or not ends or tokens.words[first] not in {"a", "an"}:
        return None
    found = unit_after(tokens, first + 1)
    if found is None or found[1] != index - 2:
        found = (COUNT, index - 2)
    numeral = Numeral(first, index + 1, 1.5, worded=True, article=True)
    return Amount(numeral, found[0], first, index + 1, 1.5, None, stated=found[0] is not COUNT)


def unit_or_two(tokens: Tokens, index: int) -> tuple[Amount, Amount] | None:
    """`an hour or two`, whose `two` is the token: one of the unit and two of it."""
    if tokens.word(index - 1) != "or" or tokens.word(index) != "two":
        return None
    for first in (index - 3, index - 4):
        if first < 0 or tokens.words[first] not in {"a", "an"}:
            continue
        found = unit_after(tokens, first + 1)
        if found is not None and found[1] == index - 1 and found[0].dimension not in {"percent", "other"}:
            one = Numeral(first, index - 1, 1.0, worded=True, article=True)
            two = Numeral(index, index + 1, 2.0, worded=True)
            unit = _settled(tokens, one, found[0], index - 1)
            return (
                Amount(one, unit, first, index - 1, 1.0, None, stated=True),
                Amount(two, unit, index, index + 1, 2.0, None, stated=True),
            )
    return None


_MEGABYTE = Unit("megabyte", "data", 1e6)


def _settled(tokens: Tokens, numeral: Numeral, unit: Unit, stop: int) -> Unit:
    """Pounds of weight or of money; `mb` of the air or of data."""
    if unit.name == "millibar" and tokens.word(stop - 1) == "mb":
        is_air = numeral.value is not None and 850 <= numeral.value <= 1100
        return unit if is_air else _MEGABYTE
    if unit.name != "pound sterling" or tokens.word(stop - 1) not in {"pound", "pounds"}:
        return unit
    after = tokens.word(stop)
    is_weight = after == "of" or tokens.sort(stop - 2) is Sort.DASH
    if not is_weight and numeral.scale < 1e6:
        near = set(tokens.words)
        is_weight = not near & words("units", "money_cues")
    return Unit("pound", "mass", 0.45359237) if is_weight else unit


_PARTS = {
    ("foot", "inch"): 12.0,
    ("hour", "minute"): 60.0,
    ("minute", "second"): 60.0,
    ("pound", "ounce"): 16.0,
    ("year", "month"): 12.0,
    ("day", "hour"): 24.0,
}


def _composed(tokens: Tokens, value: float | None, unit: Unit, stop: int) -> tuple[float | None, int]:
    """`6 feet 2 inches`, `6-foot-2`, `5ft 10in`, `three hours and 12 minutes`: one value in the larger unit."""
    listed = tokens.word(stop) == "," and unit.dimension == "time"
    at = stop + 1 if tokens.word(stop) == "and" or listed else skip_hyphen(tokens, stop)
    at = at + 1 if listed and tokens.word(at) == "and" else at
    part = read_numeral(tokens, at) if value is not None else None
    if value is None or part is None or part.value is None or part.scale > 1 or part.share:
        return value, stop
    smaller = unit_after(tokens, part.stop)
    size = _PARTS.get((unit.name, smaller[0].name)) if smaller is not None else None
    if smaller is not None and size is not None and part.value < size:
        rest, end = _composed(tokens, part.value, smaller[0], smaller[1])
        return value + (part.value if rest is None else rest) / size, end
    if unit.name == "foot" and tokens.word(part.stop) == "in" and tokens.glued(part.stop) and part.value < 12:
        return value + part.value / 12, part.stop + 1
    ends = tokens.sort(at + 1) is Sort.MARK or tokens.word(at + 1) in {"and", "tall"}
    is_height = tokens.word(stop) != "and" and (at > stop or (value < 9 and ends))
    if unit.name == "foot" and is_height and tokens.sort(at) is Sort.DIGITS and part.value < 12:
        return value + part.value / 12, part.stop
    return value, stop
