"""Places in order: `first`, `twenty-first`, `45th`; not the parts that some of the same words name (`a third of`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.shield.addresses import is_street
from tracker.language.shield.shapes import Shape, shape_of
from tracker.language.wordlists import table, words
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_DIGITS = re.compile(r"\d{1,9}(?:,\d{3}){0,3}\s?(?:st|nd|rd|th)\b", re.IGNORECASE)


def ordinal_at(tokens: Tokens, index: int) -> Shape | None:
    """The ordinal at the token; one that names a street is an address."""
    if tokens.sort(index) is Sort.DIGITS:
        match = _DIGITS.match(tokens.text, tokens.starts[index])
        if match is None:
            return None
        kind = Kind.ADDRESS if is_street(tokens, index + 2) else Kind.ORDINAL
        return Shape(kind, tokens.starts[index], match.end())
    if tokens.word(index) not in table("numbers")["ordinals"]:
        return _compound(tokens, index)
    if is_share(tokens, index) or _is_second(tokens, index):
        return None
    named = index > 0 and tokens.is_capital(index) and is_street(tokens, index + 1)
    return shape_of(tokens, Kind.ADDRESS if named else Kind.ORDINAL, index, index + 1)


def _is_second(tokens: Tokens, index: int) -> bool:
    """The unit of time: `one second`, `per second`."""
    before = tokens.word(index - 1)
    return tokens.word(index) == "second" and (before in {"per", "split"} or before in table("numbers")["cardinals"])


def is_share(tokens: Tokens, index: int) -> bool:
    """`a third of the homes`, `one third of`, `cut by a fifth`: a part, not a place in order."""
    if tokens.word(index) not in table("numbers")["fractions"] or tokens.word(index) == "second":
        return False
    before, after = tokens.word(index - 1), tokens.word(index + 1)
    if before in {"a", "one"} and after in words("numbers", "behind_share"):
        return True
    led = tokens.word(index - 2) in words("numbers", "before_share")
    return before == "a" and led and tokens.sort(index + 1) in {None, Sort.MARK}


def _compound(tokens: Tokens, index: int) -> Shape | None:
    """`twenty-first`, `thirty-second`."""
    tens = table("numbers")["cardinals"].get(tokens.word(index))
    if tens is None or tens < 20 or tokens.raw(index + 1) != "-":
        return None
    ones = table("numbers")["ordinals"].get(tokens.word(index + 2))
    return shape_of(tokens, Kind.ORDINAL, index, index + 3) if ones is not None and ones < 10 else None
