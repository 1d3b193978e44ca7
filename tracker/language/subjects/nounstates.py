"""The state that a noun itself says of people: a toll, what stands before it, a noun of action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects.state import State, is_predicate
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.context import Parse


def toll_state(parse: Parse, head: int) -> State | None:
    """The state that a noun counting people as a toll stands for ("fatalities", "the death toll")."""
    named: dict[str, str] = table("states")["toll_nouns"]
    found = named.get(parse.tokens[head].lemma.lower()) or named.get(parse.tokens[head].text.lower())
    return State(found, head) if found is not None else None


def premodifier_state(parse: Parse, noun: int) -> State | None:
    """ "a tally of missing hikers", "12 injured passengers", "12 bodies": the state that the noun phrase says."""
    named: dict[str, str] = table("states")["object_nouns"]
    if parse.tokens[noun].lemma.lower() in named:
        return State(named[parse.tokens[noun].lemma.lower()], noun)
    for child in parse.children[noun]:
        token = parse.tokens[child]
        stated = is_predicate(token.text) and token.lemma.lower() not in words("measuring", "comparatives")
        hyphened = child > 0 and parse.tokens[child - 1].text == "-"
        stated = stated or token.text.lower() in words("states", "counting_participles")
        if token.dep == "amod" and child < noun and stated and not hyphened:
            return State(token.text.lower(), child)
    return None


def noun_state(parse: Parse, noun: int) -> State | None:
    """The state that a noun of action names ("the deployment", "arrests")."""
    named: dict[str, str] = table("states")["nouns"]
    found = named.get(parse.tokens[noun].lemma.lower())
    return State(found, noun) if found is not None else None
