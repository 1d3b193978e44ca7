"""What happened to what one number of a sentence counts or measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects import roles
from tracker.language.subjects.clauses import clause_state, is_frequency, verb_before
from tracker.language.subjects.elided import harm_before, state_of_bare
from tracker.language.subjects.measures import state_of_measure
from tracker.language.subjects.nounstates import noun_state, premodifier_state, toll_state
from tracker.language.subjects.numbered import LAND, PARENT, PLACE, PREDICATE
from tracker.language.subjects.people import is_human_state
from tracker.language.subjects.predication import ancestors, read_change, read_state
from tracker.language.subjects.state import state_class
from tracker.language.subjects.surface import (
    charge_before,
    held_as,
    is_whole,
    state_behind,
    state_of_those,
    struck_before,
)
from tracker.language.subjects.verbs import read_participle

if TYPE_CHECKING:
    from tracker.language.subjects.numbered import Counted, Numbers
    from tracker.language.subjects.state import State


def own_state(numbers: Numbers, place: int, counted: Counted | None) -> State | None:
    """The state that the sentence says of the counted of the expression at `place`, whatever the others say."""
    last = counted.last if counted is not None and counted.start is not None else None
    captive = held_as(numbers, place, last) if last is not None else None
    found = captive or _state_of_phrase(numbers, place, counted)
    struck = struck_before(numbers, place)
    if struck is not None and (found is None or not is_human_state(state_class(found.word))):
        return struck
    expression = numbers.expressions[place]
    end = counted.end if counted is not None else None
    if found is None and expression.dimension == "time" and end is not None and end <= expression.start:
        return clause_state(numbers, place)
    return found or state_of_measure(numbers, place)


def _state_of_phrase(numbers: Numbers, place: int, counted: Counted | None) -> State | None:
    parse, is_count = numbers.parse, _counts(numbers, place, counted)
    if is_frequency(numbers, place):
        return clause_state(numbers, place) or verb_before(numbers, place)
    those = state_of_those(numbers, place)
    if those is not None:
        return those
    if counted is not None and counted.head is not None and is_count:
        toll = toll_state(parse, counted.head)
        if toll is not None:
            return toll
    if counted is None or counted.head is None or counted.top is None or counted.last is None:
        return _state_without_noun(numbers, place, counted)
    if counted.by_verb:
        return _state_of_measured(numbers, place, counted, counted.head)
    found = read_state(parse, (counted.top, counted.head, counted.last), is_count=is_count)
    if found is None and is_count:
        found = _state_of_action(numbers, counted.top) or premodifier_state(parse, counted.head)
        found = found or (state_of_bare(numbers, place) if counted.rule == PREDICATE else None)
    if found is None and numbers.expressions[place].dimension == "time" and _is_spent_in(numbers, place, counted):
        return clause_state(numbers, place)
    if found is None and (is_count or numbers.expressions[place].unit == "percent"):
        beside = harm_before(numbers, place) or charge_before(parse, counted.head)
        return beside or (None if is_whole(numbers, place) else state_behind(parse, counted.last))
    return found


def _counts(numbers: Numbers, place: int, counted: Counted | None) -> bool:
    """Whether things are counted: also by their share ("half of the workers"), and a quake by its magnitude."""
    expression = numbers.expressions[place]
    if expression.unit == "percent" and counted is not None and counted.head is not None and counted.start is not None:
        return counted.start > expression.end and numbers.parse.tokens[counted.head].tag in {"NNS", "NNPS"}
    return expression.unit in {"count", "magnitude"}


def _state_without_noun(numbers: Numbers, place: int, counted: Counted | None) -> State | None:
    if numbers.expressions[place].unit == "count":
        found = state_of_bare(numbers, place)
        if counted is not None and counted.rule == PARENT:
            return None
        if found is None and counted is not None and counted.rule == PLACE and counted.top is not None:
            return read_state(numbers.parse, (counted.top, counted.top, counted.top), is_count=True)
        return found
    anchor = numbers.anchors[place]
    if numbers.expressions[place].dimension == "time" and counted is None:
        return clause_state(numbers, place)
    has_state = numbers.expressions[place].dimension in {"currency", "area", "percent"}
    if anchor is None or not has_state or (counted is not None and counted.start is not None and counted.rule != LAND):
        return None
    return read_state(numbers.parse, (anchor, anchor, anchor), is_count=False)


def _state_of_action(numbers: Numbers, top: int) -> State | None:
    """ "the current deployment is put at 10,000 troops": the noun of action that the number is said of."""
    role = roles.measured(numbers.parse, top, numbers.taken)
    return noun_state(numbers.parse, role.noun) if role is not None and role.noun != top else None


def _state_of_measured(numbers: Numbers, place: int, counted: Counted, noun: int) -> State | None:
    """The state of a noun that a verb measures: what changed it, or its own role ("men, put at 10,000, joined")."""
    parse, anchor = numbers.parse, numbers.anchors[place]
    changed = read_change(parse, anchor, noun)
    if changed is None and anchor is not None and numbers.expressions[place].unit != "count":
        return _state_of_valued(numbers, place, noun)
    if changed is not None or anchor is None or numbers.expressions[place].unit != "count":
        return changed
    participle = (
        None if counted.top == noun else read_participle(parse, (counted.top or noun, noun, counted.last or noun))
    )
    if participle is not None:
        return participle
    if noun in ancestors(parse, anchor):
        return read_state(parse, (noun, noun, noun), is_count=False, is_agent=True)
    return state_of_bare(numbers, place) or premodifier_state(parse, noun)


def _state_of_valued(numbers: Numbers, place: int, noun: int) -> State | None:
    """ "stole diamonds valued at 80 million euros", "the tremor lasted 30 seconds"."""
    anchor = numbers.anchors[place]
    if anchor is not None and noun in ancestors(numbers.parse, anchor):
        return read_state(numbers.parse, (noun, noun, noun), is_count=False)
    return clause_state(numbers, place) if numbers.expressions[place].dimension == "time" else None


def _is_spent_in(numbers: Numbers, place: int, counted: Counted) -> bool:
    """ "sentenced to three years in prison": the verb gives the years."""
    return counted.start is not None and numbers.text[numbers.expressions[place].end : counted.start].strip() == "in"
