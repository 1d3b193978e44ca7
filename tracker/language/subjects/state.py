"""States, what happened to the counted things or what they do: one past participle or adjective each, and its class."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tracker.language.wordlists import table, words

if TYPE_CHECKING:
    from tracker.language.context import Token

_VOWELS = "aeiou"
_JOINT = re.compile(r" (?:or|and) ")


@dataclass(frozen=True, slots=True)
class State:
    """A state in the words of the text, and the token it came from."""

    word: str
    token: int


@cache
def _class_of() -> dict[str, str]:
    return {word: name for name, members in table("states")["classes"].items() for word in members}


def state_class(state: str) -> str:
    """The class of a state ("dead" and "fatally shot" are "killed", "flee" as "fled"); one in no class is its own."""
    lowered = state.lower()
    found = _class_of().get(lowered)
    if found is not None or not lowered:
        return found or lowered
    if lowered.partition(" ")[0] in words("states", "deadly"):
        return "killed"
    parts = [part for part in _JOINT.split(lowered, maxsplit=1) if part]
    if len(parts) > 1:
        both: dict[str, str] = table("states")["both"]
        return both.get(" ".join(map(state_class, parts)), lowered)
    if not lowered.isalpha():
        return lowered
    form = participle(_lemma_of_past().get(lowered, lowered), None)
    known = lowered in table("states")["irregular"] or lowered in _lemma_of_past()
    return _class_of().get(form, form if known else lowered)


@cache
def _lemma_of_past() -> dict[str, str]:
    """The lemmas of past forms that are no participles ("drove", "fell")."""
    return dict(table("states")["pasts"])


@cache
def _headline_words() -> frozenset[str]:
    harmed = {participle(lemma, None) for lemma in words("states", "harm_verbs")}
    return frozenset(harmed | words("states", "predicates") | {"killed", "dead"})


def is_headline_verb(word: str) -> bool:
    """Whether a word is a verb that stands bare after a number in headlines ("14 drown")."""
    return word.lower() in words("states", "headline_verbs")


def is_predicate(word: str) -> bool:
    """Whether the word right after a number says what happened to the counted ("43 dead", "12 Injured")."""
    return word.lower() in _headline_words()


def participle(lemma: str, token: Token | None) -> str:
    """The past participle of a verb: the text's own where it has one, else made from the lemma."""
    if token is not None and token.tag == "VBN":
        return token.text.lower()
    lemma = lemma.lower()
    if is_third_person_harm(lemma):
        lemma = singular_verb(lemma)
    irregular: dict[str, str] = table("states")["irregular"]
    if lemma.endswith("ed") and lemma not in irregular and len(lemma) > 5:
        return lemma
    if lemma in irregular:
        return irregular[lemma]
    if lemma.endswith("ing") and any(vowel in lemma[:-3] for vowel in _VOWELS):
        return _of_gerund(lemma)  # the tagger took it for a noun or for the past
    if token is not None and token.tag == "VBD":
        return token.text.lower()
    if token is not None and token.tag == "VBG" and token.text.lower().endswith("ing") and lemma[-2:] != "ie":
        return _of_gerund(token.text.lower())
    return _regular(lemma)


def singular_verb(word: str) -> str:
    """The lemma of a verb in the third person ("wounds", "crushes"), by its ending."""
    if word.endswith(("shes", "ches", "sses", "xes")):
        return word[:-2]
    return word.removesuffix("s")


def is_third_person_harm(word: str) -> bool:
    """ "Injures", "Kills": verbs that headlines make the tagger take for names."""
    lowered = word.lower()
    return lowered.endswith("s") and singular_verb(lowered) in words("states", "harm_verbs")


def _regular(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    return lemma + lemma[-1] + "ed" if _is_doubling(lemma) else lemma + "ed"


def _is_doubling(lemma: str) -> bool:
    """Whether the last consonant is doubled: one syllable with one short vowel ("stop"), or a stressed last one."""
    if lemma in words("states", "doubling"):
        return True
    closed = len(lemma) > 2 and lemma[-1] not in "aeiouwxyh" and lemma[-2] in _VOWELS
    return closed and sum(letter in "aeiouy" for letter in lemma.replace("qu", "q")) == 1


def _of_gerund(gerund: str) -> str:
    """The participle of a regular verb by its gerund, which keeps the spelling ("raping", "stopping")."""
    stem = gerund.removesuffix("ing")
    if stem.endswith("y") and stem[-2:-1] not in _VOWELS:
        return stem[:-1] + "ied"
    return stem + ("d" if stem.endswith("e") else "ed")
