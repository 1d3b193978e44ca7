"""What speaks for and against two cells of claims being of one figure, so that it can be added up and shown.

Weights are in the manner of Fellegi and Sunter (1969): they add up, the sum is compared with a threshold, and some
observations rule a pair out whatever else speaks for it. They were set on labelled shootings and news articles.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from tracker.linking.bounds import LARGE, can_both_hold, stated
from tracker.linking.kinship import heads_apart, is_fate, is_generic, is_momentary, is_toll, states_kindred
from tracker.linking.places import Relation, country_code, country_of_group, relation
from tracker.linking.rounding import digits, mistaken, slipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.linking.cells import Cell

RULED_OUT = -100.0
"""The weight of what rules a pair out."""
ENOUGH = 3.0
"""The least sum of weights that joins two cells of one story."""
FORTNIGHT = 14
"""Days in which reports of one event mostly come out."""
FAR = ((3.0, -1.5), (5.0, -3.0), (10.0, -5.0), (100.0, -8.0))
"""What it weighs that one number is so many times the other ..."""
ONE_EVENT_FAR = "far, of one event"
SLIP = "perhaps a slip"
OUTLIER = (15.0, -4.0)
"""... and, up to so many times, where two papers open with it as the toll of one day at one place: one may be wrong."""
ONE_EVENT = 45
"""Days after which a toll that differs is another event's."""
TELLING_DIGITS = 2
"""Numbers of so many digits are seldom the same but for their zeros by chance."""
FEW = 0.2
"""Less than this share of the documents of either side is taken for a few."""
ELSEWHERE = -1.5
"""What it weighs that a small toll comes up again weeks later at a place that nothing ties to the first."""
SEASON = 60
"""Days after which what is gathered somewhere has long moved on."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observation on a pair: what was compared, how it came out, and its weight."""

    about: str
    outcome: str
    weight: float

    @property
    def rules_out(self) -> bool:
        """Whether the pair cannot be one figure whatever else speaks for it."""
        return self.weight <= RULED_OUT


def weigh(left: Cell, right: Cell) -> list[Evidence]:
    """All that speaks for and against two cells of one block, in a fixed order; symmetric."""
    return [evidence for evidence in _observed(left, right) if evidence is not None]


def weight(left: Cell, right: Cell) -> float:
    """The sum of all weights of `weigh`; `RULED_OUT` as soon as something rules the pair out."""
    weights = []
    for evidence in _observed(left, right):
        if evidence is not None:
            if evidence.rules_out:
                return RULED_OUT
            weights.append(evidence.weight)
    return math.fsum(weights)


def _observed(left: Cell, right: Cell) -> Iterator[Evidence | None]:
    """Each thing that is compared, in the order of `weigh`; None where it says nothing."""
    value = _values(left, right)
    yield _heads(left, right, value)
    yield _groups(left, right)
    yield _qualifiers(left, right)
    yield _states(left, right, value)
    yield _places(left, right, value)
    yield value
    yield _outlooks(left, right, value)
    yield _times(left, right, value)
    yield _stories(left, right)
    yield _documents(left, right)
    yield _claimants(left, right)


def total(evidence: list[Evidence]) -> float:
    """The sum of the weights."""
    return math.fsum(item.weight for item in evidence)


def _heads(left: Cell, right: Cell, value: Evidence | None) -> Evidence | None:
    if left.head == right.head:
        return Evidence("subject", "same", 2.0) if left.head else Evidence("subject", "both unsaid", -1.5)
    if not left.head or not right.head:
        return Evidence("subject", "one unsaid", 0.0)
    if heads_apart(left.head, right.head):
        return Evidence("subject", "apart", RULED_OUT)
    if is_generic(left.head) or is_generic(right.head):
        recognised = value is not None and value.weight > 0
        return Evidence("subject", "one is wider", 1.0 if recognised else -1.0)
    return Evidence("subject", "different", -2.0)


def _groups(left: Cell, right: Cell) -> Evidence | None:
    if not left.groups and not right.groups:
        return None
    if not left.groups or not right.groups:
        return _group_and_place(left, right)
    if left.groups == right.groups:
        return Evidence("group", "same", 2.0)
    if left.groups < right.groups or right.groups < left.groups:
        return Evidence("group", "one names more", -1.5)
    return Evidence("group", "different", RULED_OUT)


