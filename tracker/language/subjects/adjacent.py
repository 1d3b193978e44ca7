"""The noun phrase right after a number: "43 civilians", "dozens of boys", "$2 million in damages", "a 3-mile wall"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.subjects.nounphrase import NounPhrase, following, in_hyphened, is_hyphen, is_noun, is_people_word
from tracker.language.subjects.numbered import Numbers, first_after
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from tracker.language.context import Token
    from tracker.model import Expression

# Tags after which no noun phrase of the number can begin.
_CLOSING = frozenset(
    {",", ".", ":", "-LRB-", "-RRB-", "''", "IN", "TO", "CC", "DT", "WP", "WDT", "PRP", "MD", "VBZ", "VBP"}
)


def phrase_after(sentence: Numbers, place: int) -> NounPhrase | None:
    """The noun phrase right after the number, with `of` between them or without."""
    expression = sentence.expressions[place]
    if sentence.text.startswith((". ", "; "), expression.outer_end):
        return None
    if expression.dimension == "length" and sentence.text[: expression.start].rstrip().lower().endswith(" within"):
        return None  # "passed within 40 km of the town"
    compound = _hyphened_noun(sentence, expression)
    if compound is not None:
        return NounPhrase(compound, compound, compound)
    linked = _past_link(sentence, first_after(sentence, _end_of_all(sentence, place)), expression)
    if linked is None:
        return None
    phrase = following(
        sentence.parse, linked, sentence.taken, many=expression.unit in {"count", "percent"} and expression.value != 1
    )
    if phrase is None or _is_clause_of_measure(sentence, phrase, expression):
        return None
    if phrase.last > phrase.first and is_plain_verb(sentence, phrase.last):
        phrase = NounPhrase(phrase.first, phrase.last - 1, phrase.last - 1)
    if expression.dimension == "currency" and _is_doing(sentence, phrase):
        return None
    if is_referring(sentence, phrase) or _is_extent_of_place(sentence, phrase, expression):
        return None
    return phrase


def is_plain_verb(sentence: Numbers, index: int) -> bool:
    """ "The 900-tonne ship costs £2 million": a verb of measure that the tagger takes for a plural noun."""
    tokens = sentence.parse.tokens
    if tokens[index].tag != "NNS" or tokens[index].text.lower() not in words("measuring", "verbs_like_plurals"):
        return False
    after = index + 1
    while after < len(tokens) and tokens[after].text.lower() in {"from", "around", "about", "a"}:
        after += 1
    return after in sentence.taken and tokens[index - 1].tag == "NN"


def _is_doing(sentence: Numbers, phrase: NounPhrase) -> bool:
    """ "The $40 million brokers had expected": people behind money, with a verb of their own."""
    behind = sentence.parse.tokens[phrase.last + 1 : phrase.last + 2]
    has = bool(behind) and (behind[0].tag in {"VBD", "VBP"} or behind[0].lemma == "have")
    return has and is_people_word(sentence.parse.tokens[phrase.head])


def _hyphened_noun(sentence: Numbers, expression: Expression) -> int | None:
    """ "a 12-storey building", "a three-judge panel": storeys and judges are counted."""
    tokens = sentence.parse.tokens
    index = first_after(sentence, expression.end)
    if expression.unit != "count" or index + 1 >= len(tokens) or not is_hyphen(tokens[index]):
        return None
    if tokens[index + 1].tag not in {"NN", "NNS"} or not is_noun(tokens[index + 1]):
        return None
    # "a five - boat formation", as tokenised text has it, against "they found five - police said".
    spaced = index + 2 < len(tokens) and tokens[index + 1].tag == "NN" and is_noun(tokens[index + 2])
    return index + 1 if tokens[index].start == expression.end or spaced else None


_MOST_MEASURES = 3
_OPENING = re.compile(r"\s*[(\[]\s*")
_LISTED = re.compile(r"\s*,\s*")
_CLOSED = re.compile(r"\s*[)\]]\s*")
_RATE = re.compile(r"\s*(?:a|an|per|each|every|/)\b", re.IGNORECASE)


def _end_with_rate(sentence: Numbers, expression: Expression) -> int:
    """The end of "$81 a barrel"; of "150 strikes a day" that of the number."""
    if expression.per is not None and _RATE.match(sentence.text, expression.end, expression.outer_end):
        return expression.outer_end
    return expression.end


def _end_of_all(sentence: Numbers, place: int) -> int:
    """The end of the number with its rate and with what else is said of the noun behind it.

    The same amount in brackets ("8 square miles (20 km) of forest"), or another measure ("a $2 billion, 80-mile road").
    """
    expression = sentence.expressions[place]
    end = _end_with_rate(sentence, expression)
    if expression.unit == "count":
        return end
    for other in sentence.expressions[place + 1 : place + 1 + _MOST_MEASURES]:
        hyphened = (
            "-" in sentence.text[other.start : other.end] or "-" in sentence.text[expression.start : expression.end]
        )
        if other.unit != "count" and hyphened and _LISTED.fullmatch(sentence.text, end, other.outer_start):
            end = other.outer_end
            continue
        closing = _CLOSED.match(sentence.text, other.outer_end)
        if closing is None or not _OPENING.fullmatch(sentence.text, end, other.outer_start):
            break
        end = closing.end()
    return end


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
    given = sentence.text[: expression.outer_start].rstrip().lower().endswith(" of")  # "a sentence of 3 years in jail"
    if word == "in" and (expression.dimension == "currency" or (expression.dimension == "time" and not given)):
        return index + 1 if _is_bare_noun(sentence, index + 1) else None
    if in_hyphened(sentence.parse, index):
        return index
    if tokens[index].tag in _CLOSING and not is_noun(tokens[index]):
        return None
    return _opened(sentence, index, expression)


def _opened(sentence: Numbers, index: int, expression: Expression) -> int | None:
    """The token where a phrase directly after the number begins; none after a plain duration or before "long"."""
    tokens = sentence.parse.tokens
    hyphened = "-" in sentence.text[expression.start : expression.end]
    if expression.dimension == "time" and not hyphened and tokens[index].tag != "POS":
        anchor = tokens[index - 1]
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


def _is_clause_of_measure(sentence: Numbers, phrase: NounPhrase, expression: Expression) -> bool:
    """ "30,000 acres burned last night": a verb after a unit is no modifier."""
    first = sentence.parse.tokens[phrase.first]
    tags = {"VBN", "VBD", "VBG"}
    return (
        expression.unit != "count"
        and first.tag in tags
        and first.start - expression.end < 2
        and phrase.last > phrase.first
    )


def is_referring(sentence: Numbers, phrase: NounPhrase) -> bool:
    """Whether the phrase only refers back ("six others", "the rest")."""
    return sentence.parse.tokens[phrase.head].text.lower() in words("heads", "others")
