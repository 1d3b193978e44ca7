"""What a difference between claims of one figure is: one class, a severity and a reason in one sentence.

Sides that cannot both hold are taken in order of time. A slip, another scope or an aggregate explains a difference
first; then time does, if one side came after the other (a revision) or goes on after it was replaced (stale). What is
left, said by independent witnesses at one time, is a conflict (METHODS, "Differences between sources", 7 to 11).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.checking.consensus import BOUNDS
from tracker.checking.events import WEAK, elsewhere, other_event
from tracker.checking.phrases import day, joined, name_of, names_apart, quoted, said
from tracker.checking.readings import came_after
from tracker.checking.scope import Surroundings, explained
from tracker.checking.sentences import conflict_sentence
from tracker.checking.severity import SEVERITY, severity
from tracker.checking.sides import Side
from tracker.checking.slips import slip_between
from tracker.checking.versions import changed_bounds, changed_number
from tracker.language.subjects.state import state_class
from tracker.model import FindingClass, Grain, Modifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.checking.readings import Reading

ONE_WITNESS = timedelta(0)
"""How far apart in time two numbers must be for one witness to have revised the first."""
SLIP_FLOORS = frozenset({Modifier.AT_LEAST, Modifier.MORE_THAN})
"""Bounds that may hide a slip: who counts 430 at the same time does not say "at least 43"."""
ONE_STORY = timedelta(days=10)
"""Numbers that come out further apart are told of other states of affairs."""
SEVERAL = 2
"""Documents against which one stands alone; one of the same source or place is enough."""
PARTS_OF_DATE: dict[str, int] = {Grain.YEAR: 1, Grain.MONTH: 2, Grain.DAY: 3, Grain.INSTANT: 3}
"""How many of year, month and day a time that is told of names."""
MOST_SIDES = 40
"""Sides of a figure that are compared; a figure with more is a series, of which the latest are looked at."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Claims that differ, why, and how much that matters (0 to 1)."""

    kind: FindingClass
    readings: tuple[Reading, ...]
    severity: float
    summary: str
    sides: tuple[Side, ...] = ()


def differences(
    ordered: Sequence[Reading], split: Sequence[Side], dimension: str, around: Surroundings
) -> list[Difference]:
    """The differences among the readings of one figure, given in order of time with their sides.

    Each side is held against those that stand when it comes up: sides that can all hold together. One that can't join
    them gives a finding, so claims that can't both hold never go without one.
    """
    sides = split[-MOST_SIDES:]
    found = [wording for side in sides for wording in _wording(side)]
    in_time = sorted(sides, key=lambda side: (side.first is None, side.first or _NEVER, side.number))
    standing = in_time[:1]
    clashes: list[tuple[Side, Side]] = []
    events: list[tuple[Side, Side, str]] = []
    for place, side in enumerate(in_time[1:], start=1):
        slip = _slip_of_any(standing, in_time[:place], side, dimension, around)
        against = [other for other in standing if _apart(other, side)]
        others = [(other, side, clause) for other in against if (clause := other_event(other, side, around))]
        if not slip and against and len(others) == len(against):
            events.append(others[-1])
            standing.append(side)
            continue
        against = [other for other in against if all(other is not one for one, *_ in others)]
        if slip or against:
            judged = [slip] if slip else _judged(_opponent(against), side, around)
        else:
            judged = _moved_bound(max(standing, key=lambda other: other.number), side)
            standing.append(side)
        if judged is None:
            opponent = _opponent(against)
            clause = other_event(opponent, side, around, WEAK)
            if clause:
                events.append((opponent, side, clause))
            else:
                clashes.append((opponent, side))
            continue
        found.extend(judged)
        if judged and judged[0].kind in {FindingClass.SCOPE, FindingClass.AGGREGATE}:
            standing.append(side)
        if any(item.kind is FindingClass.REVISION for item in judged):
            standing = [*(other for other in standing if all(other is not one for one in against)), side]
    latest = max((reading.day for reading in ordered if reading.day), default=None)
    everything = [*found, *_events(events), *_clashing(clashes)]
    everything += _changed_bounds(ordered, everything, around)
    return [replace(item, severity=severity(item.kind, item.sides, latest)) for item in everything]


def _events(pairs: Sequence[tuple[Side, Side, str]]) -> Iterable[Difference]:
    """One finding for all sides that are of other events."""
    if not pairs:
        return
    sides = list({id(side): side for *pair, _ in pairs for side in pair}.values())
    clause = pairs[0][2]
    more = f", and so with {len(pairs) - 1} more" if len(pairs) > 1 else ""
    sentence = f"{clause}: likely not one event or thing{more}."
    yield _difference(FindingClass.AGGREGATE, sides, sentence)


def _opponent(against: Sequence[Side]) -> Side:
    """The one of several sides that a further one is held against: one that gives a number and no bound, the latest."""
    return max(against, key=lambda side: (side.typical.modifier not in BOUNDS, against.index(side)))


