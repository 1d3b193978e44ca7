"""Counts the steps that a backtracking matcher takes for a pattern, since the one of the standard library won't tell.

The pattern is parsed as the standard library does and turned into a program for a small machine that tries what the
library's tries, in its order, without its short cuts. A single character and a zero-width test are left to the
library, each compiled by itself.
"""

from __future__ import annotations

import importlib
import re
from typing import Any, NamedTuple

_parser: Any = importlib.import_module("re._parser")
_compiler: Any = importlib.import_module("re._compiler")
_constants: Any = importlib.import_module("re._constants")

ENDLESS = 1_000
"""A repeat of more than this counts as one without an end."""
_LOOPS = 1_000
"""Marks from this on are of loops, those below of groups."""
_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
_CHARACTERS = {_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY}


class TooManyStepsError(Exception):
    """The budget of steps is spent."""


class _Instruction(NamedTuple):
    """What one step does: `first` is where it goes on, `second` where it does if that fails."""

    name: str
    first: int = 0
    second: int = 0
    test: Any = None
    part: Any = None


class _OneCharacter(dict[Any, bool]):
    """Whether a character is one that a node of the pattern takes, asked once for each; none is not."""

    def __init__(self, compiled: re.Pattern[Any]) -> None:
        super().__init__()
        self._compiled = compiled

    def __missing__(self, character: Any) -> bool:
        self[character] = self._compiled.fullmatch(character) is not None
        return self[character]


