"""Whether two sides of a figure count different things after all: a part, an attacker, others, several events."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from tracker.checking.phrases import plain, said
from tracker.checking.readings import came_after
from tracker.language.places.place import normal_place
from tracker.language.subjects.state import state_class
from tracker.language.wordlists import any_of, table
from tracker.linking.places import is_wider
from tracker.model import FindingClass, Grain

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Set

    from tracker.checking.readings import Reading
    from tracker.checking.sides import Side

LONG_PERIODS = frozenset({Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.SEASON, Grain.YEAR, Grain.PERIOD})
_HARMS = frozenset({"killed", "injured", "killed or injured", "shot", "captured", "abducted"})
RISEN_CHARS = 80
"""How far before a number the words may begin that say that it has risen."""
BESIDE_CHARS = 40
"""How far from a number the words may be that say that it is of others, or that one more comes to it."""
GROWN = 3.0
"""A later number up to so many times the earlier one may be the same toll, gone up."""
ATTACKERS = 2
"""Attackers who may be counted among the dead or not."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What checking may look up beside the claims of a figure.

    `sentences` are those of the claims by their id; `repeated` the claims whose number stands in another part of their
    document, too; `noted` the documents that tell of a change to an earlier version, `attacked` those that tell of the
    attacker's death; `tolls` the numbers each document gives for people killed and injured, by `(doc_id, state class)`;
    `numbers` the counts of each sentence, by `(doc_id, part, sentence_start, state class)`; `addresses` where documents
    were published.
    """

    sentences: Mapping[str, str] = field(default_factory=dict)
    repeated: Set[str] = frozenset()
    noted: Set[str] = frozenset()
    attacked: Set[str] = frozenset()
    tolls: Mapping[tuple[str, str], Set[float]] = field(default_factory=dict)
    numbers: Mapping[tuple[str, str, int, str], Set[float]] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, reading: Reading) -> str:
        """The sentence of a claim, lower case."""
        return self.sentences.get(reading.claim_id, "").lower()

    def says_risen(self, reading: Reading) -> bool:
        """Whether the words right before the number say that it has risen to it ("the toll rose to 58")."""
        return bool(_pattern("risen_to").search(self._before(reading)[-RISEN_CHARS:].lower()))

    def says_replaced(self, reading: Reading) -> bool:
        """Whether the sentence says up to the number that it is what was thought first ("police originally said")."""
        return bool(_pattern("replaced").search(self._before(reading).lower()))

    def beside(self, reading: Reading) -> tuple[str, str]:
        """The words of its sentence right before and after the number, lower case."""
        end = reading.start + len(reading.surface) - reading.sentence[0]
        after = self.sentences.get(reading.claim_id, "")[end : end + BESIDE_CHARS]
        return self._before(reading)[-BESIDE_CHARS:].lower(), after.lower()

    def _before(self, reading: Reading) -> str:
        """The words of its sentence before the number."""
        return self.sentences.get(reading.claim_id, "")[: max(reading.start - reading.sentence[0], 0)]


def _words() -> dict[str, Any]:
    return table("scope_words", "checking")


def _pattern(name: str) -> re.Pattern[str]:
    return any_of("scope_words", name, "checking")


def explained(small: Side, large: Side, around: Surroundings) -> tuple[FindingClass, str] | None:
    """Why both sides may be right, as a class and a sentence; None if nothing shows that."""
    for test in _TESTS:
        sentence = test(small, large, around)
        if sentence:
            aggregate = test in {_longer, _wider}
            return (FindingClass.AGGREGATE if aggregate else FindingClass.SCOPE), sentence
    return None


def _part(small: Side, large: Side, around: Surroundings) -> str | None:
    del around
    wholes = {reading.claim_id: reading for reading in large.readings}
    part = next((reading for reading in small.readings if reading.part_of in wholes), None)
    if part is None or part.part_of is None:
        return None
    return f"{_number(part)} is stated as a part of {said(wholes[part.part_of])}."


def _single(small: Side, large: Side, around: Surroundings) -> str | None:
    """One of several is told of by itself."""
    del around
    if any(reading.number != 1 or reading.unit != "count" for reading in small.readings) or large.number < 2:
        return None
    return f"{_number(small.typical)} is told of singly, {_number(large.typical)} is the number of all."


def _attacker(small: Side, large: Side, around: Surroundings) -> str | None:
    """Six victims and the gunman are seven dead."""
    extra = large.number - small.number
    if not _killed(small) or not 0 < extra <= ATTACKERS:
        return None
    if not around.attacked & (large.documents | small.documents):
        return None
    return f"{_number(large.typical)} dead may count the attacker, {_number(small.typical)} does not."


def _narrower(small: Side, large: Side, around: Surroundings) -> str | None:
    """Children among people."""
    del around
    generic = set(_words()["generic"])
    one, all_of = small.typical, large.typical
    if one.head == all_of.head or one.head in generic or all_of.head not in generic:
        return None
    return f"{_number(one)} counts only {one.counted or one.head}, {_number(all_of)} counts {all_of.counted or 'all'}."


def _others(small: Side, large: Side, around: Surroundings) -> str | None:
    """A woman and three others are four; those beside one to whom something else happened are not."""
    extra = large.number - small.number
    marked = [reading for reading in small.readings if _is_of_others(reading, around)]
    if extra != 1 or 2 * len(marked) < len(small.readings):
        return None
    return f"{_number(marked[0])} are the others beside one person, {_number(large.typical)} counts that one too."


def _is_of_others(reading: Reading, around: Surroundings) -> bool:
    others = set(_words()["others"])
    if others & set(reading.counted.lower().split()) or others & reading.qualifiers:
        return True
    before, after = around.beside(reading)
    listed = _pattern("listed").search(before) and not _pattern("befell").search(before)
    return bool(listed and _pattern("of_others").match(after))


def _and_one(small: Side, large: Side, around: Surroundings) -> str | None:
    """Three men and a woman are four."""
    if large.number - small.number != 1:
        return None
    for reading in small.readings:
        found = _pattern("and_one").search(around.beside(reading)[1])
        if found and not _pattern("befell").search(around.beside(reading)[1][: found.start()]):
            return f"To {said(reading)} one more is added, {said(large.typical)} counts that one too."
    return None


def _summed(small: Side, large: Side, around: Surroundings) -> str | None:
    """Thirty in one town and five in another are thirty-five."""
    for reading in small.readings:
        for other in around.numbers.get(_with_state(reading), ()):
            if other not in {0, reading.number} and reading.number + other == large.number:
                return f"{_number(reading)} and {plain(other)} more in the same sentence make {said(large.typical)}."
    return None


def _with_state(reading: Reading) -> tuple[str, str, int, str]:
    return reading.doc_id, reading.part, reading.sentence[0], state_class(reading.state)


def _with_killed(small: Side, large: Side, around: Surroundings) -> str | None:
    """Sixteen shot, one of them fatally, are fifteen injured; only where the text says that the dead are among them."""
    if state_class(small.typical.state) != "injured":
        return None
    for reading in large.readings:
        if not _pattern("fatally").search(around.sentence(reading)):
            continue
        for killed in sorted(around.tolls.get((reading.doc_id, "killed"), ())):
            if killed > 0 and large.number - killed == small.number:
                return f"{_number(large.typical)} counts the {plain(killed)} killed, {_number(small.typical)} does not."
    return None


def _named_part(small: Side, large: Side, around: Surroundings) -> str | None:
    """The three victims whose names were given among five; five of the six in hospital."""
    if _all_say("among", small, around):
        return f"{_number(small.typical)} are singled out of the {said(large.typical)} in all."
    if _all_say("some_of", large, around):
        return f"{_number(large.typical)} are some of a larger number, {said(small.typical)} is told of by itself."
    return None


def _all_say(name: str, side: Side, around: Surroundings) -> bool:
    return all(_pattern(name).search(around.sentence(reading)) for reading in side.readings)


def _longer(small: Side, large: Side, around: Surroundings) -> str | None:
    """A weekend's toll beside one shooting's; words that say so count before a time that was read."""
    if not _harmed(large) or _grown(small, large):
        return None
    for is_long in (_says_several, _is_long):
        long_one = next((reading for reading in large.readings if is_long(reading, around)), None)
        if long_one and not any(is_long(reading, around) for reading in small.readings):
            return f"{_number(long_one)} takes in several events or a longer time, {_number(small.typical)} does not."
    return None


def _grown(small: Side, large: Side) -> bool:
    """Whether the larger came later and isn't much larger, as in a toll that goes on."""
    return came_after(large.first, small.first) and large.number <= GROWN * small.number


