"""What time expressions are resolved against, and the words that narrow what they mean ("earlier", "last", "next")."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.times import spans
from tracker.language.times.spans import Span
from tracker.language.wordlists import table

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reference:
    """What relative words are resolved against: when it was published (None: undated), and whether the clause looks
    ahead.
    """

    published: datetime | None
    ahead: bool = False


def direction(which: str) -> int:
    """-1 for words that look back ("last"), 1 for those that look ahead ("next"), else 0."""
    which = which.lower()
    if which in table("datewords")["backward"]:
        return -1
    return 1 if which in table("datewords")["forward"] else 0


def sided(words: re.Match[str], span: Span, reference: Reference) -> Span:
    """ "Earlier" and "so far" end at publication, "later" begins there, an end or a start is that day."""
    side = " ".join((words.groupdict().get("side") or "").lower().split())
    published = reference.published
    if published and side in {"earlier", "so far"} and span.start <= published <= span.end:
        return span.clipped(last=published)
    if published and side == "later" and span.start <= published <= span.end:
        return span.clipped(first=published)
    if side.endswith("end of"):
        return spans.day(span.end.date())
    if side.endswith(("start of", "beginning of")):
        return spans.day(span.start.date())
    return span


def number_of(written: str) -> float:
    """A count in digits or in the words of `datewords.json`."""
    given = " ".join(written.lower().split())
    return float(given) if given.isdigit() else float(table("datewords")["counts"][given])


Resolver = Callable[[re.Match[str], Reference], Span | None]
