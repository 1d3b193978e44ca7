"""Which documents repeat another's text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rows import claim_row
from tracker.linking.copies import find_copies
from tracker.linking.copyclaims import copied_claims
from tracker.linking.stories import find_stories
from tracker.model import content_id
from tracker.schema import CLAIMS, DOCUMENTS


def article(seed: int, words: int = 300) -> str:
    """Words that no other seed's article has, none twice."""
    return " ".join(content_id(seed, place) for place in range(words))


def frame(texts: dict[str, str], days: dict[str, int] | None = None) -> pl.DataFrame:
    rows: list[dict[str, Any]] = [
        {
            "doc_id": doc_id,
            "source": f"{doc_id} news",
            "title": f"Headline of {doc_id}",
            "text": text,
            "published": datetime(2026, 3, (days or {}).get(doc_id, 1), tzinfo=UTC),
        }
        for doc_id, text in texts.items()
    ]
    return DOCUMENTS.frame(rows)


def copies(documents: pl.DataFrame) -> dict[str, str | None]:
    return dict(find_copies(documents.lazy()).iter_rows())


def test_a_reprint_under_another_headline_is_a_copy_of_the_earliest() -> None:
    found = copies(frame({"a": article(1), "b": article(1), "c": article(2)}, {"a": 3, "b": 2}))
    assert found == {"a": "b", "b": None, "c": None}


def test_a_copy_cut_to_sixty_percent_is_found() -> None:
    whole = article(1)
    short = " ".join(whole.split()[: int(0.6 * 300)])
    assert copies(frame({"a": whole, "b": short}, {"b": 2}))["b"] == "a"


def test_a_report_that_quotes_a_paragraph_of_another_is_no_copy() -> None:
    quoted = article(2) + " " + " ".join(article(1).split()[:60])
    assert copies(frame({"a": article(1), "b": quoted}, {"b": 2}))["b"] is None


def test_copies_of_copies_go_to_the_original() -> None:
    text = article(1)
    middle = " ".join(text.split()[:240])
    last = " ".join(text.split()[:150])
    found = copies(frame({"a": text, "b": middle, "c": last}, {"a": 1, "b": 2, "c": 3}))
    assert found == {"a": None, "b": "a", "c": "a"}


def test_an_edit_at_one_address_is_a_version_and_no_copy() -> None:
    edited = article(1) + " " + article(2, 20)
    documents = frame({"a": article(1), "b": edited}, {"b": 2}).with_columns(url=pl.lit("https://example.org/a"))
    assert copies(documents) == {"a": None, "b": None}


def test_page_furniture_of_one_source_makes_no_copies() -> None:
    furniture = article(9, 200)
    documents = frame({f"d{n}": article(n, 60) + " " + furniture for n in range(5)}).with_columns(
        source=pl.lit("Daily")
    )
    assert set(copies(documents).values()) == {None}


def test_undated_and_empty_documents_are_taken_as_they_are() -> None:
    documents = frame({"a": article(1), "b": article(1), "c": "", "d": ""})
    documents = documents.with_columns(
        published=pl.when(pl.col("doc_id") == "a").then(None).otherwise(pl.col("published"))
    )
    assert copies(documents) == {"a": "b", "b": None, "c": None, "d": None}


def test_a_copy_is_in_the_story_of_its_original() -> None:
    documents = frame({"a": article(1), "b": article(1), "c": article(2)})
    placed = documents.drop("copy_of").join(find_copies(documents.lazy()), on="doc_id")
    stories = dict(find_stories(placed.lazy()).iter_rows())
    assert stories["a"] == stories["b"] != stories["c"]


def told(doc_id: str, value: float, state: str = "killed", **more: Any) -> dict[str, Any]:
    base = {"claim_id": f"{doc_id} {value} {state}", "state": state, "sentence_end": 5}
    return claim_row(doc_id, value) | base | more


def repetitions(*claims: dict[str, Any]) -> list[str]:
    documents = frame({"a": article(1), "b": article(1), "c": article(1), "z": article(2)}, {"b": 2, "c": 3})
    placed = documents.drop("copy_of").join(find_copies(documents.lazy()), on="doc_id")
    return [str(name) for name in copied_claims(placed, CLAIMS.frame(claims))]


def test_a_number_of_the_original_is_repeated_in_its_copies() -> None:
    assert repetitions(told("a", 43), told("b", 43), told("z", 43)) == ["b 43 killed"]


def test_another_number_in_a_copy_is_a_witness_and_repeated_by_the_next_copy() -> None:
    figure = {"figure_id": "f1"}
    found = repetitions(told("a", 43, **figure), told("b", 430, **figure), told("c", 430, "dead", **figure))
    assert found == ["c 430 dead"]


def test_numbers_that_have_changed_places_in_a_copy_are_no_repetitions() -> None:
    other = {"sentence_start": 10, "sentence_end": 15}
    original = (told("a", 43), told("a", 12, "injured", **other))
    assert repetitions(*original, told("b", 12, sentence_end=30), told("b", 43, "injured", sentence_end=40)) == []


def test_what_is_no_quantity_is_repeated_with_its_document() -> None:
    assert repetitions(told("b", 2026, kind="date")) == ["b 2026 killed"]


@settings(deadline=None, max_examples=20)
@given(st.permutations(list("abcdefg")))
def test_the_order_of_documents_changes_no_copy(order: list[str]) -> None:
    texts = {name: article(index % 3) for index, name in enumerate("abcdefg")}
    assert copies(frame({name: texts[name] for name in order})) == copies(frame(texts))


def test_reports_that_share_events_in_other_forms_of_words_are_of_one_story() -> None:
    texts = {
        "a": "The blaze in a warehouse at Rennes burned for hours on Monday, and firemen searched its cellars.",
        "b": "Firemen have left Rennes after a blaze burning for a day in two warehouses, the prefect says.",
        "c": "The bank in Oslo lowers its rates and expects prices to fall in autumn, its governor says.",
    }
    stories = dict(find_stories(frame(texts).lazy().with_columns(copy_of=pl.lit(None, pl.String))).iter_rows())
    assert stories["a"] == stories["b"] != stories["c"]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_text_is_compared_without_an_error(texts: list[str]) -> None:
    clean = [text.encode("utf-8", "ignore").decode() for text in texts]
    documents = frame({f"d{index}": text for index, text in enumerate(clean)})
    placed = documents.drop("copy_of").join(find_copies(documents.lazy()), on="doc_id")
    assert find_stories(placed.lazy()).height == len(texts)