def _group_and_place(left: Cell, right: Cell) -> Evidence:
    """Israelis who were killed and people killed in Israel are likely the same; Israelis and people in Gaza are not."""
    named, other = (left, right) if left.groups else (right, left)
    homes = {country_of_group(group) for group in named.groups}
    where = country_code(other.place) if other.place else None
    if where is None or None in homes or not is_toll(named.state):
        return Evidence("group", "one unsaid", 0.0)
    return Evidence("group", "fits the place", 1.0) if where in homes else Evidence("group", "not of the place", -6.0)


def _qualifiers(left: Cell, right: Cell) -> Evidence | None:
    if left.qualifiers == right.qualifiers:
        return None
    if left.qualifiers and right.qualifiers:
        return Evidence("scope", "different", RULED_OUT)
    soft = (left.qualifiers | right.qualifiers) <= {"other", "others"}
    return Evidence("scope", "one is narrower", -0.5 if soft else -1.5)


def _states(left: Cell, right: Cell, value: Evidence | None) -> Evidence | None:
    recognised = value is not None and value.weight >= 1.0
    told_apart = left.measure == "count" and not (value is not None and value.weight > 0)
    if left.state == right.state:
        return (
            Evidence("state", "same", 2.0)
            if left.state
            else Evidence("state", "both unsaid", -1.5 if told_apart else 0.5)
        )
    if not left.state or not right.state:
        return Evidence("state", "one unsaid", -2.5 if told_apart else -0.5)
    if states_kindred(left.state, right.state):
        return Evidence("state", "kindred", -2.0 if recognised else -6.0)
    if is_fate(left.state) and is_fate(right.state):
        return Evidence("state", "different", RULED_OUT)
    return Evidence("state", "other words", -3.0 if recognised and _large(left) else -8.0)


def _places(left: Cell, right: Cell, value: Evidence | None) -> Evidence | None:
    if not left.place or not right.place:
        return None
    match relation(left.place, right.place):
        case Relation.SAME:
            return Evidence("place", "same", 1.5)
        case Relation.NESTED:
            return Evidence("place", "one within the other", 0.5)
        case Relation.APART:
            return Evidence("place", "apart", RULED_OUT)
        case Relation.UNKNOWN:
            return Evidence("place", "unlike", -1.5 if value is not None and value.weight >= 0.5 else -2.5)


def _values(left: Cell, right: Cell) -> Evidence | None:
    if left.vague or right.vague:
        return _vague(left, right)
    first, second = stated(left), stated(right)
    if first is None or second is None:
        return None
    if first == second:
        return Evidence("value", "same", _telling(first))
    small, large = sorted((abs(first), abs(second)))
    if not small:
        return Evidence("value", "far", -6.0)
    ratio = large / small
    if ratio <= 1.25:
        return Evidence("value", "near", 1.0 if large >= LARGE else 0.0)
    same_thing = bool(left.head and left.state) and (left.head, left.state) == (right.head, right.state)
    if same_thing and slipped(small, large):
        return Evidence("value", SLIP, 0.6)
    if left.head and left.head == right.head and left.state == right.state and mistaken(small, large, left.measure):
        return Evidence("value", "perhaps another unit", 0.6)
    if ratio <= 2:
        return Evidence("value", "near", -0.5)
    if FAR[1][0] < ratio <= OUTLIER[0] and _is_one_news(left, right):
        return Evidence("value", ONE_EVENT_FAR, OUTLIER[1])
    weight = next((weight for most, weight in FAR if ratio <= most), RULED_OUT)
    return Evidence("value", "far", weight)


def outlies(left: Cell, right: Cell) -> bool:
    """Whether two cells are of one event though their numbers are far from each other, or have the same digits."""
    value = _values(left, right)
    if value is None or value.outcome != SLIP:
        return value is not None and value.outcome == ONE_EVENT_FAR
    return min(digits(stated(cell) or 0.0) for cell in (left, right)) >= TELLING_DIGITS


def _is_one_news(left: Cell, right: Cell) -> bool:
    """Whether two papers open with what one event of one day did to the same people at the same place."""
    same = left.meaning == right.meaning and bool(left.head and left.place) and is_toll(left.state)
    return same and bool(left.leads and right.leads) and not left.leads & right.leads and _one_day(left, right)


def _one_day(left: Cell, right: Cell) -> bool:
    times = [time for cell in (left, right) for time in (cell.earliest, cell.latest)]
    known = [time for time in times if time is not None]
    return len(known) == len(times) and max(known) - min(known) <= timedelta(days=1)


