"""Cardinals in words: `one hundred and twenty-three thousand`, `two-thirds`, `six-figure`."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.language.numbers.numeral import Numeral, magnified, of_magnitude, skip_hyphen, with_half, word_values
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens


def number_in_words(tokens: Tokens, index: int) -> Numeral | None:
    """Cardinals in words: `one hundred and twenty-three thousand`, `twenty-five hundred`, `million`."""
    cardinals, magnitudes = word_values("cardinals"), word_values("magnitudes")
    total, current, at, stop = 0.0, 0.0, index, index
    scale, largest, empty = 1.0, math.inf, True
    while at < len(tokens):
        word = tokens.words[at]
        if word in cardinals and (empty or _fits(current, cardinals[word], tokens.word(stop - 1))):
            current += cardinals[word]
        elif word == "hundred" and (empty or 0 < current < 100):
            current = (current or 1.0) * 100
            scale = 100.0 if scale == 1.0 else scale
        elif word in magnitudes and word not in {"hundred", "score"} and magnitudes[word] < largest:
            if (not empty and current == 0) or (empty and word in words("numbers", "never_alone")):
                break
            largest = scale = magnitudes[word]
            total += (current or 1.0) * largest
            current = 0.0
        else:
            break
        empty = False
        stop = at + 1
        at = _next_word(tokens, stop)
    if empty:
        return None
    figures = _figures(tokens, index, stop, total + current)
    if figures is not None:
        return figures
    numeral = with_half(tokens, Numeral(index, stop, total + current, scale=scale, worded=True))
    if numeral.stop > stop:
        return magnified(tokens, replace(numeral, scale=1.0)) if scale == 1.0 else numeral
    return _fraction_of(tokens, numeral)


def _figures(tokens: Tokens, index: int, stop: int, count: float) -> Numeral | None:
    """`a six-figure salary`, `in seven figures`: an order of magnitude, so the least number with so many digits."""
    at = skip_hyphen(tokens, stop)
    whole = tokens.word(at) == "figure" or (tokens.word(at) == "figures" and tokens.word(index - 1) in _FIGURES_LEADS)
    if not whole or not 4 <= count <= 12:
        return None
    size = 10.0 ** (count - 1)
    return Numeral(index, at + 1, None, low=size, scale=size, worded=True)


_FIGURES_LEADS = frozenset({"in", "into", "low", "high", "mid", "to", "of"})


def _fits(current: float, value: float, before: str) -> bool:
    """Whether a cardinal can follow what was read: ones after tens, anything under 100 after hundreds."""
    if before in word_values("magnitudes") or before == "and":
        return True
    tens = current % 100
    return 20 <= tens < 100 and tens % 10 == 0 and 0 < value < 10


def _next_word(tokens: Tokens, stop: int) -> int:
    """Where the number may go on: over a hyphen or an `and` after a magnitude."""
    at = skip_hyphen(tokens, stop)
    before = tokens.word(stop - 1)
    if tokens.word(at) == "," and _magnitude_follows(tokens, at + 1, word_values("magnitudes").get(before, 0.0)):
        return at + 1
    if tokens.word(at) != "and":
        return at
    after = skip_hyphen(tokens, at + 1)
    follows = tokens.word(after) in word_values("cardinals") and tokens.word(after) != "zero"
    if before in {"hundred", "thousand", "million", "billion"} and follows:
        return after
    return len(tokens)


def _magnitude_follows(tokens: Tokens, at: int, above: float) -> bool:
    """`two thousand, one hundred and one`: behind the comma cardinals and a smaller magnitude."""
    start = at
    while above >= 1000 and at - start < 4 and tokens.word(at) in word_values("cardinals"):
        at = skip_hyphen(tokens, at + 1)
    return at > start and 0 < word_values("magnitudes").get(tokens.word(at), 0.0) < above


def _fraction_of(tokens: Tokens, numeral: Numeral) -> Numeral:
    """`two-thirds`, `three quarters`, `one quarter of a million`."""
    at = skip_hyphen(tokens, numeral.stop)
    part = word_values("fractions").get(tokens.word(at))
    value = numeral.value
    if part is None or value is None or not 1 <= value < 100 or numeral.scale > 1:
        return numeral
    plural = tokens.word(at).endswith("s")
    if plural == (value == 1) or tokens.word(at) == "half":
        return numeral
    return of_magnitude(tokens, replace(numeral, value=value * part, stop=at + 1, share=True))
