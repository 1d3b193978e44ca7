"""Zero as news reports it: `no casualties were reported`, `no one was hurt`, `zero growth`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.numbers.drafts import Draft
from tracker.language.numbers.tokens import Sort
from tracker.language.numbers.units import COUNT, PERCENT
from tracker.language.shield.dates import looks_plural
from tracker.language.wordlists import table, words
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens
    from tracker.language.numbers.units import Unit


def nothing_at(tokens: Tokens, index: int) -> Draft | None:
    """A count of none that is reported at the token (`no`, `zero`), or None."""
    word = tokens.words[index]
    if word == "no":
        return _no(tokens, index)
    if word == "zero" and tokens.word(index + 1) in {"growth", "inflation", "interest"}:
        return _none(tokens, index, index + 1, PERCENT)
    return None


def _none(tokens: Tokens, index: int, stop: int, unit: Unit = COUNT) -> Draft:
    draft = Draft(Kind.QUANTITY, index, stop, 0.0, unit=unit, stated=unit is not COUNT)
    draft.note("value", tokens.span(index, stop), "0")
    return draft


def _no(tokens: Tokens, index: int) -> Draft | None:
    after = tokens.word(index + 1)
    if after == "one":
        at = _past_where(tokens, index + 3 if tokens.word(index + 2) == "else" else index + 2)
        reported = tokens.word(at) in words("counting", "auxiliaries") and bool(
            set(tokens.words[at + 1 : at + 4]) & words("shield", "befallen")
        )
        return _none(tokens, index, index + 2) if reported else None
    if _is_beside_count(tokens, index):
        return _none(tokens, index, index + 1)
    for at in range(index + 1, min(index + 4, len(tokens))):
        if tokens.sorts[at] is not Sort.WORD or tokens.words[at] == "of":
            return None
        if tokens.words[at] in words("shield", "reported_none"):
            near = set(tokens.words[at + 1 : at + 9])
            is_reported = bool(near & words("shield", "reporting")) or tokens.word(index - 1) in words(
                "counting", "before_none"
            )
            return _none(tokens, index, index + 1) if is_reported else None
    return None


def _past_where(tokens: Tokens, at: int) -> int:
    """The auxiliary behind `in the house`, `on the second bus`: a place said of no one, a few words long."""
    if tokens.word(at) not in words("counting", "before_where"):
        return at
    verbs = (near for near in range(at + 2, at + 7) if tokens.word(near) in words("counting", "auxiliaries"))
    found = next(verbs, at)
    return found if all(sort is Sort.WORD for sort in tokens.sorts[at:found]) else at


def _is_beside_count(tokens: Tokens, index: int) -> bool:
    """`with 10 birdies and no bogeys`: one of two counts of things that a conjunction joins."""
    at = index - 2 if tokens.word(index - 1) in {"and", "but"} else index - 1
    at = at - 1 if tokens.word(at) == "," and at < index - 1 else at
    if at == index - 1 or not looks_plural(tokens.word(at)) or not looks_plural(tokens.word(index + 1)):
        return False
    ends = tokens.sort(index + 2) in {None, Sort.MARK} or tokens.word(index + 2) in words("compose", "after_ellipsis")
    counted = tokens.sort(at - 1) is Sort.DIGITS or tokens.word(at - 1) in table("numbers")["cardinals"]
    return ends and counted
