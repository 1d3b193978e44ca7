"""The words that a number counts or measures, found in the parse of its sentence.

The readings in order: the label of a line of figures; the noun phrase right after the number; the noun of the number
it is compared with; the noun that its grammatical role ties it to; the noun of a number beside it; people, where what
happens happens to people.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.language.subjects import levels, roles, rows, tabular, terse
from tracker.language.subjects.adjacent import phrase_after
from tracker.language.subjects.elided import implied_people, is_of_them, noun_of_the_one_before
from tracker.language.subjects.extents import (
    distance_apposed,
    land_before,
    measured_beside,
    noun_beside,
    object_at_distance,
)
from tracker.language.subjects.nounphrase import (
    PLURAL_TAGS,
    around,
    following,
    is_captive,
    is_clause,
    is_noun,
    is_people_word,
)
from tracker.language.subjects.numbered import (
    COMPARED,
    IMPLIED,
    LABEL,
    PARENT,
    PLACE,
    SAME,
    Counted,
    copied,
    first_after,
    nearest_before,
)
from tracker.language.subjects.people import is_human_state, is_people_noun
from tracker.language.subjects.phrases import counted_phrase
from tracker.language.subjects.state import is_headline_verb, is_predicate, state_class
from tracker.language.subjects.surface import state_of_those
from tracker.language.wordlists import words
from tracker.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import Token
    from tracker.language.subjects.nounphrase import NounPhrase
    from tracker.language.subjects.numbered import Numbers

_NEXT_YEAR = re.compile(r"\s+in\s+(?:the year )?\d{4}\s+and\s+")


def find_counted(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """The counted phrase of the expression at `place`; `earlier` are those of the expressions before it."""
    expression = sentence.expressions[place]
    bare = _is_predicated(sentence, place)
    return (
        _from_label(sentence, place, earlier)
        or terse.of_row(sentence, place)
        or terse.of_compared(sentence, place)
        or terse.of_kind(sentence, place)
        or _from_brackets(sentence, place, earlier)
        or levels.of_change(sentence, place, earlier)
        or levels.beside_the_move(sentence, place, earlier)
        or levels.of_noun_moved(sentence, place)
        or levels.of_duration(sentence, place)
        or rows.named_in_brackets(sentence, place, earlier)
        or rows.of_the_next(sentence, place)
        or (_after_age if expression.kind is Kind.AGE else _after)(sentence, place)
        or terse.of_last_in_row(sentence, place)
        or terse.perhaps_more(sentence, place, earlier)
        or terse.of_pronoun(sentence, place, earlier)
        or _of_whole(sentence, place, earlier, subjects=False)
        or _from_comparison(sentence, place, earlier)
        or measured_beside(sentence, place)
        or _of_those(sentence, place)
        or distance_apposed(sentence, place)
        or rows.in_parallel(sentence, place, earlier)
        or levels.of_bargain(sentence, place, earlier)
        or levels.of_contest(sentence, place)
        or levels.of_owner(sentence, place, gauges=True)
        or terse.before_plain_verb(sentence, place)
        or (None if bare else _from_role(sentence, place, earlier) or noun_beside(sentence, place))
        or levels.of_mover(sentence, place)
        or levels.of_state(sentence, place)
        or levels.of_owner(sentence, place)
        or rows.some_of_them(sentence, place, earlier)
        or _gapped(sentence, place, earlier)
        or noun_of_the_one_before(sentence, place, earlier)
        or _of_whole(sentence, place, earlier, subjects=True)
        or land_before(sentence, place)
        or object_at_distance(sentence, place)
        or _what_they_are(sentence, place, earlier)
        or implied_people(sentence, place)
    )


def _from_label(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    label = tabular.label_before(sentence.text, sentence.expressions, place)
    if label is None:
        return None
    if isinstance(label, int):
        return copied(earlier, label, COMPARED)
    start, end = label
    tokens = [token for token in sentence.parse.tokens if token.start < end and token.end > start]
    return Counted(sentence.text[start:end], LABEL, start, end, tokens[-1].index) if tokens else None


def _from_brackets(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "400 square miles (1,036 square kilometres)": one amount in two units."""
    if not place:
        return None
    before, this = sentence.expressions[place - 1], sentence.expressions[place]
    between = sentence.text[before.outer_end : this.outer_start]
    if between.strip() not in {"(", "[", ", or", "or"} or before.unit == this.unit:
        return None
    if between.strip() == "or" and phrase_after(sentence, place) is not None:
        return None
    return copied(earlier, place - 1, SAME)


