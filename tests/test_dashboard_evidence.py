"""The sentence behind a claim, and how it was read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import evidence, queries
from dashboard.pages import evidence as evidence_page
from tests.sample_workspace import id_of, scan, tables
from tracker.model import Document, Part, Step


def claim_of(doc_id: str, surface: str) -> dict[str, Any]:
    row = queries.claim(scan(tables()), id_of(doc_id, surface))
    assert row is not None
    return row


def text_of(part: tuple[evidence.Piece, ...]) -> str:
    return "".join(piece.text for piece in part)


def test_the_sentence_is_whole_and_its_words_are_marked() -> None:
    found = evidence.passage(claim_of("a.txt", "400"))
    assert text_of(found.sentence) == "Some 400 dockers walked out, the union said."
    marked = {piece.role: piece.text for piece in found.sentence if piece.role}
    assert marked == {"number": "400", "counted": "dockers", "state": "walked", "claimant": "the union"}


def test_the_neighbouring_sentences_stand_around_it() -> None:
    found = evidence.passage(claim_of("a.txt", "400"))
    assert text_of(found.before) == "The quay was busy."
    assert text_of(found.after) == "Nobody spoke to us."


def test_words_from_the_sentence_before_are_marked_there() -> None:
    row = claim_of("c.txt", "1,200 to 1,500 litres") | {"counted": "dockers"}
    found = evidence.passage(row)
    assert [piece.text for piece in found.before if piece.role == "counted"] == ["dockers"]


def test_a_word_is_marked_only_as_a_word() -> None:
    row = claim_of("d.txt", "520") | {"counted": "out", "place": "ou"}
    assert {piece.role for piece in evidence.passage(row).sentence} == {None, "number", "counted"}


def test_a_very_long_sentence_is_cut_around_its_number() -> None:
    text = "word " * 2_000 + "400 dockers " + "word " * 2_000
    start = text.index("400")
    row = claim_of("a.txt", "400") | {
        "text": text,
        "sentence_start": 0,
        "sentence_end": len(text),
        "start": start,
        "end": start + 3,
    }
    found = evidence.passage(row)
    assert len(text_of(found.sentence)) <= evidence.MAX_SHOWN
    assert [piece.text for piece in found.sentence if piece.role == "number"] == ["400"]


@given(st.text(max_size=300), st.data())
def test_pieces_are_the_text_again(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [(a, b, "role") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    assert text_of(evidence.pieces(text, spans)) == text


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("value", "how much"),
        ("modifier", "hedge"),
        ("counted", "of what"),
        ("state", "what happened"),
        ("claimant", "who says so"),
        ("place", "where"),
        ("as_of", "as of"),
        ("something_new", "something new"),
    ],
)
def test_a_step_names_its_field_in_plain_words(field: str, words: str) -> None:
    shown = evidence_page.steps([Step(field, "some words", "a reading")])
    assert str(shown).count(f"children='{words}: '") == 1


@pytest.mark.slow
def test_a_trace_is_made_anew_and_names_the_words_that_gave_the_number() -> None:
    text = "Officials said that at least 1,250 homes were destroyed in the storm."
    start = text.index("1,250")
    steps = evidence.trace(Document("x", text), Part.TEXT, start, start + 5)
    assert steps
    assert any("1,250" in step.words for step in steps)
    assert evidence.trace(Document("x", text), Part.TEXT, 0, 3) is None