class SteppedPattern:
    """A pattern whose work can be counted."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        """Parse the pattern; `flags` as a compiled one has them."""
        self.tree = _parser.parse(pattern, flags & ~re.DEBUG if isinstance(pattern, bytes) else flags)
        self._program: list[_Instruction] = []
        self._loops = 0
        self._emit_all(self.tree, self.tree.state.flags)
        self._add("match")
        self._needed = {step.first for step in self._program if step.name in {"again", "if"}}
        self._steps = 0
        self._budget = 0

    def steps(self, text: Any, *, searching: bool, budget: int) -> int:
        """The steps of finding every match in the text, or of one attempt at its start.

        Raises:
            TooManyStepsError: there are more than `budget`.
        """
        self._steps, self._budget = 0, budget
        if not searching:
            self._run(0, text, 0)
            return self._steps
        at = 0
        while at <= len(text):
            end = self._run(0, text, at)
            at = end if end is not None and end > at else at + 1
        return self._steps

    def end_at(self, text: Any, at: int) -> int | None:
        """Where a match that begins at `at` ends; None where there is none."""
        self._steps, self._budget = 0, 1_000_000
        return self._run(0, text, at)

    def single(self, node: Any, flags: int) -> re.Pattern[Any]:
        """One node of the tree as a pattern by itself."""
        alone = _parser.SubPattern(self.tree.state, [node])
        compiled: re.Pattern[Any] = _compiler.compile(alone, flags)
        return compiled

    def _add(self, name: str, first: int = 0, second: int = 0, test: Any = None, part: Any = None) -> int:
        self._program.append(_Instruction(name, first, second, test, part))
        return len(self._program) - 1

    def _aim(self, at: int, first: int, second: int) -> None:
        self._program[at] = self._program[at]._replace(first=first, second=second)

    @property
    def _next(self) -> int:
        return len(self._program)

    def _emit_all(self, nodes: Any, flags: int) -> None:
        for node in nodes:
            self._emit(node, flags)

    def _emit(self, node: Any, flags: int) -> None:
        operation, argument = node
        if operation in _CHARACTERS:
            self._add("character", test=_OneCharacter(self.single(node, flags)))
        elif operation is _constants.AT:
            self._add("at", test=self.single(node, flags))
        elif operation is _constants.BRANCH:
            self._emit_branches(argument[1], flags)
        elif operation is _constants.SUBPATTERN:
            group, added, removed, body = argument
            self._add("open", group or 0)
            self._emit_all(body, (flags | added) & ~removed)
            self._add("close", group or 0)
        elif operation in _REPEATS:
            self._emit_repeat(operation, argument, flags)
        elif operation in {_constants.ASSERT, _constants.ASSERT_NOT}:
            direction, body = argument
            width = body.getwidth()[1] if direction < 0 else 0
            wanted = operation is _constants.ASSERT
            self._add("look", width, int(wanted), part=self._apart(body, flags))
        elif operation is _constants.ATOMIC_GROUP:
            self._add("atomic", part=self._apart(argument, flags))
        elif operation is _constants.GROUPREF:
            self._add("again", argument)
        elif operation is _constants.GROUPREF_EXISTS:
            self._emit_condition(*argument, flags)
        else:
            raise NotImplementedError(f"{operation} is not stepped")

    def _apart(self, nodes: Any, flags: int) -> int:
        """Where a program of its own for the nodes begins."""
        jump = self._add("go")
        start = self._next
        self._emit_all(nodes, flags)
        self._add("match")
        self._aim(jump, self._next, 0)
        return start

    def _emit_branches(self, branches: Any, flags: int) -> None:
        ends = []
        for branch in branches[:-1]:
            fork = self._add("fork")
            self._emit_all(branch, flags)
            ends.append(self._add("go"))
            self._aim(fork, fork + 1, self._next)
        self._emit_all(branches[-1], flags)
        for end in ends:
            self._aim(end, self._next, 0)

    def _emit_condition(self, group: int, then: Any, otherwise: Any, flags: int) -> None:
        condition = self._add("if", group)
        self._emit_all(then, flags)
        end = self._add("go")
        self._aim(condition, group, self._next)
        self._emit_all(otherwise or (), flags)
        self._aim(end, self._next, 0)

    def _emit_repeat(self, operation: Any, argument: Any, flags: int) -> None:
        least, most, body = argument
        if operation is _constants.POSSESSIVE_REPEAT:
            greedy = _parser.SubPattern(self.tree.state, [(_constants.MAX_REPEAT, argument)])
            self._add("atomic", part=self._apart(greedy, flags))
            return
        greedy = operation is _constants.MAX_REPEAT
        for _ in range(least):
            self._emit_all(body, flags)
        if most is _constants.MAXREPEAT or most > ENDLESS:
            self._emit_loop(body, flags, greedy)
            return
        forks = []
        for _ in range(most - least):
            forks.append(self._add("fork"))
            self._emit_all(body, flags)
        for fork in forks:
            self._aim(fork, *((fork + 1, self._next) if greedy else (self._next, fork + 1)))

    def _emit_loop(self, body: Any, flags: int, greedy: bool) -> None:
        may_be_empty = body.getwidth()[0] == 0
        slot = _LOOPS + self._loops
        self._loops += 1
        fork = self._add("fork")
        if may_be_empty:
            self._add("enter", slot)
        self._emit_all(body, flags)
        if may_be_empty:
            self._add("moved", slot)
        self._add("go", fork)
        self._aim(fork, *((fork + 1, self._next) if greedy else (self._next, fork + 1)))

    def _run(self, start: int, text: Any, at: int, marks: tuple[tuple[int, int], ...] = ()) -> int | None:
        """Where a match that begins at `at` ends; None where there is none."""
        program, budget, steps = self._program, self._budget, self._steps
        pending = [(start, at, marks)]
        while pending:
            pc, at, marks = pending.pop()
            while True:
                steps += 1
                if steps > budget:
                    raise TooManyStepsError
                name, first, second, test, _ = program[pc]
                if name == "character":
                    if not test[text[at : at + 1]]:
                        break
                    pc, at = pc + 1, at + 1
                elif name == "fork":
                    pending.append((second, at, marks))
                    pc = first
                elif name == "go":
                    pc = first
                elif name == "match":
                    self._steps = steps
                    return at
                else:
                    self._steps = steps
                    moved = self._step(program[pc], pc, text, at, marks)
                    steps = self._steps
                    if moved is None:
                        break
                    pc, at, marks = moved
        self._steps = steps
        return None

    def _step(
        self, step: _Instruction, pc: int, text: Any, at: int, marks: tuple[tuple[int, int], ...]
    ) -> tuple[int, int, tuple[tuple[int, int], ...]] | None:
        """Where a step leads; None where it fails. `marks` are groups opened (-n) and closed (n), and loops entered."""
        match step.name:
            case "open" | "close":
                sign = -1 if step.name == "open" else 1
                return pc + 1, at, (*marks, (sign * step.first, at)) if step.first in self._needed else marks
            case "at":
                return (pc + 1, at, marks) if step.test.match(text, at) else None
            case "look":
                behind = at - step.first
                found = behind >= 0 and self._run(step.part, text, behind, marks) is not None
                return (pc + 1, at, marks) if found == bool(step.second) else None
            case "atomic":
                end = self._run(step.part, text, at, marks)
                return None if end is None else (pc + 1, end, marks)
            case "enter":
                return pc + 1, at, (*marks, (step.first, at))
            case "if":
                return (pc + 1 if any(mark == step.first for mark, _ in marks) else step.second), at, marks
            case "moved":
                entered = next(place for mark, place in reversed(marks) if mark == step.first)
                return (pc + 1, at, marks) if at > entered else None
            case _:
                return self._again(step.first, pc, text, at, marks)

    def _again(
        self, group: int, pc: int, text: Any, at: int, marks: tuple[tuple[int, int], ...]
    ) -> tuple[int, int, tuple[tuple[int, int], ...]] | None:
        opened = [place for mark, place in marks if mark == -group]
        closed = [place for mark, place in marks if mark == group]
        if not closed:
            return None
        held = text[opened[-1] : closed[-1]]
        self._steps += len(held)
        return (pc + 1, at + len(held), marks) if text[at : at + len(held)] == held else None
