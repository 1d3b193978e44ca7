"""Numbers in a row whose noun is said once: players and their points, places and their cases, a whole and its parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.subjects.adjacent import phrase_after
from tracker.language.subjects.elided import state_of_bare
from tracker.language.subjects.nounphrase import PLURAL_TAGS, is_people_word
from tracker.language.subjects.numbered import Counted, Numbers, copied, first_after
from tracker.language.subjects.people import is_human_state
from tracker.language.subjects.phrases import counted_phrase
from tracker.language.subjects.state import state_class
from tracker.language.wordlists import words
from tracker.model import Kind, Modifier

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULE = "the noun of the row"
_NAMES_BETWEEN = re.compile(r"(?:,|\s|\band\b|\bwhile\b|[A-Z][\w'’.-]*+)++")
_LONGEST_GAP = 60
_REACH = 3
# Words after which a bare number has no noun.
_CLOSED = frozenset(
    {
        ",",
        ".",
        ";",
        ":",
        "and",
        "but",
        "while",
        "as",
        "for",
        "with",
        "in",
        "off",
        "to",
        "from",
        "on",
        ")",
        "before",
        "after",
        "against",
        "when",
        "at",
    }
)
_BEFORE_SCORE = frozenset({"with", "in", "a", "an", "only", "just", "another", "for"})
_OF_THE_LAST = re.compile(
    r"\s+of\s+(?:(?:the|its|his|her|their|our|a)\s+)?(?:last|first|past|previous|next|opening|final|possible|remaining)\s+",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\b(?:a|the) total of\s$")
_APART = frozenset({"ahead", "behind", "clear", "back", "adrift", "off", "in", "better", "short"})


def named_in_brackets(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "Kano (310 cases), Lagos (205) and Jos (98)"."""
    before = _like_before(sentence, place)
    if before is None or not _is_bracketed(sentence, place, alone=True):
        return None
    if not _is_bracketed(sentence, before, alone=False):
        return None
    return copied(earlier, before, _RULE)


def _is_bracketed(sentence: Numbers, place: int, *, alone: bool) -> bool:
    expression, text = sentence.expressions[place], sentence.text
    opened = text[max(0, expression.outer_start - 2) : expression.outer_start].rstrip().endswith("(")
    closed = text[expression.end : expression.end + 2].lstrip().startswith(")")
    return opened and (closed or not alone)


def _like_before(sentence: Numbers, place: int) -> int | None:
    """The quantity of the same unit before, whatever it is a part of."""
    this = sentence.expressions[place]
    for before in range(place - 1, -1, -1):
        other = sentence.expressions[before]
        if other.kind is Kind.QUANTITY and other.unit == this.unit:
            return before
    return None


