"""Sums inside one sentence that do not come out: lists and their total, rates of two periods, percent of a whole.

A sum is only looked for where the words between the numbers say that there is one; whatever lies between them otherwise
is no sum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tracker.checking.differences import Difference
from tracker.checking.intervals import Interval
from tracker.checking.phrases import joined, plain, said
from tracker.checking.severity import SEVERITY
from tracker.language.subjects.state import state_class
from tracker.linking.kinship import counts_people
from tracker.model import Change, FindingClass, Kind, Modifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.checking.arithmetic import Stated
    from tracker.checking.readings import Reading

LEAST_PARTS = 2
LONGEST_GAP = 60
"""Characters between two parts of a list."""
LOOSE = 0.06
"""Share by which what is worked out of rounded numbers may be off ..."""
LOOSE_MULTIPLE = 0.2
"""... and by how much a number that is said to double or triple."""
ONE_POINT = 1.0
"""Points by which a rounded percentage may be off."""
PERIODS = {
    ("day", "week"): (5.0, 7.0),
    ("day", "month"): (20.0, 31.0),
    ("day", "year"): (240.0, 366.0),
    ("week", "month"): (4.0, 4.5),
    ("week", "year"): (48.0, 52.2),
    ("month", "year"): (11.0, 12.0),
    ("hour", "day"): (8.0, 24.0),
    ("minute", "hour"): (60.0, 60.0),
}
"""How many of one period are in another, from working days to all."""
_LIST_OPENS = re.compile(r"^ [a-z][^,:;()]{0,60}[,:;(—–] ?$")
_LIST_GOES_ON = re.compile(r", (?:and )?$| and $|; (?:and )?$")
_OPEN_LIST = re.compile(
    r"\b(?:includ|among|such as|as well as|mostly|at least|least|mainly|some of|other)", re.IGNORECASE
)
_IN_ALL = re.compile(r"\b(?:total|in all|altogether)\b", re.IGNORECASE)
_THAT_IS = re.compile(
    r"(?:,? or|,? that is,?|,? i\.e\.|,? equal to|,? equivalent to) (?:about |nearly |some |around )?$"
)
_OUT_OF = re.compile(r"^ (?:\w+ )?(?:out )?of (?:the |its |their |all |some |about )*$")
_WHOLE_FIRST = re.compile(r"\b[Oo]f (?:the |its |their |all |some |about )*$")
_IN_PERCENT = re.compile(r"^[^.;:()]{0,50}(?:, or|\(| or) ?(?:about |nearly |some |around |just over )?$")
_FROM = re.compile(r"^[^.;:]{0,40}\bfrom (?:about |some |around )?$")
_TO = re.compile(r"^[^.;:]{0,30}\bto (?:about |some |around )?$")


@dataclass(frozen=True, slots=True)
class Line:
    """The quantities of one sentence in order, with the words before each (`gaps`) and after the last."""

    items: tuple[Stated, ...]
    gaps: tuple[str, ...]
    end: str


def wrong_in_sentence(line: Line) -> Iterator[Difference]:
    """The sums of a sentence that don't come out."""
    yield from _totals(line)
    yield from _rates(line)
    yield from _shares(line)
    yield from _changes(line)


def _totals(line: Line) -> Iterator[Difference]:
    """A number and, right after it, a list of its parts up to the end of the sentence."""
    for place, item in enumerate(line.items[:-LEAST_PARTS]):
        parts = line.items[place + 1 :]
        gaps = line.gaps[place + 1 :]
        whole = item.reading
        if not _LIST_OPENS.search(gaps[0]) or not all(_is_part(part, item) for part in parts):
            continue
        if not all(len(gap) <= LONGEST_GAP and _LIST_GOES_ON.search(gap) for gap in gaps[1:]):
            continue
        if _OPEN_LIST.search("".join(gaps)) or "," in line.end.strip(",. ") or len(line.end) > LONGEST_GAP:
            continue
        total = sum(part.reading.number for part in parts)
        closed = len(parts) > LEAST_PARTS or ":" in gaps[0] or _says_all(line.gaps[place])
        if total > whole.number or (closed and total < whole.number):
            numbers = joined(plain(part.reading.number) for part in parts)
            yield _wrong(
                (whole, *(part.reading for part in parts)), f"{numbers} make {plain(total)}, not {said(whole)}."
            )
        return


def _says_all(before: str) -> bool:
    return bool(_IN_ALL.search(before))


def _is_part(part: Stated, whole: Stated) -> bool:
    one, all_of = part.reading, whole.reading
    same_sort = one.head == all_of.head or (counts_people(one.head) and counts_people(all_of.head))
    same_fate = not one.state or state_class(one.state) == state_class(all_of.state)
    plain_numbers = {one.modifier, all_of.modifier} == {Modifier.EXACT}
    bare = part.change is None and part.per == whole.per and one.unit == all_of.unit == "count"
    return bare and same_sort and same_fate and plain_numbers and not part.in_brackets


