"""Ways through a dependency parse: up to the root, down a branch, and where two branches meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.language.context import Parse

LONGEST_WAY = 300


def token_at(parse: Parse, offset: int) -> int | None:
    """The index of the first token that ends behind an offset of the sentence; None behind the last."""
    return next((token.index for token in parse.tokens if token.end > offset), None)


def way_up(parse: Parse, token: int) -> list[int]:
    """The token and its governors up to the root."""
    way = [token]
    while parse.tokens[token].head != token and len(way) < LONGEST_WAY:
        token = parse.tokens[token].head
        way.append(token)
    return way


def subtree(parse: Parse, root: int) -> set[int]:
    """The indices of `root` and all it governs."""
    found = {root}
    stack = [root]
    while stack:
        fresh = [child for child in parse.children[stack.pop()] if child not in found]
        found.update(fresh)
        stack.extend(fresh)
    return found


def meeting(parse: Parse, way: list[int], token: int) -> tuple[int, int]:
    """How many steps up a way, and from there how many down to a token."""
    steps = {index: climb for climb, index in enumerate(way)}
    for descent, index in enumerate(way_up(parse, token)):
        if index in steps:
            return steps[index], descent
    return len(way), LONGEST_WAY
