"""The words that a number counts or measures, found in the parse of its sentence.

The readings in order: the label of a line of figures; the noun phrase right after the number; the noun of the number
it is compared with; the noun that its grammatical role ties it to; the noun of a number beside it; people, where what
happens happens to people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.language import ellipsis, roles, tabular
from tracker.language.nounphrase import (
    PLURAL_TAGS,
    NounPhrase,
    around,
    following,
    in_hyphened,
    is_captive,
    is_clause,
    is_noun,
    is_people_word,
    phrase_text,
)
from tracker.language.state import State, is_predicate, read_state, state_class
from tracker.language.wordlists import words
from tracker.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import Parse, SentenceContext, Token
    from tracker.model import Expression


LAND = "land named before the area"
SAME = "the same as the number before"


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted phrase: its words, the rule that found it, and, where it stands in this sentence, its place.

    `start:end` is its span, `head` its head token; `top` the token whose role in the clause is that of the whole
    ("dozens" of "dozens of children") and `last` its last token, None where the phrase is that of the number `like`.
    """

    text: str
    rule: str
    start: int | None = None
    end: int | None = None
    head: int | None = None
    top: int | None = None
    last: int | None = None
    like: int | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """A parsed sentence with its numbers: `taken` are the tokens they stand in, `anchors` the head token of each."""

    text: str
    parse: Parse
    expressions: tuple[Expression, ...]
    taken: frozenset[int]
    anchors: tuple[int | None, ...]


def numbers_of(sentence: SentenceContext, parse: Parse) -> Numbers:
    """The sentence prepared for the readings below."""
    taken = {
        token.index
        for expression in sentence.expressions
        for token in parse.tokens
        if token.start < expression.end and token.end > expression.outer_start
    }
    # "14 cts shr": the rate of a company report, written as if it were a unit.
    taken |= {
        token.index for token in parse.tokens if token.text.lower() in {"shr", "shrs"} and token.index - 1 in taken
    }
    anchors = tuple(roles.anchor_of(parse, expression.start, expression.end) for expression in sentence.expressions)
    return Numbers(sentence.text, parse, sentence.expressions, frozenset(taken), anchors)


