"""What happened to a noun phrase, by its grammatical role.

In order: the participle behind it ("12 people killed"), the passive verb it is the subject of, the verb it is the
object of, a participle it governs, the verb it is the subject of, the noun it is the object of ("the killing of two
men"), a relative clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects.people import is_human_state
from tracker.language.subjects.state import State, is_predicate, participle, state_class
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.context import Parse, Token

_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_CLIMB = 6


def _with_particle(parse: Parse, word: str, verb: int) -> str:
    """ "laid off", "shot down", "written off"."""
    for child in parse.children[verb]:
        token = parse.tokens[child]
        beside = child == verb + 1 and token.text.lower() in words("states", "particles")
        if child > verb and (token.dep == "prt" or (token.dep == "advmod" and beside)):
            return f"{word} {token.text.lower()}"
    return word


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
        listed = parse.tokens[parse.tokens[top].head].lemma.lower() in words("states", "listing_verbs")
        return (
            passive
            or (None if listed else _as_object(parse, top))
            or (_as_subject(parse, top) if is_agent else _inherited(parse, top) or _of_preposition(parse, top))
        )
    participle_behind = read_participle(parse, (top, head, last))
    if participle_behind is not None and not is_human_state(state_class(participle_behind.word)):
        participle_behind = _as_subject(parse, top) or participle_behind
    return (
        _behind(parse, last)
        or passive
        or _as_object(parse, top)
        or participle_behind
        or _as_subject(parse, top)
        or _of_preposition(parse, top)
        or _by_among(parse, top)
        or _by_relative(parse, (top, head, last))
        or _inherited(parse, top)
    )


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
    index, by = anchor, parse.tokens[anchor].dep == "npadvmod"
    for _ in range(_CLIMB):
        token = parse.tokens[index]
        if token.dep == "acomp" and is_predicate(token.text):
            return State(token.text.lower(), index)
        if token.tag in _VERB_TAGS:
            break
        by = by or token.lemma == "by"
        index = token.head
    verb = parse.tokens[index]
    if verb.lemma.lower() not in words("measuring", "moving_verbs"):
        return None
    if parse.tokens[noun].dep in {"dobj", "nsubjpass"} and parse.tokens[noun].head == verb.index:
        return State(participle(verb.lemma, verb), verb.index)
    by = by and not any(parse.tokens[child].tag == "TO" for child in parse.children[anchor])
    return State(verb.text.lower() if verb.tag == "VBD" else participle(verb.lemma, verb), verb.index) if by else None


def _behind(parse: Parse, last: int) -> State | None:
    """ "12 people dead", "13 others injured": the word right behind the phrase says it."""
    if last + 1 >= len(parse.tokens):
        return None
    token = parse.tokens[last + 1]
    if not is_predicate(token.text) or token.lemma.lower() in words("measuring", "comparatives"):
        return None
    if token.tag in {"VBD", "VBZ", "VBP"} and _object_of(parse, token.index) is not None:
        return None
    governor = parse.tokens[parse.tokens[last].head]
    if token.text.lower() == "dead" and governor.lemma.lower() == "shoot":
        return State(participle("shoot", governor), governor.index)
    return State(token.text.lower(), token.index)


def _object_of(parse: Parse, verb: int) -> Token | None:
    """The noun that is the object of a verb; a bare number is none ("3 Killed 38 Injured")."""
    for child in parse.children[verb]:
        if parse.tokens[child].dep in {"dobj", "obj"} and parse.tokens[child].tag != "CD":
            return parse.tokens[child]
    return None


def _as_passive_subject(parse: Parse, top: int) -> State | None:
    token = parse.tokens[top]
    if token.dep != "nsubjpass":
        return None
    return _of_verb(parse, token.head, passive=True)


def _of_verb(parse: Parse, verb: int, *, passive: bool) -> State | None:
    """The state a verb gives; a verb that only introduces another leaves it to that one."""
    token = parse.tokens[verb]
    lemma = token.lemma.lower()
    complement = _complement(parse, verb)
    controls = words("states", "control_verbs")
    if complement is not None and lemma in controls | words("states", "leave_verbs") | words(
        "states", "no_state_verbs"
    ):
        return complement
    light = _light(parse, token)
    if light is not None:
        return light
    if token.tag not in _VERB_TAGS or lemma in controls:
        return None
    told = (passive and lemma in words("states", "passive_states")) or (not passive and _is_arrival(parse, verb))
    if lemma in words("states", "no_state_verbs") and not told:
        return None
    if not passive and token.tag == "VB" and _has_own_subject(parse, verb):
        return State(_with_particle(parse, participle(lemma, token), verb), verb)
    if not passive and token.tag in {"VBD", "VBG", "VB", "VBP"}:
        return State(_with_particle(parse, token.text.lower(), verb), verb)
    return State(_with_particle(parse, participle(lemma, token), verb), verb)


def _is_arrival(parse: Parse, verb: int) -> bool:
    """ "troops had reached the border", and not "the toll reached 43"."""
    if parse.tokens[verb].lemma.lower() not in words("states", "arrival_verbs"):
        return False
    found = _object_of(parse, verb)
    return found is not None and not any(parse.tokens[child].tag == "CD" for child in parse.children[found.index])


def _has_own_subject(parse: Parse, verb: int) -> bool:
    """ "expects 5,000 soldiers to assemble": an infinitive clause with a subject."""
    children = [parse.tokens[child] for child in parse.children[verb]]
    return any(token.tag == "TO" for token in children) and any(token.dep == "nsubj" for token in children)


def _light(parse: Parse, verb: Token) -> State | None:
    """ "received treatment", "suffered injuries": the object says what happened."""
    found = _object_of(parse, verb.index)
    pairs: dict[str, dict[str, str]] = table("states")["light_verbs"]
    word = pairs.get(verb.lemma.lower(), {}).get(found.lemma.lower()) if found is not None else None
    return State(word, found.index) if word is not None and found is not None else None


def _complement(parse: Parse, verb: int) -> State | None:
    """The adjective, participle or infinitive that a verb's subject or object is said to be or do."""
    for child in parse.children[verb]:
        token = parse.tokens[child]
        if child < verb and token.dep != "prep":
            continue
        if token.dep in {"acomp", "oprd", "attr"} and is_predicate(token.text):
            return State(token.text.lower(), child)
        if token.dep in {"acomp", "oprd", "ccomp", "advcl"} and token.tag == "VBN" and child <= verb + 2:
            return State(token.text.lower(), child)
        if token.dep == "xcomp" and token.tag in _VERB_TAGS:
            return _of_verb(parse, child, passive=_is_passive(parse, child))
        if token.dep == "prep" and token.lemma.lower() in {"among", "amongst"}:
            return _among(parse, child)
    return None


