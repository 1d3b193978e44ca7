"""What happened to a noun phrase, by its grammatical role.

In order: the participle behind it ("12 people killed"), the passive verb it is the subject of, the verb it is the
object of, a participle it governs, the verb it is the subject of, the noun it is the object of ("the killing of two
men"), a relative clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects.people import is_human_state
from tracker.language.subjects.state import State, is_predicate, participle, state_class
from tracker.language.subjects.verbroles import as_object, as_passive_subject, as_subject, by_relative
from tracker.language.subjects.verbs import (
    VERB_TAGS,
    is_passive,
    read_participle,
    state_among,
    state_of_verb,
    state_right_behind,
)
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.context import Parse, Token

_CLIMB = 6


def read_state(parse: Parse, phrase: tuple[int, int, int], *, is_count: bool, is_agent: bool = False) -> State | None:
    """The state of a noun phrase.

    `phrase` is the token whose role in the clause is that of the whole ("dozens of children"), the head noun and the
    last token. What is measured has a state only as the object of a verb, or as its subject where `is_agent`.
    """
    top, head, last = phrase
    passive = as_passive_subject(parse, top)
    if not is_count:
        given = _participle_of_amount(parse, (top, head, last))
        stuff = top < head and any(parse.tokens[child].lemma == "of" for child in parse.children[top])
        listed = parse.tokens[parse.tokens[top].head].lemma.lower() in words("states", "listing_verbs")
        return (
            passive
            or given
            or (None if listed else as_object(parse, top))
            or (
                as_subject(parse, top)
                if is_agent
                else (as_subject(parse, top) if stuff else None)
                or _inherited(parse, top)
                or _of_preposition(parse, top)
            )
        )
    participle_behind = read_participle(parse, (top, head, last))
    if participle_behind is not None and not is_human_state(state_class(participle_behind.word)):
        participle_behind = as_subject(parse, top) or _of_collection(parse, top) or participle_behind
    return (
        state_right_behind(parse, last)
        or passive
        or as_object(parse, top)
        or participle_behind
        or as_subject(parse, top)
        or _of_preposition(parse, top)
        or _by_among(parse, top)
        or by_relative(parse, (top, head, last))
        or _inherited(parse, top)
    )


def _participle_of_amount(parse: Parse, phrase: tuple[int, int, int]) -> State | None:
    """ "The 72 MHz of spectrum offered", "damages caused by the quake at $1 billion": of an amount, the participle
    right behind its noun.
    """
    found = read_participle(parse, phrase)
    if found is None or parse.tokens[found.token].tag != "VBN" or found.token > phrase[2] + 1:
        return None
    return None if parse.tokens[found.token].lemma.lower() in words("states", "unmoving_verbs") else found


def ancestors(parse: Parse, index: int) -> list[int]:
    """The tokens above token `index`, the nearest first."""
    found: list[int] = []
    while parse.tokens[index].head != index and len(found) < len(parse.tokens):
        index = parse.tokens[index].head
        found.append(index)
    return found


def read_change(parse: Parse, anchor: int | None, noun: int) -> State | None:
    """The state of what a verb of change moves: "raised taxes by", "fell by 30,000"; none of a level it moved to."""
    if anchor is None:
        return None
    index, by, level = anchor, parse.tokens[anchor].dep == "npadvmod", False
    for _ in range(_CLIMB):
        token = parse.tokens[index]
        if token.dep == "acomp" and is_predicate(token.text):
            return State(token.text.lower(), index)
        if token.tag in VERB_TAGS:
            break
        by = by or token.lemma == "by"
        level = level or token.lemma == "to"
        index = token.head
    verb = parse.tokens[index]
    if verb.lemma.lower() not in words("measuring", "moving_verbs"):
        return None
    if parse.tokens[noun].dep in {"dobj", "nsubjpass"} and parse.tokens[noun].head == verb.index:
        return State(participle(verb.lemma, verb), verb.index)
    by = by and not level and not any(parse.tokens[child].tag == "TO" for child in parse.children[anchor])
    return State(verb.text.lower() if verb.tag == "VBD" else participle(verb.lemma, verb), verb.index) if by else None


def _by_among(parse: Parse, top: int) -> State | None:
    """ "2 medics among 31 dead", "among the dead were three nurses"."""
    above = parse.tokens[top].head
    inverted = parse.tokens[above].lemma == "be" and parse.tokens[top].dep in {"attr", "nsubj"}
    for child in (*parse.children[top], *(parse.children[above] if inverted else ())):
        token = parse.tokens[child]
        if token.dep == "prep" and token.lemma.lower() in {"among", "amongst"}:
            return state_among(parse, child)
    return None


def _of_preposition(parse: Parse, top: int) -> State | None:
    """ "the killing of two activists", "charged with 25 counts"."""
    token = parse.tokens[top]
    if token.dep != "pobj":
        return None
    preposition = parse.tokens[token.head]
    above = parse.tokens[preposition.head]
    if preposition.lemma.lower() == "of":
        named: dict[str, str] = table("states")["nouns"]
        if above.lemma.lower() == "life":
            return _of_lives(parse, above)
        found = named.get(above.lemma.lower())
        attempted = any(parse.tokens[child].text.lower() == "attempted" for child in parse.children[above.index])
        if found is not None:
            return None if attempted else State(found, above.index)
        found_in_whole = _of_collection(parse, top)
        if found_in_whole is not None:
            return found_in_whole
    if preposition.lemma.lower() == "with" and above.text.lower() in {"along", "together"}:
        verb = parse.tokens[above.head]
        shared = verb.tag in VERB_TAGS and is_passive(parse, verb.index)
        return state_of_verb(parse, verb.index, passive=True) if shared else None
    if preposition.lemma.lower() in {"on", "against"}:
        struck: dict[str, str] = table("states")["on_nouns"]
        return State(struck[above.lemma.lower()], above.index) if above.lemma.lower() in struck else None
    if (
        preposition.lemma.lower() == "by"
        and above.tag == "VBN"
        and above.lemma.lower() in words("states", "agent_verbs")
    ):
        return State(above.text.lower(), above.index)
    return _of_charge(parse, preposition.lemma.lower(), above)


def _of_lives(parse: Parse, lives: Token) -> State | None:
    """ "Claimed the lives of 18 people", "has taken lives of many": only what costs lives kills."""
    verb = parse.tokens[lives.head]
    costs = lives.dep in {"dobj", "nsubjpass"} and verb.lemma.lower() in words("states", "taking_lives")
    return State("killed", lives.index) if costs else None


def _of_collection(parse: Parse, top: int) -> State | None:
    """ "a convoy of 12 trucks was heading out": what happens to the whole happens to its members."""
    token = parse.tokens[top]
    above = parse.tokens[parse.tokens[token.head].head]
    if token.dep != "pobj" or parse.tokens[token.head].lemma != "of":
        return None
    if above.lemma.lower() not in words("states", "collections"):
        return None
    whole = above.index
    return as_passive_subject(parse, whole) or as_object(parse, whole) or as_subject(parse, whole)


def _of_charge(parse: Parse, preposition: str, above: Token) -> State | None:
    """ "charged with two counts", "pleaded guilty to two", "stripped of a contract"."""
    verb = parse.tokens[above.head] if above.dep in {"acomp", "oprd", "xcomp"} and above.pos == "ADJ" else above
    takes: dict[str, list[str]] = table("states")["counts_verbs"]
    joined: dict[str, str] = table("states")["ranks_verbs"]
    if preposition == "with" and verb.lemma.lower() in joined:
        return State(joined[verb.lemma.lower()], verb.index)
    if verb.lemma.lower() not in takes.get(preposition, ()):
        return None
    return State(participle(verb.lemma, verb), verb.index)


def _inherited(parse: Parse, top: int) -> State | None:
    """Through coordination, apposition and `including`: "killed a girl and five others"."""
    token = parse.tokens[top]
    for _ in range(_CLIMB):
        above = parse.tokens[token.head]
        if above.index == token.index:
            return None
        including = above.dep == "prep" and above.lemma.lower() in {"include", "including", "among", "amongst"}
        if token.dep == "pobj" and including:
            above = parse.tokens[above.head]
        elif token.dep not in {"conj", "appos"}:
            return None
        if above.tag in VERB_TAGS:
            return None
        token = above
        found = (
            as_passive_subject(parse, token.index)
            or as_object(parse, token.index)
            or as_subject(parse, token.index)
            or _of_preposition(parse, token.index)
        )
        if found is not None:
            return found
    return None
