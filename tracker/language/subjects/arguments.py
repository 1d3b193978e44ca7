"""The nouns that are the subject and the object of a verb, also where the parser puts them elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects.nounphrase import is_noun
from tracker.language.subjects.state import is_third_person_harm
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.language.context import Parse, Token

CLIMB = 8
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj"})
VERBS = frozenset({"VERB", "AUX"})


def can_be_counted(token: Token, taken: Collection[int]) -> bool:
    """Whether the noun is what a number may be said of: no other number, and no word that only refers back."""
    if token.index in taken or token.text.lower() in words("heads", "others") or is_third_person_harm(token.text):
        return False
    return is_noun(token)


def object_noun(parse: Parse, verb: Token, taken: Collection[int]) -> int | None:
    """The noun that is the object of a verb and holds no other number."""
    for child in parse.children[verb.index]:
        token = parse.tokens[child]
        if token.dep in OBJECTS and is_noun(token) and child not in taken:
            return child
    return None


def subject_of(parse: Parse, verb: int, taken: Collection[int]) -> int | None:
    """The noun that is the subject of a verb, found through control, coordination, participles and relative clauses."""
    for _ in range(CLIMB):
        token = parse.tokens[verb]
        for child in parse.children[verb]:
            candidate = parse.tokens[child]
            if candidate.dep in _SUBJECTS and child not in taken:
                if can_be_counted(candidate, taken):
                    return child
                if candidate.tag in {"WDT", "WP"}:
                    break
                return partitive(parse, child)
            if candidate.dep in _SUBJECTS and child in taken:
                return partitive(parse, child)
        above = parse.tokens[token.head]
        if token.dep in {"acl", "relcl", "xcomp"} and is_noun(above):
            return above.index
        if token.dep == "pcomp" and parse.tokens[above.head].pos in VERBS:
            verb = above.head
            continue
        if token.dep in {"xcomp", "conj", "aux", "advcl", "ccomp"} and above.index != verb and above.pos in VERBS:
            if token.dep in {"xcomp", "advcl"}:
                noun = object_noun(parse, above, taken) if token.dep == "xcomp" else None
                if noun is not None:
                    return noun
            if token.dep == "ccomp":
                break
            verb = above.index
            continue
        break
    return _just_before(parse, verb, taken)


def _just_before(parse: Parse, verb: int, taken: Collection[int]) -> int | None:
    """The noun right before a finite verb that the parser gave no subject ("... homes and the death toll may be")."""
    index = verb - 1
    while index >= 0 and (parse.tokens[index].pos in {"AUX", "ADV", "PART"} or parse.tokens[index].tag == "MD"):
        index -= 1
    if index < 0 or (parse.tokens[verb].tag in {"VBG", "VBN"} and index == verb - 1):
        return None
    return index if can_be_counted(parse.tokens[index], taken) else None


def partitive(parse: Parse, index: int) -> int | None:
    """ "One of the cables is 40 km long": the cables."""
    for child in parse.children[index]:
        if parse.tokens[child].dep == "prep" and parse.tokens[child].lemma == "of":
            for below in parse.children[child]:
                if is_noun(parse.tokens[below]):
                    return below
    return None


def object_above(parse: Parse, index: int, taken: Collection[int]) -> int | None:
    """The object, else the subject, of the nearest verb above token `index`."""
    for _ in range(CLIMB):
        token = parse.tokens[index]
        if token.pos == "VERB":
            inner = [parse.tokens[child] for child in parse.children[index] if parse.tokens[child].dep == "xcomp"]
            objects = [noun for verb in (token, *inner) if (noun := object_noun(parse, verb, taken)) is not None]
            noun = objects[0] if objects else subject_of(parse, index, taken)
            return noun if noun is not None and parse.tokens[noun].pos == "NOUN" else None
        if token.head == index:
            return None
        index = token.head
    return None
