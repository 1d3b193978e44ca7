"""Numbers whose noun is left out: "killing five and injuring 21", "thousands more wounded", "36 others".

The noun is that of the number before it where the same kind of thing happens to both; else people, where what happens
happens to people; else nothing is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.language.subjects.nounphrase import PLURAL_TAGS, is_captive, is_people_word
from tracker.language.subjects.numbered import IMPLIED, Counted, Numbers, copied, first_after, nearest_before
from tracker.language.subjects.people import carries_over, is_human_state
from tracker.language.subjects.predication import read_state
from tracker.language.subjects.state import (
    State,
    is_headline_verb,
    is_predicate,
    participle,
    singular_verb,
    state_class,
)
from tracker.language.subjects.verbs import is_deadly
from tracker.language.wordlists import words
from tracker.model import Kind, Modifier

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tracker.model import Expression

_AUXILIARIES = 5
_THEM = frozenset({"them", "whom", "those", "these", "us", "you"})
_STATE_LEADS = frozenset(
    {
        "more",
        "other",
        "others",
        "additional",
        "of",
        "the",
        "people",
        "were",
        "was",
        "are",
        "is",
        "still",
        "remain",
        "remained",
        "later",
    }
)


def stands_for_others(sentence: Numbers, place: int) -> bool:
    """ "36 others", "dozens of others"."""
    tokens = sentence.parse.tokens
    index = _past(sentence, place, {"of", "the", "more", "many"})
    return index < len(tokens) and tokens[index].text.lower() in {"other", "others"}


def _past(sentence: Numbers, place: int, skipped: Collection[str]) -> int:
    """The first token after the number that is none of the words skipped."""
    tokens = sentence.parse.tokens
    index = first_after(sentence, sentence.expressions[place].end)
    while index < len(tokens) and tokens[index].text.lower() in skipped:
        index += 1
    return index


def noun_of_the_one_before(sentence: Numbers, place: int, earlier: Sequence[Counted | None]) -> Counted | None:
    """The noun of the number before it, where that stands in the same row."""
    before = nearest_before(sentence, place)
    if before is None or (found := earlier[before]) is None:
        return None
    expression = sentence.expressions[place]
    if expression.unit == "count":
        others = stands_for_others(sentence, place)
        state = state_of_bare(sentence, place)
        if _is_thing_again(sentence, place, found, state):
            return copied(earlier, before, "the noun of the number before")
        if not _carries_over(sentence, found, before, others=others) or _is_among(sentence, expression):
            return None
        if not others and (state is None or not _is_parallel(sentence, found, state)):
            return None
        return copied(earlier, before, "the noun of the number before")
    if expression.dimension == "time":
        return None
    return copied(earlier, before, "the noun of the number before")


def _is_thing_again(sentence: Numbers, place: int, found: Counted, state: State | None) -> bool:
    """ "destroyed 70 homes and damaged 200 more": things, to which nothing happens that happens to people."""
    if found.head is None or state is None or is_human_state(state_class(state.word)):
        return False
    noun, anchor = sentence.parse.tokens[found.head], sentence.anchors[place]
    if is_people_word(noun) or noun.tag not in PLURAL_TAGS or anchor is None:
        return False
    tokens = sentence.parse.tokens
    index = _past(sentence, place, ())
    again = index < len(tokens) and tokens[index].text.lower() in {"more", "other", "others"}
    return again or tokens[anchor].dep in {"dobj", "nsubjpass"}


def _is_among(sentence: Numbers, expression: Expression) -> bool:
    """ "2 medics among 31 dead": the larger number is of others too."""
    return sentence.text[: expression.outer_start].rstrip().lower().endswith(("among", "amongst"))


def _is_parallel(sentence: Numbers, found: Counted, state: State) -> bool:
    """Whether both numbers are of people to whom things of one kind happened ("12 soldiers killed and 30 wounded")."""
    if found.head is None:
        return True
    top, last = (found.head if found.top is None else found.top), (found.head if found.last is None else found.last)
    before = read_state(sentence.parse, (top, found.head, last), is_count=True)
    if before is None:
        return False
    return is_human_state(state_class(before.word)) or not is_human_state(state_class(state.word))


def _carries_over(sentence: Numbers, found: Counted, before: int, *, others: bool) -> bool:
    if found.head is None:
        return found.text == "people"
    head = sentence.parse.tokens[found.head]
    plural = head.tag in PLURAL_TAGS or sentence.expressions[before].value != 1
    if head.lemma.lower() in words("heads", "tokens_of_people"):
        return False
    return is_people_word(head) and (plural or (not others and carries_over(head.lemma.lower())))


def state_of_bare(sentence: Numbers, place: int) -> State | None:
    """The state of a number without a noun: the word right after it, or by the number's own role."""
    parse = sentence.parse
    index = _past(sentence, place, _STATE_LEADS)
    if index < len(parse.tokens) and is_predicate(parse.tokens[index].text):
        return State(parse.tokens[index].text.lower(), index)
    if index < len(parse.tokens) and is_headline_verb(parse.tokens[index].text):
        return State(participle(parse.tokens[index].text.lower(), None), index)
    before = (
        fatally_behind(sentence, place)
        or harm_before(sentence, place)
        or _participle_behind(sentence, place)
        or _passive_behind(sentence, place)
    )
    if before is not None:
        return before
    anchor = sentence.anchors[place]
    if anchor is None:
        return None
    governor = parse.tokens[parse.tokens[anchor].head]
    if governor.index == anchor + 1 and governor.text.lower() in words("heads", "others"):
        anchor = governor.index
    return read_state(parse, (anchor, anchor, anchor), is_count=True)