def in_parallel(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "Diaz scored 24 points, Petrov had 21", "Root 88 and Pope 61 runs", "two ahead of Lund": things, no people."""
    if not _is_bare(sentence, place):
        return None
    before = _apart_before(sentence, place, earlier) if _is_apart(sentence, place) else _like_before(sentence, place)
    if before is None or (found := earlier[before]) is None:
        return _from_the_last(sentence, place)
    if found.start is not None and found.rule == _RULE and found.start > sentence.expressions[place].start:
        return copied(earlier, before, _RULE)  # "Root 88, Pope 61 and Crawley 47 runs"
    scored = _is_apart(sentence, place) or _is_scored(sentence, place) or _is_named_alone(sentence, place, found)
    return copied(earlier, before, _RULE) if scored and _is_thing(sentence, found) else None


def _apart_before(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> int | None:
    """The number before that says a distance in points or strokes too."""
    for before in range(place - 1, -1, -1):
        found = earlier[before]
        if found is not None and found.last is not None and _stands_apart(sentence, found.last + 1):
            return before
    return None


def _is_bare(sentence: Numbers, place: int) -> bool:
    """Whether nothing that can be counted stands right behind the number."""
    expression, tokens = sentence.expressions[place], sentence.parse.tokens
    index = first_after(sentence, expression.end)
    if expression.kind is not Kind.QUANTITY or expression.unit != "count":
        return False
    return index >= len(tokens) or tokens[index].text.lower() in _CLOSED | _APART


def _is_thing(sentence: Numbers, found: Counted) -> bool:
    if found.head is None:
        return found.text != "people"
    head = sentence.parse.tokens[found.head]
    return not is_people_word(head)


def _is_scored(sentence: Numbers, place: int) -> bool:
    """Whether the number is what somebody scored, by the verb before it."""
    tokens = sentence.parse.tokens
    start = sentence.expressions[place].outer_start
    if _TOTAL.search(sentence.text, max(0, start - 20), start):
        return True
    index = first_after(sentence, sentence.expressions[place].outer_start) - 1
    for _ in range(_REACH):
        if index > 0 and tokens[index].text.lower() in {
            "with",
            "in",
            "a",
            "an",
            "only",
            "just",
            "another",
            "for",
            "total",
            "of",
        }:
            index -= 1
    return index > 0 and tokens[index].lemma.lower() in words("measuring", "scoring_verbs")


def _is_named_alone(sentence: Numbers, place: int, found: Counted) -> bool:
    """ "hit 109 runs and Warner 81": only a name stands between."""
    start, end = found.end, sentence.expressions[place].outer_start
    if start is None or not 0 < end - start < _LONGEST_GAP:
        return False
    between = _NAMES_BETWEEN.fullmatch(sentence.text, start, end)
    return between is not None and any(letter.isupper() for letter in between.group())


def _is_apart(sentence: Numbers, place: int) -> bool:
    """ "and two in front of Lund", "one ahead of the field"."""
    return _stands_apart(sentence, first_after(sentence, sentence.expressions[place].end))


def _stands_apart(sentence: Numbers, index: int) -> bool:
    tokens = sentence.parse.tokens
    if index + 1 >= len(tokens) or tokens[index].text.lower() not in _APART:
        return False
    return tokens[index].text.lower() != "in" or tokens[index + 1].text.lower() == "front"


def _from_the_last(sentence: Numbers, place: int) -> Counted | None:
    """ "Root made 88, Pope 61 and Crawley 47 runs": the noun stands behind the last of a row of names."""
    for later in range(place + 1, min(place + 4, len(sentence.expressions))):
        before, this = sentence.expressions[later - 1], sentence.expressions[later]
        if this.outer_start - before.end > _LONGEST_GAP or this.unit != "count" or this.kind is not Kind.QUANTITY:
            return None
        if not _NAMES_BETWEEN.fullmatch(sentence.text, before.end, this.outer_start):
            return None
        phrase = phrase_after(sentence, later)
        if phrase is not None:
            return counted_phrase(sentence, phrase, _RULE, later)
    return None


def of_the_next(sentence: Numbers, place: int) -> Counted | None:
    """ "three of the last 34 games", "22 of a possible 30 points": the noun stands behind the whole."""
    if place + 1 >= len(sentence.expressions) or sentence.expressions[place].unit not in {"count", "percent"}:
        return None
    whole = sentence.expressions[place + 1]
    if whole.unit != "count" or not _OF_THE_LAST.fullmatch(
        sentence.text, sentence.expressions[place].end, whole.outer_start
    ):
        return None
    phrase = phrase_after(sentence, place + 1)
    return None if phrase is None else counted_phrase(sentence, phrase, "the noun of the whole", place)


def some_of_them(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """ "1,480 patients took part; 212 (14 percent) dropped out": a bare subject is of those counted before it."""
    before, this = _like_before(sentence, place), sentence.expressions[place]
    if before is None or this.unit != "count" or this.modifier is Modifier.VAGUE or not _is_subject(sentence, place):
        return None
    found, whole = earlier[before], sentence.expressions[before]
    if found is None or found.head is None or sentence.parse.tokens[found.head].tag not in PLURAL_TAGS:
        return None
    if whole.value is None or this.value is None or this.value > whole.value or this.value == 1:
        return None
    state = state_of_bare(sentence, place)
    if state is not None and is_human_state(state_class(state.word)):
        return None
    return copied(earlier, before, "those counted before")


def _is_subject(sentence: Numbers, place: int) -> bool:
    """Whether a finite verb follows the number, or a share in brackets and a finite verb."""
    tokens = sentence.parse.tokens
    end = sentence.expressions[place].end
    bracket = sentence.text[end : end + 3].lstrip().startswith("(")
    if bracket and (closing := sentence.text.find(")", end, end + _LONGEST_GAP)) > 0:
        end = closing + 1
    index = first_after(sentence, end)
    return index < len(tokens) and tokens[index].tag in {"VBD", "VBZ", "VBP", "MD"}