def find_counted(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """The counted phrase of the expression at `place`; `earlier` are those of the expressions before it."""
    expression = sentence.expressions[place]
    return (
        _from_label(sentence, place, earlier)
        or _from_brackets(sentence, place, earlier)
        or (_after_age if expression.kind is Kind.AGE else _after)(sentence, place)
        or _from_comparison(sentence, place, earlier)
        or _from_role(sentence, place, earlier)
        or _beside(sentence, place)
        or _from_before(sentence, place, earlier)
        or _land(sentence, place)
        or _distance(sentence, place)
        or _implied(sentence, place)
    )


def _from_label(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    label = tabular.label_before(sentence.text, sentence.expressions, place)
    if label is None:
        return None
    if isinstance(label, int):
        return _copied(earlier, label, "the number it is compared with")
    start, end = label
    tokens = [token for token in sentence.parse.tokens if token.start < end and token.end > start]
    return (
        Counted(sentence.text[start:end], "label before the number", start, end, tokens[-1].index) if tokens else None
    )


def _from_brackets(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "400 square miles (1,036 square kilometres)": one amount in two units."""
    if not place:
        return None
    before, this = sentence.expressions[place - 1], sentence.expressions[place]
    between = sentence.text[before.outer_end : this.outer_start]
    if between.strip() not in {"(", "[", ", or", "or"} or before.unit == this.unit:
        return None
    return _copied(earlier, place - 1, SAME)


def _from_comparison(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "320 million of exports, up from 222 million in August and 212 million in May"."""
    before = ellipsis.nearest_before(sentence.expressions, place)
    if before is None or (found := earlier[before]) is None:
        return None
    start = max(sentence.expressions[before].end, found.end or 0)
    if tabular.is_comparison(sentence.text[start : sentence.expressions[place].outer_start]):
        return _copied(earlier, before, "the number it is compared with")
    anchor, anchor_before = sentence.anchors[place], sentence.anchors[before]
    if anchor is None or sentence.expressions[place].unit == "count" or sentence.parse.tokens[anchor].dep != "conj":
        return None
    joined = sentence.parse.tokens[anchor].head == anchor_before
    return _copied(earlier, before, "the number it is joined to") if joined else None


def _copied(earlier: Sequence[Counted | None], index: int, rule: str) -> Counted | None:
    found = earlier[index]
    return None if found is None else replace(found, rule=rule, top=None, last=None, like=index)


def _first_after(sentence: Numbers, offset: int) -> int:
    tokens = sentence.parse.tokens
    return next((token.index for token in tokens if token.start >= offset), len(tokens))


def _after(sentence: Numbers, place: int) -> Counted | None:
    """The noun phrase right after the number, with `of` between them or without."""
    expression = sentence.expressions[place]
    index = _first_after(sentence, expression.end)
    linked = _past_link(sentence, index, expression)
    if linked is None:
        return None
    phrase = following(
        sentence.parse, linked, sentence.taken, many=expression.unit == "count" and expression.value != 1
    )
    if phrase is None or _is_referring(sentence, phrase) or _is_extent_of_place(sentence, phrase, expression):
        return None
    return _of_phrase(sentence, phrase, "noun phrase after the number")


def _past_link(sentence: Numbers, index: int, expression: Expression) -> int | None:
    """The token where the counted phrase would begin; None where the number is closed to its right."""
    tokens = sentence.parse.tokens
    while index < len(tokens) and _is_passed(tokens[index], expression):
        index += 1
    if index >= len(tokens):
        return None
    word = tokens[index].text.lower()
    if word == "of":
        return index + 1
    if word == "in" and expression.dimension in {"currency", "time"}:
        return index + 1 if _is_bare_noun(sentence, index + 1) else None
    if in_hyphened(sentence.parse, index):
        return index
    if tokens[index].tag in {
        ",",
        ".",
        ":",
        "-LRB-",
        "-RRB-",
        "''",
        "IN",
        "TO",
        "CC",
        "DT",
        "WP",
        "WDT",
        "PRP",
        "MD",
        "VBZ",
        "VBP",
    }:
        return None
    hyphened = "-" in sentence.text[expression.start : expression.end]
    if expression.dimension == "time" and not hyphened and tokens[index].tag != "POS":
        anchor = sentence.parse.tokens[index - 1]
        return index if anchor.dep in {"compound", "nmod", "amod"} and anchor.head > anchor.index else None
    if expression.unit != "count" and tokens[index].text.lower() in words("nounphrases", "directions") | words(
        "nounphrases", "measured_adjectives"
    ):
        return None
    return index


def _is_passed(token: Token, expression: Expression) -> bool:
    """Words between a number and its noun that are no part of it: "or so", "worth", a rate ("cts shr")."""
    word = token.text.lower()
    if expression.per is not None and word in words("measuring", "share_words"):
        return True
    return word in {"more", "other", "additional", "or", "so", "worth", "plus"}


def _is_bare_noun(sentence: Numbers, index: int) -> bool:
    """ "$2 million in damages", but not "$2 million in Texas" or "in the year"."""
    tokens = sentence.parse.tokens
    while index < len(tokens) and tokens[index].tag in {"JJ", "VBN"}:
        index += 1
    return index < len(tokens) and tokens[index].tag in {"NN", "NNS"} and is_noun(tokens[index])


def _is_extent_of_place(sentence: Numbers, phrase: NounPhrase, expression: Expression) -> bool:
    """ "the 41 square miles of Paris": a place is no thing that is measured."""
    tokens = sentence.parse.tokens[phrase.first : phrase.last + 1]
    return expression.dimension in {"area", "length"} and all(token.tag == "NNP" for token in tokens)


def _is_referring(sentence: Numbers, phrase: NounPhrase) -> bool:
    """Whether the phrase only refers back ("six others", "the rest")."""
    return sentence.parse.tokens[phrase.head].text.lower() in words("heads", "others")


def _after_age(sentence: Numbers, place: int) -> Counted | None:
    expression = sentence.expressions[place]
    phrase = following(sentence.parse, _first_after(sentence, expression.end), sentence.taken, many=False)
    return None if phrase is None else _of_phrase(sentence, phrase, "noun phrase after the age")


def _of_phrase(sentence: Numbers, phrase: NounPhrase, rule: str) -> Counted:
    text, start, end = phrase_text(sentence.parse, phrase, sentence.text)
    return Counted(text, rule, start, end, phrase.head, _top(sentence.parse, phrase.head, sentence.taken), phrase.last)


def _top(parse: Parse, head: int, taken: frozenset[int]) -> int:
    """The token whose role in the clause is that of the whole: "dozens" of "dozens of children"."""
    for _ in range(4):
        token = parse.tokens[head]
        preposition = parse.tokens[token.head]
        if token.dep != "pobj" or preposition.lemma.lower() != "of":
            return head
        above = parse.tokens[preposition.head]
        if above.text.lower() == "worth" and above.head in taken:
            above = parse.tokens[above.head]
        if above.index not in taken and above.lemma.lower() not in words("nounphrases", "tallies"):
            return head
        head = above.index
    return head


def _from_role(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    anchor = sentence.anchors[place]
    if anchor is None:
        return None
    role = roles.measured(sentence.parse, anchor, sentence.taken)
    if role is None:
        return None
    noun = sentence.parse.tokens[role.noun]
    expression = sentence.expressions[place]
    if (
        expression.unit == "count"
        and role.rule == "noun before `of`"
        and noun.lemma.lower() in words("nounphrases", "settlements")
    ):
        return Counted("people", "people of a place")
    if expression.unit == "count" and noun.lemma.lower() in words("nounphrases", "guesses"):
        found = ellipsis.nearest_before(sentence.expressions, place)
        if found is not None and _tallied(sentence, role.noun) is None:
            return _copied(earlier, found, SAME)
    if (
        (is_predicate(noun.text) and noun.tag != "NN")
        or is_captive(sentence.parse, role.noun)
        or is_clause(sentence.parse, role.noun)
    ):
        return None
    phrase = _tallied(sentence, role.noun) or around(sentence.parse, role.noun, sentence.taken)
    return replace(_of_phrase(sentence, phrase, role.rule), top=role.top)


def _beside(sentence: Numbers, place: int) -> Counted | None:
    """ "officers about 10 feet from the window", "a quake 3 miles south of town": the noun right before a distance."""
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    if expression.dimension != "length":
        return None
    after = _first_after(sentence, expression.end)
    before = _first_after(sentence, expression.outer_start) - 1
    if before < 0 or after >= len(tokens) or tokens[after].text.lower() not in words("nounphrases", "directions"):
        return None
    if tokens[before].tag not in {"NN", "NNS"} or not is_noun(tokens[before]):
        return None
    return _of_phrase(sentence, around(sentence.parse, before, sentence.taken), "noun before the distance")


def _land(sentence: Numbers, place: int) -> Counted | None:
    """ "Moscow held on to the territory but lost some 150 square miles": an area of the land named before it."""
    expression = sentence.expressions[place]
    if expression.dimension != "area":
        return None
    for token in reversed(sentence.parse.tokens):
        if token.end <= expression.outer_start and token.lemma.lower() in words("nounphrases", "lands"):
            return Counted(token.text, LAND, token.start, token.end, token.index)
    return None


def _distance(sentence: Numbers, place: int) -> Counted | None:
    """ "struck depots hundreds of miles inside the border": what the verb with the distance has as its object."""
    expression, anchor = sentence.expressions[place], sentence.anchors[place]
    after = _first_after(sentence, expression.end)
    if expression.dimension != "length" or anchor is None or after >= len(sentence.parse.tokens):
        return None
    if sentence.parse.tokens[after].text.lower() not in words("nounphrases", "directions"):
        return None
    noun = roles.object_above(sentence.parse, anchor, sentence.taken)
    if noun is None:
        return None
    return _of_phrase(sentence, around(sentence.parse, noun, sentence.taken), "object at that distance")


def _tallied(sentence: Numbers, noun: int) -> NounPhrase | None:
    """ "the number of dead": what is tallied."""
    parse = sentence.parse
    if parse.tokens[noun].lemma.lower() not in words("nounphrases", "tallies"):
        return None
    for child in parse.children[noun]:
        if child > noun and parse.tokens[child].lemma == "of":
            for below in parse.children[child]:
                if below not in sentence.taken:
                    return around(parse, below, sentence.taken)
    return None


def _from_before(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """The noun of the number before it, where that stands in the same row."""
    before = ellipsis.nearest_before(sentence.expressions, place)
    if before is None or (found := earlier[before]) is None:
        return None
    expression = sentence.expressions[place]
    if expression.unit == "count":
        others = _next_word(sentence, expression) in {"other", "others"}
        if not _carries_over(sentence, found, before, others=others):
            return None
        if state_of_bare(sentence, place) is None and not others:
            return None
        return _copied(earlier, before, "noun of the number before")
    if expression.dimension == "time":
        return None
    return _copied(earlier, before, "noun of the number before")


def _carries_over(sentence: Numbers, found: Counted, before: int, *, others: bool) -> bool:
    if found.head is None:
        return found.text == "people"
    head = sentence.parse.tokens[found.head]
    plural = head.tag in PLURAL_TAGS or sentence.expressions[before].value != 1
    return is_people_word(head) and (plural or (not others and ellipsis.carries_over(head.lemma.lower())))


def _next_word(sentence: Numbers, expression: Expression) -> str:
    index = _first_after(sentence, expression.end)
    tokens = sentence.parse.tokens
    return tokens[index].text.lower() if index < len(tokens) else ""


def state_of_bare(sentence: Numbers, place: int) -> State | None:
    """The state of a number without a noun: the word right after it, or by the number's own role."""
    parse, expression = sentence.parse, sentence.expressions[place]
    index = _first_after(sentence, expression.end)
    while index < len(parse.tokens) and parse.tokens[index].text.lower() in {
        "more",
        "other",
        "others",
        "additional",
        "people",
        "were",
        "was",
    }:
        index += 1
    if index < len(parse.tokens) and is_predicate(parse.tokens[index].text):
        return State(parse.tokens[index].text.lower(), index)
    anchor = sentence.anchors[place]
    if anchor is None:
        return None
    governor = parse.tokens[parse.tokens[anchor].head]
    if governor.index == anchor + 1 and governor.text.lower() in words("heads", "others"):
        anchor = governor.index
    return read_state(parse, (anchor, anchor, anchor), is_count=True)


def _implied(sentence: Numbers, place: int) -> Counted | None:
    """People, where a bare number is the subject or object of what happens to people."""
    expression = sentence.expressions[place]
    if expression.unit != "count" or expression.kind is not Kind.QUANTITY:
        return None
    found = state_of_bare(sentence, place)
    others = _next_word(sentence, expression) in {"other", "others"}
    if others or (
        found is not None and (ellipsis.is_human_state(state_class(found.word)) or _is_subject(sentence, place))
    ):
        return Counted("people", "people, as the noun is left out")
    return None


def _is_subject(sentence: Numbers, place: int) -> bool:
    anchor = sentence.anchors[place]
    return anchor is not None and sentence.parse.tokens[anchor].dep in {"nsubj", "nsubjpass"}
