"""A stretch of a sentence that a reader of the shield has recognised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens
    from tracker.model import Kind


@dataclass(frozen=True, slots=True)
class Shape:
    """The stretch `[start:end]` of the sentence and what it is."""

    kind: Kind
    start: int
    end: int


def shape_of(tokens: Tokens, kind: Kind, first: int, stop: int) -> Shape:
    """The stretch of tokens `first` to `stop` (excluded)."""
    return Shape(kind, tokens.starts[first], tokens.ends[stop - 1])
