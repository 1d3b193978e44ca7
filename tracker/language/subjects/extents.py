"""What a distance, an area or a measure beside a noun is said of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects.arguments import object_above
from tracker.language.subjects.nounphrase import around, is_noun, is_temporal
from tracker.language.subjects.numbered import LAND, Counted, first_after
from tracker.language.subjects.phrases import counted_phrase
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.language.subjects.numbered import Numbers


def measured_beside(sentence: Numbers, place: int) -> Counted | None:
    """ "watches worth two million euros", "a package weighing 3 kilos"."""
    tokens = sentence.parse.tokens
    before = first_after(sentence, sentence.expressions[place].outer_start) - 1
    while before > 0 and tokens[before].tag in {"DT", "RB"}:
        before -= 1
    if before <= 0 or tokens[before].text.lower() not in words("measuring", "measuring_words"):
        return None
    return _noun_before(sentence, before - 1, "the noun before the measure", ("NN", "NNS", "VBZ"))


def noun_beside(sentence: Numbers, place: int, at: int | None = None) -> Counted | None:
    """ "officers about 10 feet from the window", "a quake 3 miles south of town": the noun right before."""
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    after = first_after(sentence, expression.end)
    before = first_after(sentence, expression.outer_start) - 1 if at is None else at
    if expression.dimension != "length":
        return None
    if before < 0 or after >= len(tokens) or tokens[after].text.lower() not in words("nounphrases", "directions"):
        return None
    return _noun_before(sentence, before, "the noun before the distance")


def distance_apposed(sentence: Numbers, place: int) -> Counted | None:
    """ "struck the island, some 930 miles south of the capital": what is so far off is named last."""
    tokens = sentence.parse.tokens
    before = first_after(sentence, sentence.expressions[place].outer_start) - 1
    if before < 1 or tokens[before].text != "," or tokens[before - 1].tag != "NN":
        return None
    found = noun_beside(sentence, place, before - 1)
    return found if found is None or found.head == before - 1 else None


def _noun_before(sentence: Numbers, index: int, rule: str, tags: Collection[str] = ("NN", "NNS")) -> Counted | None:
    token = sentence.parse.tokens[index]
    if (
        token.tag not in tags
        or token.pos == "AUX"
        or is_temporal(token)
        or (token.tag[0] == "N" and not is_noun(token))
    ):
        return None
    return counted_phrase(sentence, around(sentence.parse, index, sentence.taken), rule)


def land_before(sentence: Numbers, place: int) -> Counted | None:
    """ "Moscow held on to the territory but lost some 150 square miles": an area of the land named before it."""
    expression = sentence.expressions[place]
    if expression.dimension != "area":
        return None
    for token in reversed(sentence.parse.tokens):
        if token.end <= expression.outer_start and token.lemma.lower() in words("nounphrases", "lands"):
            return Counted(token.text, LAND, token.start, token.end, token.index)
    return None


def object_at_distance(sentence: Numbers, place: int) -> Counted | None:
    """ "struck depots hundreds of miles inside the border": what the verb with the distance has as its object."""
    expression, anchor = sentence.expressions[place], sentence.anchors[place]
    after = first_after(sentence, expression.end)
    if expression.dimension != "length" or anchor is None or after >= len(sentence.parse.tokens):
        return None
    if sentence.parse.tokens[after].text.lower() not in words("nounphrases", "directions"):
        return None
    noun = object_above(sentence.parse, anchor, sentence.taken)
    if noun is None:
        return None
    return counted_phrase(sentence, around(sentence.parse, noun, sentence.taken), "the object at that distance")