def _from_comparison(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "320 million of exports, up from 222 million in August and 212 million in May"."""
    before = nearest_before(sentence, place)
    if before is None or (found := earlier[before]) is None:
        return None
    end, begin = sentence.expressions[before].end, sentence.expressions[place].outer_start
    if found.rule == COMPARED and _NEXT_YEAR.fullmatch(sentence.text, end, begin):
        return copied(earlier, before, COMPARED)
    start = max(sentence.expressions[before].end, found.end or 0)
    if tabular.is_comparison(sentence.text[start : sentence.expressions[place].outer_start]):
        return copied(earlier, before, COMPARED)
    anchor, anchor_before = sentence.anchors[place], sentence.anchors[before]
    if anchor is None or sentence.expressions[place].unit == "count" or sentence.parse.tokens[anchor].dep != "conj":
        return None
    joined = sentence.parse.tokens[anchor].head == anchor_before
    return copied(earlier, before, "the number it is joined to") if joined else None


def _after_age(sentence: Numbers, place: int) -> Counted | None:
    expression = sentence.expressions[place]
    phrase = following(sentence.parse, first_after(sentence, expression.end), sentence.taken, many=False)
    return None if phrase is None else counted_phrase(sentence, phrase, "the words after the age")


def _after(sentence: Numbers, place: int) -> Counted | None:
    phrase = phrase_after(sentence, place)
    return None if phrase is None else counted_phrase(sentence, phrase, "the words after the number", place)


def _is_predicated(sentence: Numbers, place: int) -> bool:
    """ "at least 10 killed": what happened stands right behind the number, and no noun."""
    tokens = sentence.parse.tokens
    index = first_after(sentence, sentence.expressions[place].end)
    while index < len(tokens) and tokens[index].text.lower() in {"more", "other", "others"}:
        index += 1
    if index >= len(tokens) or not (is_predicate(tokens[index].text) or is_headline_verb(tokens[index].text)):
        return False
    anchor = sentence.anchors[place]
    member = anchor is not None and tokens[anchor].dep == "pobj" and tokens[tokens[anchor].head].lemma == "of"
    return not member and tokens[index].lemma.lower() not in words("measuring", "comparatives")


def _of_whole(sentence: Numbers, place: int, earlier: Sequence[Counted | None], *, subjects: bool) -> Counted | None:
    """ "1,442 executions, 538 of them in the south": the same things as the whole."""
    whole = sentence.wholes[place]
    anchor = sentence.anchors[place]
    if whole is None or anchor is None:
        return None
    if not subjects and sentence.parse.tokens[anchor].dep in {"nsubj", "nsubjpass"}:
        return None
    return copied(earlier, whole, "the same things as the whole")


def _from_role(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    anchor = sentence.anchors[place]
    if anchor is None:
        return None
    role = roles.measured(sentence.parse, anchor, sentence.taken)
    if role is None:
        return None
    noun = sentence.parse.tokens[role.noun]
    expression = sentence.expressions[place]
    if role.preposition == "for" and expression.dimension == "time":
        return None
    if expression.unit == "count" and role.tie is roles.Tie.LOOSE and noun.tag not in PLURAL_TAGS:
        return None
    if expression.unit == "count" and role.tie is roles.Tie.MEMBERS:
        settled = _members(
            noun.lemma.lower(), noun.index, is_people=is_people_word(noun) or is_people_noun(noun.lemma.lower())
        )
        if settled is not None:
            return settled if settled.text else None
    if _is_mere_total(sentence, noun):
        found = nearest_before(sentence, place)
        if found is not None and _tallied(sentence, role.noun) is None:
            return copied(earlier, found, SAME)
    if (
        (is_predicate(noun.text) and noun.tag != "NN")
        or is_captive(sentence.parse, role.noun)
        or is_clause(sentence.parse, role.noun)
    ):
        return None
    if _is_past_another(sentence, place, role.noun):
        return None
    of = first_after(sentence, expression.outer_start) - 1
    joined = sentence.parse.tokens[of - 1] if of > 0 and sentence.parse.tokens[of].text == "of" else noun
    if joined.dep == "conj" and joined.head == noun.index and is_noun(joined) and expression.unit != "count":
        phrase = around(sentence.parse, joined.index, sentence.taken)  # "a share and revenue of $4 billion"
        return counted_phrase(sentence, phrase, role.rule)
    phrase = _tallied(sentence, role.noun) or around(sentence.parse, role.noun, sentence.taken)
    return replace(counted_phrase(sentence, phrase, role.rule), top=role.top, by_verb=role.tie is roles.Tie.VERB)


def _is_past_another(sentence: Numbers, place: int, noun: int) -> bool:
    """ "Sales of $5 million and 300 new customers": the noun is that of another number, of another unit."""
    if place + 1 >= len(sentence.expressions):
        return False
    this, other = sentence.expressions[place], sentence.expressions[place + 1]
    between = sentence.text[this.end : other.outer_start].strip() in {"and", ", and", ","}
    return between and this.unit != "count" == other.unit and sentence.parse.tokens[noun].start >= other.end


def _is_mere_total(sentence: Numbers, noun: Token) -> bool:
    """ "... , bringing the total to 1,600", "estimates go as high as 1,500": a total of what was counted before."""
    if noun.lemma.lower() not in words("nounphrases", "guesses") | {"total"}:
        return False
    return not any(sentence.parse.tokens[child].dep == "compound" for child in sentence.parse.children[noun.index])


_NOBODY = Counted("", "")


def _gapped(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "Five civilians were killed in the first town and one in the second": what is said of the number before."""
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    before = nearest_before(sentence, place)
    start, end = first_after(sentence, expression.outer_start) - 1, first_after(sentence, expression.end)
    if before is None or start < 0 or end >= len(tokens) or expression.unit != "count":
        return None
    joined = tokens[start].text.lower() in {"and", ",", ";"} and tokens[end].text.lower() in words(
        "nounphrases", "whereabouts"
    )
    found = earlier[before]
    if not joined or found is None or found.head is None or tokens[found.head].tag not in PLURAL_TAGS:
        return None
    return copied(earlier, before, SAME)


def _members(lemma: str, noun: int, *, is_people: bool) -> Counted | None:
    """ "a town of 1,200", "a mother of two": who are counted where the noun is not; `_NOBODY` where it is not said."""
    if lemma in words("nounphrases", "settlements"):
        return Counted("people", PLACE, top=noun, last=noun)
    if lemma in words("nounphrases", "parents"):
        return Counted("children", PARENT)
    return _NOBODY if is_people and lemma not in words("nounphrases", "collectives") else None


def _of_those(sentence: Numbers, place: int) -> Counted | None:
    """ "57 percent of those killed": people, by what happened to them."""
    state = state_of_those(sentence, place)
    if state is None or not is_human_state(state_class(state.word)):
        return None
    return Counted("people", IMPLIED)


def _what_they_are(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "fought the rebels, killing scores of them": the persons named last, where no number is of them."""
    if any(earlier) or not is_of_them(sentence, place) or sentence.expressions[place].unit != "count":
        return None
    for token in reversed(sentence.parse.tokens):
        if token.end > sentence.expressions[place].outer_start or token.tag not in PLURAL_TAGS:
            continue
        if is_people_word(token) and is_noun(token):
            phrase = around(sentence.parse, token.index, sentence.taken)
            return replace(counted_phrase(sentence, phrase, "what `them` stands for"), top=None, last=None)
    return None


def _tallied(sentence: Numbers, noun: int) -> NounPhrase | None:
    """ "the number of dead": what is tallied."""
    parse = sentence.parse
    stock = parse.tokens[noun].lemma.lower() == "share" and parse.tokens[noun].tag in PLURAL_TAGS
    if stock or parse.tokens[noun].lemma.lower() not in words("nounphrases", "tallies"):
        return None
    for child in parse.children[noun]:
        if child > noun and parse.tokens[child].lemma == "of":
            for below in parse.children[child]:
                if below not in sentence.taken:
                    return around(parse, below, sentence.taken)
    return None
