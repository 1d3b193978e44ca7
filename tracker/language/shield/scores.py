"""Results of games and votes, and ratios: pairs of numbers that are no bounds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.shield.shapes import Shape
from tracker.language.wordlists import words
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_SCORE = re.compile(r"(\d{1,3})\s?[-\u2013]\s?(\d{1,3})(?:\s?[-\u2013]\s?\d{1,3}){0,4}(?![\d%]|[.,]\d)")
_VOTED = re.compile(r"\d{1,3}(?: to |-to-)\d{1,3}(?![\d,.]\d|\d|%)")
_TEAMS = re.compile(r"[A-Z][A-Za-z.' ]{1,40} \d{1,3}, [A-Z][A-Za-z.' ]{1,40} \d{1,3}\.?")
_RATIO = re.compile(r"\d{1,5}:\d{1,3}(?!\d|:)")


def score_at(tokens: Tokens, index: int) -> Shape | None:
    """`won 3-2`, `a 52-48 vote`, `700:1`: two numbers that cannot be bounds, or that stand by a word of contest."""
    if tokens.sort(index) is not Sort.DIGITS or tokens.sort(index - 1) is Sort.SIGN:
        return None
    start = tokens.starts[index]
    ratio = _RATIO.match(tokens.text, start)
    if ratio is not None:
        return Shape(Kind.SCORE, start, ratio.end())
    voted = _VOTED.match(tokens.text, start)
    led = tokens.word(index - 1) in words("shield", "voting")
    if voted is not None and (led or ("-to-" in voted[0] and _is_contest(tokens, index, index + 5))):
        return Shape(Kind.SCORE, start, voted.end())
    if _TEAMS.fullmatch(tokens.text):
        return Shape(Kind.SCORE, start, tokens.ends[index])
    match = _SCORE.match(tokens.text, start)
    if match is None:
        return None
    stop = index
    while stop < len(tokens) and tokens.starts[stop] < match.end():
        stop += 1
    if _is_measured(tokens, stop):
        return None
    several = match[0].count("-") + match[0].count("\u2013") > 1
    if several or int(match[1]) >= int(match[2]) or _is_contest(tokens, index, stop):
        return Shape(Kind.SCORE, start, match.end())
    return None


def _is_measured(tokens: Tokens, stop: int) -> bool:
    """A fraction, a unit or a magnitude behind: a range, not a score."""
    after = tokens.word(stop)
    if after == "/" or tokens.sort(stop) is Sort.SIGN or after in words("shield", "measures_behind"):
        return True
    return after == "-" and tokens.glued(stop) and tokens.word(stop + 1) in words("shield", "hyphened_units")


def _is_contest(tokens: Tokens, index: int, stop: int) -> bool:
    near = set(tokens.words[max(index - 7, 0) : index]) | set(tokens.words[stop : stop + 4])
    return bool(near & words("shield", "contest"))
