"""What the readers of meaning are given: a document as sentences, their expressions and their parse.

Offsets of tokens and of expressions count in their sentence's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.model import Document, Expression, Sentence


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a parsed sentence; `tag` is the Penn tag, `pos` the universal one, `head` the index of its governor.

    The root's `head` is its own `index`.
    """

    index: int
    start: int
    end: int
    text: str
    lemma: str
    tag: str
    pos: str
    dep: str
    head: int


@dataclass(frozen=True)
class Parse:
    """The dependency parse of one sentence; `lost_comma` is the token that a comma is missing before."""

    tokens: tuple[Token, ...]
    lost_comma: int | None = None

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each token the indices of the tokens it governs, in order."""
        found: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                found[token.head].append(token.index)
        return tuple(tuple(indices) for indices in found)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each token begins."""
        return tuple(token.start for token in self.tokens)


@dataclass(frozen=True, slots=True)
class SentenceContext:
    """One sentence: its place in the document, its text, its expressions, and its parse where it has a quantity."""

    sentence: Sentence
    text: str
    expressions: tuple[Expression, ...]
    parse: Parse | None


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """A document as all its sentences in order, the title's first."""

    document: Document
    sentences: tuple[SentenceContext, ...]
