"""How what happened to people ended: "fatally shot", "struck and killed", "stabbed, one of them fatally"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects.numbered import first_after
from tracker.language.subjects.state import State, state_class
from tracker.language.subjects.verbs import object_of
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from tracker.language.context import Parse
    from tracker.language.subjects.numbered import Numbers

_FATES = frozenset({"killed", "injured"})
_PARTICIPLES = frozenset({"VBN", "VBD"})
_OF_THEM = ("of", "them", "whom", "those", "these")


def in_the_end(numbers: Numbers, place: int, found: State | None) -> State | None:
    """A state with how it ended, where words right beside it or beside the number say so."""
    if found is None or state_class(found.word) == "killed":
        return found
    parse = numbers.parse
    deadly = _deadly_after(numbers, place) or _deadly_at(parse, found.token)
    if deadly is not None:
        return State(f"{deadly} {found.word}", found.token)
    return (None if state_class(found.word) in _FATES else _fate_behind(parse, found)) or found


def _deadly_after(numbers: Numbers, place: int) -> str | None:
    """ "One fatally", "two of them fatally"."""
    tokens = numbers.parse.tokens
    index = first_after(numbers, numbers.expressions[place].end)
    while index < len(tokens) and tokens[index].text.lower() in _OF_THEM:
        index += 1
    closed = index + 1 >= len(tokens) or tokens[index + 1].tag[0] != "V"
    return _deadly(numbers.parse, index) if closed else None


def _deadly_at(parse: Parse, verb: int) -> str | None:
    beside = (_deadly(parse, index) for index in (verb - 1, verb + 1, *parse.children[verb]))
    return next((word for word in beside if word is not None), None)


def _deadly(parse: Parse, index: int) -> str | None:
    """The token's word, where it says that the state ended in death, and not "not" or "nearly" so."""
    if not 0 <= index < len(parse.tokens):
        return None
    word = parse.tokens[index].text.lower()
    before = {token.text.lower() for token in parse.tokens[max(index - 2, 0) : index]}
    return word if word in words("states", "deadly") and not before & words("states", "not_deadly") else None


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
