"""What a verb says happened: to its subject, by its complement, by its participle behind a noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects.state import State, is_predicate, participle
from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import Parse, Token

VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})


def with_particle(parse: Parse, word: str, verb: int) -> str:
    """ "laid off", "shot down", "written off"."""
    for child in parse.children[verb]:
        token = parse.tokens[child]
        beside = child == verb + 1 and token.text.lower() in words("states", "particles")
        if child > verb and (token.dep == "prt" or (token.dep == "advmod" and beside)):
            return f"{word} {token.text.lower()}"
    return word


def is_deadly(parse: Parse, index: int) -> bool:
    """ "Fatally", but not "not fatally" and "nearly fatally": the state beside it ended in death."""
    if not 0 <= index < len(parse.tokens) or parse.tokens[index].text.lower() not in words("states", "deadly"):
        return False
    before = {token.text.lower() for token in parse.tokens[max(index - 2, 0) : index]}
    return not before & words("states", "not_deadly")


def state_right_behind(parse: Parse, last: int) -> State | None:
    """ "12 people dead", "13 others injured": the word right behind the phrase says it."""
    if last + 1 >= len(parse.tokens):
        return None
    token = parse.tokens[last + 1]
    if not is_predicate(token.text) or token.lemma.lower() in words("measuring", "comparatives"):
        return None
    taken = object_of(parse, token.index) if token.tag in {"VBD", "VBZ", "VBP"} else None
    if taken is not None and not _has_own_state(parse, taken):
        return None
    governor = parse.tokens[parse.tokens[last].head]
    if token.text.lower() == "dead" and governor.lemma.lower() == "shoot":
        return State(participle("shoot", governor), governor.index)
    return State(token.text.lower(), token.index)


def _has_own_state(parse: Parse, noun: Token) -> bool:
    """ "8 killed, 58 others injured" where the comma is lost: the second has its own, and is nobody's object."""
    behind = parse.tokens[noun.index + 1 : noun.index + 2]
    numbered = any(parse.tokens[child].dep == "nummod" for child in parse.children[noun.index])
    return numbered and bool(behind) and is_predicate(behind[0].text)


def object_of(parse: Parse, verb: int) -> Token | None:
    """The noun that is the object of a verb; a bare number is none ("3 Killed 38 Injured")."""
    for child in parse.children[verb]:
        if parse.tokens[child].dep in {"dobj", "obj"} and parse.tokens[child].tag != "CD":
            return parse.tokens[child]
    return None


def state_of_verb(parse: Parse, verb: int, *, passive: bool) -> State | None:
    """The state a verb gives; a verb that only introduces another leaves it to that one."""
    token = parse.tokens[verb]
    lemma = token.lemma.lower()
    complement = complement_state(parse, verb)
    controls = words("states", "control_verbs")
    if complement is not None and lemma in controls | words("states", "leave_verbs") | words(
        "states", "no_state_verbs"
    ):
        return complement
    light = light_state(parse, token)
    if light is not None:
        return light
    if token.tag not in VERB_TAGS or lemma in controls:
        return None
    told = (passive and lemma in words("states", "passive_states")) or (not passive and is_arrival(parse, verb))
    if lemma in words("states", "no_state_verbs") and not told:
        return None
    if not passive and token.tag == "VB" and (is_own_clause(parse, verb) or _is_expected(parse, verb)):
        return State(with_particle(parse, participle(lemma, token), verb), verb)
    if not passive and token.tag in {"VBD", "VBG", "VB", "VBP"}:
        return State(with_particle(parse, token.text.lower(), verb), verb)
    return State(with_particle(parse, participle(lemma, token), verb), verb)


def is_arrival(parse: Parse, verb: int) -> bool:
    """ "troops had reached the border", and not "the toll reached 43"."""
    if parse.tokens[verb].lemma.lower() not in words("states", "arrival_verbs"):
        return False
    found = object_of(parse, verb)
    return found is not None and not any(parse.tokens[child].tag == "CD" for child in parse.children[found.index])


def is_own_clause(parse: Parse, verb: int) -> bool:
    """ "expects 5,000 soldiers to assemble", "soldiers are to fill the gaps": an infinitive that is a clause."""
    children = [parse.tokens[child] for child in parse.children[verb]]
    planned = parse.tokens[verb].dep == "xcomp" and parse.tokens[parse.tokens[verb].head].lemma == "be"
    return any(token.tag == "TO" for token in children) and (planned or any(t.dep == "nsubj" for t in children))


