"""How what happened to people ended: "fatally shot", "struck and killed", "two of them fatally"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects.elided import fatally_behind
from tracker.language.subjects.state import State, state_class
from tracker.language.subjects.verbs import is_deadly, object_of
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from tracker.language.context import Parse
    from tracker.language.subjects.numbered import Numbers

_FATES = frozenset({"killed", "injured"})
_PARTICIPLES = frozenset({"VBN", "VBD"})
_MARKS = frozenset({",", ";", ":", "-", "--", "–", "—", "("})


def in_the_end(numbers: Numbers, place: int, found: State | None) -> State | None:
    """A state with how it ended, where words right beside it or behind the number say so."""
    if found is None or state_class(found.word) == "killed":
        return found
    parse = numbers.parse
    fatally = fatally_behind(numbers, place) if numbers.expressions[place].unit == "count" else None
    if fatally is not None:
        return fatally
    deadly = _deadly_at(parse, found.token)
    if deadly is not None:
        return State(f"{deadly} {found.word}", found.token)
    return (None if state_class(found.word) in _FATES else _fate_behind(parse, found)) or found


def _deadly_at(parse: Parse, verb: int) -> str | None:
    """ "Fatally shot", "shot a guard fatally", and not "16 shot, one fatally"."""
    marks = [token.index for token in parse.tokens[verb:] if token.text in _MARKS]
    near = [index for index in (verb - 1, *parse.children[verb]) if index < (marks[0] if marks else len(parse.tokens))]
    return next((parse.tokens[index].text.lower() for index in near if is_deadly(parse, index)), None)


def _fate_behind(parse: Parse, found: State) -> State | None:
    """ "Struck and killed": the second of two participles, where it is a fate and takes nobody else."""
    joint, after = [*parse.tokens[found.token + 1 : found.token + 3], None, None][:2]
    if joint is None or after is None or joint.text.lower() != "and" or after.tag not in _PARTICIPLES:
        return None
    first = parse.tokens[found.token]
    if (
        state_class(after.text) not in _FATES
        or first.tag not in _PARTICIPLES
        or after.lemma.lower() not in words("states", "harm_verbs")
    ):
        return None
    return None if object_of(parse, after.index) is not None else State(after.text.lower(), after.index)
