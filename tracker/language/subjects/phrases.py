"""A noun phrase as what a number counts: its words, without what happened to it, and where its role is read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.language.subjects.nounphrase import NounPhrase, is_noun, phrase_text
from tracker.language.subjects.numbered import Counted, Numbers, own_tokens
from tracker.language.subjects.people import is_human_state
from tracker.language.subjects.state import is_predicate, state_class
from tracker.language.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.language.context import Parse


def counted_phrase(sentence: Numbers, phrase: NounPhrase, rule: str, place: int | None = None) -> Counted:
    """The phrase as counted by `rule`; `place` is that of the number right before it, if it stands there."""
    phrase = _without_state(sentence.parse, phrase)
    text, start, end = phrase_text(sentence.parse, phrase, sentence.text)
    taken = sentence.taken if place is None else own_tokens(sentence, place)
    return Counted(text, rule, start, end, phrase.head, _top(sentence.parse, phrase.head, taken), phrase.last)


def _without_state(parse: Parse, phrase: NounPhrase) -> NounPhrase:
    """ "8 injured people" counts people: what happened to them is their state."""
    first = parse.tokens[phrase.first]
    stated = first.tag in {"JJ", "VBN"} and is_predicate(first.text) and is_human_state(state_class(first.text))
    directly = phrase.first < phrase.head and is_noun(parse.tokens[phrase.first + 1])
    return replace(phrase, first=phrase.first + 1) if stated and directly else phrase


def _top(parse: Parse, head: int, taken: Collection[int]) -> int:
    """The token whose role in the clause is that of the whole: "dozens" (in `taken`) of "dozens of children"."""
    for _ in range(4):
        token = parse.tokens[head]
        preposition = parse.tokens[token.head]
        word = preposition.lemma.lower()
        above = parse.tokens[preposition.head]
        if token.dep != "pobj" or (word != "of" and not (word == "in" and above.index in taken)):
            return head
        if above.text.lower() == "worth":
            if any(child in taken for child in parse.children[above.index]):
                return above.index
            above = parse.tokens[above.head]
        if above.index not in taken and above.lemma.lower() not in words("nounphrases", "tallies"):
            return head
        head = above.index
    return head
