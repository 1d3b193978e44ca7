"""A parsed sentence with its numbers, as the readers of what they count see it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.language.subjects import roles
from tracker.language.subjects.state import is_predicate, is_third_person_harm
from tracker.language.wordlists import words
from tracker.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import Parse, SentenceContext, Token
    from tracker.model import Expression

# Names and identifiers can be words of a noun phrase ("AK-47 rifles"), other numbers can't.
_TAKEN_KINDS = frozenset({Kind.QUANTITY, Kind.AGE, Kind.DATE, Kind.CLOCK, Kind.TIME_SPAN, Kind.SCORE, Kind.MULTIPLE})
_PART_BEFORE = re.compile(
    r"(?:\bincluding|\bamong (?:them|those|whom)|\bof (?:whom|which|them|those|these)|\bmostly)"
    r"(?:,|\s|at least|about|some)*$",
    re.IGNORECASE,
)
_OF_WHOLE = re.compile(
    r"(?:^|[,;:\u2013\u2014(]|\band|\bbut)\s*of(?: the| those| these| its| their| all)*\s*$", re.IGNORECASE
)
_PART_AFTER = re.compile(r"\s*of (?:whom|which|them|those|these)\b", re.IGNORECASE)
_JOINED = re.compile(r"[\w\s'’-]{0,60}(?:,|\band\b|&)\s*", re.IGNORECASE)


_ROLES_OF_NOUNS = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "attr", "compound", "npadvmod", "appos"})

COMPARED = "the number it is compared with"
CORRECTED = "the number it corrects"
KIND = "what those are"
LABEL = "the label before the number"
LAND = "the land named before the area"
LEVEL = "what moved to that level"
SAME = "the same as the number before"
IMPLIED = "people, as the noun is left out"
PREDICATE = "what they are"
PARENT = "children of a parent"
PLACE = "people of a place"
"""Rules of `Counted` that later steps ask for."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted phrase: its words, the rule that found it, and, where it stands in this sentence, its place.

    `start:end` is its span, `head` its head token; `top` the token whose role in the clause is that of the whole
    ("dozens" of "dozens of children") and `last` its last token, None where the phrase is that of the number `like`.
    `by_verb` says that a verb said the number of it ("the toll rose to 43").
    """

    text: str
    rule: str
    start: int | None = None
    end: int | None = None
    head: int | None = None
    top: int | None = None
    last: int | None = None
    like: int | None = None
    by_verb: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """A parsed sentence with its numbers: `taken` are the tokens they stand in, `anchors` the head token of each,
    `wholes` the earlier number that each is a part of.
    """

    text: str
    parse: Parse
    expressions: tuple[Expression, ...]
    taken: frozenset[int]
    anchors: tuple[int | None, ...]
    wholes: tuple[int | None, ...] = ()


def numbers_of(sentence: SentenceContext, parse: Parse) -> Numbers:
    """The sentence prepared for the readings below."""
    parse = _with_nouns(sentence, parse)
    taken = {
        token.index
        for expression in sentence.expressions
        if expression.kind in _TAKEN_KINDS
        for token in parse.tokens
        if token.start < expression.end and token.end > expression.outer_start
    }
    # "14 cts shr": the rate of a company report, written as if it were a unit.
    taken |= {
        token.index for token in parse.tokens if token.text.lower() in {"shr", "shrs"} and token.index - 1 in taken
    }
    anchors = tuple(roles.anchor_of(parse, expression.start, expression.end) for expression in sentence.expressions)
    numbers = Numbers(sentence.text, parse, sentence.expressions, frozenset(taken), anchors)
    return replace(numbers, wholes=_wholes(numbers))


def _with_nouns(sentence: SentenceContext, parse: Parse) -> Parse:
    """The parse with the tags of nouns where the words beside a number show that the tagger took them for others."""
    nouns: dict[int, str] = {}
    for expression in sentence.expressions:
        if expression.kind is Kind.NAME:
            nouns |= {token.index: "NNP" for token in _inside(parse, expression) if token.tag == "CD"}
        elif expression.unit == "count" and expression.value != 1:
            nouns |= _plural_behind(parse, expression)
    if not nouns:
        return parse
    pos = {"NNP": "PROPN", "NNS": "NOUN"}
    tokens = (
        replace(token, tag=nouns[token.index], pos=pos[nouns[token.index]]) if token.index in nouns else token
        for token in parse.tokens
    )
    return replace(parse, tokens=tuple(tokens))


def _inside(parse: Parse, expression: Expression) -> list[Token]:
    """ "the FTSE 100 fell", "six AK 47 rifles": the number of a name is a part of it."""
    return [token for token in parse.tokens if token.start < expression.end and token.end > expression.start]


def _plural_behind(parse: Parse, expression: Expression) -> dict[int, str]:
    """ "made 58 runs", "added 16 points": no verb in the singular has several for its subject."""
    token = next((token for token in parse.tokens if token.start >= expression.end), None)
    if token is None or token.tag != "VBZ" or token.pos == "AUX":
        return {}
    if token.dep not in _ROLES_OF_NOUNS and token.text.lower() not in words("measuring", "play_nouns"):
        return {}
    return {} if is_third_person_harm(token.text) else {token.index: "NNS"}


def own_tokens(sentence: Numbers, place: int) -> frozenset[int]:
    """The tokens that the expression at `place` stands in."""
    expression = sentence.expressions[place]
    return frozenset(
        token.index
        for token in sentence.parse.tokens
        if token.start < expression.end and token.end > expression.outer_start
    )


def first_after(sentence: Numbers, offset: int) -> int:
    """The first token at or after an offset; the number of tokens where there is none."""
    return bisect_left(sentence.parse.starts, offset)


def _wholes(sentence: Numbers) -> tuple[int | None, ...]:
    """For each expression the earlier one that it is a part of ("including", "of whom", "among them")."""
    found: list[int | None] = []
    for place in range(len(sentence.expressions)):
        found.append(_whole(sentence, place, found))
    return tuple(found)


def _whole(sentence: Numbers, place: int, earlier: list[int | None]) -> int | None:
    expression = sentence.expressions[place]
    counts = (i for i in range(place - 1, -1, -1) if sentence.expressions[i].kind is Kind.QUANTITY)
    before = next(counts, None)
    if before is None or expression.kind is not Kind.QUANTITY or expression.unit not in {"count", "percent"}:
        return None
    window = sentence.text[max(0, expression.outer_start - 40) : expression.outer_start].rstrip()
    whole = before if earlier[before] is None else earlier[before]
    if _OF_WHOLE.search(sentence.text[: sentence.expressions[before].outer_start]) and _follows(
        sentence, before, place
    ):
        return whole
    if _PART_BEFORE.search(window) or _PART_AFTER.match(sentence.text, expression.end):
        return whole
    joined = _JOINED.fullmatch(sentence.text, sentence.expressions[before].end, expression.outer_start)
    if earlier[before] is None or not joined or _is_other_clause(sentence, place):
        return None
    return whole


def _follows(sentence: Numbers, before: int, place: int) -> bool:
    """Whether only the whole's noun and a comma stand between the two numbers."""
    between = sentence.text[sentence.expressions[before].end : sentence.expressions[place].outer_start]
    return len(between) < 60 and between.rstrip().endswith(",")


