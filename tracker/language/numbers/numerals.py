"""Reads a number at a token: digits, words, mixed, fractions, vague words with their floors.

A numeral is the number alone, without unit, sign of currency or hedge. Values past a float's range and runs of digits
past `limits.max_number_chars` are not numbers (`read_numeral` gives None: an identifier).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from tracker.language.numbers.cardinals import number_in_words
from tracker.language.numbers.digits import number_in_digits
from tracker.language.numbers.numeral import Numeral, of_magnitude, word_values
from tracker.language.numbers.tokens import Sort
from tracker.language.numbers.vague import couple_number, determined_vague, vague_number
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens


@cache
def trigger_words() -> frozenset[str]:
    """Words that can begin or be a numeric expression."""
    keys = ("cardinals", "magnitudes", "vague", "ordinals", "multiples")
    others = {"half", "quarter", "quarters", "couple", "no", *table("ages")["decades"]}
    return frozenset(word for key in keys for word in word_values(key)) | others


def read_numeral(tokens: Tokens, index: int) -> Numeral | None:
    """The longest number that begins at the token, or None."""
    sort = tokens.sort(index)
    if sort is Sort.DIGITS:
        return number_in_digits(tokens, index)
    if sort is not Sort.WORD:
        return None
    word = tokens.words[index]
    if word in {"a", "an"}:
        return _with_article(tokens, index)
    if word in {"several", "few", "many", "numerous"}:
        return determined_vague(tokens, index)
    if word == "half":
        return _half(tokens, index)
    if word == "couple":
        return couple_number(tokens, index)
    if word in word_values("vague"):
        return vague_number(tokens, index)
    return number_in_words(tokens, index)


def _half(tokens: Tokens, index: int) -> Numeral:
    numeral = Numeral(index, index + 1, 0.5, worded=True, share=True)
    return of_magnitude(tokens, numeral)


def _with_article(tokens: Tokens, index: int) -> Numeral | None:
    """`a dozen`, `a hundred`, `a quarter of a million`, `a couple of weeks`, `a few hundred`."""
    at = index + 1
    word = tokens.word(at)
    numeral: Numeral | None = None
    if word in word_values("magnitudes") and word not in {"mn", "tn", "mio"}:
        of_things = tokens.word(at + 1) == "of" and tokens.sort(at + 2) is Sort.WORD
        numeral = None if word == "score" and not of_things else _article_magnitude(tokens, at)
    elif word == "half":
        numeral = _half(tokens, at)
    elif word in words("numbers", "single_shares"):
        ends = tokens.sort(at + 1) in {None, Sort.MARK} or (tokens.sort(at + 1) is Sort.DASH and tokens.glued(at + 1))
        if tokens.word(at + 1) in words("numbers", "behind_share") or ends:
            numeral = of_magnitude(tokens, Numeral(at, at + 1, word_values("fractions")[word], worded=True, share=True))
    elif word == "couple":
        numeral = couple_number(tokens, at)
    elif word == "few":
        numeral = determined_vague(tokens, at)
    return None if numeral is None else replace(numeral, first=index, article=True)


def _article_magnitude(tokens: Tokens, at: int) -> Numeral | None:
    if tokens.word(at) == "score":
        return Numeral(at, at + 1, 20.0, worded=True)
    return number_in_words(tokens, at)
