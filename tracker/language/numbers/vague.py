"""Words that give the order of a number and not its value: `dozens`, `several hundred`, `a couple of weeks`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.language.numbers.numeral import Numeral, word_values
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens


def couple_number(tokens: Tokens, index: int) -> Numeral | None:
    """`couple of weeks`, `couple hundred`, `couple dozen`; the people a `married couple` is are no number."""
    at = index + 1
    if tokens.word(at) == "of":
        at += 1
    size = word_values("magnitudes").get(tokens.word(at))
    if size is not None:
        return Numeral(index, at + 1, 2 * size, scale=size, worded=True, about=True)
    if tokens.word(index + 1) == "of" and tokens.word(index - 1) == "a":
        return Numeral(index, index + 1, 2.0, worded=True, about=True)
    return None


def vague_number(tokens: Tokens, index: int) -> Numeral | None:
    """`dozens`, `tens of thousands`, `thousands upon thousands`, `hundreds or even thousands`."""
    first = _plain_vague(tokens, index)
    at = index + 1 if first is None else first.stop
    if tokens.word(at) != "or" or (first is None and tokens.words[index] != "tens"):
        return first
    at += 2 if tokens.word(at + 1) in {"even", "perhaps", "possibly", "maybe"} else 1
    more = _plain_vague(tokens, at) if tokens.word(at) in word_values("vague") else None
    if more is None or more.low is None:
        return first
    vague = word_values("vague")
    if first is None or (first.stop == index + 1 and more.stop > at + 1):  # "tens or hundreds of thousands"
        low = float(vague[tokens.words[index]]) * more.low / float(vague[tokens.words[at]])
    else:
        low = first.low or 0.0
    return Numeral(index, more.stop, None, low=low, scale=low, worded=True)


def _plain_vague(tokens: Tokens, index: int) -> Numeral | None:
    vague = word_values("vague")
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


def determined_vague(tokens: Tokens, index: int) -> Numeral | None:
    """`several hundred`, `many thousands`, `a few dozen`: a floor of one of them, as for the bare plural."""
    at = index + 1
    if tokens.word(at) in word_values("vague"):
        vague = vague_number(tokens, at)
        return None if vague is None else replace(vague, first=index)
    size, stop = 1.0, at
    while tokens.word(stop) in word_values("magnitudes") and tokens.word(stop) != "score":
        size *= word_values("magnitudes")[tokens.word(stop)]
        stop += 1
    if stop == at:
        return None
    return Numeral(index, stop, None, low=size, scale=size, worded=True)
