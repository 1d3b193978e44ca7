"""Finds the fixed phrases that have a number in them: names (Group of Seven) and idioms (one on one)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import tokenize
from tracker.language.wordlists import table
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    first: int
    stop: int
    kind: Kind


@cache
def _phrases() -> dict[str, tuple[_Phrase, ...]]:
    """Phrases by the first word of their number, longest first."""
    found: dict[str, list[_Phrase]] = {}
    for key, kind in (("names", Kind.NAME), ("idioms", Kind.IDIOM)):
        for written in table("shield")[key]:
            for phrase in _read(written, kind):
                found.setdefault(phrase.words[phrase.first], []).append(phrase)
    return {word: tuple(sorted(phrases, key=lambda p: -len(p.words))) for word, phrases in found.items()}


def _read(written: str, kind: Kind) -> list[_Phrase]:
    """`group of [seven]` as words and the place of its number; one for each pair of brackets."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    for piece in written.replace("[", "\0[").replace("]", "\0").split("\0"):
        own = tokenize(piece.removeprefix("[")).words
        if piece.startswith("["):
            places.append((len(words), len(words) + len(own)))
        words.extend(own)
    return [_Phrase(tuple(words), first, stop, kind) for first, stop in places]


def phrase_at(tokens: Tokens, index: int) -> tuple[Kind, int] | None:
    """The kind of the fixed phrase whose number begins at the token, and the token after that number."""
    for phrase in _phrases().get(tokens.words[index], ()):
        begin = index - phrase.first
        if begin < 0 or tuple(tokens.words[begin : begin + len(phrase.words)]) != phrase.words:
            continue
        if phrase.kind is Kind.IDIOM or _is_named(tokens, begin, index, phrase):
            return phrase.kind, index + phrase.stop - phrase.first
    return None


def _is_named(tokens: Tokens, begin: int, index: int, phrase: _Phrase) -> bool:
    """Names are written with capitals (the number itself may be digits)."""
    others = [
        at for at in range(begin, begin + len(phrase.words)) if not index <= at < index + phrase.stop - phrase.first
    ]
    return any(tokens.is_capital(at) for at in others) or tokens.is_capital(index)
