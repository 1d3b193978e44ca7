"""What a number without a noun beside it counts, by its grammatical role: the toll that rose to it, the deal worth it.

Each reading climbs the dependency tree from the number to the noun that it is said of.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from tracker.language.subjects.arguments import (
    CLIMB,
    OBJECTS,
    VERBS,
    can_be_counted,
    object_noun,
    partitive,
    subject_of,
)
from tracker.language.subjects.nounphrase import is_noun, is_temporal
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.language.context import Parse, Token

_LEVELS = frozenset(
    {
        "at",
        "to",
        "by",
        "from",
        "as",
        "above",
        "below",
        "over",
        "under",
        "beyond",
        "past",
        "between",
        "around",
        "near",
        "about",
        "through",
        "with",
        "for",
        "in",
    }
)


class Tie(Enum):
    """What ties a number to its noun."""

    PHRASE = 0
    VERB = 1
    """A verb that says how much there is of it."""
    LOOSE = 2
    """An apposition or a clause: a count is so tied to a plural only ("deaths: 43")."""
    MEMBERS = 3
    """The noun holds what is counted ("a town of 1,200")."""


@dataclass(frozen=True, slots=True)
class Role:
    """The noun (token index) a number is said of, the token whose role gives the state, and the words for the trace."""

    noun: int
    top: int
    rule: str
    tie: Tie = Tie.PHRASE
    preposition: str | None = None


def anchor_of(parse: Parse, start: int, end: int) -> int | None:
    """The token of the stretch `[start:end]` that is governed from outside of it; None if no token is in it."""
    inside = [token for token in parse.tokens if token.start < end and token.end > start]
    indices = {token.index for token in inside}
    heads = [token for token in inside if token.head not in indices or token.head == token.index]
    # "growth of 33 percent to 45 percent": the joint of a range may be tied to the verb.
    heads = [token for token in heads if token.tag not in {"IN", "TO", "RP", "RB"}] or heads
    return heads[-1].index if heads else None


def measured(parse: Parse, anchor: int, taken: Collection[int]) -> Role | None:
    """The noun that the number at token `anchor` is said of; None where the sentence does not say."""
    index = anchor
    extent = parse.tokens[anchor].dep == "npadvmod"  # "120 miles from the coast"
    for _ in range(CLIMB):
        token = parse.tokens[index]
        above = parse.tokens[token.head]
        if above.index == index:
            return None
        if extent and token.dep == "prep" and above.pos in VERBS:
            role = _of_clause(parse, token, above, taken)
        else:
            role = _role(parse, token, above, taken)
        if role is not None:
            return role if role.noun >= 0 else None
        index = above.index
        if above.pos in VERBS and token.dep not in {"quantmod", "amod", "nummod", "advmod"}:
            return None
    return None


_NOTHING = Role(-1, -1, "")


def _is_break(token: Token) -> bool:
    """A mark that no noun phrase goes on after: "kills three | Border Times"."""
    return token.text in {"|", ":", ";", "–", "—", "/", "•"} or token.tag in {":", "-LRB-", "-RRB-"}


def _is_container(parse: Parse, token: Token) -> bool:
    """ "a total of", "in the range of": nouns that only hold the number, unless another noun says of what."""
    if token.tag not in {"NN", "NNS"} or token.lemma.lower() not in words("nounphrases", "containers"):
        return False
    if any(parse.tokens[child].dep == "compound" and child < token.index for child in parse.children[token.index]):
        return False
    held = token.lemma.lower() in words("nounphrases", "extents")
    return not (held and token.dep in {"dobj", "attr", "nsubj"})


def _role(parse: Parse, token: Token, above: Token, taken: Collection[int]) -> Role | None:
    """What this step of the climb says: a noun, nothing (`_NOTHING`), or None to climb on."""
    if (
        token.dep in {"nummod", "compound", "amod", "nmod", "poss"}
        and above.index > token.index
        and can_be_counted(above, taken)
        and not any(_is_break(between) for between in parse.tokens[token.index + 1 : above.index])
    ):
        return Role(above.index, above.index, "the noun it stands before")
    if (
        token.dep in {"attr", "acomp", "npadvmod", "oprd", "advmod", "advcl", "dobj", "obj", "ccomp"}
        and above.pos in VERBS
    ):
        return _of_clause(parse, token, above, taken)
    if token.dep == "pobj":
        return _of_preposition(parse, token, above, taken)
    if token.dep == "appos" and can_be_counted(above, taken):
        return Role(above.index, above.index, "the noun that it explains", Tie.LOOSE)
    if (
        token.dep in {"npadvmod", "amod", "advmod", "prep"}
        and above.index < token.index
        and can_be_counted(above, taken)
    ):
        if _is_container(parse, above):
            return None
        return Role(above.index, above.index, "the noun before it", Tie.LOOSE)
    if token.dep == "nsubj" and above.lemma.lower() == "be":
        return _of_predicate(parse, above, taken)
    if token.dep in {"acl", "relcl"} and is_noun(above):
        return Role(above.index, above.index, "the noun of its clause", Tie.LOOSE)
    return None


def _of_predicate(parse: Parse, verb: Token, taken: Collection[int]) -> Role | None:
    """ "12 were children", "30 of them are civilians": what the number is said to be."""
    for child in parse.children[verb.index]:
        token = parse.tokens[child]
        if token.dep == "attr" and token.tag in {"NNS", "NNPS"} and can_be_counted(token, taken):
            return Role(child, child, "what they are")
    return None


def _of_clause(parse: Parse, token: Token, verb: Token, taken: Collection[int]) -> Role | None:
    """The subject of "is 43", "rose 5%", "lasted 30 seconds", "hits 43"."""
    lemma = verb.lemma.lower()
    if token.dep in OBJECTS and lemma not in words("measuring", "measure_verbs"):
        return _NOTHING
    if token.dep == "npadvmod" and (is_temporal(token) or _is_given(parse, token, verb, taken)):
        return _NOTHING
    noun = (
        object_noun(parse, verb, taken)
        if token.dep == "npadvmod" and lemma in words("measuring", "raising_verbs")
        else None
    )
    noun = noun if noun is not None else subject_of(parse, verb.index, taken)
    if noun is None or (_is_container(parse, parse.tokens[noun]) and partitive(parse, noun) is None):
        return _NOTHING
    return Role(noun, noun, f"what “{verb.text}” is said of", Tie.VERB)


def _is_given(parse: Parse, token: Token, verb: Token, taken: Collection[int]) -> bool:
    """ "fined the lender 48 million": an amount beside the object of a verb that measures nothing."""
    if token.tag[0] == "N" or object_noun(parse, verb, taken) is None:
        return False
    measuring = words("measuring", "measure_verbs") | words("measuring", "raising_verbs")
    return verb.lemma.lower() not in measuring | words("measuring", "moving_verbs")


def _of_preposition(parse: Parse, token: Token, preposition: Token, taken: Collection[int]) -> Role | None:
    above = parse.tokens[preposition.head]
    word = preposition.lemma.lower()
    if preposition.index in taken and word not in {"at", "to", "by", "of"} and above.pos in VERBS:
        return _of_hedged(parse, above, taken)
    if word == "of" and is_noun(above):
        if _is_container(parse, above):
            return None
        return (
            Role(above.index, above.index, "the noun before “of”", Tie.MEMBERS)
            if above.index not in taken
            else _NOTHING
        )
    if word == "of" and above.tag == "CD":
        return None
    if word not in _LEVELS:
        return _NOTHING
    if word == "in" and _is_container(parse, token) and (is_noun(above) or above.pos in VERBS):
        return _of_excess(parse, above, taken)
    if above.pos in {"ADJ", "ADV", "ADP", "SCONJ"} or _is_container(parse, above):
        return None
    if is_noun(above) and word in {
        "at",
        "for",
        "of",
        "to",
        "from",
        "over",
        "worth",
        "above",
        "below",
        "under",
        "by",
        "between",
    }:
        return (
            Role(above.index, above.index, f"the noun before “{word}”", preposition=word)
            if above.index not in taken
            else None
        )
    if above.pos not in VERBS:
        return _NOTHING
    return _of_level(parse, above, word, taken)


def _of_hedged(parse: Parse, verb: Token, taken: Collection[int]) -> Role:
    """ "numbering about 1,100": a hedge that the parser takes for a preposition."""
    if verb.lemma.lower() not in words("measuring", "measure_verbs"):
        return _NOTHING
    noun = subject_of(parse, verb.index, taken)
    return _NOTHING if noun is None else Role(noun, noun, f"what “{verb.text}” is said of", Tie.VERB)


def _of_excess(parse: Parse, above: Token, taken: Collection[int]) -> Role:
    """ "made an offer in excess of $160 million", "was in the range of 12 to 15"."""
    noun: int | None = above.index
    if above.pos in VERBS:
        found = object_noun(parse, above, taken)
        noun = found if found is not None else subject_of(parse, above.index, taken)
    return _NOTHING if noun is None or noun in taken else Role(noun, noun, f"what “{above.text}” is said of", Tie.VERB)


def _of_level(parse: Parse, verb: Token, preposition: str, taken: Collection[int]) -> Role:
    """ "put the number at 43", "cut jobs by 200", "rose to 43", "estimated at 10,000"."""
    lemma = verb.lemma.lower()
    if preposition in {"in", "with", "for", "about"} and lemma not in words("measuring", "price_verbs"):
        return _NOTHING
    noun = object_noun(parse, verb, taken)
    if noun is None and lemma not in words("measuring", "level_verbs") and preposition not in {"by", "at"}:
        passive = verb.tag == "VBN" and lemma in words("measuring", "raising_verbs")
        if not passive:
            return _NOTHING
    if noun is None or preposition == "as":
        noun = noun if noun is not None else subject_of(parse, verb.index, taken)
    return (
        _NOTHING
        if noun is None
        else Role(noun, noun, f"what “{verb.text} {preposition}” is said of", Tie.VERB, preposition)
    )
