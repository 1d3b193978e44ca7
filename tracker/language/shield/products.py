"""Numbers in the names of products and standards: `iOS 17.2`, `USB 3.0`, `f/1.8`, `4K`, `BMW 320d`, `PM2.5`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.numbers.units import is_measure
from tracker.language.shield.dates import looks_plural
from tracker.language.shield.shapes import Shape, shape_of
from tracker.language.wordlists import table, words
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_VERSION = re.compile(r"\d{1,2}\.\d{1,2}")
_COMPASS = re.compile(r"\d{1,3}(?:\.\d{1,5})?\s?\u00b0?\s?[NSEW]\b")
_COMPASS_BEFORE = re.compile(r"\d\s?\u00b0?\s?[NSEW],?\s(?:and\s)?\Z")
_COMPASS_BESIDE = re.compile(r",?\s(?:and\s)?(\d{1,3}(?:\.\d{1,5})?\s?\u00b0?\s?[NSEW]\b)")


def product_at(tokens: Tokens, index: int) -> Shape | None:
    """The product's name, aperture or place on the globe that the digits at the token belong to, or None."""
    if tokens.sort(index) is not Sort.DIGITS:
        return None
    return (
        _platform(tokens, index)
        or _aperture(tokens, index)
        or _thousands_of_lines(tokens, index)
        or _lettered(tokens, index)
        or _resolution(tokens, index)
        or _coordinate(tokens, index)
        or _coupon(tokens, index)
        or _from_standing(tokens, index)
        or _event(tokens, index)
    )


def _platform(tokens: Tokens, index: int) -> Shape | None:
    """`iOS 17.2`, `Bluetooth 5.3`, `Windows 8.1`, `Web 2.0`: a version behind its product."""
    at = index - 1
    raw = tokens.raw(index)
    if _VERSION.fullmatch(raw) is None or tokens.sort(at) not in {Sort.WORD, Sort.MIXED}:
        return None
    known = tokens.word(at) in words("products", "platforms")
    named = raw.endswith(".0") and tokens.is_capital(at) and at > 0
    named = named and tokens.word(at) not in words("shield", "not_names")
    measured = is_measure(tokens, index + 1) or tokens.sort(index + 1) is Sort.SIGN
    if (known or named) and not measured and tokens.word(index + 1) not in words("shield", "measures_behind"):
        return shape_of(tokens, Kind.NAME, index, index + 1)
    return None


def _aperture(tokens: Tokens, index: int) -> Shape | None:
    """`f/1.8`: the width of a lens."""
    if tokens.word(index - 1) == "/" and tokens.word(index - 2) in {"f", "\u0192"} and tokens.glued(index):
        return shape_of(tokens, Kind.NAME, index - 2, index + 1)
    return None


def _thousands_of_lines(tokens: Tokens, index: int) -> Shape | None:
    """`4K video`, `in 8K`, `a 10k run`: a picture's width or a race, not so many thousands of things."""
    at = index + 1
    if tokens.word(at) != "k" or not tokens.glued(at) or tokens.sort(index - 1) is Sort.SIGN:
        return None
    after = tokens.word(at + 1)
    wide = tokens.raw(at) == "K" and tokens.raw(index) in words("products", "widths")
    bare = tokens.sort(at + 1) is not Sort.WORD or not looks_plural(after)
    if after in words("products", "of_widths") or (wide and bare and tokens.word(index - 1) not in {"than", "least"}):
        return shape_of(tokens, Kind.NAME, index, at + 1)
    return None


def _lettered(tokens: Tokens, index: int) -> Shape | None:
    """`BMW 320d`, `the 100D`: a letter glued behind that is no unit and no magnitude."""
    at = index + 1
    word, raw = tokens.word(at), tokens.raw(at)
    if not tokens.glued(at) or tokens.sort(at) is not Sort.WORD or len(raw) > 2 or not tokens.raw(index).isdecimal():
        return None
    if word in table("numbers")["suffixes"] or word in words("products", "letters_of_measure"):
        return None
    if tokens.sort(index - 1) is Sort.SIGN or is_measure(tokens, at):
        return None
    named = tokens.is_capital(index - 1) and index > 1
    return shape_of(tokens, Kind.NAME, index, at + 1) if named or raw.isupper() else None


