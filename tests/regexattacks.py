"""Texts that make a backtracking matcher work as hard as a pattern lets it, made from the pattern itself.

For each repeat of the pattern: what its body takes, over and over, behind what stands before the repeat or bare, with
an end that matches nothing. Where a match can fail late, or be tried from every place again, the steps show it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.regexsteps import SteppedPattern

_constants: Any = importlib.import_module("re._constants")

_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
_COMMON = "a1A .,-'\n(/:;=<\"\u201c\u2019\u00bd\u200b"
_PUMPS = 6
_SHORTEST_LOOP = 4
"""A repeat of fewer times than this pumps nothing."""
_NOTHING = "\x00"


class Attacks:
    """The texts for one pattern."""

    def __init__(self, stepped: SteppedPattern, *, is_bytes: bool) -> None:
        """Find the pattern's repeats."""
        self._stepped = stepped
        self._is_bytes = is_bytes
        self._flags = stepped.tree.state.flags
        named = "".join(dict.fromkeys(_literals(stepped.tree)))
        self._alphabet = dict.fromkeys(_COMMON + named)
        self._loops = list(dict.fromkeys(self._of(stepped.tree, "")))

    @property
    def repeats(self) -> bool:
        """Whether the pattern has a repeat at all; without one, its matches are as short as it is itself."""
        return bool(self._loops)

    def texts(self, length: int) -> Iterator[Any]:
        """The texts, each of about this length."""
        for text in dict.fromkeys(self._texts(length)):
            yield text.encode("latin-1", "ignore") if self._is_bytes else text

    def _texts(self, length: int) -> Iterator[str]:
        whole = self._sample(self._stepped.tree, 0)
        for prefix, pump in [("", whole), *self._loops]:
            for unit, start in ((pump, prefix), (pump, ""), (prefix + pump, "")):
                if unit:
                    body = start + unit * (length // len(unit))
                    yield from (body, body + _NOTHING)

    def _of(self, nodes: Any, before: str) -> Iterator[tuple[str, str]]:
        """Each repeat's text before it and the texts of its body."""
        for operation, argument in nodes:
            if operation in _REPEATS:
                _, most, body = argument
                if most is _constants.MAXREPEAT or most >= _SHORTEST_LOOP:
                    pumps = dict.fromkeys(self._sample(body, choice) for choice in range(_PUMPS))
                    yield from ((before, pump) for pump in pumps if pump)
                yield from self._of(body, before)
            elif operation is _constants.SUBPATTERN:
                yield from self._of(argument[3], before)
            elif operation is _constants.BRANCH:
                for branch in argument[1]:
                    yield from self._of(branch, before)
            elif operation is _constants.GROUPREF_EXISTS or operation in {_constants.ASSERT, _constants.ASSERT_NOT}:
                yield from self._of(argument[1], before)
            before += self._sample([(operation, argument)], 0)

    def _sample(self, nodes: Any, choice: int) -> str:
        """A short text that the nodes take; `choice` says which of those there are."""
        return "".join(self._one(operation, argument, choice) for operation, argument in nodes)

    def _one(self, operation: Any, argument: Any, choice: int) -> str:
        if operation is _constants.LITERAL:
            return chr(argument)
        if operation in {_constants.IN, _constants.NOT_LITERAL, _constants.ANY}:
            return self._character((operation, argument), choice)
        if operation is _constants.BRANCH:
            branches = argument[1]
            return self._sample(branches[choice % len(branches)], choice // len(branches))
        if operation is _constants.SUBPATTERN:
            return self._sample(argument[3], choice)
        if operation in _REPEATS:
            return self._sample(argument[2], choice) * max(argument[0], int(argument[0] == 0 and choice % 2))
        if operation is _constants.ATOMIC_GROUP:
            return self._sample(argument, choice)
        return ""

    def _character(self, node: Any, choice: int) -> str:
        takes = self._stepped.single(node, self._flags)
        fitting = [
            one
            for one in self._alphabet
            if takes.fullmatch(one.encode("latin-1", "replace") if self._is_bytes else one)
        ]
        return fitting[choice % len(fitting)] if fitting else ""


def _literals(nodes: Any) -> Iterator[str]:
    """The characters that a pattern names."""
    if isinstance(nodes, tuple) and len(nodes) == 2 and nodes[0] is _constants.LITERAL:
        yield chr(nodes[1])
    elif isinstance(nodes, tuple) and len(nodes) == 2 and nodes[0] is _constants.RANGE:
        yield chr(nodes[1][0])
    elif isinstance(nodes, (list, tuple)) or hasattr(nodes, "data"):
        for node in nodes:
            yield from _literals(node)
