"""Clauses that tell what happened at a place: "the Green Dome, where 40 people were hurt"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.language.context import Parse, Token

# How many tokens may stand between a place's name and the "where" that goes on about it: "Dolna, one of the worst-hit
# villages, where".
_REACH = 10


def scenes(parse: Parse) -> Iterator[Token]:
    """The words "where" that begin a clause."""
    for token in parse.tokens:
        if token.text.lower() == "where" and token.dep == "advmod" and token.index:
            yield token


def named_before(parse: Parse, where: Token) -> Token | None:
    """The last word of the name that a clause with "where" belongs to."""
    for token in reversed(parse.tokens[max(0, where.index - _REACH) : where.index]):
        if token.pos in {"VERB", "AUX"}:
            return None
        if token.text[:1].isupper() and token.pos in {"PROPN", "NOUN", "X"}:
            return token
    return None


def scene_of(parse: Parse, way: Sequence[int]) -> Token | None:
    """The last word of the name that the clause around a number says "where" of; `way` leads from the number to the
    root.
    """
    inside = [where for where in scenes(parse) if where.head in way and where.index < way[0]]
    return named_before(parse, inside[-1]) if inside else None
