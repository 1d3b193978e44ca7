"""What the numbers of lists, specifications and forecasts measure, where no verb ties them to it.

"Capacity: 40 kg", "budget ≤ 20", "High 31C. Winds W at 20 mph", "lanes wider than 3 metres", "40GB, 60GB or 80GB of
memory": the words right beside the number, up to the next mark, are all that is said of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.subjects.adjacent import is_plain_verb, phrase_after
from tracker.language.subjects.nounphrase import NounPhrase, around, following, is_noun, is_people_word, is_temporal
from tracker.language.subjects.numbered import (
    CORRECTED,
    KIND,
    LABEL,
    Counted,
    Numbers,
    copied,
    first_after,
    nearest_before,
)
from tracker.language.subjects.phrases import counted_phrase
from tracker.language.subjects.state import is_third_person_harm
from tracker.language.wordlists import words
from tracker.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.model import Expression

_LONGEST_LABEL = 5
_SIGNS = ("<", ">", "=", "≤", "≥", "≈", "~")
_SIGN_LAST = re.compile(r"[<>=≤≥≈~:]=?\s*\Z")
_BETWEEN = frozenset({"at", "of", "from", "anywhere", "around", "near", "about", ":", "=", "is", "are", "-"})
_NAMED_INSIDE = re.compile(r"[<>≤≥]=?\s*([^\W\d_][\w-]*(?: [^\W\d_][\w-]*){0,3})\s*[<>≤≥]")
_BREAKS = frozenset({",", ";", ".", "|", ":", "(", "•", "·", "/"})
_ENDS = (",", ";", ".", "|", ")")
_THAN = re.compile(r"(?:not |no )?\w+er than\b", re.IGNORECASE)
_ROW = re.compile(r"\s*(?:,|/|,? or|,? and)\s*", re.IGNORECASE)
_PERHAPS = re.compile(r"\b(?:even|perhaps|maybe|possibly|potentially)\b", re.IGNORECASE)
_DECADES = re.compile(r"\bin the (?:(?:upper|lower|mid|high|low)[ -])?\Z", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+of\s+(?:them|these|those|whom|which)\s+", re.IGNORECASE)


def of_row(sentence: Numbers, place: int) -> Counted | None:
    """ "Capacity: 40 kg", "casualties >= 4", "rain anywhere from 2 to 5 mm": the noun that opens the row."""
    expression = sentence.expressions[place]
    if expression.kind is not Kind.QUANTITY or (inside := _named_inside(sentence, expression)):
        return inside if expression.kind is Kind.QUANTITY else None
    last = first_after(sentence, expression.outer_start) - 1
    tokens = sentence.parse.tokens
    while last >= 0 and (tokens[last].text.lower() in _BETWEEN or tokens[last].text in _SIGNS):
        last -= 1
    first = last
    while first > 0 and tokens[first - 1].text not in _BREAKS and first - 1 not in sentence.taken:
        first -= 1
    if (
        last < 0
        or last in sentence.taken
        or is_plain_verb(sentence, last)
        or _is_headline_harm(sentence, last, expression)
        or last - first >= _LONGEST_LABEL
        or tokens[last].text in _BREAKS
    ):
        return None
    if not _is_label(sentence, first, last, signed=_is_signed(sentence, expression)):
        return None
    if phrase_after(sentence, place) is not None or not _is_closed(sentence, expression):
        return None
    return counted_phrase(sentence, _without_direction(sentence, first, last), LABEL)


def _is_headline_harm(sentence: Numbers, last: int, expression: Expression) -> bool:
    """ "Bomb Kills 18 in Harn", and not "Damages: 40"."""
    word = sentence.parse.tokens[last]
    beside = last + 1 == first_after(sentence, expression.outer_start)
    return beside and word.text[:1].isupper() and is_third_person_harm(word.text)


def _is_closed(sentence: Numbers, expression: Expression) -> bool:
    """Whether the row ends with the number, but for a preposition."""
    index = first_after(sentence, expression.outer_end)
    if sentence.text[expression.outer_end : expression.outer_end + 3].lstrip()[:1] in _ENDS:
        return True
    if index >= len(sentence.parse.tokens):
        return True
    token = sentence.parse.tokens[index]
    return token.text in _BREAKS | {")"} or token.text.lower() in {"at", "in", "on", "per", "or", "and", "to"}


def _is_signed(sentence: Numbers, expression: Expression) -> bool:
    """Whether a sign of comparison or a colon stands before the number."""
    before = sentence.text[max(0, expression.outer_start - 3) : expression.start]
    return _SIGN_LAST.search(before) is not None


def _is_label(sentence: Numbers, first: int, last: int, *, signed: bool) -> bool:
    """Whether tokens `first` to `last` are nouns and their adjectives only, and open a row."""
    tokens = sentence.parse.tokens[first : last + 1]
    plain = all(token.text[0].isalpha() and token.pos in {"NOUN", "PROPN", "ADJ"} for token in tokens[1:])
    opening = tokens[0].pos in {"NOUN", "PROPN", "ADJ"} or tokens[0].tag in {"VB", "VBG"}
    if not (plain and opening and tokens[0].text[0].isalpha()):
        return False
    if is_temporal(tokens[-1]):
        return False
    if signed:
        return True
    if is_people_word(tokens[-1]):
        return False
    # Without a sign only a text of rows alone has labels: no verb but one that opens it.
    return not any(token.tag in {"VBD", "VBZ", "VBP", "MD"} for token in sentence.parse.tokens)


def _named_inside(sentence: Numbers, expression: Expression) -> Counted | None:
    """ "3 < sides <= 9": the name between the bounds."""
    found = _NAMED_INSIDE.search(sentence.text, expression.start, expression.end)
    if found is None:
        return None
    tokens = [token for token in sentence.parse.tokens if token.start < found.end(1) and token.end > found.start(1)]
    return Counted(found[1], LABEL, found.start(1), found.end(1), tokens[-1].index) if tokens else None


def _without_direction(sentence: Numbers, first: int, last: int) -> NounPhrase:
    """ "Winds NNW": the wind, and not where it comes from."""
    tokens = sentence.parse.tokens
    while last > first and tokens[last].text.isupper() and set(tokens[last].text) <= set("NESW"):
        last -= 1
    return NounPhrase(first, last, last)


def of_compared(sentence: Numbers, place: int) -> Counted | None:
    """ "lanes wider than 3 metres", "highs in the 80s": the noun right before a comparative or a span of degrees."""
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    if expression.unit == "count" or expression.dimension == "time" or expression.kind is not Kind.QUANTITY:
        return None
    start = expression.outer_start
    if not _THAN.match(sentence.text, start, expression.start):
        decades = _DECADES.search(sentence.text, max(0, start - 20), start)
        if decades is None or not sentence.text[expression.start : expression.end].endswith("s"):
            return None
        start = decades.start()
    index = first_after(sentence, start) - 1
    if index < 0 or not is_noun(tokens[index]) or index in sentence.taken or is_temporal(tokens[index]):
        return None
    return counted_phrase(sentence, around(sentence.parse, index, sentence.taken), "the noun before the comparison")


def of_last_in_row(sentence: Numbers, place: int) -> Counted | None:
    """ "40GB, 60GB or 80GB of memory": one noun behind a row of amounts in one unit."""
    expression = sentence.expressions[place]
    if expression.unit == "count" or expression.dimension == "time":
        return None
    for later in range(place + 1, min(place + 4, len(sentence.expressions))):
        before, this = sentence.expressions[later - 1], sentence.expressions[later]
        if this.unit != expression.unit or not _ROW.fullmatch(sentence.text, before.outer_end, this.outer_start):
            return None
        phrase = phrase_after(sentence, later)
        if phrase is not None:
            return counted_phrase(sentence, phrase, "the noun of the row", later)
    return None


def of_kind(sentence: Numbers, place: int) -> Counted | None:
    """ "31 of them British tourists": the part has a noun of its own behind "of them"."""
    expression = sentence.expressions[place]
    found = _OF_THEM.match(sentence.text, expression.end)
    if found is None or expression.unit not in {"count", "percent"}:
        return None
    phrase = following(sentence.parse, first_after(sentence, found.end()), sentence.taken, many=expression.value != 1)
    if phrase is None:
        return None
    after = sentence.parse.tokens[phrase.last + 1 : phrase.last + 2]
    if not after or after[0].tag[0] in {"V", "M"} or sentence.parse.tokens[phrase.first].start != found.end():
        return None
    return counted_phrase(sentence, phrase, KIND)


def perhaps_more(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "60 ships will be sold, and possibly as many as 90": the same as the number before it, corrected."""
    expression, before = sentence.expressions[place], nearest_before(sentence, place)
    if before is None or expression.unit != "count" or phrase_after(sentence, place) is not None:
        return None
    between = sentence.text[sentence.expressions[before].end : expression.start]
    corrected = len(between) < 90 and _PERHAPS.search(between) is not None
    return copied(earlier, before, CORRECTED) if corrected else None


