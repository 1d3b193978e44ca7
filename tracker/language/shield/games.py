"""Results as single sports write them: cricket's `245 for 6`, golf's `6-under-par 66`, odds of `5/2`, `third-and-8`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.shield.shapes import Shape, shape_of
from tracker.language.wordlists import table, words
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_BASES = re.compile(r"[123]B/(?:[123]B|SS|OF|LF|RF|CF|DH|C|P)\b(?:/\w{1,2}\b)?")
_MOST_WICKETS = 10
_ROUND = range(57, 100)
_TOTAL = range(110, 320)


def game_at(tokens: Tokens, index: int) -> Shape | None:
    """The result of a game at the token, or None."""
    return (
        _wickets(tokens, index)
        or _par(tokens, index)
        or _strokes(tokens, index)
        or _odds(tokens, index)
        or _down(tokens, index)
        or _series(tokens, index)
        or _tie_break(tokens, index)
        or _figures(tokens, index)
        or _marked_place(tokens, index)
        or _tries(tokens, index)
        or _base(tokens, index)
    )


def _wickets(tokens: Tokens, index: int) -> Shape | None:
    """`245 for 6`, `3 for 56`, `67/1`: runs and wickets, where the sentence is about cricket."""
    slash = tokens.word(index + 1) == "/" and tokens.glued(index + 1) and tokens.glued(index + 2)
    if (
        not (slash or tokens.word(index + 1) == "for")
        or tokens.sort(index) is not Sort.DIGITS
        or tokens.sort(index - 1) is Sort.SIGN
    ):
        return None
    left, right = _small(tokens, index), _small(tokens, index + 2)
    if left is None or right is None or not _is_bare(tokens, index + 3):
        return None
    if min(left, right) > _MOST_WICKETS or words("games", "cricket").isdisjoint(tokens.words):
        return None
    return shape_of(tokens, Kind.SCORE, index, index + 3)


def _par(tokens: Tokens, index: int) -> Shape | None:
    """`6-under-par`, `11 under`, `two over par`: strokes against par."""
    at = _hyphen(tokens, index + 1)
    if tokens.word(index - 2) == "minus" and tokens.sort(index - 1) is Sort.DASH and _is_golf(tokens):
        return shape_of(tokens, Kind.SCORE, index - 2, index + 1)
    if tokens.word(at) not in {"under", "over"} or _small(tokens, index) is None:
        return None
    par = _hyphen(tokens, at + 1)
    if tokens.word(par) == "par":
        return shape_of(tokens, Kind.SCORE, index, par + 1)
    strokes = _small(tokens, at + 1) if at > index + 1 else None
    if strokes is not None and (strokes in _ROUND or strokes in _TOTAL):
        return shape_of(tokens, Kind.SCORE, index, at + 1)
    return shape_of(tokens, Kind.SCORE, index, at + 1) if _is_golf(tokens) and _is_bare(tokens, at + 1) else None


def _tries(tokens: Tokens, index: int) -> Shape | None:
    """`Harn went 0 for 4 on the power play`: so many of so many tries."""
    last = index + 2
    made, tried = _small(tokens, index), _small(tokens, last)
    if tokens.word(index + 1) != "for" or made is None or tried is None or made > tried:
        return None
    told = tokens.word(index - 1) in words("games", "before_tries")
    return shape_of(tokens, Kind.SCORE, index, last + 1) if told and _is_bare(tokens, last + 1) else None


def _base(tokens: Tokens, index: int) -> Shape | None:
    """`signed 3B/2B Ty Hale`: the bases that a player of baseball plays at."""
    match = _BASES.match(tokens.text, tokens.starts[index])
    return Shape(Kind.NAME, match.start(), match.end()) if match else None


def _is_golf(tokens: Tokens) -> bool:
    return not words("games", "golf").isdisjoint(tokens.words) or "-under" in tokens.text


def _strokes(tokens: Tokens, index: int) -> Shape | None:
    """`carded a 66`, `rounds of 68 and 71`, `a total of 273`, `15-under 273`: strokes, where the sentence is golf's."""
    if tokens.sort(index) is not Sort.DIGITS:
        return None
    count = _small(tokens, index)
    if count is None or not _is_golf(tokens):
        return None
    if not (_is_bare(tokens, index + 1) or _is_against_par(tokens, index)):
        return None
    led = tokens.word(index - 1) in words("games", "before_strokes") or _is_against_par(tokens, index)
    return shape_of(tokens, Kind.SCORE, index, index + 1) if led and (count in _ROUND or count in _TOTAL) else None


def _is_against_par(tokens: Tokens, index: int) -> bool:
    """`a six-under-par 66 lifted him`, `a bogey-free 63`: strokes right behind what is said of them."""
    return tokens.sort(index - 2) is Sort.DASH and tokens.word(index - 1) in {"par", "under", "over", "free"}


