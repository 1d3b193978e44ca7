"""What the thing that a figure measures does: "shares closed at 351p", "the index climbed 109 points"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects.state import State, participle
from tracker.language.subjects.verbs import is_passive, with_particle
from tracker.language.wordlists import words
from tracker.model import Modifier

if TYPE_CHECKING:
    from tracker.language.context import Parse, Token
    from tracker.language.subjects.numbered import Numbers

_CLIMB = 8
# How the words of an amount hang on each other, and the amount on its verb.
_WITHIN = frozenset({"nummod", "quantmod", "amod", "nmod", "compound", "conj", "appos", "punct", "npadvmod", "advmod"})
_UNDER_VERB = _WITHIN | frozenset(
    {"dobj", "obj", "acomp", "oprd", "attr", "prt", "dep", "nsubj", "ccomp", "advcl", "pobj"}
)
# Prepositions of an extent or of where a price stands; "to" and "from" mostly name levels.
_AT = frozenset(
    {
        "by",
        "at",
        "for",
        "over",
        "above",
        "below",
        "under",
        "near",
        "around",
        "about",
        "between",
        "in",
        "within",
        "through",
        "across",
        "to",
        "from",
        "of",
    }
)


def state_of_measure(sentence: Numbers, place: int) -> State | None:
    """The verb that an amount is the extent, price or measure of, as the text has it; None for what only has or is so
    much, and for a level that something moved to.
    """
    expression, anchor = sentence.expressions[place], sentence.anchors[place]
    if anchor is None or _is_aside(sentence, place):
        return None
    verb, prepositions = _verb_of(sentence, anchor)
    if verb is None or (verb.lemma.lower() in words("states", "unmoving_verbs") and not _moves(sentence, place, verb)):
        return None
    if not _takes(sentence, place, verb, prepositions):
        return None
    if expression.dimension in {"count", None} and prepositions not in (("by",), ("at",)):
        return None
    if expression.dimension == "time" and prepositions != ("by",):
        return None
    return State(form_of(sentence.parse, verb), verb.index)


def _moves(sentence: Numbers, place: int, verb: Token) -> bool:
    """ "Put on 30 cents", "went 40 miles", "passed within 2 km": a verb that is of no measure otherwise."""
    behind = sentence.parse.tokens[verb.index + 1 : verb.index + 2]
    if behind and f"{verb.lemma} {behind[0].text}".lower() in words("measuring", "moving_phrases"):
        return True
    performs = sentence.expressions[place].dimension in {"power", "energy"} and verb.lemma in {"give", "make"}
    return performs or (sentence.expressions[place].dimension == "length" and verb.lemma in {"go", "pass", "come"})


def _is_aside(sentence: Numbers, place: int) -> bool:
    """ "..., up 4 percent", "..., some 90 miles away": an amount that the comma before it sets off."""
    before = sentence.text[: sentence.expressions[place].outer_start].rstrip()
    for word in (" up", " down"):
        before = before.removesuffix(word).rstrip()
    return before.endswith(",")


def _takes(sentence: Numbers, place: int, verb: Token, prepositions: tuple[str, ...]) -> bool:
    """Whether the verb takes an amount by these prepositions: "fired for 406 yards", "charged to 100%", "ranged from $4
    to $9".
    """
    parse = sentence.parse
    if prepositions == ("from",):
        return sentence.expressions[place].modifier is Modifier.RANGE
    before = sentence.text[: sentence.expressions[place].outer_start].rstrip()
    if prepositions == ("to",) or before.lower().endswith(" to"):
        return is_passive(parse, verb.index)
    if prepositions == ("for",):
        anchor = sentence.anchors[place] or 0
        between = [parse.tokens[child] for child in parse.children[verb.index] if verb.index < child < anchor]
        return not any(token.dep in {"dobj", "obj", "attr"} for token in between) and (
            sum(token.dep == "prep" for token in between) < 2
        )
    return True


def form_of(parse: Parse, verb: Token) -> str:
    """A verb that says what its own subject does: as the text has it, a present form as its participle."""
    as_written = verb.tag in {"VBD", "VBG", "VBN", "VB"}
    word = verb.text.lower() if as_written else participle(verb.lemma, verb)
    return with_particle(parse, word, verb.index)


def _verb_of(sentence: Numbers, anchor: int) -> tuple[Token | None, tuple[str, ...]]:
    """The verb that an amount hangs on, and the prepositions between them."""
    parse, index = sentence.parse, anchor
    prepositions: tuple[str, ...] = ()
    for _ in range(_CLIMB):
        token = parse.tokens[index]
        above = parse.tokens[token.head]
        if above.index == index:
            break
        if token.dep == "prep":
            if token.index > anchor or token.lemma.lower() not in _AT:
                break
            if token.lemma.lower() != "of":
                prepositions = (*prepositions, token.lemma.lower())
        elif token.dep not in _UNDER_VERB:
            break
        if above.pos == "VERB":
            behind = above.index > anchor or token.dep == "nsubj" or len(prepositions) > 1
            return (None if behind else above), prepositions
        if not _is_of_amount(sentence, token, above):
            break
        index = above.index
    return None, ()


def _is_of_amount(sentence: Numbers, token: Token, above: Token) -> bool:
    """Whether the climb stays in the amount: its unit, a preposition, "231 points higher"."""
    if above.pos in {"ADP", "SCONJ", "PART"}:
        return True
    if token.dep == "prep" and token.lemma.lower() == "of":
        return above.lemma.lower() in words("nounphrases", "containers")
    if above.pos in {"ADJ", "ADV"}:
        return above.lemma.lower() in words("states", "movements") or above.text.lower() in words("states", "movements")
    return any(
        above.start < expression.end and expression.start < above.end for expression in sentence.expressions
    ) or above.tag in {"CD", "$"}
