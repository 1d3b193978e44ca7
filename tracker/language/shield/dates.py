"""Recognises dates, years, decades and clock times at a number, so that none becomes a quantity.

Conventions of the labelling guide: a month with a day (and year) is one span with the month; of a month and a year
only the year; a clock time takes its a.m. or p.m. in and leaves its zone out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.language.numbers.tokens import Sort
from tracker.language.numbers.units import is_measure
from tracker.language.shield.shapes import Shape
from tracker.language.wordlists import table, words
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.language.numbers.tokens import Tokens

_MERIDIEM = r"\s?(?:[ap]m\b|[ap]\.\s?m\b\.?)"
_CLOCK = re.compile(
    rf"\d{{1,2}}(?:\s?[:.h]\s?[0-5]\d(?!\d)){{0,2}}{_MERIDIEM}"
    rf"|(?:0?\d|1[0-2])[0-5]\d{_MERIDIEM}"
    r"|(?:[01]?\d|2[0-4]):\s?[0-5]\d(?::\s?[0-5]\d)?(?:\.\d{1,3})?(?!\d)"
    r"|\d{1,2}\s?o['\u2019]\s?clock"
    r"|(?:[01]\d|2[0-4])[:.]?[0-5]\d(?=\s?(?:GMT|UTC|CET|CEST|hours|hrs|h\b|local|(?-i:[A-Z]{1,3}T)\b))",
    re.IGNORECASE,
)
_TO_CLOCK = re.compile(
    rf"\d{{1,2}}(?::[0-5]\d)?\s?(?:-|\u2013|to|and|until|till)\s?\d{{1,2}}(?::[0-5]\d)?{_MERIDIEM}", re.IGNORECASE
)
_FIGURES = re.compile(
    r"\d{1,2}\s?([./-])\s?\d{1,2}\s?\1\s?(?:\d{4}|\d{2})(?!\d)"
    r"|(?:1[5-9]|20)\d\d([./-])\d{1,2}\2\d{1,2}(?!\d)"
)
_DECADE = re.compile(r"(?:(?:1[5-9]|20)\d0|\d0)['\u2019]?s\b")
_SEASON = re.compile(r"((?:1[89]|20)\d\d)\s?[-/\u2013\u2014]\s?((?:1[89]|20)\d\d|\d\d)(?![\d,.]\d|\d)")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?(?:\s?[-\u2013/]\s?\d{1,2})?(?:\s+of)?[\s-]+([A-Z][A-Za-z]{2,8})\.?(?:,?\s?-?((?:1[5-9]|20)\d\d)(?!\d|,\d))?"
)
_DAY_AFTER = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?(?:\s?[-\u2013]\s?\d{1,2}(?!\d|,\d))?(?:\s?,?\s?((?:1[5-9]|20)\d\d)(?!\d|,\d))?(?!\d|[.,:]\d)"
)
_DAY_WORDS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
}


def dated(tokens: Tokens, index: int) -> Shape | None:
    """The date, year, decade or clock time at the token, or None."""
    if tokens.sort(index) is not Sort.DIGITS:
        return _worded_clock(tokens, index) or _month_and_word(tokens, index)
    start = tokens.starts[index]
    if index and tokens.glued(index) and tokens.sort(index - 1) in {Sort.SIGN}:
        return None
    return (
        _clock(tokens, index)
        or _match(_FIGURES, tokens.text, start, Kind.DATE)
        or _with_month(tokens, index)
        or _day_and_month(tokens.text, start)
        or _decade(tokens, index)
        or _season(tokens, index)
        or _year(tokens, index)
    )


def _match(pattern: re.Pattern[str], text: str, start: int, kind: Kind) -> Shape | None:
    match = pattern.match(text, start)
    return None if match is None else Shape(kind, start, match.end())


def _clock(tokens: Tokens, index: int) -> Shape | None:
    text, start = tokens.text, tokens.starts[index]
    match = _CLOCK.match(text, start)
    if match is not None:
        digits = re.match(r"\d{1,4}", match[0])[0]  # type: ignore[index]  # the pattern starts with a digit
        hour = int(digits[:-2] if len(digits) > 2 else digits)
        return Shape(Kind.CLOCK, start, match.end()) if hour <= 24 else None
    if _TO_CLOCK.match(text, start):
        return Shape(Kind.CLOCK, start, _CLOCK_HEAD.match(text, start).end())  # type: ignore[union-attr]  # same head
    return _bare_clock(tokens, index)


_CLOCK_HEAD = re.compile(r"\d{1,2}(?::[0-5]\d)?")


def _bare_clock(tokens: Tokens, index: int) -> Shape | None:
    """`1601 10.10.2017`, `Wed 01 Oct 2014 at 1459`: four digits beside a date."""
    raw = tokens.raw(index)
    if len(raw) != 4 or not raw.isdecimal() or raw[:2] > "24" or raw[2:] > "59":
        return None
    end = tokens.ends[index]
    beside = _FIGURES.match(tokens.text, end + 1) is not None
    year = tokens.word(index - 2)
    at_after_year = tokens.word(index - 1) == "at" and len(year) == 4 and year.isdecimal()
    return Shape(Kind.CLOCK, tokens.starts[index], end) if beside or at_after_year else None


def _month_before(tokens: Tokens, index: int) -> int | None:
    """The token of a month's name right before the token."""
    at = index - 1
    if tokens.word(at) == ".":
        at -= 1
    if tokens.word(at) in table("shield")["months"] and tokens.is_capital(at):
        return at
    return None


