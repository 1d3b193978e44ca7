"""Every regular expression takes work in proportion to the text, counted in steps, whatever the text is.

Each pattern that the code compiles is found by recording what is compiled while all modules are loaded and a build is
made, and is run over texts made from the pattern to be as hard for it as can be.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.regexattacks import Attacks
from tests.regexsteps import SteppedPattern, TooManyStepsError

ROOT = Path(__file__).parent.parent
MOST = 2.3
"""What twice the text may cost. A pattern that is quadratic, or tries a text anew from each place, comes to 4."""
SIZES = (300, 1_200)
"""A pattern that looks some hundred characters ahead shows its growth only in texts that are longer than that."""
SHORT = 60
"""Where nothing repeats, the steps at one place hardly depend on the text, and so much of it mostly shows them."""
STEPS_A_CHARACTER = 400
"""What takes more is as good as quadratic."""
COMPILING = {"compile", "match", "fullmatch", "search", "sub", "split", "findall", "finditer", "subn"}
PARTS = ("tracker/language/times", "tracker/language/shield", "tracker/language", "tracker/reading", "")
ONE_PLACE = {"match", "fullmatch"}


class Compiled(NamedTuple):
    """A pattern and the line that has it compiled."""

    source: str
    flags: int
    is_bytes: bool
    file: str
    line: int

    def stepped(self) -> SteppedPattern:
        """The pattern with its steps counted."""
        return SteppedPattern(self.source.encode("latin-1") if self.is_bytes else self.source, self.flags)


@cache
def compiled() -> tuple[Compiled, ...]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.compiledpatterns"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return tuple(Compiled(*row) for row in json.loads(ran.stdout))


@cache
def tree(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


def sites() -> list[tuple[str, ast.Call]]:
    """Every call that compiles a pattern, with its file."""
    files = [*(ROOT / "tracker").rglob("*.py"), *(ROOT / "dashboard").rglob("*.py")]
    return [
        (file, node)
        for file in sorted(str(path.relative_to(ROOT)) for path in files)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in COMPILING
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
    ]


def is_tried_at_one_place(pattern: Compiled) -> bool:
    """Whether its module only asks whether it matches at a given place; else it is searched for from every place."""
    (call,) = [node for file, node in sites() if file == pattern.file and spans(node, pattern.line)]
    if isinstance(call.func, ast.Attribute) and call.func.attr in ONE_PLACE:
        return True
    module = tree(pattern.file)
    names = {
        target.id
        for node in module.body
        if isinstance(node, ast.Assign) and node.value is call
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.startswith("_")
    }
    asked = {
        node.attr
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names
    }
    loaded = sum(
        isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names for node in ast.walk(module)
    )
    attributes = sum(
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names
        for node in ast.walk(module)
    )
    return bool(asked) and asked <= ONE_PLACE and loaded == attributes


def part_of(pattern: Compiled) -> str:
    """The first of `PARTS` that the pattern's file is in."""
    return next(part for part in PARTS if pattern.file.startswith(part))


def spans(node: ast.Call, line: int) -> bool:
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def growth(pattern: SteppedPattern, *, is_bytes: bool, searching: bool) -> tuple[float, str]:
    """The most that twice the text costs, over hard texts that go on costing more, and what that text is made of."""
    attacks = Attacks(pattern, is_bytes=is_bytes)
    worst = (0.0, "")
    sizes = SIZES if attacks.repeats else (SHORT, *SIZES)
    suspects = set(range(sum(1 for _ in attacks.texts(sizes[0]))))
    for size in sizes:
        worst = (0.0, "")
        pairs = zip(attacks.texts(size), attacks.texts(2 * size), strict=True)
        for place, (text, twice) in enumerate(pairs):
            if place in suspects:
                once = cost(pattern, text, searching)
                ratio = cost(pattern, twice, searching) / once if once < float("inf") else once
                worst = max(worst, (ratio, repr(twice[:30])))
                suspects -= {place} if ratio <= MOST else set()
                if size == sizes[-1] and ratio > MOST:
                    return worst
        if not suspects:
            break
    return worst


def cost(pattern: SteppedPattern, text: str | bytes, searching: bool) -> float:
    try:
        return pattern.steps(text, searching=searching, budget=STEPS_A_CHARACTER * len(text))
    except TooManyStepsError:
        return float("inf")


@pytest.mark.slow
def test_every_call_that_compiles_a_pattern_was_reached() -> None:
    reached = {(pattern.file, pattern.line) for pattern in compiled()}
    missed = [
        f"{file}:{node.lineno}"
        for file, node in sites()
        if not any(name == file and spans(node, line) for name, line in reached)
    ]
    assert missed == []


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_every_pattern_is_linear(part: str) -> None:
    grown = {}
    for pattern in compiled():
        if part_of(pattern) == part:
            searching = not is_tried_at_one_place(pattern)
            ratio, text = growth(pattern.stepped(), is_bytes=pattern.is_bytes, searching=searching)
            if ratio > MOST:
                grown[f"{pattern.file}:{pattern.line}"] = f"twice as much of {text} takes {ratio:.1f} times the steps"
    assert grown == {}


@pytest.mark.parametrize(
    "source",
    [
        r"\s+$",
        r"a+b",
        r"(?:a+)+$",
        r"(?:a|a)*b",
        r"\w*\d*!",
        r"\d+(?:,\d+)*%",
        r"<.*?>",
        r"\s*,?\s*x",
        r"of(?:\s|the\s)*\s*men",
        r"(?=\w+!)\w",
        r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)",
        r"(\w+) \1!",
    ],
)
def test_a_pattern_that_is_not_linear_is_caught(source: str) -> None:
    assert growth(SteppedPattern(source, re.UNICODE), is_bytes=False, searching=True)[0] > MOST


@pytest.mark.parametrize(
    "source", [r"\s+", r"\w+", r"\d{1,3}(?:,\d{3})*+", r"\bof\s*$", r"\s{0,3}x", r"\s*+(?:a\s)?\s*b"]
)
def test_a_pattern_that_is_linear_passes(source: str) -> None:
    searching = not source.startswith(r"\s*+")
    assert growth(SteppedPattern(source, re.UNICODE), is_bytes=False, searching=searching)[0] <= MOST


@pytest.mark.parametrize(
    "source", [r"(a|ab)(c|bcd)(d*)", r"\b(\w)\w*?\1\b", r"(?i)x*(?=y)|\s", r"(?:(a)|b)(?(1)c|d)", r"(?:a?)*b"]
)
@pytest.mark.parametrize("text", ["abcd", "xXy ac bd abca", "aaab", "bc", ""])
def test_the_stepper_finds_what_the_library_finds(source: str, text: str) -> None:
    ours = SteppedPattern(source, re.UNICODE)
    for at in range(len(text) + 1):
        theirs = re.compile(source).match(text, at)
        assert ours.end_at(text, at) == (None if theirs is None else theirs.end())
