"""Reads a number at a token: digits, words, mixed, fractions, vague words with their floors.

A numeral is the number alone, without unit, sign of currency or hedge. Values past a float's range and runs of digits
past `limits.max_number_chars` are not numbers (`read_numeral` gives None: an identifier).
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, replace
from functools import cache

from tracker.language.numbers.powers import power_at
from tracker.language.numbers.tokens import Sort, Tokens
from tracker.language.wordlists import table, words
from tracker.limits import LIMITS

_TICKS = frozenset({"16", "32", "64"})
"""Parts that prices of bonds and futures move by; none are shares of something."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at tokens `first` to `stop` (excluded).

    `value` is None for a vague word, whose floor is `low`. `scale` is the magnitude it was multiplied by (1 if none)
    and `magnitude` its words. `share` marks a fraction of something (`half`, `two-thirds`): a part of one, not of a
    hundred. `about` marks a number that is loose by itself (`a couple`).
    """

    first: int
    stop: int
    value: float | None
    low: float | None = None
    scale: float = 1.0
    worded: bool = False
    share: bool = False
    about: bool = False
    article: bool = False

    @property
    def vague(self) -> bool:
        """Whether it has a floor and no value."""
        return self.value is None


@cache
def _numbers(key: str) -> dict[str, float]:
    found: dict[str, float] = table("numbers")[key]
    return found


@cache
def trigger_words() -> frozenset[str]:
    """Words that can begin or be a numeric expression."""
    keys = ("cardinals", "magnitudes", "vague", "ordinals", "multiples")
    others = {"half", "quarter", "quarters", "couple", "no", *table("ages")["decades"]}
    return frozenset(word for key in keys for word in _numbers(key)) | others


def read_numeral(tokens: Tokens, index: int) -> Numeral | None:
    """The longest number that begins at the token, or None."""
    sort = tokens.sort(index)
    if sort is Sort.DIGITS:
        return _digits(tokens, index)
    if sort is not Sort.WORD:
        return None
    word = tokens.words[index]
    if word in {"a", "an"}:
        return _with_article(tokens, index)
    if word in {"several", "few", "many", "numerous"}:
        return _vague_determined(tokens, index)
    if word == "half":
        return _half(tokens, index)
    if word == "couple":
        return _couple(tokens, index)
    if word in _numbers("vague"):
        return _vague(tokens, index)
    return _words(tokens, index)


def skip_hyphen(tokens: Tokens, index: int) -> int:
    """The token after a hyphen at `index`, or `index` itself."""
    if tokens.sort(index) is Sort.DASH and tokens.raw(index) in "-\u2010\u2011" and index + 1 < len(tokens):
        return index + 1
    return index


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


def _digits(tokens: Tokens, index: int) -> Numeral | None:
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
    return _magnified(tokens, numeral)


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
    measured = tokens.sort(index + 3) in {Sort.DASH, Sort.SIGN} or tokens.word(index + 3) in _numbers("magnitudes")
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
    return _and_a_half(tokens, numeral)


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


def _and_a_half(tokens: Tokens, numeral: Numeral) -> Numeral:
    """`two and a half`, `one-and-a-half`, `three and three quarters`; the words are part of the number."""
    at = skip_hyphen(tokens, numeral.stop)
    if tokens.word(at) != "and" or numeral.value is None:
        return numeral
    at = skip_hyphen(tokens, at + 1)
    count = 1.0
    if tokens.word(at) in {"a", "one"}:
        at = skip_hyphen(tokens, at + 1)
    elif tokens.word(at) in {"two", "three"}:
        count = _numbers("cardinals")[tokens.word(at)]
        at = skip_hyphen(tokens, at + 1)
    else:
        return numeral
    part = _numbers("fractions").get(tokens.word(at))
    if part is None or tokens.word(at + 1) == "of":
        return numeral
    return replace(numeral, value=numeral.value + count * part, stop=at + 1)


def _magnified(tokens: Tokens, numeral: Numeral) -> Numeral:
    """The numeral with the magnitude words behind it, each larger than the one before (`2 hundred thousand`)."""
    while numeral.value is not None:
        at = skip_hyphen(tokens, numeral.stop)
        word = tokens.word(at)
        size = _numbers("magnitudes").get(word)
        if size is None or tokens.sort(at) is not Sort.WORD or word == "score":
            break
        if (numeral.scale > 1 and size <= numeral.scale) or (word == "tn" and not tokens.glued(at)):
            break
        numeral = replace(numeral, value=float(f"{numeral.value * size:.15g}"), scale=numeral.scale * size, stop=at + 1)
    return numeral


def _words(tokens: Tokens, index: int) -> Numeral | None:
    """Cardinals in words: `one hundred and twenty-three thousand`, `twenty-five hundred`, `million`."""
    cardinals, magnitudes = _numbers("cardinals"), _numbers("magnitudes")
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
    numeral = _and_a_half(tokens, Numeral(index, stop, total + current, scale=scale, worded=True))
    if numeral.stop > stop:
        return _magnified(tokens, replace(numeral, scale=1.0)) if scale == 1.0 else numeral
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
    if before in _numbers("magnitudes") or before == "and":
        return True
    tens = current % 100
    return 20 <= tens < 100 and tens % 10 == 0 and 0 < value < 10


def _next_word(tokens: Tokens, stop: int) -> int:
    """Where the number may go on: over a hyphen or an `and` after a magnitude."""
    at = skip_hyphen(tokens, stop)
    before = tokens.word(stop - 1)
    if tokens.word(at) == "," and _magnitude_follows(tokens, at + 1, _numbers("magnitudes").get(before, 0.0)):
        return at + 1
    if tokens.word(at) != "and":
        return at
    after = skip_hyphen(tokens, at + 1)
    follows = tokens.word(after) in _numbers("cardinals") and tokens.word(after) != "zero"
    if before in {"hundred", "thousand", "million", "billion"} and follows:
        return after
    return len(tokens)


def _magnitude_follows(tokens: Tokens, at: int, above: float) -> bool:
    """`two thousand, one hundred and one`: behind the comma cardinals and a smaller magnitude."""
    start = at
    while above >= 1000 and at - start < 4 and tokens.word(at) in _numbers("cardinals"):
        at = skip_hyphen(tokens, at + 1)
    return at > start and 0 < _numbers("magnitudes").get(tokens.word(at), 0.0) < above


def _fraction_of(tokens: Tokens, numeral: Numeral) -> Numeral:
    """`two-thirds`, `three quarters`, `one quarter of a million`."""
    at = skip_hyphen(tokens, numeral.stop)
    part = _numbers("fractions").get(tokens.word(at))
    value = numeral.value
    if part is None or value is None or not 1 <= value < 100 or numeral.scale > 1:
        return numeral
    plural = tokens.word(at).endswith("s")
    if plural == (value == 1) or tokens.word(at) == "half":
        return numeral
    return _of_magnitude(tokens, replace(numeral, value=value * part, stop=at + 1, share=True))


def _of_magnitude(tokens: Tokens, numeral: Numeral) -> Numeral:
    """`half a million`, `a quarter of a million`, `half a dozen`: the share becomes a number."""
    at = skip_hyphen(tokens, numeral.stop)
    if tokens.word(at) == "of":
        at += 1
    if tokens.word(at) in {"a", "an"}:
        at += 1
    size = _numbers("magnitudes").get(tokens.word(at))
    if size is None or numeral.value is None:
        return numeral
    return replace(numeral, value=numeral.value * size, stop=at + 1, scale=size, share=False)


def _half(tokens: Tokens, index: int) -> Numeral:
    numeral = Numeral(index, index + 1, 0.5, worded=True, share=True)
    return _of_magnitude(tokens, numeral)


def _with_article(tokens: Tokens, index: int) -> Numeral | None:
    """`a dozen`, `a hundred`, `a quarter of a million`, `a couple of weeks`, `a few hundred`."""
    at = index + 1
    word = tokens.word(at)
    numeral: Numeral | None = None
    if word in _numbers("magnitudes") and word not in {"mn", "tn", "mio"}:
        of_things = tokens.word(at + 1) == "of" and tokens.sort(at + 2) is Sort.WORD
        numeral = None if word == "score" and not of_things else _article_magnitude(tokens, at)
    elif word == "half":
        numeral = _half(tokens, at)
    elif word in words("numbers", "single_shares"):
        ends = tokens.sort(at + 1) in {None, Sort.MARK} or (tokens.sort(at + 1) is Sort.DASH and tokens.glued(at + 1))
        if tokens.word(at + 1) in words("numbers", "behind_share") or ends:
            numeral = _of_magnitude(tokens, Numeral(at, at + 1, _numbers("fractions")[word], worded=True, share=True))
    elif word == "couple":
        numeral = _couple(tokens, at)
    elif word == "few":
        numeral = _vague_determined(tokens, at)
    return None if numeral is None else replace(numeral, first=index, article=True)


def _article_magnitude(tokens: Tokens, at: int) -> Numeral | None:
    if tokens.word(at) == "score":
        return Numeral(at, at + 1, 20.0, worded=True)
    return _words(tokens, at)


def _couple(tokens: Tokens, index: int) -> Numeral | None:
    """`couple of weeks`, `couple hundred`, `couple dozen`; the people a `married couple` is are no number."""
    at = index + 1
    if tokens.word(at) == "of":
        at += 1
    size = _numbers("magnitudes").get(tokens.word(at))
    if size is not None:
        return Numeral(index, at + 1, 2 * size, scale=size, worded=True, about=True)
    if tokens.word(index + 1) == "of" and tokens.word(index - 1) == "a":
        return Numeral(index, index + 1, 2.0, worded=True, about=True)
    return None


def _vague(tokens: Tokens, index: int) -> Numeral | None:
    """`dozens`, `tens of thousands`, `hundreds of millions`, `thousands upon thousands`."""
    vague = _numbers("vague")
    low, stop = float(vague[tokens.words[index]]), index + 1
    while tokens.word(stop) in {"of", "upon", "and"} and tokens.word(stop + 1) in vague:
        following = float(vague[tokens.word(stop + 1)])
        if tokens.word(stop) == "of" and following > low:
            low *= following
        elif tokens.word(stop) == "of" or following != low:
            break
        stop += 2
    if not _is_vague_number(tokens, index, stop):
        return None
    return Numeral(index, stop, None, low=low, scale=low, worded=True)


def _is_vague_number(tokens: Tokens, index: int, stop: int) -> bool:
    """Not the tens and scores of games and tests, nor a decade's name (`in the hundreds`)."""
    word = tokens.words[index]
    if word == "tens":
        return stop > index + 1 or tokens.word(stop) == "of"
    if word != "scores":
        return True
    if tokens.word(stop) == "," and "hundreds" in tokens.words[stop : stop + 5]:
        return True
    return tokens.word(stop) in words("numbers", "behind_scores") and (
        tokens.word(index - 1) not in words("numbers", "before_other_scores")
    )


def _vague_determined(tokens: Tokens, index: int) -> Numeral | None:
    """`several hundred`, `many thousands`, `a few dozen`: a floor of one of them, as for the bare plural."""
    at = index + 1
    if tokens.word(at) in _numbers("vague"):
        vague = _vague(tokens, at)
        return None if vague is None else replace(vague, first=index)
    size, stop = 1.0, at
    while tokens.word(stop) in _numbers("magnitudes") and tokens.word(stop) != "score":
        size *= _numbers("magnitudes")[tokens.word(stop)]
        stop += 1
    if stop == at:
        return None
    return Numeral(index, stop, None, low=size, scale=size, worded=True)
