"""What happened to a noun phrase, by its grammatical role.

In order: the participle behind it ("12 people killed"), the passive verb it is the subject of, the verb it is the
object of, a participle it governs, the verb it is the subject of, the noun it is the object of ("the killing of two
men"), a relative clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects.people import is_human_state
from tracker.language.subjects.state import State, is_predicate, participle, state_class
from tracker.language.subjects.verbs import (
    VERB_TAGS,
    complement_state,
    has_modal,
    is_passive,
    light_state,
    object_of,
    read_participle,
    state_among,
    state_of_verb,
    state_right_behind,
    with_particle,
)
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.context import Parse, Token

_CLIMB = 6


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


def read_state(parse: Parse, phrase: tuple[int, int, int], *, is_count: bool, is_agent: bool = False) -> State | None:
    """The state of a noun phrase.

    `phrase` is the token whose role in the clause is that of the whole ("dozens of children"), the head noun and the
    last token. What is measured has a state only as the object of a verb, or as its subject where `is_agent`.
    """
    top, head, last = phrase
    passive = _as_passive_subject(parse, top)
    if not is_count:
        given = _participle_of_amount(parse, (top, head, last))
        stuff = top < head and any(parse.tokens[child].lemma == "of" for child in parse.children[top])
        listed = parse.tokens[parse.tokens[top].head].lemma.lower() in words("states", "listing_verbs")
        return (
            passive
            or given
            or (None if listed else _as_object(parse, top))
            or (
                _as_subject(parse, top)
                if is_agent
                else (_as_subject(parse, top) if stuff else None)
                or _inherited(parse, top)
                or _of_preposition(parse, top)
            )
        )
    participle_behind = read_participle(parse, (top, head, last))
    if participle_behind is not None and not is_human_state(state_class(participle_behind.word)):
        participle_behind = _as_subject(parse, top) or _of_collection(parse, top) or participle_behind
    return (
        state_right_behind(parse, last)
        or passive
        or _as_object(parse, top)
        or participle_behind
        or _as_subject(parse, top)
        or _of_preposition(parse, top)
        or _by_among(parse, top)
        or _by_relative(parse, (top, head, last))
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


def _as_passive_subject(parse: Parse, top: int) -> State | None:
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


def _by_among(parse: Parse, top: int) -> State | None:
    """ "2 medics among 31 dead", "among the dead were three nurses"."""
    above = parse.tokens[top].head
    inverted = parse.tokens[above].lemma == "be" and parse.tokens[top].dep in {"attr", "nsubj"}
    for child in (*parse.children[top], *(parse.children[above] if inverted else ())):
        token = parse.tokens[child]
        if token.dep == "prep" and token.lemma.lower() in {"among", "amongst"}:
            return state_among(parse, child)
    return None


def _as_object(parse: Parse, top: int) -> State | None:
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
        relative = _by_relative(parse, (top,))
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


def _as_subject(parse: Parse, top: int) -> State | None:
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


def _of_preposition(parse: Parse, top: int) -> State | None:
    """ "the killing of two activists", "charged with 25 counts"."""
    token = parse.tokens[top]
    if token.dep != "pobj":
        return None
    preposition = parse.tokens[token.head]
    above = parse.tokens[preposition.head]
    if preposition.lemma.lower() == "of":
        named: dict[str, str] = table("states")["nouns"]
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


def _of_collection(parse: Parse, top: int) -> State | None:
    """ "a convoy of 12 trucks was heading out": what happens to the whole happens to its members."""
    token = parse.tokens[top]
    above = parse.tokens[parse.tokens[token.head].head]
    if token.dep != "pobj" or parse.tokens[token.head].lemma != "of":
        return None
    if above.lemma.lower() not in words("states", "collections"):
        return None
    whole = above.index
    return _as_passive_subject(parse, whole) or _as_object(parse, whole) or _as_subject(parse, whole)


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


def _by_relative(parse: Parse, nouns: tuple[int, ...]) -> State | None:
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
            _as_passive_subject(parse, token.index)
            or _as_object(parse, token.index)
            or _as_subject(parse, token.index)
            or _of_preposition(parse, token.index)
        )
        if found is not None:
            return found
    return None
