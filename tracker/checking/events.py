"""Whether two sides of a figure are of one event at all, by evidence that adds up.

In news of a war or a night of shootings the same things are said of many events, and two numbers of two events are
no difference (METHODS, "Differences between sources", 10 and 11: of a hundred differences twenty were of other events).
Strong evidence decides alone, weak evidence needs other beside it or keeps an alarm back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

from tracker.checking.phrases import day, said
from tracker.checking.slips import is_power_of_ten
from tracker.language.places.place import normal_place
from tracker.language.subjects.state import state_class
from tracker.language.wordlists import any_of, table
from tracker.linking.kinship import is_fate, is_generic
from tracker.linking.places import Relation, relation
from tracker.model import Grain

if TYPE_CHECKING:
    import re
    from datetime import date

    from tracker.checking.readings import Reading
    from tracker.checking.scope import Surroundings
    from tracker.checking.sides import Side

STRONG = 2
"""The sum from which on two sides are taken for two events ..."""
WEAK = 1
"""... and from which on an alarm would be rash."""
CERTAIN = 4
WAR_TO_RAID = 30.0
"""A number so many times another is the toll of something larger; a tenth of that already points to it."""
POINTING = 8.0
ONE_EVENT = timedelta(days=45)
"""After this another small toll is another event's; after a sixth of it this may be so."""
MAY_BE_ANOTHER = timedelta(days=7)
SMALL = 100.0
"""A larger toll may be one that goes on."""
SAID_BEFORE = 25
"""Characters before the name of a day in which a word of saying makes it the day on which that was said."""
_OTHER_TOLL = {"killed": "injured", "injured": "killed"}


@dataclass(frozen=True, slots=True)
class Sign:
    """One observation: how much it speaks for two events (less than 0: for one), and what it is, as a clause."""

    weight: int
    clause: str = ""


NONE = Sign(0)


def other_event(left: Side, right: Side, around: Surroundings, enough: int = STRONG) -> str | None:
    """What shows that two sides are of different events or things, as a clause; None if too little does."""
    signs = [sign(left, right, around) for sign in (_sizes, _places, _kinds, _days, _author, _crossing, _long_after)]
    if sum(sign.weight for sign in signs) < enough:
        return None
    return max(signs, key=lambda sign: sign.weight).clause


def elsewhere(left: Side, right: Side, around: Surroundings) -> bool:
    """Whether two sides are told of places that have nothing to do with each other."""
    return _places(left, right, around).weight > 0


def _sizes(left: Side, right: Side, around: Surroundings) -> Sign:
    del around
    small, large = sorted((left, right), key=lambda side: abs(side.number))
    if not small.number:
        told = all(reading.claimant for reading in small.readings)
        return NONE if told else Sign(WEAK, f"nobody in particular says {said(small.typical)}")
    ratio = large.number / small.number
    if is_power_of_ten(ratio):
        return NONE
    clause = f"{said(large.typical)} is too many for what {said(small.typical)} is of"
    return Sign(CERTAIN if ratio >= WAR_TO_RAID else WEAK if ratio >= POINTING else 0, clause)


def _places(left: Side, right: Side, around: Surroundings) -> Sign:
    """Places that have nothing to do with each other; a place in capitals is where a report was sent from."""
    del around
    here, there = _placed(left), _placed(right)
    if not here or not there:
        return NONE
    found = {relation(one, other) for one, other in product(here, there)}
    if found & {Relation.SAME, Relation.NESTED}:
        return NONE
    one, other = next(iter(here.values())), next(iter(there.values()))
    clause = f"{said(one)} is told of {one.place}, {said(other)} of {other.place}"
    return Sign(STRONG if found == {Relation.APART} else WEAK, clause)


def _placed(side: Side) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for reading in side.readings:
        if reading.place and not reading.place.isupper():
            found.setdefault(_normal(reading.place), reading)
    return found


@cache
def _normal(place: str) -> str:
    return normal_place(place)


def _kinds(left: Side, right: Side, around: Surroundings) -> Sign:
    """What is counted: of measures the very thing, of people those of one kind, where words tell them apart."""
    del around
    clause = f"{_thing(left.typical)} may not be what {_thing(right.typical)} is of"
    one, other = ({(reading.head, reading.qualifiers) for reading in side.readings} for side in (left, right))
    if one & other and any(head for head, _ in one & other):
        return _bare(left, right, clause)
    if left.typical.unit != "count":
        return Sign(STRONG, clause)
    qualified = [all(qualifiers for _, qualifiers in kinds) for kinds in (one, other)]
    return Sign(WEAK if any(qualified) else 0, clause)


