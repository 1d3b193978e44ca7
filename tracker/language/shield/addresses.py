"""House, block and street numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.shield.shapes import Shape, shape_of
from tracker.language.wordlists import words
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_LONGEST_STREET = 4
_ENDINGS = frozenset({"st", "nd", "rd", "th"})


def address_at(tokens: Tokens, index: int) -> Shape | None:
    """`438 E.`, `2403 Benning Road NE`, `the 300 block of`, `10 Downing Street`."""
    if tokens.sort(index) is not Sort.DIGITS or not tokens.raw(index).isdecimal():
        return None
    if tokens.word(index + 1) in _ENDINGS and tokens.glued(index + 1):
        return None
    lettered = len(tokens.raw(index + 1)) == 1 and tokens.sort(index + 1) is Sort.WORD and tokens.glued(index + 1)
    stop = index + 2 if lettered else index + 1
    if (not lettered and _is_block(tokens, index)) or _is_house(tokens, stop):
        return shape_of(tokens, Kind.ADDRESS, index, stop)
    return None


def place_number_at(tokens: Tokens, index: int) -> Shape | None:
    """`at 2514 Mount Moriah`: a number of three digits and more before a capitalised name that is no street's."""
    if tokens.sort(index) is Sort.DIGITS and tokens.raw(index).isdecimal() and _is_place_number(tokens, index):
        return shape_of(tokens, Kind.ADDRESS, index, index + 1)
    return None


def is_street(tokens: Tokens, at: int) -> bool:
    """Whether a street's word stands at the token: `171st St.`, `42nd Street`, `5th and Main Street`."""
    if tokens.word(at) in words("shield", "street") and tokens.is_capital(at):
        return True
    return tokens.word(at) == "and" and tokens.is_capital(at + 1) and tokens.word(at + 2) in words("shield", "street")


def _is_block(tokens: Tokens, index: int) -> bool:
    at = index + 2 if tokens.word(index + 1) == "-" else index + 1
    if tokens.word(at) not in {"block", "blk"}:
        return False
    following = tokens.word(at + 1)
    hundreds = len(tokens.raw(index)) >= 3 and tokens.raw(index).endswith("00")
    return hundreds or following in words("shield", "behind_block") or following in words("shield", "street")


def _is_house(tokens: Tokens, at: int) -> bool:
    """Whether capitalised words up to a street's word, or a direction, stand from the token on."""
    if tokens.word(at) in words("shield", "street_first") and tokens.is_capital(at):
        return True
    for step in range(_LONGEST_STREET):
        word = tokens.word(at + step)
        if (tokens.sort(at + step) is Sort.DIGITS and step < 3) or (word == "." and step > 0):
            continue
        ending = word in _ENDINGS and tokens.glued(at + step)
        if not tokens.is_capital(at + step) and not ending:
            return False
        if word in words("shield", "street") and step > 0 and not ending:
            return True
        is_direction = word in words("shield", "directions") and len(word) <= 2 and tokens.raw(at + step).isupper()
        if step == 0 and is_direction and (tokens.word(at + 1) in {".", ""} or tokens.is_capital(at + 1)):
            return True
    return False


def _is_place_number(tokens: Tokens, index: int) -> bool:
    """`at 2514 Mount Moriah`: three digits and more before a capitalised name, behind `at`."""
    named = tokens.is_capital(index + 1) and tokens.sort(index + 1) is Sort.WORD
    if len(tokens.raw(index)) < 3 or not named:
        return False
    if tokens.word(index - 1) == "at":
        return True
    apposed = tokens.word(index - 1) == "," and tokens.is_capital(index + 2) and tokens.word(index + 3) in {",", "."}
    return apposed and tokens.sort(index + 2) is Sort.WORD