def _with_month(tokens: Tokens, index: int) -> Shape | None:
    """`Jan. 26, 2014`, `March 9`, and `April 24-29`; `February 2022` is the year alone."""
    month = _month_before(tokens, index)
    if month is None:
        return None
    start = tokens.starts[index]
    match = _DAY_AFTER.match(tokens.text, start)
    if match is not None and 1 <= int(match[1]) <= 31 and not _counts(tokens, index):
        return Shape(Kind.DATE, tokens.starts[month], match.end())
    return None


def _counts(tokens: Tokens, index: int) -> bool:
    """`In May 11 people`: a month and then a count."""
    return tokens.word(index + 1) in words("shield", "counted_after_year_like") or tokens.word(index + 1) in words(
        "dates", "counts_behind"
    )


_CLOCK_TAIL = re.compile(rf"{_MERIDIEM}|\s?o['\u2019]\s?clock", re.IGNORECASE)


def _worded_clock(tokens: Tokens, index: int) -> Shape | None:
    """`six a.m.`, `eight o'clock`."""
    if tokens.word(index) not in _DAY_WORDS:
        return None
    match = _CLOCK_TAIL.match(tokens.text, tokens.ends[index])
    return None if match is None else Shape(Kind.CLOCK, tokens.starts[index], match.end())


def _month_and_word(tokens: Tokens, index: int) -> Shape | None:
    """Wires write small days as words: `May one`."""
    if tokens.word(index) not in _DAY_WORDS or not (tokens.is_capital(index) or tokens.word(index) == "one"):
        return None
    month = _month_before(tokens, index)
    if (
        month is None
        or month != index - 1
        or (
            tokens.word(index) == "one"
            and tokens.sort(index + 1) is Sort.WORD
            and tokens.text[tokens.starts[index + 1]].islower()
        )
    ):
        return None
    return Shape(Kind.DATE, tokens.starts[month], tokens.ends[index])


def _day_and_month(text: str, start: int) -> Shape | None:
    match = _DAY_MONTH.match(text, start)
    if match is None or match[2].lower() not in table("shield")["months"] or not 1 <= int(match[1]) <= 31:
        return None
    return Shape(Kind.DATE, start, match.end() - (1 if match[0].endswith(".") and match[3] is None else 0))


def _decade(tokens: Tokens, index: int) -> Shape | None:
    start = tokens.starts[index]
    match = _DECADE.match(tokens.text, start)
    if match is None or _is_age_decade(tokens, index):
        return None
    if len(tokens.raw(index)) == 2:
        quoted = start > 0 and tokens.text[start - 1] in "'\u2019\u2018`"
        joined = tokens.word(index - 1) in {"and", "or", "to"} and tokens.word(index - 2) == "s"
        joined = joined and _DECADE.match(tokens.text, tokens.starts[index - 3]) is not None
        if not (quoted or joined) and tokens.word(index - 1) not in words("dates", "before_decade"):
            return None
        return Shape(Kind.DATE, start - quoted, match.end())
    return Shape(Kind.DATE, start, match.end())


def _is_age_decade(tokens: Tokens, index: int) -> bool:
    near = {tokens.word(index - 1), tokens.word(index - 2), tokens.word(index - 3)}
    return bool(near & words("dates", "possessives"))


