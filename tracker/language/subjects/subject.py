"""What each number of a sentence counts or measures, what happened to that, and what it is a part of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.language.subjects.counted import find_counted
from tracker.language.subjects.elided import is_lasting, state_of_bare
from tracker.language.subjects.normalform import Phrase, normal_subject
from tracker.language.subjects.nounstates import toll_state
from tracker.language.subjects.numbered import (
    COMPARED,
    CORRECTED,
    IMPLIED,
    KIND,
    LABEL,
    LEVEL,
    SAME,
    Counted,
    numbers_of,
)
from tracker.language.subjects.outcomes import in_the_end
from tracker.language.subjects.ownstate import own_state
from tracker.language.subjects.state import State, is_predicate
from tracker.language.subjects.surface import restatement_end, verb_from
from tracker.language.subjects.verbs import is_passive
from tracker.language.syntax import parse_one
from tracker.model import Kind, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import DocumentContext
    from tracker.language.subjects.numbered import Numbers
    from tracker.model import Expression, Subject

_OF_IT = re.compile(r"\s+of (?:it|them|that|this)\b", re.IGNORECASE)
_READ = frozenset({Kind.QUANTITY, Kind.AGE})


@dataclass(frozen=True, slots=True)
class SubjectReading:
    """What a number counts.

    `counted` is as the text has it; `start:end` its span in this sentence, None where it was resolved from elsewhere;
    `verb` the token that `state` came from; `part_of` the expression of this sentence that this one is a part of.
    """

    counted: str | None = None
    start: int | None = None
    end: int | None = None
    subject: Subject | None = None
    state: str | None = None
    verb: int | None = None
    part_of: int | None = None
    steps: tuple[Step, ...] = ()


def read_subjects(context: DocumentContext, index: int) -> list[SubjectReading | None]:
    """What each expression of sentence `index` counts; None for expressions that are no quantity and no age."""
    sentence = context.sentences[index]
    readings: list[SubjectReading | None] = [None] * len(sentence.expressions)
    if sentence.parse is None:
        return readings
    numbers = numbers_of(sentence, sentence.parse)
    counted: list[Counted | None] = []
    for place, expression in enumerate(sentence.expressions):
        found = find_counted(numbers, place, counted) if expression.kind in _READ else None
        if found is not None and found.rule == IMPLIED and not any(counted):
            later = expression, state_of_bare(numbers, place)
            found = _from_sentence_before(context, index, later) or found
        if found is None:
            found = _of_it(context, index, expression)
        counted.append(found)
        if expression.kind is Kind.AGE:
            readings[place] = _age(found)
        elif expression.kind is Kind.QUANTITY:
            whole = numbers.wholes[place]
            state = in_the_end(numbers, place, _state(numbers, place, found, readings, whole))
            readings[place] = _quantity(context, index, found, state, whole)
    return _with_asides(numbers, _shared_states(numbers, readings))


def _shared_states(numbers: Numbers, readings: list[SubjectReading | None]) -> list[SubjectReading | None]:
    """Gives "15 civilians, 3 children killed" its state twice: headlines say it once, behind the last number."""
    for place in range(len(readings) - 2, -1, -1):
        this, last = readings[place], readings[place + 1]
        if this is None or last is None or this.state is not None or this.end is None or last.part_of is not None:
            continue
        between = numbers.text[this.end : numbers.expressions[place + 1].outer_start].strip()
        if between in {"", ",", "and", "&", ", and"} and _is_behind(numbers, place + 1, last):
            step = Step("state", last.state or "", "said once for both")
            readings[place] = replace(this, state=last.state, verb=last.verb, steps=(*this.steps, step))
    return readings


def _with_asides(numbers: Numbers, readings: list[SubjectReading | None]) -> list[SubjectReading | None]:
    """Gives a number and what restates it the same state: "24 (44 percent) changed hands"."""
    for place in range(len(readings) - 1):
        this, aside = readings[place], readings[place + 1]
        end = restatement_end(numbers, place)
        if this is None or aside is None or end is None:
            continue
        verb = verb_from(numbers.parse, end) if this.state is None else None
        if verb is not None:
            this = readings[place] = replace(this, state=verb.word, verb=verb.token)
        if aside.state is None and this.state is not None:
            step = Step("state", this.state, "said of the number that it restates")
            readings[place + 1] = replace(aside, state=this.state, verb=this.verb, steps=(*aside.steps, step))
    return readings


def _is_behind(numbers: Numbers, place: int, reading: SubjectReading) -> bool:
    """Whether the state is a predicate right behind the phrase, or what is said of it in the passive."""
    if reading.verb is None or reading.state is None:
        return False
    end = numbers.expressions[place].end if reading.end is None else reading.end
    verb = numbers.parse.tokens[reading.verb]
    if verb.tag == "VBN" and end <= verb.start and is_passive(numbers.parse, reading.verb):
        return all(token.pos in {"AUX", "ADV"} for token in numbers.parse.tokens if end <= token.start < verb.start)
    return is_predicate(reading.state) and end <= verb.start and not numbers.text[end : verb.start].strip()


def _from_sentence_before(
    context: DocumentContext, index: int, later: tuple[Expression, State | None]
) -> Counted | None:
    """The people that "Two died later" are two of: those counted last, in the plural, in the sentence before."""
    numbers, counted = _sentence_before(context, index)
    for place in reversed(range(len(counted))):
        found = counted[place]
        if numbers is not None and found is not None and is_lasting(numbers, place, found, later):
            return Counted(found.text, "the noun of the sentence before")
    return None


def _of_it(context: DocumentContext, index: int, expression: Expression) -> Counted | None:
    """ "It seized 400 square miles of land. It has lost 150 square miles of it": what was measured before."""
    if expression.unit == "count" or not _OF_IT.match(context.sentences[index].text, expression.end):
        return None
    numbers, counted = _sentence_before(context, index)
    for place in reversed(range(len(counted))):
        found = counted[place]
        if numbers is None or found is None:
            continue
        if numbers.expressions[place].dimension in {expression.dimension, "count"}:
            return Counted(found.text, "the noun of the sentence before")
    return None


def _sentence_before(context: DocumentContext, index: int) -> tuple[Numbers | None, list[Counted | None]]:
    """The sentence before in the same part, with what its numbers count; nothing where it has no numbers."""
    before = context.sentences[index - 1] if index else None
    if before is None or before.sentence.part is not context.sentences[index].sentence.part:
        return None, []
    if not any(expression.kind in _READ for expression in before.expressions):
        return None, []
    # A sentence whose ages were settled without the parser is parsed once it is asked about.
    numbers = numbers_of(before, before.parse or parse_one(before.text))
    counted: list[Counted | None] = []
    for place, expression in enumerate(before.expressions):
        counted.append(find_counted(numbers, place, counted) if expression.kind in _READ else None)
    return numbers, counted


def _age(counted: Counted | None) -> SubjectReading:
    if counted is None:
        return SubjectReading()
    return SubjectReading(counted.text, counted.start, counted.end, steps=(_counted_step(counted),))


def _counted_step(counted: Counted) -> Step:
    return Step("counted", counted.text, counted.rule)


def _quantity(
    context: DocumentContext, index: int, counted: Counted | None, state: State | None, whole: int | None
) -> SubjectReading:
    parse = context.sentences[index].parse
    steps: list[Step] = []
    subject = None
    if counted is not None:
        phrase = Phrase(counted.text, counted.start, counted.head if counted.start is not None else None)
        subject, reasons = normal_subject(context, index, phrase, state)
        steps = [_counted_step(counted), *reasons]
    if state is not None and parse is not None:
        steps.append(Step("state", parse.tokens[state.token].text, state.word))
    if whole is not None:
        expression = context.sentences[index].expressions[whole]
        surface = context.sentences[index].text[expression.start : expression.end]
        steps.append(Step("part_of", surface, "the number before it"))
    return SubjectReading(
        counted=counted.text if counted else None,
        start=counted.start if counted else None,
        end=counted.end if counted else None,
        subject=subject,
        state=state.word if state else None,
        verb=state.token if state else None,
        part_of=whole,
        steps=tuple(steps),
    )


def _state(
    numbers: Numbers,
    place: int,
    counted: Counted | None,
    earlier: Sequence[SubjectReading | None],
    whole: int | None,
) -> State | None:
    """What happened to the counted; a part of another number, or the same again, has that one's."""
    if counted is not None and counted.rule == LABEL and counted.head is not None:
        is_toll = numbers.expressions[place].unit == "count"  # and not the "net loss" of a report
        return toll_state(numbers.parse, counted.head) if is_toll else None
    if counted is not None and counted.rule == LEVEL:
        return None  # "jumped $3 to $92": the level is where it came to rest
    if counted is not None and counted.like is not None and _is_again(numbers, place, counted):
        whole = counted.like
    kept = counted is not None and counted.rule in {COMPARED, CORRECTED, KIND} and whole is not None
    found = None if kept else own_state(numbers, place, counted)
    if found is None and whole is not None and (reading := earlier[whole]) is not None:
        return State(reading.state, reading.verb) if reading.state is not None and reading.verb is not None else None
    return found


def _is_again(numbers: Numbers, place: int, counted: Counted) -> bool:
    """Whether the same happened to as many at another time, or so it is said once more."""
    if counted.rule == COMPARED:
        return numbers.expressions[place].unit == "count"
    return counted.rule in {SAME, CORRECTED}