def fatally_behind(sentence: Numbers, place: int) -> State | None:
    """ "16 shot, one fatally", "two of them fatally": the adverb right behind, where no verb follows that it is of."""
    tokens = sentence.parse.tokens
    index = _past(sentence, place, {"of", *_THEM})
    closed = index + 1 >= len(tokens) or tokens[index + 1].pos in {"PUNCT", "ADP", "CCONJ", "SCONJ"}
    return State("killed", index) if closed and is_deadly(sentence.parse, index) else None


def _passive_behind(sentence: Numbers, place: int) -> State | None:
    """ "... in the fighting and more than 10 million have been displaced": whatever the parser makes of the number."""
    tokens = sentence.parse.tokens
    index = first_after(sentence, sentence.expressions[place].end)
    start = index
    while index < len(tokens) and tokens[index].pos in {"AUX", "ADV"} and index < start + _AUXILIARIES:
        index += 1
    passive = any(token.lemma == "be" for token in tokens[start:index])
    if not passive or index >= len(tokens) or tokens[index].tag != "VBN":
        return None
    lemma = tokens[index].lemma.lower()
    return State(participle(lemma, tokens[index]), index) if lemma in words("states", "harm_verbs") else None


def _participle_behind(sentence: Numbers, place: int) -> State | None:
    """ "Four found shot to death", "Two arrested in raid": a headline that opens with a number."""
    tokens = sentence.parse.tokens
    first = first_after(sentence, sentence.expressions[place].outer_start)
    index = first_after(sentence, sentence.expressions[place].end)
    opens = first == 0 or tokens[first - 1].text in {":", ";", ",", "-", "–", "—", "|"}
    if not opens or index + 1 >= len(tokens) or tokens[index].tag not in {"VBN", "VBD"} or tokens[index].pos == "AUX":
        return None
    if tokens[index].lemma in words("states", "leave_verbs") and is_predicate(tokens[index + 1].text):
        return State(tokens[index + 1].text.lower(), index + 1)
    return State(participle(tokens[index].lemma, tokens[index]), index)


def is_of_them(sentence: Numbers, place: int) -> bool:
    """ "Two of them are in a critical condition"."""
    tokens = sentence.parse.tokens
    index = first_after(sentence, sentence.expressions[place].end)
    return index + 1 < len(tokens) and tokens[index].text.lower() == "of" and tokens[index + 1].text.lower() in _THEM


def harm_before(sentence: Numbers, place: int) -> State | None:
    """ "wounding about 30", "Blast kills 9, wounds 31", "holding hostage some 150": the verb right before."""
    tokens = sentence.parse.tokens
    index = first_after(sentence, sentence.expressions[place].outer_start) - 1
    if index < 0:
        return None
    if index > 0 and is_captive(sentence.parse, index):
        return State(participle(tokens[index - 1].lemma, tokens[index - 1]), index - 1)
    harm = words("states", "harm_verbs")
    if tokens[index].lemma.lower() in harm and tokens[index].pos == "VERB":
        return State(participle(tokens[index].lemma, tokens[index]), index)
    lemma = singular_verb(tokens[index].text.lower())
    named = tokens[index].tag in {"NNS", "NNP", "NNPS", "VBZ"} and lemma in harm
    return State(participle(lemma, None), index) if named else None


def implied_people(sentence: Numbers, place: int) -> Counted | None:
    """People, where a bare number is the subject or object of what happens to people."""
    expression = sentence.expressions[place]
    if expression.unit != "count" or expression.kind is not Kind.QUANTITY:
        return None
    found = state_of_bare(sentence, place)
    if _stands_for_people(sentence, place) or (found is not None and is_human_state(state_class(found.word))):
        return Counted("people", IMPLIED)
    return None


def _stands_for_people(sentence: Numbers, place: int) -> bool:
    vague = sentence.expressions[place].modifier is Modifier.VAGUE
    if stands_for_others(sentence, place) or is_of_them(sentence, place) or vague:
        return True
    return _is_subject(sentence, place) or _is_taken_somewhere(sentence, place)


def _is_taken_somewhere(sentence: Numbers, place: int) -> bool:
    """ "Shooting sends seven to hospital"."""
    tokens = sentence.parse.tokens
    index = first_after(sentence, sentence.expressions[place].end)
    if index >= len(tokens) or tokens[index].text.lower() != "to":
        return False
    return any(token.text.lower() in words("nounphrases", "wards") for token in tokens[index + 1 : index + 4])


def _is_subject(sentence: Numbers, place: int) -> bool:
    anchor = sentence.anchors[place]
    return anchor is not None and sentence.parse.tokens[anchor].dep in {"nsubj", "nsubjpass"}


def is_lasting(sentence: Numbers, place: int, counted: Counted, later: tuple[Expression, State | None]) -> bool:
    """Whether the counted are several people to whom something happened, so that a later "two" can be two of them.

    `later` is that number, exact and no more than they are, with what happened to it: something else.
    """
    expression, after = later
    number = sentence.expressions[place].value
    if expression.modifier is not Modifier.EXACT or number is None or (expression.value or 0.0) > number:
        return False
    if counted.head is None or sentence.expressions[place].unit != "count" or sentence.expressions[place].value == 1:
        return False
    if not is_people_word(sentence.parse.tokens[counted.head]) or counted.top is None or counted.last is None:
        return False
    state = read_state(sentence.parse, (counted.top, counted.head, counted.last), is_count=True)
    if state is None or not is_human_state(state_class(state.word)):
        return False
    return after is None or state_class(after.word) != state_class(state.word)
