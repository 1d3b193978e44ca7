"""Tells the kind of what the shield let through: ages, spans that place something in time, idioms of `one`, multiples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.ages import is_age, is_of_person, old_form
from tracker.language.ones import one_counts
from tracker.language.tokens import Sort
from tracker.language.units import Unit
from tracker.language.wordlists import table, words
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.drafts import Draft
    from tracker.language.tokens import Tokens

_AGE_UNITS = {"year": 31557600.0, "month": 2629800.0, "week": 604800.0, "day": 86400.0, "hour": 3600.0}


def settle_kind(tokens: Tokens, draft: Draft) -> None:
    """Sets the kind of a draft that is a number with or without unit."""
    if _settle_age(tokens, draft):
        return
    if draft.unit.dimension == "time" and _is_time_span(tokens, draft):
        draft.kind = Kind.TIME_SPAN
    elif draft.numeral is not None and draft.stop == draft.first + 1 and tokens.words[draft.first] == "one":
        draft.kind = Kind.QUANTITY if one_counts(tokens, draft.first) else Kind.IDIOM


def _settle_age(tokens: Tokens, draft: Draft) -> bool:
    numeral = draft.numeral
    if numeral is None:
        return False
    form = old_form(tokens, numeral.stop) if draft.value is not None else None
    if form is not None:
        unit, stop = form
        draft.stop, draft.stated = stop, True
        draft.unit = Unit(unit, "time", _AGE_UNITS[unit])
        draft.kind = (
            Kind.AGE if is_of_person(tokens, stop) or tokens.word(stop - 1) in {"olds", "age"} else Kind.QUANTITY
        )
        return True
    if not draft.stated and is_age(tokens, numeral, draft.first, numeral.stop):
        draft.kind, draft.unit = Kind.AGE, Unit("year", "time", _AGE_UNITS["year"])
        return True
    return False


def _is_time_span(tokens: Tokens, draft: Draft) -> bool:
    """Whether a length of time only places something: `two years ago`, `in the next two months`, `after two hours`."""
    after = tokens.word(draft.stop)
    at = _before_hedges(tokens, draft.first)
    before = tokens.word(at)
    if after in {"ago", "hence"}:
        return True
    lasting = _lasts(tokens, at)
    if after in {"later", "earlier", "beforehand", "afterwards", "afterward", "previously"}:
        return True
    if after in {"ended", "ending", "to"} and (
        tokens.word(draft.stop + 1) in table("shield")["months"] or after != "to"
    ):
        return True
    if after in {"after", "before", "since", "prior", "into", "from", "following"} and not lasting:
        return after != "from" or tokens.word(draft.stop + 1) in {"now", "then", "today"}
    if before in {
        "next",
        "last",
        "past",
        "previous",
        "coming",
        "first",
        "final",
        "preceding",
        "following",
        "recent",
        "latest",
    }:
        return _places(tokens, at)
    if before in {"every", "within"}:
        return True
    if before == "after":
        return tokens.sort(draft.stop) is not Sort.WORD or after != "of"
    if before in {"in", "inside"} and after not in {"of", "prison", "jail", "custody", "detention", "office"}:
        return tokens.sort(draft.stop - 1) is not Sort.DASH and tokens.sort(draft.stop) is not Sort.DASH
    return before in {"over", "during"} and lasting is False and tokens.word(at - 1) in {"the"}


def _before_hedges(tokens: Tokens, first: int) -> int:
    """The token before the number's hedges and articles."""
    at = first - 1
    while (
        tokens.word(at)
        in {
            "about",
            "around",
            "nearly",
            "almost",
            "some",
            "roughly",
            "approximately",
            "just",
            "more",
            "than",
            "least",
            "at",
            "over",
            "under",
            "less",
            "only",
            "a",
            "an",
            "barely",
            "the",
            "well",
            "up",
            "to",
        }
        and first - at < 5
    ):
        if tokens.word(at) == "over" and tokens.word(at + 1) == "the":
            break
        at -= 1
    return at


def _lasts(tokens: Tokens, at: int) -> bool:
    """Whether what stands before says that something lasted so long."""
    return bool({tokens.word(at), tokens.word(at - 1)} & words("times", "lasting"))


def _places(tokens: Tokens, at: int) -> bool:
    """`in the last 24 hours`, `over the next three years`; not `spent the next two hours`, `for the past two years`."""
    before = at - 1
    while tokens.word(before) in {"the", "his", "her", "its", "their", "these", "those", "our", "my"}:
        before -= 1
    return tokens.word(before) not in words("times", "lasting")