def _says_several(reading: Reading, around: Surroundings) -> bool:
    return bool(_pattern("several").search(around.sentence(reading)))


def _is_long(reading: Reading, around: Surroundings) -> bool:
    return reading.grain in LONG_PERIODS or _says_several(reading, around)


def _wider(small: Side, large: Side, around: Surroundings) -> str | None:
    """A country's toll beside a town's."""
    del around
    if not _harmed(large):
        return None
    wholes = {_normal(reading.place): reading for reading in reversed(large.readings) if reading.place}
    parts = {_normal(reading.place): reading for reading in reversed(small.readings) if reading.place}
    for one, whole in sorted(wholes.items()):
        for other, part in sorted(parts.items()):
            if one != other and is_wider(one, other):
                return f"{_number(whole)} is for all of {whole.place}, {_number(part)} for {part.place}."
    return None


@cache
def _normal(place: str) -> str:
    return normal_place(place)


def _killed(side: Side) -> bool:
    return any(state_class(reading.state) == "killed" for reading in side.readings)


def _harmed(side: Side) -> bool:
    return any(state_class(reading.state) in _HARMS for reading in side.readings)


def _number(reading: Reading | None) -> str:
    words = said(reading) if reading else ""
    return words[:1].upper() + words[1:]


_TESTS = (
    *(_part, _attacker, _single, _narrower, _others, _and_one, _summed, _with_killed, _named_part),
    *(_longer, _wider),
)
