"""What a sentence is about, where that says if a name that acts is a place: a team plays, a town has weather."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.branches import subtree
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from tracker.language.context import Parse, Token

_DEGREES = re.compile(r"(?:-?\d{1,3}(?:\.\d{1,3})?)?[°º][CF]?|-?\d{1,3}(?:\.\d{1,3})?[CF]")
_REACH = 400


def is_of_team(parse: Parse, verb: Token) -> bool:
    """Whether a town's name before `verb` is its team's: a word of sport stands in the verb's clause or above it
    ("Harn wiped out a 26-point deficit", "40 points as Harn won"), and the verb is not one of receiving a game.
    """
    if len(parse.tokens) > _REACH or verb.lemma.lower() in words("places", "hosting"):
        return False
    sport = words("places", "sport")
    return any(token.lemma.lower() in sport or token.text.lower() in sport for token in parse.tokens)


def is_measured_there(parse: Parse, subject: Token, verb: Token) -> bool:
    """Whether a name is that of the place where weather was measured, or that lies so far off: "Harn had 21mm of rain",
    "Harn hit 33.5C", "Harn lies 40 km from the coast".
    """
    if verb.pos not in {"VERB", "AUX"} or len(parse.tokens) > _REACH or subject.head == subject.index:
        return False
    below = [parse.tokens[index] for index in sorted(subtree(parse, verb.index)) if index > verb.index]
    if verb.lemma.lower() in words("places", "lying"):
        return any(token.lemma.lower() in words("places", "lengths") | {"light"} for token in below[:6])
    if verb.lemma.lower() not in words("places", "gauging"):
        return False
    own = [token for token in below if not _is_joined_clause(parse, verb, token)]
    return any(_DEGREES.fullmatch(token.text) or token.lemma.lower() in words("places", "weather") for token in own)


def _is_joined_clause(parse: Parse, verb: Token, token: Token) -> bool:
    """Whether a token stands in another clause that is joined to the verb's."""
    for _ in range(len(parse.tokens)):
        if token.index in {verb.index, token.head}:
            return False
        if token.dep in {"conj", "advcl", "parataxis", "ccomp"} and token.pos in {"VERB", "AUX"}:
            return True
        token = parse.tokens[token.head]
    return False
