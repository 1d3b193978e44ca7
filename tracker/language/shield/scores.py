"""Results of games and votes, and ratios: pairs of numbers that are no bounds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.numbers.units import is_measure
from tracker.language.shield.shapes import Shape
from tracker.language.wordlists import words
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_SCORE = re.compile(r"(\d{1,3})\s?[-\u2013]\s?(\d{1,3})(?:\s?[-\u2013]\s?\d{1,3}){0,4}(?![\d%]|[.,]\d)")
_VOTED = re.compile(r"\d{1,3}(?: to |-to-)\d{1,3}(?![\d,.]\d|\d|%)")
_TEAMS = re.compile(r"[A-Z][A-Za-z.' ]{1,40} \d{1,3}, [A-Z][A-Za-z.' ]{1,40} \d{1,3}\.?")
_SET_AFTER = re.compile(r"(?: ?\(\d{1,2}(?:-\d{1,2})?\))?,? (?:and )?\d{1,2}[-\u2013]\d{1,2}(?!\d|[.,]\d)")
_SET_BEFORE = re.compile(r"(?<!\d)\d{1,2}[-\u2013]\d{1,2}(?: ?\(\d{1,2}(?:-\d{1,2})?\))?,? (?:and )?\Z")
_RATIO = re.compile(r"(?:\d{1,5}|\d{1,3}(?:,\d{3}){1,2}):\d{1,3}(?!\d|:)")


def score_at(tokens: Tokens, index: int) -> Shape | None:
    """`won 3-2`, `a 52-48 vote`, `700:1`: two numbers that cannot be bounds, or that stand by a word of contest."""
    if tokens.sort(index) is not Sort.DIGITS or tokens.sort(index - 1) is Sort.SIGN:
        return None
    start = tokens.starts[index]
    ratio = _RATIO.match(tokens.text, start)
    if ratio is not None:
        return Shape(Kind.SCORE, start, ratio.end())
    voted = _VOTED.match(tokens.text, start)
    before = tokens.word(index - 1)
    led = before in words("shield", "voting")
    led = led or (before in {"by", "of"} and not words("shield", "deciding").isdisjoint(tokens.words))
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
    if _is_set(tokens, index, match):
        return Shape(Kind.SCORE, start, match.end())
    if _is_record(tokens, index, stop):
        return Shape(Kind.SCORE, start, match.end())
    several = match[0].count("-") + match[0].count("\u2013") > 1
    if several or int(match[1]) >= int(match[2]) or _is_contest(tokens, index, stop):
        return Shape(Kind.SCORE, start, match.end())
    return None


def _is_set(tokens: Tokens, index: int, match: re.Match[str]) -> bool:
    """`6-4, 6-7 (3), 6-2`: one of a row of sets or frames, somewhere behind a word of contest."""
    beside = _SET_AFTER.match(tokens.text, match.end()) or _SET_BEFORE.search(
        tokens.text, max(match.start() - 14, 0), match.start()
    )
    return beside is not None and not words("shield", "contest").isdisjoint(tokens.words[:index])


def _is_record(tokens: Tokens, index: int, stop: int) -> bool:
    """`the Raiders (3-5)`, `New Orleans (all 5-7)`, `(3-5, 1-2 away)`: wins and losses behind a team."""
    at = index - 2 if tokens.word(index - 1) in {"all", "both", "each"} else index - 1
    return tokens.word(at) == "(" and tokens.word(stop) in {")", ",", ";"} and tokens.is_capital(at - 1)


def _is_measured(tokens: Tokens, stop: int) -> bool:
    """A fraction, a unit or a magnitude behind: a range, not a score."""
    after = tokens.word(stop)
    if after == "/" or tokens.sort(stop) is Sort.SIGN or after in words("shield", "measures_behind"):
        return True
    if is_measure(tokens, stop) and not tokens.glued(stop):
        return True
    return after == "-" and tokens.glued(stop) and tokens.word(stop + 1) in words("shield", "hyphened_units")


def _is_contest(tokens: Tokens, index: int, stop: int) -> bool:
    near = set(tokens.words[max(index - 7, 0) : index]) | set(tokens.words[stop : stop + 4])
    return bool(near & words("shield", "contest"))
