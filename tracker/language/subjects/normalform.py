"""The normal form of what is counted, for lining up claims of different sources: head, groups, qualifiers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tracker.language.subjects.groupnames import group_name, is_country, split_groups
from tracker.language.subjects.groups import Ties, groups_around
from tracker.language.subjects.nounphrase import is_hyphen
from tracker.language.subjects.state import is_predicate
from tracker.language.wordlists import table, words
from tracker.model import Step, Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.language.context import DocumentContext, Parse, Token
    from tracker.language.subjects.state import State


_UNWORDED = frozenset({"CC", "POS", ",", "``", "''", "DT"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Counted words; `start` and `head` (a token) say where they stand, None where they come from elsewhere."""

    text: str
    start: int | None
    head: int | None


@cache
def _class_of() -> dict[str, str]:
    return {noun: name for name, members in table("heads")["classes"].items() for noun in members}


def normal_subject(
    context: DocumentContext, index: int, phrase: Phrase, state: State | None
) -> tuple[Subject, list[Step]]:
    """The normal form of counted words of sentence `index`, and the steps that led to it."""
    lemmas, joined = _lemmas(context.sentences[index].parse, phrase)
    groups, rest = split_groups(lemmas)
    groups = tuple(sorted({*groups, *split_groups(joined)[0]}))
    if rest and phrase.head is not None and _is_place_name(context, index, phrase.head):
        groups, rest = (), [*rest, phrase.text.split()[-1].lower()]
    name, used = _head_class(rest)
    steps: list[Step] = []
    plain = not any(_qualifies(word) for word in rest[: len(rest) - used])
    if not groups and phrase.head is not None:
        groups, steps = groups_around(
            context, index, phrase.head, None if state is None else state.token, _ties(name, plain=plain)
        )
    qualifiers = tuple(sorted({word for word in rest[: len(rest) - used] if _qualifies(word)}))
    subject = Subject(name, groups, qualifiers)
    return subject, [*steps, Step("subject", phrase.text, str(subject).replace(" | ", ", "))]


def _qualifies(word: str) -> bool:
    """Whether a word before the head changes what is counted: no "several", no "alleged", and no state."""
    return len(word) > 1 and word not in words("heads", "neutral") and not is_predicate(word)


def _is_place_name(context: DocumentContext, index: int, head: int) -> bool:
    """ "a third of northern Syria": a country is no people."""
    parse = context.sentences[index].parse
    return parse is not None and parse.tokens[head].tag == "NNP" and is_country(parse.tokens[head].text)


def _lemmas(parse: Parse | None, phrase: Phrase) -> tuple[list[str], list[str]]:
    """The words of the phrase up to its head, in lower case and its nouns in the singular, and those joined to it."""
    if phrase.head is None or parse is None or phrase.start is None:
        plain = [singular(word) for word in phrase.text.lower().split()]
        return plain, []
    end = phrase.start + len(phrase.text)
    inside = [token for token in parse.tokens if token.start >= phrase.start and token.end <= end]
    return (
        _folded([token for token in inside if token.index <= phrase.head]),
        _folded([token for token in inside if token.index > phrase.head]),
    )


def _folded(tokens: Sequence[Token]) -> list[str]:
    """Words in lower case, nouns in the singular, hyphened ones as one word."""
    found: list[str] = []
    hyphen = False
    for token in tokens:
        if is_hyphen(token):
            hyphen = bool(found)
        elif token.tag not in _UNWORDED:
            word = _word(token)
            if hyphen:
                found[-1] = f"{found[-1]}-{word}"
            else:
                found.append(word)
            hyphen = False
    return found


def _word(token: Token) -> str:
    if token.tag not in {"NNS", "NNPS", "NN", "NNP"}:
        return token.text.lower()
    odd: dict[str, str] = table("heads")["lemmas"]
    if token.text.lower() in odd:
        return odd[token.text.lower()]
    lemma = token.lemma.lower()
    plural = token.tag in {"NNS", "NNPS"} or lemma.endswith("men")
    left = lemma == token.text.lower() and plural and group_name(token.text) is None
    return singular(lemma) if left else lemma


def singular(word: str) -> str:
    """The singular of a plural noun, by its ending."""
    for ending, put in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("men", "man"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith(("ss", "us", "is")):
            return word[: -len(ending)] + put
    return word


def _head_class(lemmas: list[str]) -> tuple[str, int]:
    """The class of the head noun, the longest compound first, and how many words it took; people where none is left."""
    for length in (3, 2, 1):
        name = _class_of().get(" ".join(lemmas[-length:])) if len(lemmas) >= length else None
        if name is not None:
            return name, length
    return (lemmas[-1], 1) if lemmas else ("people", 0)


def _ties(name: str, *, plain: bool) -> Ties:
    """What can give its group to a noun of this class standing without one."""
    lending = plain and name in words("heads", "lending")
    mates = frozenset(table("heads")["classes"][name]) if lending else frozenset()
    return Ties(mates, owned=name in words("heads", "owned"))
