"""What happened to a noun phrase that is the subject or the object of a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects.nounstates import toll_state
from tracker.language.subjects.state import State, is_predicate, participle, state_class
from tracker.language.subjects.verbs import (
    VERB_TAGS,
    complement_state,
    has_modal,
    is_passive,
    light_state,
    object_of,
    state_of_verb,
    with_particle,
)
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.context import Parse


def as_passive_subject(parse: Parse, top: int) -> State | None:
    """ "Three men were wounded": the verb that the phrase is the passive subject of."""
    token = parse.tokens[top]
    if token.dep != "nsubjpass":
        return None
    found = state_of_verb(parse, token.head, passive=True)
    return None if found is None else _with_the_next(parse, found)


def _with_the_next(parse: Parse, found: State) -> State:
    """ "had been wounded or killed": both states of the passive, where they are two fates."""
    if found.token + 2 >= len(parse.tokens):
        return found
    joint, after = parse.tokens[found.token + 1], parse.tokens[found.token + 2]
    both: dict[str, str] = table("states")["both"]
    if joint.dep != "cc" or after.tag != "VBN" or joint.text.lower() not in {"or", "and"}:
        return found
    if f"{state_class(found.word)} {state_class(after.text)}" not in both:
        return found
    return State(f"{found.word} {joint.text.lower()} {after.text.lower()}", found.token)


def as_object(parse: Parse, top: int) -> State | None:
    """ "The flood displaced 40 families": the verb that the phrase is the object of."""
    token = parse.tokens[top]
    verb = parse.tokens[token.head]
    # "scored 31 points": the parser takes some objects for measures.
    is_measure = token.dep == "npadvmod" and verb.tag in VERB_TAGS and token.tag == "NNS" and token.lemma != "time"
    if token.dep not in {"dobj", "obj"} and not (is_measure and object_of(parse, verb.index) is None):
        return None
    lemma = verb.lemma.lower()
    if lemma in words("states", "leave_verbs"):
        complement = complement_state(parse, verb.index) or (_left_so(parse, top) if lemma == "leave" else None)
        if complement is not None:
            return complement
    if lemma in words("states", "listing_verbs"):
        return _of_listed(parse, verb.index)
    lost: dict[str, str] = table("states")["objects"]
    if lemma in lost:
        return State(lost[lemma], verb.index)
    scored = lemma in {"make", "get"} and token.lemma.lower() in words("states", "scored_nouns")
    if lemma in words("states", "no_state_verbs") and not scored:
        return None
    if lemma in words("states", "causing_verbs"):
        return _of_caused(parse, verb.index)
    if lemma in words("states", "weak_verbs"):
        relative = by_relative(parse, (top,))
        if relative is not None:
            return relative
    word = verb.text.lower() if verb.tag == "VB" and has_modal(parse, verb.index) else participle(lemma, verb)
    return _with_the_other(parse, State(with_particle(parse, word, verb.index), verb.index))


def _of_caused(parse: Parse, verb: int) -> State | None:
    """ "The battle prompted 900 residents to flee": what they were brought to do."""
    for child in parse.children[verb]:
        token = parse.tokens[child]
        if token.dep in {"xcomp", "ccomp"} and token.tag == "VB" and child > verb:
            return State(participle(token.lemma, token), child)
    token = parse.tokens[verb]
    return State(participle(token.lemma, token), verb)


def _with_the_other(parse: Parse, found: State) -> State:
    """ "killed or wounded 30": both states, where the first verb has no object of its own and they are two fates."""
    verb = parse.tokens[found.token]
    first = parse.tokens[verb.head]
    if verb.dep != "conj" or first.tag not in VERB_TAGS or object_of(parse, first.index) is not None:
        return found
    between = parse.tokens[first.index + 1 : verb.index]
    joint = next((token.text.lower() for token in between if token.dep == "cc"), None)
    word = participle(first.lemma, first)
    both: dict[str, str] = table("states")["both"]
    if joint is None or len(between) > 2 or f"{state_class(word)} {state_class(found.word)}" not in both:
        return found
    return State(f"{word} {joint} {found.word}", first.index)


def _left_so(parse: Parse, top: int) -> State | None:
    """ "left 35 people, including 22 children, dead", "left two with serious burns"."""
    harms: dict[str, str] = table("states")["light_verbs"]["have"]
    for token in parse.tokens[top + 1 : top + 9]:
        if token.text.lower() == "with":
            harmed = (
                State(harms[t.lemma], t.index) for t in parse.tokens[token.index : token.index + 4] if t.lemma in harms
            )
            return next(harmed, None)
        if token.text.lower() in {".", ";", ":", "with", "to", "by"} or token.tag in {"VBD", "VBZ", "VBP", "MD"}:
            return None
        if is_predicate(token.text) and token.tag in {"JJ", "VBN", "NN"}:
            return State(token.text.lower(), token.index)
    return None


def _of_listed(parse: Parse, verb: int) -> State | None:
    """ "The dead included six children"."""
    for child in parse.children[verb]:
        token = parse.tokens[child]
        if token.dep == "nsubj":
            return State(token.text.lower(), child) if is_predicate(token.text) else toll_state(parse, child)
    return None


def as_subject(parse: Parse, top: int) -> State | None:
    """ "Nine people died": the verb that the phrase is the subject of."""
    token = parse.tokens[top]
    if token.dep != "nsubj":
        return None
    verb = parse.tokens[token.head]
    if (
        verb.tag == "JJ"
        and verb.dep in {"ccomp", "oprd", "acomp"}
        and not any(parse.tokens[child].dep == "aux" for child in parse.children[verb.index])
    ):
        governor = parse.tokens[verb.head]  # "has massed 50,000 troops ready to be sent"
        if governor.tag in VERB_TAGS and governor.lemma.lower() not in words("states", "no_state_verbs"):
            return State(participle(governor.lemma, governor), governor.index)
    lemma = verb.lemma.lower()
    found = object_of(parse, verb.index)
    if lemma in words("states", "harm_verbs"):
        return None if found is not None else State(participle(lemma, verb), verb.index)
    if found is not None and lemma in words("states", "causing_verbs"):
        return None
    return state_of_verb(parse, verb.index, passive=False)


def by_relative(parse: Parse, nouns: tuple[int, ...]) -> State | None:
    """A relative clause right behind the noun: "who were wounded", "they seized"."""
    for noun in dict.fromkeys(nouns):
        for child in parse.children[noun]:
            if parse.tokens[child].dep == "relcl" and _first_of_clause(parse, child) <= max(nouns) + 2:
                return _of_relative(parse, child)
    return None


def _first_of_clause(parse: Parse, verb: int) -> int:
    return min((verb, *parse.children[verb]))


def _of_relative(parse: Parse, verb: int) -> State | None:
    token = parse.tokens[verb]
    if any(parse.tokens[child].tag == "TO" for child in parse.children[verb]) or token.tag not in VERB_TAGS:
        return None
    subjects = [
        parse.tokens[child] for child in parse.children[verb] if parse.tokens[child].dep in {"nsubj", "nsubjpass"}
    ]
    if is_passive(parse, verb):
        return state_of_verb(parse, verb, passive=True)
    if object_of(parse, verb) is not None:
        return light_state(parse, token)
    if subjects and subjects[0].tag not in {"WP", "WDT"}:
        return (
            None
            if token.lemma.lower() in words("states", "no_state_verbs")
            else State(participle(token.lemma, token), verb)
        )
    return None if token.lemma.lower() in words("states", "harm_verbs") else state_of_verb(parse, verb, passive=False)