def _is_passive(parse: Parse, verb: int) -> bool:
    return any(parse.tokens[child].dep in {"nsubjpass", "auxpass"} for child in parse.children[verb])


def _among(parse: Parse, preposition: int) -> State | None:
    """ "were among those killed", "were among the dead"."""
    for child in parse.children[preposition]:
        token = parse.tokens[child]
        if is_predicate(token.text):
            return State(token.text.lower(), child)
        found = read_participle(parse, (child,)) or _behind(parse, child)
        if found is not None:
            return found
    return None


def _by_among(parse: Parse, top: int) -> State | None:
    """ "2 medics among 31 dead", "among the dead were three nurses"."""
    above = parse.tokens[top].head
    inverted = parse.tokens[above].lemma == "be" and parse.tokens[top].dep in {"attr", "nsubj"}
    for child in (*parse.children[top], *(parse.children[above] if inverted else ())):
        token = parse.tokens[child]
        if token.dep == "prep" and token.lemma.lower() in {"among", "amongst"}:
            return _among(parse, child)
    return None


def _as_object(parse: Parse, top: int) -> State | None:
    token = parse.tokens[top]
    verb = parse.tokens[token.head]
    # "scored 31 points": the parser takes some objects for measures.
    is_measure = token.dep == "npadvmod" and verb.tag in _VERB_TAGS and token.tag == "NNS" and token.lemma != "time"
    if token.dep not in {"dobj", "obj"} and not (is_measure and _object_of(parse, verb.index) is None):
        return None
    lemma = verb.lemma.lower()
    if lemma in words("states", "leave_verbs"):
        complement = _complement(parse, verb.index) or (_left_so(parse, top) if lemma == "leave" else None)
        if complement is not None:
            return complement
    if lemma in words("states", "listing_verbs"):
        return _of_listed(parse, verb.index)
    lost: dict[str, str] = table("states")["objects"]
    if lemma in lost:
        return State(lost[lemma], verb.index)
    if lemma in words("states", "no_state_verbs"):
        return None
    if lemma in words("states", "weak_verbs"):
        relative = _by_relative(parse, (top,))
        if relative is not None:
            return relative
    return _with_the_other(parse, State(_with_particle(parse, participle(lemma, verb), verb.index), verb.index))


