"""Zero as news reports it: `no casualties were reported`, `no one was hurt`, `zero growth`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.numbers.drafts import Draft
from tracker.language.numbers.tokens import Sort
from tracker.language.numbers.units import COUNT, PERCENT
from tracker.language.wordlists import words
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
        reported = tokens.word(index + 2) in words("counting", "auxiliaries") and bool(
            set(tokens.words[index + 3 : index + 6]) & words("shield", "befallen")
        )
        return _none(tokens, index, index + 2) if reported else None
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