def _judged(current: Side, side: Side, around: Surroundings) -> list[Difference] | None:
    """How the current level and a side that can't hold beside it differ; None if it is a conflict."""
    small, large = sorted((current, side), key=lambda one: one.number)
    reason = explained(small, large, around)
    if reason:
        kind, sentence = reason
        return [_difference(kind, (small, large), sentence)]
    if _revised(current, side) or _said_to_move(current, side, around):
        return [_revision(current, side, changed_number(current, side, around)), *_stale(current, side)]
    if _said_to_move(side, current, around):
        return [_revision(side, current)]
    return None


_NEVER = datetime.max


def _apart(left: Side, right: Side) -> bool:
    """Whether some claims of the two can't both hold even by the letter of their words."""
    low, high = (max(one.readings, key=lambda reading: reading.allowed.low) for one in (left, right))
    least, most = (min(one.readings, key=lambda reading: reading.allowed.high) for one in (left, right))
    return not (low.allowed.meets(most.allowed) and high.allowed.meets(least.allowed))


def _moved_bound(current: Side, side: Side) -> list[Difference]:
    """ "More than 1,200", later "more than 1,400": nothing is contradicted, yet the level has moved."""
    risen = side.number > current.number and _later(current, side)
    return [_revision(current, side)] if risen else []


def _later(current: Side, side: Side) -> bool:
    """Whether a side came up after the current one, on another day."""
    return came_after(side.first, current.first)


def _said_to_move(before: Side, after: Side, around: Surroundings) -> bool:
    """Whether the text says that the number rose to the second's, no earlier than the first was given, or that the
    first was only thought so."""
    if all(around.says_replaced(reading) for reading in before.readings):
        return True
    if after.number <= before.number or (after.last and before.first and after.last < before.first):
        return False
    return any(around.says_risen(reading) for reading in after.readings)


def _revised(current: Side, side: Side) -> bool:
    """Whether a side replaces the current one: later and higher, or later and lower with nobody going on as before.

    One witness who gives two numbers one after the other has revised the first.
    """
    if side.witnesses == current.witnesses and len(side.witnesses) == 1 and not _same_document(current, side):
        return came_after(side.first, current.first, ONE_WITNESS)
    if not _later(current, side):
        return False
    if side.number > current.number or (side.first and current.last and side.first - current.last > ONE_STORY):
        return True
    return came_after(side.first, current.last) and _same_source(current, side)


def _same_document(left: Side, right: Side) -> bool:
    return bool(left.documents & right.documents)


def _same_source(left: Side, right: Side) -> bool:
    return bool(left.sources & right.sources or left.witnesses & right.witnesses)


def _same_place(left: Side, right: Side) -> bool:
    here, there = ({reading.place for reading in side.readings if reading.place} for side in (left, right))
    return bool(here & there)


def _same_past(left: Side, right: Side) -> bool:
    """Whether both tell of one day, month or year that was over when they came out, as far as each names it."""
    here, there = ({_past(reading) for reading in side.readings} - {()} for side in (left, right))
    return bool(here & _wider(there) or there & _wider(here))


def _wider(dates: Iterable[tuple[int, ...]]) -> set[tuple[int, ...]]:
    """Dates, and the months and years they are in."""
    return {date[:parts] for date in dates for parts in range(1, len(date) + 1)}


def _past(reading: Reading) -> tuple[int, ...]:
    """Year, month and day that a text speaks of as past, so far as it names them."""
    told, published = reading.told, reading.published
    if told is None or published is None or published - told <= ONE_STORY:
        return ()
    return (told.year, told.month, told.day)[: PARTS_OF_DATE.get(reading.grain, 0)]


def _revision(current: Side, side: Side, edit: str | None = None) -> Difference:
    """One side after the other; in the words of `edit` where it is one of an article."""
    before, after = current.typical, side.typical
    way = "Up" if side.number > current.number else "Down"
    who, whom = names_apart(before, after)
    sentence = f"{way} from {said(before)} ({who}, {day(before.day)}) to {said(after)} ({whom}, {day(after.day)})."
    return _difference(FindingClass.REVISION, (current, side), edit or sentence)


def _changed_bounds(ordered: Sequence[Reading], told: Sequence[Difference], around: Surroundings) -> list[Difference]:
    """Bounds that versions of one article give differently, where no other finding tells of both."""
    claims = [{reading.claim_id for reading in item.readings} for item in told]
    return [
        _difference(FindingClass.REVISION, (Side((before,)), Side((after,))), sentence)
        for before, after, sentence in changed_bounds(ordered, around)
        if not any({before.claim_id, after.claim_id} <= each for each in claims)
    ]


def _stale(current: Side, side: Side) -> list[Difference]:
    """Claims that go on with the earlier level a day or more after it moved, if others follow the new one."""
    late = [
        reading
        for reading in current.readings
        if came_after(reading.day, side.first) and reading.witness not in side.witnesses
    ]
    if not late:
        return []
    first = late[0]
    sentence = (
        f"{name_of(first)} still says {said(first)} on {day(first.day)}, after {name_of(side.readings[0])} had said "
        f"{said(side.readings[0])} on {day(side.first)}."
    )
    return [_difference(FindingClass.STALE, (Side(tuple(late)), side), sentence)]


