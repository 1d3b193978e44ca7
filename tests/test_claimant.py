"""Claimants: the forms of a name that lines claims up, and that no text breaks their reading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.language import extract
from tracker.language.claimants.claimant import normal_claimant
from tracker.language.claimants.quotations import quotations
from tracker.model import Document

WORDS = [
    "police",
    "said",
    "“",
    "”",
    '"',
    "he",
    "according",
    "to",
    "12",
    "people",
    "died",
    ",",
    ".",
    "citing",
    "who",
    "that",
    "\n",
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodymyr Zelensky", "Zelenskyy"),
        ("Volodymyr Zelensky", "Zelenskiy"),
        ("the Ukrainian military", "Ukraine's military"),
        ("The US", "the United States"),
        ("Moscow", "Russia"),
        ("officials", "Officials"),
        ("the Gaza Health Ministry", "Gaza's health ministry"),
    ],
)
def test_ways_to_write_a_claimant_have_one_form(one: str, other: str) -> None:
    assert normal_claimant(one) == normal_claimant(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ukrainian officials", "Russian officials"), ("police", "witnesses"), ("Ana Perez", "Ana Lopez")],
)
def test_other_claimants_have_other_forms(one: str, other: str) -> None:
    assert normal_claimant(one) != normal_claimant(other)


@given(st.text(max_size=60))
def test_any_text_has_a_form(text: str) -> None:
    form = normal_claimant(text)
    assert normal_claimant(form) == form or form


def test_a_quotation_left_open_ends_with_its_paragraph() -> None:
    text = '"We lost 30 men.\nThe road is shut. "Go home," he said.'
    first, second = quotations(text)
    assert text[slice(*first)] == '"We lost 30 men.'
    assert text[slice(*second)] == '"Go home,"'


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_no_order_of_words_breaks_the_reading(words: list[str]) -> None:
    for claim in extract(Document(doc_id="x", text=" ".join(words))):
        assert claim.claimant is None or claim.claimant in " ".join(words)


def test_the_relay_is_kept_beside_the_origin() -> None:
    text = "The Daily Star reported, citing army intelligence, that 900 men had crossed the river."
    (claim,) = extract(Document(doc_id="x", text=text))
    assert (claim.claimant, claim.via) == ("army intelligence", "The Daily Star")
    assert any(step.field == "claimant" for step in claim.steps)