def _is_expected(parse: Parse, verb: int) -> bool:
    """ "Are expected to gather here by noon": what the counted are foreseen to do somewhere or at some time."""
    above = parse.tokens[parse.tokens[verb].head]
    expected = parse.tokens[verb].dep == "xcomp" and above.lemma.lower() in words("states", "control_verbs")
    somewhere = any(parse.tokens[child].dep == "prep" for child in parse.children[verb])
    return expected and somewhere and above.tag == "VBN" and is_passive(parse, above.index)


def has_modal(parse: Parse, verb: int) -> bool:
    """ "May receive", "will spend", "will open here and close there"."""
    token = parse.tokens[verb]
    below = [parse.tokens[child] for child in parse.children[verb]]
    if any(child.tag == "MD" for child in below):
        return not is_told_later(below)
    joined = token.dep == "conj" and token.tag == parse.tokens[token.head].tag == "VB"
    return joined and any(parse.tokens[child].tag == "MD" for child in parse.children[token.head])


def is_told_later(below: Sequence[Token]) -> bool:
    """ "Police would later find 12 casings": what had yet to come at the time, and is told as done."""
    would = any(token.tag == "MD" and token.text.lower() in {"would", "'d"} for token in below)
    return would and any(token.text.lower() in words("outlooks", "told_later") for token in below)


def light_state(parse: Parse, verb: Token) -> State | None:
    """ "received treatment", "suffered injuries": the object says what happened."""
    found = object_of(parse, verb.index)
    pairs: dict[str, dict[str, str]] = table("states")["light_verbs"]
    word = pairs.get(verb.lemma.lower(), {}).get(found.lemma.lower()) if found is not None else None
    return State(word, found.index) if word is not None and found is not None else None


def complement_state(parse: Parse, verb: int) -> State | None:
    """The adjective, participle or infinitive that a verb's subject or object is said to be or do."""
    for child in parse.children[verb]:
        token = parse.tokens[child]
        if child < verb and token.dep != "prep":
            continue
        if token.dep in {"acomp", "oprd", "attr"} and is_predicate(token.text):
            return State(token.text.lower(), child)
        if token.dep in {"acomp", "oprd", "ccomp", "advcl"} and token.tag == "VBN" and child <= verb + 2:
            return State(token.text.lower(), child)
        if token.dep == "xcomp" and token.tag in VERB_TAGS:
            return state_of_verb(parse, child, passive=is_passive(parse, child))
        if token.dep == "prep" and token.lemma.lower() in {"among", "amongst"}:
            return state_among(parse, child)
    return None


def is_passive(parse: Parse, verb: int) -> bool:
    """Whether the verb has a passive subject or auxiliary."""
    return any(parse.tokens[child].dep in {"nsubjpass", "auxpass"} for child in parse.children[verb])


def state_among(parse: Parse, preposition: int) -> State | None:
    """ "were among those killed", "were among the dead"."""
    for child in parse.children[preposition]:
        token = parse.tokens[child]
        if is_predicate(token.text):
            return State(token.text.lower(), child)
        found = read_participle(parse, (child,)) or state_right_behind(parse, child)
        if found is not None:
            return found
    return None


def read_participle(parse: Parse, nouns: tuple[int, ...]) -> State | None:
    """A participle that the noun governs: "2,200 evacuated from", "civilians fleeing", "the four found dead"."""
    for noun in dict.fromkeys(nouns):
        for child in parse.children[noun]:
            token = parse.tokens[child]
            if child < noun or token.dep != "acl" or child > max(nouns) + 3:
                continue
            silent = words("states", "no_state_verbs") - words("states", "passive_states")
            if token.tag == "VBN" and token.lemma.lower() not in silent:
                told = token.lemma.lower() in words("states", "leave_verbs")
                complement = complement_state(parse, child) if told else None
                return complement or State(token.text.lower(), child)
            if token.tag == "VBG" and token.lemma.lower() not in words("states", "no_state_verbs") | words(
                "states", "harm_verbs"
            ):
                return State(token.text.lower(), child)
    return None