def of_pronoun(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "... 40 homes; it was really 25": "it" is the number before."""
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    index = first_after(sentence, expression.outer_start) - 1
    while index > 0 and tokens[index].pos == "ADV":
        index -= 1
    before = nearest_before(sentence, place)
    if index < 1 or tokens[index].lemma != "be" or tokens[index - 1].text.lower() not in {"it", "that"}:
        return None
    if before is None or phrase_after(sentence, place) is not None:
        return None
    return copied(earlier, before, CORRECTED)


def before_plain_verb(sentence: Numbers, place: int) -> Counted | None:
    """ "The 1,600cc model costs £9,000": the verb that the tagger takes for a plural behind a measured noun."""
    tokens = sentence.parse.tokens
    index = first_after(sentence, sentence.expressions[place].outer_start) - 1
    while index > 1 and tokens[index].text.lower() in {"from", "around", "about"}:
        index -= 1
    if index < 1 or not is_plain_verb(sentence, index) or sentence.expressions[place].unit == "count":
        return None
    if not is_noun(tokens[index - 1]) or is_people_word(tokens[index - 1]):
        return None
    return counted_phrase(sentence, NounPhrase(index - 1, index - 1, index - 1), f"what “{tokens[index].text}” is of")


def of_lasting(sentence: Numbers, place: int) -> int | None:
    """ "ran for a maximum of two years": the verb right before a duration that its subject is the matter of."""
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    if expression.dimension != "time":
        return None
    index = first_after(sentence, expression.outer_start) - 1
    while index > 0 and tokens[index].text.lower() in {"for", "a", "little", "well", "just", "only", "about", "on"}:
        index -= 1
    lasting = index > 0 and tokens[index].lemma.lower() in words("measuring", "duration_verbs")
    return index if lasting and tokens[index].tag[0] == "V" else None
