"""A number while it is being read, and the words behind it that are part of it: magnitudes, halves, shares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.wordlists import table

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens


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
def word_values(key: str) -> dict[str, float]:
    """The values of the number words of one kind (`cardinals`, `magnitudes`, `vague`, `fractions`)."""
    found: dict[str, float] = table("numbers")[key]
    return found


def skip_hyphen(tokens: Tokens, index: int) -> int:
    """The token after a hyphen at `index`, or `index` itself."""
    if tokens.sort(index) is Sort.DASH and tokens.raw(index) in "-\u2010\u2011" and index + 1 < len(tokens):
        return index + 1
    return index


def with_half(tokens: Tokens, numeral: Numeral) -> Numeral:
    """`two and a half`, `one-and-a-half`, `three and three quarters`; the words are part of the number."""
    at = skip_hyphen(tokens, numeral.stop)
    if tokens.word(at) != "and" or numeral.value is None:
        return numeral
    at = skip_hyphen(tokens, at + 1)
    count = 1.0
    if tokens.word(at) in {"a", "one"}:
        at = skip_hyphen(tokens, at + 1)
    elif tokens.word(at) in {"two", "three"}:
        count = word_values("cardinals")[tokens.word(at)]
        at = skip_hyphen(tokens, at + 1)
    else:
        return numeral
    part = word_values("fractions").get(tokens.word(at))
    if part is None or tokens.word(at + 1) == "of":
        return numeral
    return replace(numeral, value=numeral.value + count * part, stop=at + 1)


def magnified(tokens: Tokens, numeral: Numeral) -> Numeral:
    """The numeral with the magnitude words behind it, each larger than the one before (`2 hundred thousand`)."""
    while numeral.value is not None:
        at = skip_hyphen(tokens, numeral.stop)
        word = tokens.word(at)
        size = word_values("magnitudes").get(word)
        if size is None or tokens.sort(at) is not Sort.WORD or word == "score":
            break
        if (numeral.scale > 1 and size <= numeral.scale) or (word == "tn" and not tokens.glued(at)):
            break
        numeral = replace(numeral, value=float(f"{numeral.value * size:.15g}"), scale=numeral.scale * size, stop=at + 1)
    return numeral


def of_magnitude(tokens: Tokens, numeral: Numeral) -> Numeral:
    """`half a million`, `a quarter of a million`, `half a dozen`: the share becomes a number."""
    at = skip_hyphen(tokens, numeral.stop)
    if tokens.word(at) == "of":
        at += 1
    if tokens.word(at) in {"a", "an"}:
        at += 1
    size = word_values("magnitudes").get(tokens.word(at))
    if size is None or numeral.value is None:
        return numeral
    return replace(numeral, value=numeral.value * size, stop=at + 1, scale=size, share=False)
