"""Multiples and relations: `tripled`, `twice as many`, `three times the size`, `one in five`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.numbers.drafts import Draft
from tracker.language.numbers.numeral import skip_hyphen
from tracker.language.numbers.numerals import read_numeral
from tracker.language.numbers.tokens import Sort
from tracker.language.numbers.units import PERCENT, Unit
from tracker.language.wordlists import table, words
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.numeral import Numeral
    from tracker.language.numbers.tokens import Tokens

MULTIPLE = Unit("multiple", "other", 1.0)


def multiple_at(tokens: Tokens, index: int) -> Draft | None:
    """The multiple or the ratio at the token, or None."""
    word = tokens.words[index]
    if word == "half" and tokens.word(index + 1) == "as" and tokens.word(index + 2) in words("numbers", "as_much"):
        return Draft(Kind.MULTIPLE, index, index + 3, 0.5, unit=MULTIPLE)
    value = table("numbers")["multiples"].get(word)
    if value is not None:
        return _word(tokens, index, float(value))
    numeral = read_numeral(tokens, index)
    if numeral is None or numeral.value is None:
        return None
    return _times(tokens, index, numeral) or _ratio(tokens, index, numeral)


def _word(tokens: Tokens, index: int, value: float) -> Draft | None:
    """`doubled`, `tripling the number`, `twice as many`, `double the size`; no double doors, no tennis doubles."""
    word, after = tokens.words[index], tokens.word(index + 1)
    stop = index + 1
    if word in {"double", "triple", "treble", "quadruple"}:
        is_verb = tokens.word(index - 1) in words("numbers", "modals")
        if not is_verb and after not in words("numbers", "behind_double"):
            return None
    if word in {"doubles", "triples"} and after not in words("numbers", "behind_doubles"):
        return None
    if word in {"twice", "thrice"}:
        if after == "as" and tokens.word(index + 2) in words("numbers", "as_much"):
            stop = index + 3
        elif after not in words("numbers", "behind_twice"):
            return None
    if word in {"halves"}:
        return None
    return Draft(Kind.MULTIPLE, index, stop, value, unit=MULTIPLE)


def is_times(tokens: Tokens, stop: int) -> bool:
    """Whether `times as many`, `times the rate` and their like follow; `shot three times` is a count."""
    return tokens.word(stop) == "times" and tokens.word(stop + 1) in words("numbers", "behind_times")


def _times(tokens: Tokens, index: int, numeral: Numeral) -> Draft | None:
    """`three times as many`, `five-fold`, `5x`."""
    at = numeral.stop
    is_x = tokens.word(at) == "x" and tokens.glued(at) and tokens.sort(at + 1) is not Sort.DIGITS
    if is_x or tokens.word(at) == "fold" or is_times(tokens, at):
        stop = at + 1
    elif tokens.sort(at) is Sort.DASH and tokens.word(at + 1) == "fold":
        stop = at + 2
    else:
        return None
    return Draft(Kind.MULTIPLE, index, stop, numeral.value, unit=MULTIPLE, numeral=numeral)


def _ratio(tokens: Tokens, index: int, over: Numeral) -> Draft | None:
    """`one in five`, `1 in 10`, `three out of four`, `nine of every ten`: percent, with its words kept."""
    if over.value is None or over.scale > 1 or not over.value.is_integer() or over.value < 1:
        return None
    at = skip_hyphen(tokens, over.stop)
    joint = tokens.word(at)
    if joint == "out" and tokens.word(at + 1) == "of":
        at += 2
    elif joint == "in" or (joint == "of" and tokens.word(at + 1) == "every"):
        at += 1
    else:
        return None
    if tokens.word(at) == "every":
        at += 1
    at = skip_hyphen(tokens, at)
    under = read_numeral(tokens, at)
    if under is None or under.value is None or under.value <= over.value or not under.value.is_integer():
        return None
    if joint == "in" and not _is_ratio(tokens, index, over.value, under.value, under.stop):
        return None
    if tokens.sort(under.stop) is Sort.DASH and tokens.word(under.stop + 1) == "year":
        return Draft(Kind.IDIOM, index, under.stop + 2)
    value = round(100 * over.value / under.value, 10)
    ratio = Draft(Kind.QUANTITY, index, under.stop, value, unit=PERCENT, numeral=over, stated=True)
    ratio.note("value", tokens.span(index, under.stop), f"{value:,.15g} percent")
    return ratio


def _is_ratio(tokens: Tokens, index: int, over: float, under: float, stop: int) -> bool:
    """`one in five`, `three in ten Americans`; not `killed two in three attacks`, `3 in 2016`."""
    if tokens.word(index - 1) in words("numbers", "no_ratio_before") or under > 1e6:
        return False
    round_under = under in {2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50} or under % 100 == 0
    if not round_under or 1100 <= under <= 2100:
        return False
    return over == 1 or (under in {3, 4, 5, 10, 100, 1000} and tokens.word(stop).endswith("s"))
