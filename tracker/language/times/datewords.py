"""Time expressions in a sentence, and the stretch of time that each means against a publication date.

"on Friday", "last month", "Oct. 5-7, 2023", "three weeks ago", "in the past 24 hours", "since August", "by the end of
the year", "between March and May": found by patterns over the calendar's words, resolved by own arithmetic (dateparser
gets 14 of 26 such expressions right).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.language.times.datemeanings import back_from, meaning
from tracker.language.times.datepatterns import length_pattern, patterns, trigger
from tracker.language.times.spans import Span
from tracker.language.times.timereference import Reference
from tracker.model import Grain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

LONGEST = 2_000
MOST = 60


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression `[start:end]` of a sentence; `core` is where its date word begins, behind "since" or "by"."""

    start: int
    end: int
    core: int
    words: re.Match[str]
    rule: str
    opens: bool = False
    ends_before: bool = False
    until: TimeMention | None = None
    back: tuple[str | None, str] | None = None

    def resolve(self, reference: Reference) -> Span | None:
        """The time meant; None where that needs a publication date that is not known."""
        last = self.until.resolve(reference) if self.until else None
        if last and _year_given(self.until) and not _year_given(self):
            reference = Reference(last.end)
        span = meaning(self.rule, self.words, reference)
        if span is None:
            return None
        if self.until is not None:
            return _joined(span, last)
        if self.back is not None:
            return back_from(span, *self.back)
        if self.ends_before:
            eve = span.start - timedelta(seconds=1)
            return Span(eve, eve, span.grain)
        return since(span, reference.published) if self.opens else span


def since(span: Span, published: datetime | None) -> Span:
    """From the beginning of a time up to publication; that time alone where it is still to come or nothing is dated."""
    if published is None or published < span.start:
        return span
    return span.clipped(last=published)


def _year_given(mention: TimeMention | None) -> bool:
    return mention is not None and bool(mention.words.groupdict().get("year"))


def find_times(text: str) -> list[TimeMention]:
    """The time expressions of a sentence, in order, not overlapping, the longest at each place."""
    if not trigger().search(text, 0, LONGEST):
        return []
    found: list[TimeMention] = []
    for rule, pattern in patterns().items():
        for match in pattern.finditer(text, 0, LONGEST):
            found.append(TimeMention(match.start(), match.end(), match.start(), match, rule))
            if len(found) > MOST:
                break
    return list(_with_joins(text, _longest(found)))


def _longest(found: list[TimeMention]) -> list[TimeMention]:
    kept: list[TimeMention] = []
    for mention in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


_OPEN = re.compile(
    r"\b(since|from|starting|beginning|between)\s+(?:about\s|around\s|early\s|late\s|mid-?|at\sleast\s|on\s|in\s)?$",
    re.I,
)
_CLOSE = re.compile(r"\b(by|until|till|through|before)\s+(?:early\s|late\s|mid-?)?$", re.I)
_JOIN = re.compile(r"\s{0,3}(?:to|until|till|through|and|[-–—])\s{0,3}(?:on\s|early\s|late\s|mid-?)?$", re.I)
_DASH = re.compile(r"\s?[-–—]\s?")
REACH = 40


def _with_joins(text: str, mentions: list[TimeMention]) -> Iterator[TimeMention]:
    """With what stands before each: "since" opens a period, "by" closes one, "from X to Y" joins two."""
    position = 0
    while position < len(mentions):
        mention = mentions[position]
        following = mentions[position + 1] if position + 1 < len(mentions) else None
        opening = _OPEN.search(text, max(0, mention.start - REACH), mention.start)
        if following and _are_joined(text, mention, following, opening):
            start = opening.start() if opening else mention.start
            yield replace(mention, start=start, end=following.end, until=following)
            position += 2
            continue
        yield _opened_or_closed(text, mention, opening)
        position += 1


def _are_joined(text: str, first: TimeMention, second: TimeMention, opening: re.Match[str] | None) -> bool:
    """Whether two times are the ends of one period: "from X to Y", "between X and Y", "2001-2004"."""
    gap = text[first.end : second.start]
    if len(gap) > 20:
        return False
    if opening and opening[1].lower() in {"from", "between"}:
        return bool(_JOIN.fullmatch(gap))
    both_days = first.rule == second.rule == "which_weekday" and gap == " and "
    return both_days or (first.rule == second.rule and bool(_DASH.fullmatch(gap)))


def _opened_or_closed(text: str, mention: TimeMention, opening: re.Match[str] | None) -> TimeMention:
    if opening and opening[1].lower() != "between":
        return replace(mention, start=opening.start(), opens=True)
    back = length_pattern().search(text, max(0, mention.start - REACH), mention.start)
    if back:
        return replace(mention, start=back.start(), core=back.start(), back=(back["count"], back["unit"]))
    closing = _CLOSE.search(text, max(0, mention.start - REACH), mention.start)
    if closing:
        return replace(mention, start=closing.start(), ends_before=closing[1].lower() == "before")
    return mention


def _joined(first: Span, last: Span | None) -> Span | None:
    if last is None:
        return None
    return Span(first.start, last.end, Grain.PERIOD) if first.start < last.start else first
