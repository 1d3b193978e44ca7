"""Whose the counted are: nationalities, from the phrase, a possessor, who sends or loses them, or a mention near by.

"North Korean", "North Korea's", "Pyongyang's" and "DPRK" all give "north korean". A noun without a group of its own
takes that of the subject of the verb ("North Korea has sent soldiers"), then that of the same kind of noun earlier in
the sentence, then in the sentence before ("the current deployment is put at 10,000 troops").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.language.subjects.arguments import subject_of
from tracker.language.subjects.groupnames import name_at
from tracker.language.wordlists import words
from tracker.model import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.language.context import DocumentContext, Parse

_WORD = re.compile(r"[^\W\d_](?:[\w.]*\w)?\.?")
_SENTENCES_BEFORE = 3
_NOUN_WITHIN = 2
_SIDELINES = frozenset({"alongside", "against", "with", "from", "by", "beside", "than", "versus"})


@dataclass(frozen=True, slots=True)
class Ties:
    """What can give a noun its group: nouns of the same kind near by, and, where it is owned, who sends or loses it."""

    mates: frozenset[str]
    owned: bool


def groups_around(
    context: DocumentContext, index: int, head: int, verb: int | None, ties: Ties
) -> tuple[tuple[str, ...], list[Step]]:
    """The groups of the noun at token `head` that its own phrase does not name."""
    sentence = context.sentences[index]
    if sentence.parse is None:
        return (), []
    found = _of_possessor(sentence.parse, head) or (_of_agent(sentence.parse, head, verb) if ties.owned else None)
    mates = ties.mates
    if found is None and mates:
        found = _of_mention(sentence.text, mates, sentence.parse.tokens[head].start)
        found = found or _of_sentences_before(context, index, mates)
    if found is None:
        return (), []
    return (found[0],), [Step("group", found[1], found[0])]


def _of_sentences_before(context: DocumentContext, index: int, mates: frozenset[str]) -> tuple[str, str] | None:
    """The group that the nearest of the few sentences before gives a noun of the same kind."""
    part = context.sentences[index].sentence.part
    for before in context.sentences[max(0, index - _SENTENCES_BEFORE) : index][::-1]:
        found = _of_mention(before.text, mates, None) if before.sentence.part is part else None
        if found is not None:
            return found
    return None


def _of_possessor(parse: Parse, head: int) -> tuple[str, str] | None:
    """ "Russia's soldiers", "soldiers from North Korea", "the troops of Pyongyang"."""
    for child in parse.children[head]:
        token = parse.tokens[child]
        if token.dep == "poss":
            named = _named(parse, child)
            if named is not None:
                return named
        if token.dep == "prep" and token.lemma.lower() in {"from", "of"}:
            for below in parse.children[child]:
                named = _named(parse, below)
                if named is not None:
                    return named
    return None


def _named(parse: Parse, index: int) -> tuple[str, str] | None:
    """The group of a noun, with its compound words ("North Korea"), and its words."""
    inside = {"compound", "amod", "nmod", "poss"}
    first = min((child for child in parse.children[index] if parse.tokens[child].dep in inside), default=index)
    plain = [token.text for token in parse.tokens[min(first, index) : index + 1]]
    for start in range(len(plain)):
        length, name = name_at(plain, start)
        if name is not None:
            return name, " ".join(plain[start : start + length])
    return None


def _of_agent(parse: Parse, head: int, verb: int | None) -> tuple[str, str] | None:
    """Who sends, masses, trains or loses them: the subject of the verb, or the one it costs them."""
    for index in dict.fromkeys(place for place in (verb, parse.tokens[head].head) if place is not None):
        token = parse.tokens[index]
        if token.lemma.lower() not in words("groups", "own_verbs"):
            continue
        for child in parse.children[index]:
            if parse.tokens[child].dep == "dative":
                return _named(parse, child)
        if any(parse.tokens[child].dep in {"nsubjpass", "auxpass"} for child in parse.children[index]):
            return _of_passive_agent(parse, index)
        subject = subject_of(parse, index, frozenset())
        return None if subject is None else _named(parse, subject)
    return None


def _of_passive_agent(parse: Parse, verb: int) -> tuple[str, str] | None:
    for child in parse.children[verb]:
        if parse.tokens[child].dep == "agent":
            for below in parse.children[child]:
                return _named(parse, below)
    return None


def _of_mention(text: str, mates: frozenset[str], before: int | None) -> tuple[str, str] | None:
    """The group that stands with a noun of the same kind: the last one before the offset, main ones first."""
    mentions = [found for found in _mentions(text, mates) if before is None or found[0] < before]
    if not mentions:
        return None
    main = [found for found in mentions if not found[3]]
    _, name, words_, _ = (main or mentions)[-1]
    return name, words_


def _mentions(text: str, mates: frozenset[str]) -> Iterator[tuple[int, str, str, bool]]:
    """Each "<nationality> <noun>" of a text: offset, group, words, and whether it stands to the side of another."""
    found = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
    plain = [word for word, _, _ in found]
    place = 0
    while place < len(found):
        length, name = name_at(plain, place) if plain[place][0].isupper() else (1, None)
        after = range(place + length, min(place + length + _NOUN_WITHIN, len(found)))
        noun = next((i for i in after if _is_mate(plain[i], mates)), None) if name is not None else None
        if noun is not None and not all(_can_modify(word) for word in plain[place + length : noun]):
            noun = None
        if name is not None and noun is not None:
            aside = place > 0 and plain[place - 1].lower() in _SIDELINES
            yield found[place][1], name, text[found[place][1] : found[noun][2]], aside
        place += length


def _can_modify(word: str) -> bool:
    """Whether a word can stand between a nationality and its noun ("North Korean special forces")."""
    return not word.lower().endswith(("ed", "ly", "s", "ing")) and len(word) > 2


def _is_mate(word: str, mates: frozenset[str]) -> bool:
    lowered = word.lower()
    return lowered in mates or lowered.removesuffix("s") in mates or lowered.replace("men", "man") in mates