def _slip_of_any(
    standing: Sequence[Side], earlier: Sequence[Side], side: Side, dimension: str, around: Surroundings
) -> Difference | None:
    """The side as a slip of one that stands or came up in the days before, or the other way round; latest first."""
    near = [other for other in earlier if other in standing or not _long_before(other, side)]
    here = [(other, side) for other in reversed(near)]
    pairs = [*here, *(pair for one, other in here for pair in _among_bounds(one, other))]
    slips = ((one, other, slip) for one, other in pairs if (slip := _slip(one, other, dimension)))
    return next((slip for one, other, slip in slips if not elsewhere(one, other, around)), None)


def _among_bounds(left: Side, right: Side) -> Iterator[tuple[Side, Side]]:
    """A plain number on a side that others only bound, beside the other side: "more than 100" is no witness of 120."""
    for one, other, turned in ((left, right, False), (right, left, True)):
        plain = Side(tuple(reading for reading in one.readings if reading.modifier == Modifier.EXACT))
        if plain.readings and plain.number != one.number:
            yield (other, plain) if turned else (plain, other)


def _long_before(other: Side, side: Side) -> bool:
    return bool(other.last and side.first and side.first - other.last > ONE_STORY)


def _slip(left: Side, right: Side, dimension: str) -> Difference | None:
    one, other = left.typical, right.typical
    same_thing = bool(one.head and (one.state or dimension != "count")) and one.head == other.head
    bounds = {one.modifier, other.modifier} & BOUNDS
    if not same_thing or state_class(one.state) != state_class(other.state) or bounds - SLIP_FLOORS:
        return None
    if bounds and right.number > left.number and _later(left, right):
        return None
    units = frozenset({one.unit, other.unit})
    if slip_between(left.number, right.number, dimension=dimension, units=units, alone=True) is None:
        return None
    backing = sorted((len(left.documents), len(right.documents)))
    common = _same_source(left, right) or _same_place(left, right) or _same_past(left, right)
    alone = backing[0] == 1 and (backing[1] >= SEVERAL or common)
    alone = alone and {one.modifier, other.modifier} == {Modifier.EXACT}
    reason = slip_between(left.number, right.number, dimension=dimension, units=units, alone=alone)
    if reason is None:
        return None
    who, whom = names_apart(one, other)
    sentence = f"{who} says {said(one)}, {whom} {said(other)}: {reason}."
    return _difference(FindingClass.SLIP, (left, right), sentence)


def _clashing(clashes: Sequence[tuple[Side, Side]]) -> Iterable[Difference]:
    """Sides of one time: a count still under way if one source gives two of the numbers, else a conflict."""
    moving = [pair for pair in clashes if _counting(*pair)]
    if not moving:
        yield from _conflicts(clashes)
        return
    sides = sorted({id(side): side for pair in clashes for side in pair}.values(), key=lambda side: side.number)
    first, last = sides[0].typical, sides[-1].typical
    sentence = (
        f"The number moves within the day: from {said(first)} ({name_of(first)}) to {said(last)} ({name_of(last)}), "
        f"and {joined(sorted(moving[0][0].sources & moving[0][1].sources)[:1])} gives more than one."
    )
    yield _difference(FindingClass.REVISION, sides, sentence)


def _counting(left: Side, right: Side) -> bool:
    """Whether a source gives both numbers in different documents: it has revised one within the day."""
    one, other = _documents_of(left), _documents_of(right)
    return any(len(one[source] | other[source]) > 1 for source in one.keys() & other.keys())


def _documents_of(side: Side) -> dict[str, set[str]]:
    """The documents of each known source on a side."""
    found: dict[str, set[str]] = {}
    for reading in side.readings:
        if reading.source:
            found.setdefault(reading.source, set()).add(reading.doc_id)
    return found


def _conflicts(clashes: Sequence[tuple[Side, Side]]) -> Iterable[Difference]:
    """One finding for all sides that clash with one another's common opponent."""
    for _, group in groupby(clashes, key=lambda clash: id(clash[0])):
        pairs = list(group)
        sides = [pairs[0][0], *(side for _, side in pairs)]
        yield _difference(FindingClass.CONFLICT, sides, conflict_sentence(sides))


def _wording(side: Side) -> list[Difference]:
    """Claims that differ in words and agree in fact."""
    by_words: dict[tuple[float, str], Reading] = {}
    for reading in sorted(side.readings, key=lambda one: one.modifier not in {Modifier.EXACT, Modifier.ABOUT}):
        by_words.setdefault((reading.number, reading.unit), reading)
    different = list(by_words.values())
    if len({(reading.doc_id, reading.sentence) for reading in different}) < 2:
        return []
    both = "both" if len(different) == 2 else "all"
    return [_difference(FindingClass.ROUNDING, (Side(tuple(different)),), f"{quoted(different)} can {both} hold.")]


def _difference(kind: FindingClass, sides: Sequence[Side], sentence: str) -> Difference:
    readings = tuple(reading for side in sides for reading in side.readings)
    return Difference(kind, readings, SEVERITY[kind], sentence[:1].upper() + sentence[1:], tuple(sides))
