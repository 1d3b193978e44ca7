"""Tells lengths of time that only place something (`two years ago`, `in the next two months`) from quantities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.shield.dates import looks_plural
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.numbers.drafts import Draft
    from tracker.language.numbers.tokens import Tokens

_HEDGES_REACH = 5
_TERM_REACH = 8


def is_time_span(tokens: Tokens, draft: Draft) -> bool:
    """Whether the length of time says when rather than how long."""
    if tokens.word(draft.stop) in words("times", "placing_adverbs"):
        return True
    if _is_hung(tokens, draft.stop - 1):
        return False
    at = _before_hedges(tokens, draft.first)
    lasting = _is_term(tokens, draft.first - 1) or bool(
        {tokens.word(at), tokens.word(at - 1)} & words("times", "lasting")
    )
    ordered = tokens.word(at) in {"first", "last", "final", "opening"} and tokens.word(at - 1) == "the"
    if ordered and (tokens.word(draft.stop) == "after" or _of_year(tokens, draft.stop)):
        return True
    return _placed_by_next(tokens, draft.stop, lasting=lasting) or _placed_by_last(tokens, draft, at)


def _is_hung(tokens: Tokens, unit: int) -> bool:
    """`a two-year ban`, also written `a two - year ban`."""
    if tokens.sort(unit - 1) is not Sort.DASH:
        return False
    spaced = not tokens.glued(unit - 1) and tokens.sort(unit + 1) is Sort.WORD and not looks_plural(tokens.word(unit))
    return tokens.glued(unit) or spaced


def _of_year(tokens: Tokens, at: int) -> bool:
    """`of 2016`, `of the year`, `of this season`."""
    named = tokens.word(at + 1) in {"the", "this", "last"} and tokens.word(at + 2) in {
        "year",
        "season",
        "century",
        "term",
    }
    return tokens.word(at) == "of" and (named or (len(tokens.raw(at + 1)) == 4 and tokens.raw(at + 1).isdecimal()))


def _is_term(tokens: Tokens, at: int) -> bool:
    """`sentenced last week to 45 years after he pleaded guilty`: a term that somebody is given."""
    return tokens.word(at) == "to" and bool(set(tokens.words[max(at - _TERM_REACH, 0) : at]) & words("times", "terms"))


def _placed_by_next(tokens: Tokens, stop: int, *, lasting: bool) -> bool:
    """What follows places it: `ago`, `later`, `ended June 30`, `after the raid`, `from now`."""
    after, following = tokens.word(stop), tokens.word(stop + 1)
    if after in {"ended", "ending"} or (after in {"have", "has", "had"} and following in {"passed", "elapsed"}):
        return True
    if after == "to" and following in table("shield")["months"]:
        return True
    if after == "from":
        return following in {"now", "then", "today"}
    return after in words("times", "placing_prepositions") and not lasting


def _placed_by_last(tokens: Tokens, draft: Draft, at: int) -> bool:
    """What stands before places it: `in the last`, `every`, `within`, `after`, `in`."""
    before, after = tokens.word(at), tokens.word(draft.stop)
    if before in words("times", "placing_adjectives"):
        return _is_placed(tokens, at)
    if before in {"every", "within"}:
        return True
    if before == "after":
        return after != "of"
    if before in {"in", "inside"}:
        fine = draft.unit.name in {"second", "millisecond", "minute"} or not float(draft.value or 0.0).is_integer()
        return not fine and after not in words("times", "spent_in")
    return before in {"over", "during"} and tokens.word(at + 1) == "the"


def _before_hedges(tokens: Tokens, first: int) -> int:
    """The token before the number's hedges and articles."""
    at = first - 1
    while first - at < _HEDGES_REACH and tokens.word(at) in words("times", "hedging"):
        if tokens.word(at) == "over" and tokens.word(at + 1) == "the":
            break
        at -= 1
    return at


def _is_placed(tokens: Tokens, at: int) -> bool:
    """`in the last 24 hours`, `over the next three years`; not `spent the next two hours`, `will last two hours`."""
    before = at - 1
    while tokens.word(before) in words("times", "determiners"):
        before -= 1
    if before == at - 1 and tokens.word(at) == "last" and tokens.word(before) not in words("times", "before_bare_last"):
        return False
    return tokens.word(before) not in words("times", "lasting")