def _odds(tokens: Tokens, index: int) -> Shape | None:
    """`at odds of 5/2`, `the 11/4 favourite`."""
    if tokens.word(index + 1) != "/" or not (tokens.glued(index + 1) and tokens.glued(index + 2)):
        return None
    over, under = _small(tokens, index), _small(tokens, index + 2)
    if over is None or under is None or not 1 <= under <= 100 or tokens.word(index + 3) == "/":
        return None
    near = words("games", "betting")
    if near.isdisjoint(tokens.words):
        return None
    led = tokens.word(index - 1) in words("games", "before_odds") or tokens.word(index + 3) in near
    return shape_of(tokens, Kind.IDIOM, index, index + 3) if led else None


def _down(tokens: Tokens, index: int) -> Shape | None:
    """`third-and-8`, `fourth and 1 at the 32`: the yards that a down is to gain."""
    at = index - 2 if tokens.sort(index - 1) is Sort.DASH else index - 1
    hung = at == index - 2
    before = at - 2 if hung and tokens.sort(at - 1) is Sort.DASH else at - 1
    if tokens.word(at) != "and" or tokens.word(before) not in {"first", "second", "third", "fourth", "1st", "2nd"}:
        return None
    named = hung or not words("games", "football").isdisjoint(tokens.words)
    return shape_of(tokens, Kind.IDIOM, index, index + 1) if named and _is_bare(tokens, index + 1) else None


def _series(tokens: Tokens, index: int) -> Shape | None:
    """`best-of-seven`, `best of five`."""
    at = index - 2 if tokens.sort(index - 1) is Sort.DASH else index - 1
    before = at - 2 if tokens.sort(at - 1) is Sort.DASH else at - 1
    odd = (_small(tokens, index) or 0) % 2 == 1
    if tokens.word(at) == "of" and tokens.word(before) == "best" and odd and tokens.word(index - 1) != "the":
        return shape_of(tokens, Kind.IDIOM, index, index + 1)
    return None


def _tie_break(tokens: Tokens, index: int) -> Shape | None:
    """`6-7 (3)`, `7-6 (7/4)`: the points of a set's last game."""
    if tokens.word(index - 1) != "(" or index < 4:
        return None
    stop = index + 3 if tokens.sort(index + 1) is Sort.DASH or tokens.word(index + 1) == "/" else index + 1
    pair = tokens.sort(index - 2) is Sort.DIGITS and tokens.sort(index - 3) is Sort.DASH
    seven = {tokens.word(index - 2), tokens.word(index - 4)} == {"6", "7"} and tokens.word(stop) == ")"
    return shape_of(tokens, Kind.SCORE, index, stop) if pair and seven else None


def _figures(tokens: Tokens, index: int) -> Shape | None:
    """`took 4-42`: a bowler's wickets and runs."""
    pair = tokens.sort(index + 1) is Sort.DASH and tokens.glued(index + 1) and tokens.glued(index + 2)
    if not pair or tokens.word(index - 1) not in words("games", "before_figures") or not _is_bare(tokens, index + 3):
        return None
    wickets, runs = _small(tokens, index), _small(tokens, index + 2)
    is_cricket = wickets is not None and runs is not None and wickets <= _MOST_WICKETS and runs > 2 * wickets
    return shape_of(tokens, Kind.SCORE, index, index + 3) if is_cricket else None


def _marked_place(tokens: Tokens, index: int) -> Shape | None:
    """`the 32-yard line`, `a par-5`, `the par four`: a place on the field or the course."""
    at = _hyphen(tokens, index + 1)
    if tokens.word(at) == "yard" and tokens.word(at + 1) in {"line", "lines"}:
        return shape_of(tokens, Kind.NAME, index, index + 1)
    if tokens.word(at) in {"pointer", "pointers"}:
        return shape_of(tokens, Kind.NAME, index, index + 1)
    before = index - 2 if tokens.sort(index - 1) is Sort.DASH and tokens.glued(index) else index - 1
    hole = tokens.word(before) == "par" and _small(tokens, index) in {3, 4, 5}
    return shape_of(tokens, Kind.NAME, index, index + 1) if hole else None


def _small(tokens: Tokens, index: int) -> int | None:
    """The whole number of up to three digits, or the number word under a hundred, at the token."""
    word = tokens.word(index)
    if tokens.sort(index) is Sort.DIGITS:
        return int(word) if word.isdecimal() and len(word) <= 3 else None
    found: float | None = table("numbers")["cardinals"].get(word)
    return None if found is None else int(found)


def _hyphen(tokens: Tokens, at: int) -> int:
    return at + 1 if tokens.sort(at) is Sort.DASH and tokens.glued(at) else at


def _is_bare(tokens: Tokens, at: int) -> bool:
    """Whether nothing counted stands at the token."""
    mark = tokens.sort(at) in {None, Sort.MARK} and tokens.word(at) not in {"/", "+"}
    return mark or tokens.word(at) in words("games", "behind_results")