def _bare(left: Side, right: Side, clause: str) -> Sign:
    """People or things that only a common noun names, at no common place; different people in one text."""
    one_text = left.typical.doc_id == right.typical.doc_id
    if one_text and left.typical.groups != right.typical.groups:
        return Sign(WEAK, clause)
    fates = {state_class(reading.state) for side in (left, right) for reading in side.readings}
    befell = _harmed(left) or _harmed(right) or any(is_fate(fate) for fate in fates)
    placed = _placed(left).keys() & _placed(right).keys()
    generic = is_generic(left.typical.head) and left.typical.unit == "count"
    bare = not any(reading.state or reading.claimant for side in (left, right) for reading in side.readings)
    return Sign(WEAK if (generic or bare) and not placed and not befell else 0, clause)


def _thing(reading: Reading) -> str:
    return f"{said(reading)} ({reading.counted})" if reading.counted else said(reading)


def _days(left: Side, right: Side, around: Surroundings) -> Sign:
    """Days that the texts name as those on which it happened."""
    here, there = (_event_days(side, around) for side in (left, right))
    if not here or not there:
        return NONE
    first, second = min(product(here, there), key=lambda pair: (abs(pair[0] - pair[1]), pair))
    one, other = here[first], there[second]
    clause = f"{said(one)} is of {day(one.told)}, {said(other)} of {day(other.told)}"
    return Sign(min(abs(first - second).days, STRONG), clause)


def _event_days(side: Side, around: Surroundings) -> dict[date, Reading]:
    found: dict[date, Reading] = {}
    for reading in side.readings:
        if reading.told is not None and reading.grain == Grain.DAY and names_day(around.sentence(reading)):
            found.setdefault(reading.told.date(), reading)
    return found


def names_day(sentence: str) -> bool:
    """Whether a sentence (lower case) names a day other than as the one on which something was said or counted."""
    return any(
        not _pattern("saying").search(sentence[max(found.start() - SAID_BEFORE, 0) : found.start()])
        for found in _pattern("days").finditer(sentence)
    )


def _author(left: Side, right: Side, around: Surroundings) -> Sign:
    """One author gives no thing two numbers in one text, unless they are those of different people."""
    pairs = [
        (one, other)
        for one, other in product(left.readings, right.readings)
        if one.doc_id == other.doc_id and one.claimant == other.claimant
    ]
    if not any(_in_one_text(one, other, around) for one, other in pairs):
        return NONE
    clause = f"one text gives both {said(left.typical)} and {said(right.typical)}"
    return Sign(WEAK if _harmed(left) else STRONG, clause)


def _in_one_text(one: Reading, other: Reading, around: Surroundings) -> bool:
    """Whether both stand in the text, or one part has both."""
    if one.part == other.part:
        return True
    return not around.repeated.isdisjoint((one.claim_id, other.claim_id))


def _crossing(left: Side, right: Side, around: Surroundings) -> Sign:
    """More killed and fewer hurt: no toll on its way is told so."""
    other = _OTHER_TOLL.get(state_class(left.typical.state), "")
    small, large = sorted((left, right), key=lambda side: side.number)
    few, many = (_beside(side, other, around) for side in (small, large))
    if not few or not many or left.documents & right.documents:
        return NONE
    if {number for number in few & many if number > 1}:
        return Sign(-1)
    return Sign(
        WEAK if min(few) > max(many) else 0, f"{said(small.typical)} comes with more {other} than {said(large.typical)}"
    )


def _beside(side: Side, state: str, around: Surroundings) -> set[float]:
    return {number for doc_id in side.documents for number in around.tolls.get((doc_id, state), ())}


def _long_after(left: Side, right: Side, around: Surroundings) -> Sign:
    """A small toll long after another, by the days of the reports or by a past that one of them speaks of."""
    if not _harmed(left) or max(left.number, right.number) >= SMALL:
        return NONE
    remembered = [all(_remembers(reading, around) for reading in side.readings) for side in (left, right)]
    if remembered[0] != remembered[1]:
        past = left if remembered[0] else right
        return Sign(WEAK, f"{said(past.typical)} is told of an earlier time")
    near = min(
        (
            (abs(one.day - other.day), one.claim_id, other.claim_id, one, other)
            for one, other in product(left.readings, right.readings)
            if one.day and other.day
        ),
        default=None,
    )
    if near is None:
        return NONE
    gap, _, _, one, other = near
    clause = f"{said(one)} is of {day(one.day)}, {said(other)} of {day(other.day)}"
    return Sign(STRONG if gap > ONE_EVENT else WEAK if gap > MAY_BE_ANOTHER else 0, clause)


def _remembers(reading: Reading, around: Surroundings) -> bool:
    """Whether a report without a date speaks of a month or a year as past."""
    return reading.day is None and bool(_pattern("remembered").search(around.sentence(reading)))


def _harmed(side: Side) -> bool:
    return any(state_class(reading.state) in _words()["harms"] for reading in side.readings)


def _words() -> dict[str, Any]:
    return table("event_words", "checking")


def _pattern(name: str) -> re.Pattern[str]:
    return any_of("event_words", name, "checking")