def _rates(line: Line) -> Iterator[Difference]:
    """So many a day, or so many a week."""
    for (left, right), gap in zip(pairwise(line.items), line.gaps[1:], strict=True):
        if left.reading.unit != right.reading.unit or not _THAT_IS.search(gap):
            continue
        short, long = (left, right) if (left.per, right.per) in PERIODS else (right, left)
        times = PERIODS.get((short.per, long.per))
        if times is None:
            continue
        one, other = short.reading, long.reading
        expected = _loosened(Interval(one.allowed.low * times[0], one.allowed.high * times[1]), LOOSE)
        if not expected.meets(_loosened(other.allowed, LOOSE)):
            few = other.number < one.number * times[0]
            bound = f"at least {plain(one.stated * times[0])}" if few else f"at most {plain(one.stated * times[1])}"
            sentence = f"{said(one)} a {short.per} is {bound} a {long.per}, not {said(other)}."
            yield _wrong((one, other), sentence)


def _shares(line: Line) -> Iterator[Difference]:
    """So many of so many, or so many percent."""
    for place in range(2, len(line.items)):
        first, second, percent = line.items[place - 2 : place + 1]
        gap = line.gaps[place - 1]
        if percent.reading.unit != "percent" or percent.change is not None or not _IN_PERCENT.search(line.gaps[place]):
            continue
        if _OUT_OF.search(gap):
            part, whole = first.reading, second.reading
        elif _WHOLE_FIRST.search(line.gaps[place - 2]) and len(gap) <= LONGEST_GAP:
            part, whole = second.reading, first.reading
        else:
            continue
        if part.unit != whole.unit or part.unit == "percent" or not whole.number or part.number > whole.number:
            continue
        share = 100 * part.number / whole.number
        slack = ONE_POINT + LOOSE * share
        if not Interval(share - slack, share + slack).meets(percent.reading.allowed):
            sentence = f"{said(part)} of {said(whole)} is {share:.3g} percent, not {said(percent.reading)}."
            yield _wrong((part, whole, percent.reading), sentence)


def _changes(line: Line) -> Iterator[Difference]:
    """A number that is said to double, or to rise by so many percent, from one number to another."""
    for place, item in enumerate(line.items):
        by_percent = item.reading.unit == "percent" and item.change in {Change.INCREASE, Change.DECREASE}
        if not by_percent and item.kind != Kind.MULTIPLE:
            continue
        ends = _ends(line, place)
        if ends is None:
            continue
        readings, before, after = ends
        if not before or before < 0:
            continue
        scale = readings[0].number / readings[0].stated if readings[0].stated else 1.0
        move = f"from {plain(before / scale)} to {plain(after / scale)} is"
        if item.kind == Kind.MULTIPLE:
            wrong = item.reading.number > 1 and abs(after / before / item.reading.number - 1) > LOOSE_MULTIPLE
            clause = f"{move} {after / before:.2g} times as much"
        else:
            moved = 100 * (after - before) / before
            stated = item.reading.allowed if item.change == Change.INCREASE else _negative(item.reading.allowed)
            slack = ONE_POINT + LOOSE * abs(moved)
            wrong = not Interval(moved - slack, moved + slack).meets(stated)
            clause = f"{move} {'a rise' if moved > 0 else 'a fall'} of {abs(moved):.3g} percent"
        if wrong:
            yield _wrong((item.reading, *readings), f"{clause}, not {said(item.reading)}.")


def _ends(line: Line, place: int) -> tuple[tuple[Reading, ...], float, float] | None:
    """The numbers that come right after as the ends of a change, and which are before and after it."""
    following, gaps = line.items[place + 1 : place + 3], line.gaps[place + 1 : place + 3]
    if not following:
        return None
    first = following[0].reading
    if first.modifier == Modifier.RANGE and _FROM.search(gaps[0]):
        low, high = first.allowed.low, first.allowed.high
        fell = line.items[place].change == Change.DECREASE
        return ((first,), high, low) if fell else ((first,), low, high)
    if len(following) < len(("from", "to")) or first.unit != following[1].reading.unit or first.unit == "percent":
        return None
    second = following[1].reading
    if _FROM.search(gaps[0]) and _TO.search(gaps[1]):
        return (first, second), first.number, second.number
    if _TO.search(gaps[0]) and _FROM.search(gaps[1]):
        return (first, second), second.number, first.number
    return None


def _negative(interval: Interval) -> Interval:
    return Interval(-interval.high, -interval.low)


def _loosened(interval: Interval, share: float) -> Interval:
    return Interval(interval.low - share * abs(interval.low), interval.high + share * abs(interval.high))


def _wrong(readings: tuple[Reading, ...], sentence: str) -> Difference:
    capital = sentence[:1].upper() + sentence[1:]
    return Difference(FindingClass.ARITHMETIC, readings, SEVERITY[FindingClass.ARITHMETIC], capital)
