"""What a time expression means against a publication date: a resolver for each kind of `datepatterns`.

A resolver gives None where the words name no date, or where they need a publication date that is not known.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.language.times import calendartimes, relativetimes, spans
from tracker.language.times.spans import Span
from tracker.language.times.timereference import Reference, number_of
from tracker.language.wordlists import table
from tracker.model import Grain

if TYPE_CHECKING:
    import re
    from datetime import datetime

_RESOLVERS = {**calendartimes.RESOLVERS, **relativetimes.RESOLVERS}


def meaning(rule: str, words: re.Match[str], reference: Reference) -> Span | None:
    """The time that the words found by the pattern `rule` mean."""
    return _RESOLVERS[rule](words, reference)


def moved_back(when: datetime, words: re.Match[str]) -> datetime:
    """A time moved back by the words' count of units: "a year earlier"."""
    return spans.moved(when, -number_of(words["count"]), table("datewords")["units"][words["unit"].lower()])


def back_from(span: Span, count: str | None, unit: str) -> Span:
    """The period of so many units that ends with a time: "the six months ended November 30"."""
    moved = spans.moved(
        span.end + timedelta(seconds=1), -number_of(count or "a"), table("datewords")["units"][unit.lower()]
    )
    return Span(moved, span.end, Grain.PERIOD)
