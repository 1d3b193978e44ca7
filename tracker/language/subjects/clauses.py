"""The verb of the clause that says how long or how often: "worked there for 15 years", "was called three times"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects.numbered import first_after
from tracker.language.subjects.state import State, participle
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from tracker.language.context import Parse, Token
    from tracker.language.subjects.numbered import Numbers

_CLIMB = 8
_LASTING = frozenset({"for", "to", "in", "during", "over", "throughout"})
_WAYS = frozenset(
    {"npadvmod", "nummod", "quantmod", "amod", "nmod", "advmod", "pobj", "dobj", "conj", "appos", "nsubj", "attr"}
)


def is_frequency(sentence: Numbers, place: int) -> bool:
    """Whether the number says how often ("three times", "two or three times a week")."""
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    index = first_after(sentence, expression.end)
    while index < len(tokens) and tokens[index].text.lower() in {"more", "other", "different", "separate"}:
        index += 1
    return expression.unit == "count" and index < len(tokens) and tokens[index].text.lower() == "times"


def clause_state(sentence: Numbers, place: int) -> State | None:
    """What is done so long or so often: the participle of the verb, an infinitive as the text has it."""
    anchor = sentence.anchors[place]
    verb = None if anchor is None else _verb_above(sentence.parse, anchor)
    if verb is None or verb.lemma.lower() in words("states", "no_state_verbs") - words("states", "lasting_verbs"):
        return None
    if verb.tag in {"VB", "VBG", "VBD"}:
        return State(verb.text.lower(), verb.index)
    return State(participle(verb.lemma, verb), verb.index)


def _verb_above(parse: Parse, index: int) -> Token | None:
    """The nearest verb above that the token is a measure, an object or the subject of."""
    for _ in range(_CLIMB):
        token = parse.tokens[index]
        above = parse.tokens[token.head]
        if token.dep == "prep":
            if token.lemma.lower() not in _LASTING:
                return None
        elif token.dep not in _WAYS:
            return None
        if above.index == index:
            return None
        if above.pos == "VERB":
            trying = parse.tokens[above.head]
            tried = above.dep == "xcomp" and trying.lemma.lower() in words("states", "trying_verbs")
            return trying if tried else above
        index = above.index
    return None


def verb_before(sentence: Numbers, place: int) -> State | None:
    """The verb before "3 times", where the parser ties that to a noun."""
    tokens = sentence.parse.tokens
    start = first_after(sentence, sentence.expressions[place].outer_start)
    for token in reversed(tokens[max(0, start - _CLIMB) : start]):
        if token.text in {",", ";", ":"}:
            return None
        if token.pos == "VERB" and token.lemma.lower() not in words("states", "no_state_verbs"):
            return State(participle(token.lemma, token), token.index)
    return None
