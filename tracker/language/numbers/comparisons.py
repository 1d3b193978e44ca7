"""Reads comparisons that bound a number: `greater than or equal to`, `isn't higher than`, `should not fall below`.

A comparison is put together from its parts, as English does: a comparative or a preposition of place gives the side, a
mention of `equal` takes the bound itself in, and a negation before it turns the side about and does so, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.wordlists import words
from tracker.model import Modifier

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_NEGATED = {
    Modifier.MORE_THAN: Modifier.AT_MOST,
    Modifier.LESS_THAN: Modifier.AT_LEAST,
    Modifier.AT_LEAST: Modifier.LESS_THAN,
    Modifier.AT_MOST: Modifier.MORE_THAN,
}
_INCLUSIVE = {Modifier.MORE_THAN: Modifier.AT_LEAST, Modifier.LESS_THAN: Modifier.AT_MOST}
_REACH = 4


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison asserts and its first token; it ends right before the number."""

    modifier: Modifier
    first: int


@cache
def _sides() -> dict[str, Modifier]:
    upper = dict.fromkeys(words("comparisons", "more"), Modifier.MORE_THAN)
    return upper | dict.fromkeys(words("comparisons", "less"), Modifier.LESS_THAN)


def comparison_before(tokens: Tokens, stop: int) -> Comparison | None:
    """The comparison whose last word is right before token `stop`, or None."""
    found = _equal_last(tokens, stop) or _comparative(tokens, stop)
    if found is None:
        return None
    return negated(tokens, found.modifier, found.first, stop) or found


def negated(tokens: Tokens, modifier: Modifier, first: int, stop: int) -> Comparison | None:
    """What a bound at tokens `first` to `stop` asserts where it is denied: `wasn't more than`, `never fell below`."""
    turned = _NEGATED.get(modifier)
    if turned is None:
        return None
    is_place = tokens.word(stop - 1) in words("comparisons", "places")
    for at in range(first - 1, max(first - 1 - _REACH, -1), -1):
        word = tokens.words[at]
        if word in words("comparisons", "negations") or word.endswith("n't"):
            return Comparison(turned, at + 1 if word == "nor" else at)
        if tokens.sorts[at] is not Sort.WORD or word in words("comparisons", "not_denied"):
            return None
        if is_place and word not in words("comparisons", "verbs_of_place"):
            return None
    return None


def _equal_last(tokens: Tokens, stop: int) -> Comparison | None:
    """`greater than or equal to`, `less or equal to`, `higher than or equals`, `bigger or equal than`."""
    at = stop - 1 if tokens.word(stop - 1) in {"to", "than"} else stop
    if tokens.word(at - 1) not in {"equal", "equals", "equalling"} or tokens.word(at - 2) != "or":
        return None
    at -= 3
    at = at - 1 if tokens.word(at) == "than" else at
    side = _sides().get(tokens.word(at))
    return None if side is None else Comparison(_INCLUSIVE[side], at)


def _comparative(tokens: Tokens, stop: int) -> Comparison | None:
    """`larger than`, and `equal to or greater than`, `equal or above`."""
    at = stop - 2 if tokens.word(stop - 1) == "than" else stop - 1
    word = tokens.word(at)
    side = _sides().get(word)
    if side is None or (at == stop - 1 and word not in words("comparisons", "places")):
        return None
    before = at - 2 if tokens.word(at - 1) == "or" else None
    if before is not None:
        before = before - 1 if tokens.word(before) == "to" else before
        if tokens.word(before) in {"equal", "equals"}:
            return Comparison(_INCLUSIVE[side], before)
    return Comparison(side, at) if at == stop - 2 else None
