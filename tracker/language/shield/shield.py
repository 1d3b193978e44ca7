"""Keeps numbers that are no quantities apart and says what each is: the first reader to look at a number.

In order: street addresses; dates and clock times; identifiers; results of single sports; products and standards; fixed
phrases; ordinals; names; scores and votes. What it gives stays in the table with its kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.shield.addresses import address_at, place_number_at
from tracker.language.shield.dates import dated
from tracker.language.shield.games import game_at
from tracker.language.shield.identifiers import identifier_at
from tracker.language.shield.names import name_at
from tracker.language.shield.ones import one_counts
from tracker.language.shield.ordinals import ordinal_at
from tracker.language.shield.phrases import phrase_at
from tracker.language.shield.products import product_at
from tracker.language.shield.scores import score_at
from tracker.language.shield.shapes import Shape, shape_of
from tracker.language.wordlists import table, words
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens


def shielded(tokens: Tokens, index: int) -> Shape | None:
    """What the number at the token is, if it is no quantity."""
    house = address_at(tokens, index)
    if house is not None:
        return house
    return (
        dated(tokens, index)
        or identifier_at(tokens, index)
        or game_at(tokens, index)
        or product_at(tokens, index)
        or _phrase(tokens, index)
        or ordinal_at(tokens, index)
        or name_at(tokens, index)
        or place_number_at(tokens, index)
        or score_at(tokens, index)
    )


def _phrase(tokens: Tokens, index: int) -> Shape | None:
    """A fixed phrase; `one` in it still counts when a thing that is counted stands right behind (`that one man`)."""
    swap = _swap(tokens, index)
    if swap is not None:
        return swap
    found = phrase_at(tokens, index)
    if found is None:
        return None
    kind, stop = found
    is_one = tokens.word(index) == "one" and stop == index + 1
    if is_one and tokens.word(index + 1) in words("shield", "counting_nouns") and one_counts(tokens, index):
        return None
    befell = tokens.word(index + 1) in {"was", "were"} and tokens.word(index + 2) in words("shield", "befallen")
    if is_one and befell and tokens.word(index - 1) == "another":
        return None
    return shape_of(tokens, kind, index, stop)


def _swap(tokens: Tokens, index: int) -> Shape | None:
    """`two-for-one`, `100-to-1`: how shares are split, goods sold, odds given; `half-brother` and its like."""
    if tokens.words[index + 1 : index + 4] in (["-", "for", "-"], ["-", "to", "-"]):
        last = tokens.word(index + 4)
        is_number = tokens.sort(index + 4) is Sort.DIGITS or last in table("numbers")["cardinals"]
        is_odds = tokens.word(index + 2) == "for" or last in {"1", "one"}
        return shape_of(tokens, Kind.IDIOM, index, index + 5) if is_number and is_odds else None
    at = index - 2 if tokens.sort(index - 1) is Sort.DASH else index - 1
    if tokens.word(index) == "half" and tokens.word(at) in words("shield", "before_half"):
        return shape_of(tokens, Kind.ORDINAL, index, index + 1)
    is_play = tokens.word(at) == "the" and tokens.word(index + 1) not in words("shield", "behind_half")
    if tokens.word(index) == "half" and is_play and tokens.sort(index + 1) is not Sort.DASH:
        return shape_of(tokens, Kind.IDIOM, index, index + 1)
    hyphened = tokens.sort(index + 1) is Sort.DASH and tokens.glued(index + 1)
    if tokens.word(index) == "half" and hyphened and tokens.word(index + 2) in words("shield", "half_kin"):
        return shape_of(tokens, Kind.IDIOM, index, index + 1)
    return None