def _season(tokens: Tokens, index: int) -> Shape | None:
    """`1987/88`, `2015-16`, `2016-2017`."""
    start = tokens.starts[index]
    match = _SEASON.match(tokens.text, start)
    if match is None:
        return None
    first, second = int(match[1]), int(match[2])
    follows = (
        second > first
        if second > 99
        else second == (first + 1) % 100 or (second > first % 100 and second - first % 100 <= 15)
    )
    return Shape(Kind.DATE, start, match.end()) if follows else None


def _year(tokens: Tokens, index: int) -> Shape | None:
    """A year alone: four digits that nothing makes a count of."""
    raw = tokens.raw(index)
    start, end = tokens.starts[index], tokens.ends[index]
    if (
        len(raw) == 2
        and start > 0
        and tokens.text[start - 1] in "'\u2019\u2018"
        and (start < 2 or tokens.text[start - 2].isspace())
    ):
        return Shape(Kind.DATE, start - 1, end) if not _counts(tokens, index) else None
    if len(raw) != 4 or not raw.isdecimal() or not raw.isascii():
        return None
    year = int(raw)
    if not 1100 <= year <= 2100 or not _reads_as_year(tokens, index, year):
        return None
    return Shape(Kind.DATE, start, end)


_ERA = re.compile(r"\s(?:B\.?C|A\.D|B?CE\b)")


def _reads_as_year(tokens: Tokens, index: int, year: int) -> bool:
    before, after = tokens.word(index - 1), tokens.word(index + 1)
    if _ERA.match(tokens.text, tokens.ends[index]):
        return True
    if 1900 <= year <= 2059 and _is_led_as_year(tokens, index):
        return True
    if tokens.sort(index + 1) in {Sort.WORD, Sort.MIXED} and tokens.glued(index + 1):
        return False
    if _is_level_before(tokens, index):
        return False
    if after in {"x", "\u00d7", "by"} and tokens.sort(index + 2) is Sort.DIGITS:
        return False
    at = index + 1 if after == "-" else index
    if tokens.sort(index + 1) is Sort.SIGN or _counts(tokens, at) or is_measure(tokens, at + 1):
        return False
    if before in {"to", "than"} and tokens.word(index - 2) == "equal":
        return False
    if before == "than" and tokens.word(index - 2) in words("dates", "sizes") and not after.startswith("'"):
        return False
    if _month_before(tokens, index) is not None or before in words("shield", "date_prepositions"):
        return year >= 1500 or before == "in"
    if before in words("dates", "before_count") or not 1900 <= year <= 2059:
        return False
    if tokens.sort(index + 1) is not Sort.WORD:
        return True
    return tokens.is_capital(index + 1) or after in words("shield", "year_nouns") or not looks_plural(after)


def _is_level_before(tokens: Tokens, index: int) -> bool:
    """`to 1800 from 1600`: a level and the one before it, where years would be `from` and then `to`."""
    if tokens.word(index - 1) == "to" and tokens.word(index + 1) == "from":
        return tokens.sort(index + 2) is Sort.DIGITS
    levels = tokens.word(index - 1) == "from" and tokens.word(index - 3) == "to"
    return levels and tokens.sort(index - 2) is Sort.DIGITS


def _is_led_as_year(tokens: Tokens, index: int) -> bool:
    """`a 1970 police case`, `Iowa's 2014 seasons`, `in 2011 killed`, `May 2016 more than`: no count can stand there."""
    before, after = tokens.word(index - 1), tokens.word(index + 1)
    at = index + 2 if after == "-" else index + 1
    if (
        is_measure(tokens, at)
        or tokens.sort(index + 1) is Sort.SIGN
        or tokens.word(at) in words("dates", "counts_behind")
    ):
        return False
    if before in {"a", "an"} or before.endswith("'s") or before in words("dates", "possessives"):
        return True
    led = before in words("dates", "year_prepositions") or _month_before(tokens, index) is not None
    return led and (after in words("shield", "participles") or (after == "more" and tokens.word(index + 2) == "than"))


def looks_plural(word: str) -> bool:
    """Whether a word may be a plural noun by its form."""
    return word.endswith("s") and not word.endswith(("ss", "'s", "us", "is")) and word not in words("shield", "s_words")
