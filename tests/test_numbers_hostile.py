"""Hostile text is bounded work, never an exception, and nothing too long to be a number is taken for one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tracker.language.numbers.expressions import find_expressions
from tracker.language.segment import split
from tracker.limits import LIMITS
from tracker.model import Kind, Part

if TYPE_CHECKING:
    from types import FrameType

HOSTILE = {
    "digits": "9" * 100_000,
    "ands": "and " * 10_000,
    "number words": "one hundred and " * 5_000,
    "commas": "1," * 50_000,
    "groups": "1,234" + ",567" * 30_000,
    "points": "1." * 50_000,
    "hyphens": "2-" * 50_000,
    "brackets": "(" * 30_000 + "12" + ")" * 30_000,
    "hedges": "at least " * 10_000 + "12",
    "to": "3 to " * 20_000 + "4",
    "dashes": "-" * 50_000,
    "dots": "." * 50_000,
    "capitals": "A" * 100_000,
    "apostrophes": "a'" * 50_000,
    "urls": "http://" * 20_000,
    "mail": "a@" * 40_000,
    "zero width": "1\u200b" * 50_000,
    "bidi": "\u202e12\u202c" * 10_000,
    "surrogates": "\ud800 12 \udfff " * 5_000,
    "scripts": "١2३4５" * 10_000,
    "fractions": "½" * 50_000,
    "dollars": "$" * 50_000 + "5",
    "percent": "5%" * 30_000,
    "spaces": " " * 100_000 + "5",
    "lines": "\n" * 100_000 + "5 men",
    "months": "May 5, " * 20_000,
    "years": "2016-" * 20_000,
    "clock": "12:30:" * 20_000,
    "magnitudes": "5 " + "million " * 20_000,
    "huge": "9" * 119 + " quintillion quadrillion trillion",
    "of": "thousands of " * 10_000,
    "nul": "\x00" * 10_000 + "5",
}


def read(text: str) -> list[object]:
    found: list[object] = []
    for sentence in split(text, Part.TEXT):
        found.extend(find_expressions(text[sentence.start : sentence.end]))
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_without_an_exception(name: str) -> None:
    read(HOSTILE[name])


@pytest.mark.parametrize("name", HOSTILE)
def test_one_hostile_sentence_is_read_without_an_exception(name: str) -> None:
    find_expressions(HOSTILE[name])


def test_a_run_of_digits_past_the_cap_is_an_identifier() -> None:
    (found,) = find_expressions("Serial " + "7" * (LIMITS.max_number_chars + 1) + " was seen.")
    assert found.kind is Kind.IDENTIFIER


@pytest.mark.parametrize("word", ["NaN", "nan", "inf", "Infinity", "-inf", "1e999", "0x1F"])
def test_no_word_becomes_a_number_that_is_none(word: str) -> None:
    for found in find_expressions(f"The value was {word} people."):
        assert found.value is None or abs(found.value) < 1e300


def operations(text: str) -> int:
    """Calls that reading takes, of Python functions and of built-in ones."""
    count = 0

    def profile(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    previous = sys.getprofile()
    sys.setprofile(profile)
    try:
        read(text)
    finally:
        sys.setprofile(previous)
    return count


NEWS = (
    "Some {n} people were killed and 40 wounded on May {d}, 2016, police said, as prices rose {p} percent to $4.5bn. "
    "The 34-year-old, who was one of {n} detained, faces up to {d} years in prison.\n"
)


def article(length: int, number: int) -> str:
    """News of the length, no sentence of it in another article whose first `number` is far off."""
    text = ""
    while len(text) < length:
        number += 1
        text += NEWS.format(n=number * 17, d=number % 27 + 1, p=number % 90 + 2)
    return text[:length]


def test_twice_the_text_takes_twice_the_operations() -> None:
    read(article(2_000, 1))
    ratio = operations(article(64_000, 10_000)) / operations(article(32_000, 50_000))
    assert ratio < 2.2