@lru_cache(maxsize=50_000)
def _telling(number: float) -> float:
    """How much it tells that a number comes up twice: more for a large one, and for one that is not round."""
    if abs(number) < 1:
        return 0.5
    return min(3.0, 0.3 + 0.4 * math.log10(abs(number)) + 0.4 * digits(number))


def _vague(left: Cell, right: Cell) -> Evidence:
    """A vague word is a floor, and seldom said of a hundred times as much: hundreds may be 600 but not 12."""
    if left.vague and right.vague:
        return Evidence(
            "value", "same words" if left.low == right.low else "other words", 0.5 if left.low == right.low else -1.0
        )
    floor, other = (left, right) if left.vague else (right, left)
    most = other.high if other.high is not None else other.low
    if floor.low is None or most is None:
        return Evidence("value", "words", 0.0)
    if most < floor.low:
        return Evidence("value", "below the words", -3.0)
    return (
        Evidence("value", "fits the words", 0.0)
        if most < 100 * floor.low
        else Evidence("value", "above the words", -1.0)
    )


def _large(cell: Cell) -> bool:
    """Whether its number is too large to come up twice by chance."""
    number = stated(cell)
    return number is not None and abs(number) >= LARGE


def _times(left: Cell, right: Cell, value: Evidence | None) -> Evidence | None:
    """Far apart in time the same number may come up again, at a trial, say; another toll is of another event."""
    if left.earliest is None or right.earliest is None or left.latest is None or right.latest is None:
        return None
    gap = max((right.earliest - left.latest).days, (left.earliest - right.latest).days, 0)
    if gap <= 3:
        return Evidence("time", "same days", 0.5)
    recognised = value is not None and (value.outcome == "same" or value.weight >= 1.0)
    tolls = is_toll(left.state) and is_toll(right.state)
    another = tolls and not recognised
    if gap <= FORTNIGHT:
        return Evidence("time", "days apart", -1.5) if another else None
    if gap > SEASON and (is_momentary(left.state) or is_momentary(right.state)) and not _one_place(left, right):
        return Evidence("time", "another time", RULED_OUT)
    weight = -0.5 if gap <= SEASON else -1.5 if gap <= 365 else -2.5
    if another and gap > ONE_EVENT:
        return Evidence("time", "another time", RULED_OUT)
    if tolls and not _large(left) and _places_unlike(left, right):
        weight += ELSEWHERE
    return Evidence("time", "far apart", 2 * weight - 1.0 if another else weight)


def _places_unlike(left: Cell, right: Cell) -> bool:
    """Whether both name a place and nothing ties the two."""
    return bool(left.place and right.place) and not _one_place(left, right)


def _one_place(left: Cell, right: Cell) -> bool:
    related = {Relation.SAME, Relation.NESTED}
    return bool(left.place and right.place) and relation(left.place, right.place) in related


def _outlooks(left: Cell, right: Cell, value: Evidence | None) -> Evidence | None:
    """What is planned is not what is; but a headline may tell the same number as a fact."""
    if left.ahead == right.ahead:
        return None
    same = value is not None and value.outcome == "same"
    return Evidence("outlook", "different", -1.0 if same else -6.0)


def _stories(left: Cell, right: Cell) -> Evidence | None:
    if not left.story_id or not right.story_id:
        return None
    if left.story_id == right.story_id:
        return Evidence("story", "same", 1.5)
    return Evidence("story", "different", -1.5)


def _documents(left: Cell, right: Cell) -> Evidence | None:
    """One author does not give one figure two values, unless each is somebody's own or one stands in the title.

    Of many documents a few may, by mistake or for a reason of their own.
    """
    shared = len(left.texts & right.texts)
    same_place = left.place == right.place or not (left.place and right.place)
    if not same_place:
        shared += len(left.texts & right.titles) + len(left.titles & right.texts)
    if not shared or can_both_hold(left, right):
        return None
    if same_place and left.party and right.party and left.party != right.party:
        return None
    many = shared < FEW * min(len(left.texts), len(right.texts))
    return (
        Evidence("document", "some give both", -2.0) if many else Evidence("document", "same, other value", RULED_OUT)
    )


def _claimants(left: Cell, right: Cell) -> Evidence | None:
    if left.party and left.party == right.party:
        return Evidence("claimant", "same", 0.3)
    return None
