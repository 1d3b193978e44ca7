"""Sums that a document states and that do not come out: parts and wholes, conversions, "tripling"."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tracker.checking.differences import Difference
from tracker.checking.intervals import Interval
from tracker.checking.phrases import name_of, plain, said
from tracker.checking.severity import SEVERITY
from tracker.linking.kinship import counts_people, lining_state
from tracker.model import Change, FindingClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.checking.readings import Reading

COLLECTIVE = frozenset({"family", "families", "household", "couple", "team", "group", "crew", "homes"})
"""Heads of which each counts several people."""
CONVERSION_SLACK = 0.06
"""Share by which a bracketed conversion of a rounded number may be off."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A reading with what arithmetic needs beside it.

    `in_brackets` is for a number that stands in brackets by itself, right after the one before it.
    """

    reading: Reading
    kind: str
    change: str | None
    dimension: str
    groups: str
    in_brackets: bool
    per: str


def wrong_sums(stated: Sequence[Stated]) -> Iterator[Difference]:
    """The sums of one document that don't come out; takes its claims in order of the text."""
    yield from _parts(stated)
    yield from _conversions(stated)
    yield from _multiples(stated)


def _parts(stated: Sequence[Stated]) -> Iterator[Difference]:
    """A part ("31 of them") greater than its whole."""
    by_id = {item.reading.claim_id: item.reading for item in stated}
    for item in stated:
        part, whole = item.reading, by_id.get(item.reading.part_of or "")
        if whole is None or part.unit != whole.unit or part.unit == "percent":
            continue
        if part.allowed.low > whole.allowed.high and _same_sort(part, whole) and not _of_another(part, stated):
            sentence = f"{_capital(said(part))} can't be a part of {said(whole)} ({name_of(part)})."
            yield _wrong((part, whole), sentence)


def _of_another(part: Reading, stated: Sequence[Stated]) -> bool:
    """Whether another number before it in the sentence is great enough to be the whole that is meant."""
    return any(
        other.reading.sentence == part.sentence
        and other.reading.part == part.part
        and other.reading.start < part.start
        and other.reading.unit == part.unit
        and other.reading.allowed.high >= part.allowed.low
        for other in stated
    )


def _same_sort(part: Reading, whole: Reading) -> bool:
    """Members can outnumber their groups, but children not the people they are among."""
    if whole.head in COLLECTIVE and part.head != whole.head:
        return False
    return part.head == whole.head or (counts_people(part.head) and counts_people(whole.head))


def _conversions(stated: Sequence[Stated]) -> Iterator[Difference]:
    """A number and, in brackets right after it, the same in another unit."""
    for item, after in pairwise(stated):
        left, right = item.reading, after.reading
        if (
            not after.in_brackets
            or left.part != right.part
            or item.dimension != after.dimension
            or left.unit == right.unit
            or item.dimension in _UNCOMPARED
        ):
            continue
        if _widened(left.allowed).meets(_widened(right.allowed)):
            continue
        sentence = f"{_capital(said(left))} is not {said(right)}, as {name_of(left)} has it in brackets."
        yield _wrong((left, right), sentence)


_UNCOMPARED = frozenset({"count", "currency", "percent", "other", "temperature", ""})


def _widened(interval: Interval) -> Interval:
    return Interval(
        interval.low - CONVERSION_SLACK * abs(interval.low), interval.high + CONVERSION_SLACK * abs(interval.high)
    )


def _multiples(stated: Sequence[Stated]) -> Iterator[Difference]:
    """ "30,000 more, tripling" what is 12,000: the level and the increase must make three times the level."""
    for item in stated:
        if item.kind != "multiple" or not item.reading.number > 1:
            continue
        more = [other for other in stated if _is_increase(other) and other.reading.sentence == item.reading.sentence]
        if len(more) != 1:
            continue
        level = _level(more[0], stated)
        if level is not None:
            yield from _multiplied(item.reading, more[0].reading, level)


def _is_increase(item: Stated) -> bool:
    return item.kind == "quantity" and item.change == Change.INCREASE and item.reading.unit != "percent"


def _level(more: Stated, stated: Sequence[Stated]) -> Reading | None:
    """The level that grows: the first number of the same things in the document that is no change; None if unclear."""
    alike = [
        other.reading
        for other in stated
        if other.kind == "quantity"
        and other.change is None
        and other.reading.unit == more.reading.unit
        and other.reading.head == more.reading.head
        and not (other.groups and more.groups and other.groups != more.groups)
        and not other.reading.vague
    ]
    levels = [level for level in alike if _same_fate(level, more.reading)] or alike
    if not levels or any(not level.allowed.meets(levels[0].allowed) for level in levels):
        return None
    return levels[0]


def _same_fate(level: Reading, more: Reading) -> bool:
    return lining_state(level.state) == lining_state(more.state)


_MULTIPLIED = {2.0: "double", 3.0: "triple", 4.0: "quadruple"}


def _multiplied(times: Reading, more: Reading, level: Reading) -> Iterator[Difference]:
    grown = Interval(level.allowed.low + more.allowed.low, level.allowed.high + more.allowed.high)
    product = Interval(times.number * level.allowed.low, times.number * level.allowed.high)
    if grown.meets(product):
        return
    factor, base, added = plain(times.number), plain(level.number), plain(more.number)
    multiplied = _MULTIPLIED.get(times.number, f"make {factor} times")
    sentence = (
        f"{_capital(said(more))} more is said to {multiplied} their number; {factor} times {base} is "
        f"{plain(times.number * level.number)}, and {base} + {added} is {plain(level.number + more.number)}."
    )
    yield _wrong((more, level, times), sentence)


def _wrong(readings: tuple[Reading, ...], sentence: str) -> Difference:
    return Difference(FindingClass.ARITHMETIC, readings, SEVERITY[FindingClass.ARITHMETIC], sentence)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