def _resolution(tokens: Tokens, index: int) -> Shape | None:
    """`a 2340×1080 screen`, `1920 x 1080`: what a screen shows, where no unit is said."""
    at = index + 2
    if tokens.word(index + 1) not in {"x", "\u00d7"} or tokens.sort(at) is not Sort.DIGITS:
        return None
    sides = tokens.raw(index), tokens.raw(at)
    if not all(side.isdecimal() and 3 <= len(side) <= 4 for side in sides):
        return None
    after = tokens.word(at + 1)
    counted = tokens.sort(at + 1) is Sort.WORD and (looks_plural(after) or is_measure(tokens, at + 1))
    return None if counted or tokens.sort(at + 1) is Sort.SIGN else shape_of(tokens, Kind.NAME, index, at + 1)


def _coordinate(tokens: Tokens, index: int) -> Shape | None:
    """`18.5N, 64.2W`: latitude and longitude."""
    start = tokens.starts[index]
    match = _COMPASS.match(tokens.text, start)
    if match is None:
        return None
    beside = _COMPASS_BESIDE.match(tokens.text, match.end())
    before = _COMPASS_BEFORE.search(tokens.text, max(start - 16, 0), start)
    return Shape(Kind.IDENTIFIER, start, match.end()) if beside or before else None


def _coupon(tokens: Tokens, index: int) -> Shape | None:
    """`the 6.25s of 2030`: a bond by its coupon."""
    is_plural = tokens.raw(index + 1) == "s" and tokens.glued(index + 1) and "." in tokens.raw(index)
    if is_plural and tokens.word(index + 2) in {"of", "due"}:
        return shape_of(tokens, Kind.NAME, index, index + 2)
    return None


def _from_standing(tokens: Tokens, index: int) -> Shape | None:
    """`0-62mph in 12 seconds`, `0 to 100 km/h`: the speed that a car is timed to, and no range."""
    joint = tokens.sort(index + 1) is Sort.DASH or tokens.word(index + 1) == "to"
    if tokens.raw(index) != "0" or not joint or tokens.sort(index + 2) is not Sort.DIGITS:
        return None
    at = index + 3
    if tokens.word(at) in words("products", "standing"):
        hourly = tokens.word(at) == "km" and tokens.word(at + 1) == "/"
        if tokens.word(at) == "km" and not hourly:
            return None
        return shape_of(tokens, Kind.NAME, index, at + 3 if hourly else at + 1)
    named = tokens.raw(index + 2) in {"60", "62", "100"} and tokens.word(at) in {"in", "time", "sprint", "dash"}
    return shape_of(tokens, Kind.NAME, index, at) if named else None


def _event(tokens: Tokens, index: int) -> Shape | None:
    """`the 400m hurdles`, `ran the 1,500 metres in`: a distance that names a race."""
    if tokens.raw(index) not in words("units", "distances_run"):
        return None
    at = index + 1
    if tokens.word(at) not in {"m", "metres", "meters", "yards"}:
        return None
    run = tokens.word(index - 1) == "the" and tokens.word(index - 2) in words("units", "before_event")
    if tokens.word(at + 1) in words("units", "events_run") or (run and tokens.sort(at + 1) is not Sort.WORD):
        return shape_of(tokens, Kind.NAME, index, at + 1)
    timed = (
        run
        and tokens.word(at + 1) == "in"
        and (tokens.sort(at + 2) is Sort.DIGITS or tokens.word(at + 2) in {"a", "under", "just"})
    )
    return shape_of(tokens, Kind.NAME, index, at + 1) if timed else None
