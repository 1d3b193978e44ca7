"""Any number written in a supported form reads back, spans are true, and what surrounds a number does not change it."""

from __future__ import annotations

import itertools
import math
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from tracker.language import extract
from tracker.language.numbers.expressions import find_expressions
from tracker.language.segment import split
from tracker.model import Document, Expression, Kind, Modifier, Part

COUNTS = st.integers(min_value=2, max_value=999_999_999_999).filter(lambda n: not 1100 <= n <= 2100)
LENGTHS = [
    ("km", "kilometre"),
    (" miles", "mile"),
    (" metres", "metre"),
    ("-foot", "foot"),
    (" square miles", "square mile"),
]
SEPARATORS = [",", "\u2009", "\u202f", "\u00a0", "'", "\u2019"]
ANYTHING = st.text(max_size=400)
WORDS = """
The police said 12 1,200 $4.5bn about nearly at least between and to or 3-2 one two hundred thousand million percent %
year-old aged 2016 May 5 p.m. - – , . ( ) per day a week up from rose fell more than of the half third dozen dozens No.
Boeing 737 G-7 155 mm shells °C € ½ 6'2" http://x.org/1
twice tripled zero no 0 mln dlrs vs Shr Net cts Rs RM5 𝟛 ٣ \u200b
\u202e
"""
NEWSLIKE = st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join)


def only(text: str) -> Expression:
    found = find_expressions(text)
    assert len(found) == 1, [text[one.start : one.end] for one in found]
    return found[0]


@given(COUNTS)
def test_digits_with_commas_read_back(number: int) -> None:
    assert only(f"Officials counted {number:,} sheep there.").value == number


@given(COUNTS.filter(lambda n: n > 999), st.sampled_from(SEPARATORS))
def test_digits_with_any_separator_read_back(number: int, separator: str) -> None:
    written = f"{number:,}".replace(",", separator)
    found = only(f"Officials counted {written} sheep there.")
    assert (found.value, found.kind) == (number, Kind.QUANTITY)


@given(COUNTS)
def test_number_words_read_back(number: int) -> None:
    assert only(f"Officials counted {num2words(number)} sheep there.").value == number


@given(st.integers(min_value=2, max_value=999_999_999))
def test_british_and_is_read_and_may_be_left_out(number: int) -> None:
    words = num2words(number, lang="en_GB")
    bare = words.replace(" and ", " ").replace(",", "")
    assert only(f"They sold {words} tickets.").value == number
    assert only(f"They sold {bare} tickets.").value == number


@given(st.integers(min_value=1, max_value=9999), st.sampled_from(["thousand", "million", "billion", "trillion"]))
def test_mixed_magnitudes_read_back(tenths: int, magnitude: str) -> None:
    size = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}[magnitude]
    found = only(f"It cost ${tenths / 10} {magnitude} in all.")
    assert math.isclose(found.value or 0, tenths / 10 * size, rel_tol=1e-12)
    assert found.unit == "US dollar"


@given(st.integers(min_value=2, max_value=9_999), st.sampled_from(LENGTHS))
def test_units_read_back(number: int, unit: tuple[str, str]) -> None:
    written, name = unit
    found = only(f"They built a {number}{written} wall.")
    assert (found.value, found.unit) == (number, name)


@given(st.integers(2, 9_000), st.integers(1, 900), st.sampled_from([" to ", "–", " - "]))
def test_ranges_hold_both_ends(low: int, more: int, joint: str) -> None:
    high = low + more
    if 1100 <= low <= 2100 or high > 3 * low + 500:
        return
    found = only(f"The herd has {low:,}{joint}{high:,} animals.")
    assert (found.low, found.high, found.modifier) == (low, high, Modifier.RANGE)


@given(
    COUNTS,
    st.sampled_from([("at least ", "at_least"), ("up to ", "at_most"), ("nearly ", "nearly"), ("some ", "about")]),
)
def test_bounds_follow_from_the_hedge(number: int, hedge: tuple[str, str]) -> None:
    words, name = hedge
    found = only(f"They counted {words}{number:,} sheep.")
    assert found.modifier == name
    assert found.low in (None, number)
    assert found.high in (None, number)
    assert (found.low is None) == (name in {"at_most", "nearly"})
    assert (found.high is None) == (name == "at_least")


@settings(max_examples=400)
@given(st.one_of(ANYTHING, NEWSLIKE))
def test_spans_are_true_ordered_and_inside_their_outer_span(text: str) -> None:
    end = 0
    for found in find_expressions(text):
        assert end <= found.start < found.end <= len(text)
        assert found.outer_start <= found.start
        assert found.outer_end >= found.end
        assert text[found.start : found.end].strip()
        end = found.end


@settings(max_examples=400)
@given(NEWSLIKE)
def test_values_are_finite_and_bounds_hold_the_value(text: str) -> None:
    for found in find_expressions(text):
        numbers = [one for one in (found.low, found.value, found.high) if one is not None]
        assert all(math.isfinite(one) for one in numbers)
        assert numbers == sorted(numbers)
        if found.kind is Kind.QUANTITY:
            assert found.modifier is not None
            assert found.unit
            assert found.canonical_unit
            assert found.steps


@given(NEWSLIKE, st.integers(2, 999))
def test_text_after_a_full_stop_changes_no_reading(text: str, number: int) -> None:
    sentence = f"Officials counted {number} sheep there."
    document = f"{sentence}\n\n{text}"
    first = split(document, Part.TEXT)[0]
    assert find_expressions(document[first.start : first.end]) == find_expressions(sentence)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=600), st.text(alphabet=string.printable, max_size=600)))
def test_sentences_hold_all_but_white_space(text: str) -> None:
    sentences = split(text, Part.TEXT)
    kept = "".join(text[one.start : one.end] for one in sentences)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(left.end <= right.start for left, right in itertools.pairwise(sentences))


@pytest.mark.parametrize("digits", ["٣٤٥", "３４５", "३४५", "۳۴۵", "৩৪৫"])
def test_digits_of_every_script_are_numbers(digits: str) -> None:
    assert only(f"Officials counted {digits} sheep there.").value == 345


SENTENCES = (
    "At least 43 miners died in the north.",
    "Prices rose 5.2 percent to $1.2 million.",
    "She was born on May 5, 2016.",
    "Nobody came.",
    "Between ten and twelve thousand left; a third of them went by sea.",
)


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.sampled_from([" ", "\n", "\n\n"]))
def test_a_text_is_split_into_the_sentences_it_was_made_of(chosen: list[str], joint: str) -> None:
    text = joint.join(chosen)
    assert [text[one.start : one.end] for one in split(text, Part.TEXT)] == chosen


@given(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=4))
@settings(max_examples=15, deadline=None)
def test_the_number_columns_of_claims_are_those_of_each_sentence_alone(chosen: list[str]) -> None:
    def numbers(text: str) -> list[tuple[object, ...]]:
        found = extract(Document("d", text))
        return [(one.surface, one.kind, one.value, one.low, one.high, one.unit, one.modifier) for one in found]

    assert numbers("\n\n".join(chosen)) == [row for one in chosen for row in numbers(one)]