def _is_other_clause(sentence: Numbers, place: int) -> bool:
    """ "..., including 260 children, and 4,500 others were hurt": the number is the subject of a clause of its own."""
    anchor = sentence.anchors[place]
    above = None if anchor is None else sentence.parse.tokens[anchor].head
    dependencies = {sentence.parse.tokens[index].dep for index in (anchor, above) if index is not None}
    index = first_after(sentence, sentence.expressions[place].end)
    after = sentence.parse.tokens[index].text if index < len(sentence.parse.tokens) else ""
    return bool(dependencies & {"nsubj", "nsubjpass"}) or after.lower() in {"other", "others"} or is_predicate(after)


def copied(earlier: Sequence[Counted | None], index: int, rule: str) -> Counted | None:
    """What the number at `index` counts, for another number that counts the same."""
    found = earlier[index]
    return None if found is None else replace(found, rule=rule, top=None, last=None, like=index)


def same_measure(first: Expression, second: Expression) -> bool:
    """Whether two numbers can be of one thing: quantities of the same dimension."""
    return first.kind is second.kind is Kind.QUANTITY and first.dimension == second.dimension


def nearest_before(sentence: Numbers, place: int) -> int | None:
    """The quantity before the one at `place` that it can share a noun with and that is no part of another."""
    for earlier in range(place - 1, -1, -1):
        if sentence.wholes[earlier] is None and same_measure(
            sentence.expressions[earlier], sentence.expressions[place]
        ):
            return earlier
    return None