def _with_the_other(parse: Parse, found: State) -> State:
    """ "killed or wounded 30": both states, where the first verb has no object of its own and they are two fates."""
    verb = parse.tokens[found.token]
    first = parse.tokens[verb.head]
    if verb.dep != "conj" or first.tag not in _VERB_TAGS or _object_of(parse, first.index) is not None:
        return found
    between = parse.tokens[first.index + 1 : verb.index]
    joint = next((token.text.lower() for token in between if token.dep == "cc"), None)
    word = participle(first.lemma, first)
    both: dict[str, str] = table("states")["both"]
    if joint is None or len(between) > 2 or f"{state_class(word)} {state_class(found.word)}" not in both:
        return found
    return State(f"{word} {joint} {found.word}", first.index)


def _left_so(parse: Parse, top: int) -> State | None:
    """ "left 35 people, including 22 children, dead"."""
    for token in parse.tokens[top + 1 : top + 9]:
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
        if governor.tag in _VERB_TAGS and governor.lemma.lower() not in words("states", "no_state_verbs"):
            return State(participle(governor.lemma, governor), governor.index)
    lemma = verb.lemma.lower()
    found = _object_of(parse, verb.index)
    if lemma in words("states", "harm_verbs"):
        return None if found is not None else State(participle(lemma, verb), verb.index)
    if found is not None and lemma in words("states", "causing_verbs"):
        return None
    return _of_verb(parse, verb.index, passive=False)


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
        if above.lemma.lower() in words("states", "collections"):
            return _as_passive_subject(parse, above.index) or _as_object(parse, above.index)
    if preposition.lemma.lower() == "with" and above.text.lower() in {"along", "together"}:
        verb = parse.tokens[above.head]
        shared = verb.tag in _VERB_TAGS and _is_passive(parse, verb.index)
        return _of_verb(parse, verb.index, passive=True) if shared else None
    if preposition.lemma.lower() in {"on", "against"}:
        struck: dict[str, str] = table("states")["on_nouns"]
        return State(struck[above.lemma.lower()], above.index) if above.lemma.lower() in struck else None
    return _of_charge(parse, preposition.lemma.lower(), above)


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


def read_participle(parse: Parse, nouns: tuple[int, ...]) -> State | None:
    """A participle that the noun governs: "2,200 evacuated from", "thousands of civilians fleeing"."""
    for noun in dict.fromkeys(nouns):
        for child in parse.children[noun]:
            token = parse.tokens[child]
            if child < noun or token.dep != "acl" or child > max(nouns) + 3:
                continue
            silent = words("states", "no_state_verbs") - words("states", "passive_states")
            if token.tag == "VBN" and token.lemma.lower() not in silent:
                return State(token.text.lower(), child)
            if token.tag == "VBG" and token.lemma.lower() not in words("states", "no_state_verbs") | words(
                "states", "harm_verbs"
            ):
                return State(token.text.lower(), child)
    return None


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
    if any(parse.tokens[child].tag == "TO" for child in parse.children[verb]) or token.tag not in _VERB_TAGS:
        return None
    subjects = [
        parse.tokens[child] for child in parse.children[verb] if parse.tokens[child].dep in {"nsubj", "nsubjpass"}
    ]
    if _is_passive(parse, verb):
        return _of_verb(parse, verb, passive=True)
    if _object_of(parse, verb) is not None:
        return _light(parse, token)
    if subjects and subjects[0].tag not in {"WP", "WDT"}:
        return (
            None
            if token.lemma.lower() in words("states", "no_state_verbs")
            else State(participle(token.lemma, token), verb)
        )
    return None if token.lemma.lower() in words("states", "harm_verbs") else _of_verb(parse, verb, passive=False)


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
        if above.tag in _VERB_TAGS:
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
