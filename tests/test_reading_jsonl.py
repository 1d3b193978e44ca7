"""JSON lines: each line is a document or is refused by its number."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InputRefusedError
from tracker.limits import Limits
from tracker.model import Document
from tracker.reading import bounded_lines, jsonl, read_stream

SPEC = json.loads((Path(__file__).parent.parent / "fixtures/reading/jsonl.json").read_text(encoding="utf-8"))
LINE = b'{"id": "%d", "text": "x"}\n'


def read(lines: Iterable[bytes]) -> list[Document | InputRefusedError]:
    return list(read_stream(lines, "news.jsonl"))


@pytest.mark.parametrize("case", SPEC["cases"], ids=lambda case: case["label"])
def test_a_line(case: dict[str, Any]) -> None:
    (item,) = read([case["line"].encode() + b"\n"])
    if "refused" in case:
        assert isinstance(item, InputRefusedError)
        assert item.where == "news.jsonl line 1"
        assert case["refused"] in item.reason
        assert item.remedy
        return
    assert isinstance(item, Document)
    found = {name: getattr(item, name) for name in case["document"]}
    if found.get("published"):
        found["published"] = found["published"].isoformat()
    assert found == case["document"]


def test_a_broken_line_is_named_and_the_others_are_read() -> None:
    items = read([LINE % 1, b"\n", b"{broken\n", LINE % 4])
    assert [item.doc_id if isinstance(item, Document) else item.where for item in items] == [
        "1",
        "news.jsonl line 3",
        "4",
    ]


def test_without_an_id_a_document_is_named_by_its_source_address_and_text() -> None:
    lines = [
        b'{"text": "x", "source": "A"}',
        b'{"source": "A", "text": "x", "title": "y"}',
        b'{"text": "x", "source": "B"}',
        b'{"id": "", "text": "y", "source": "A"}',
    ]
    ids = [item.doc_id for item in read(lines) if isinstance(item, Document)]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_a_byte_order_mark_before_the_first_line_is_passed_over() -> None:
    assert isinstance(read([b"\xef\xbb\xbf" + LINE % 1])[0], Document)


def test_bytes_that_are_no_utf_8_are_refused() -> None:
    (item,) = read([b'{"id": "a", "text": "caf\xe9"}'])
    assert isinstance(item, InputRefusedError)
    assert "not UTF-8" in item.reason


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"id": ' + b"9" * 10_000 + b', "text": "x"}',
        b'{"id": "' + b"a" * 5_000 + b'", "text": "x"}',
        b"\x00\x00\x00",
    ],
    ids=["nested lists", "nested objects", "a number of 10,000 digits", "an id of 5,000 letters", "NULs"],
)
def test_hostile_lines_are_refused(line: bytes) -> None:
    (item,) = read([line])
    assert isinstance(item, InputRefusedError)


def test_a_line_over_the_cap_is_refused_without_being_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LIMITS", Limits(max_line_bytes=100))
    long = b'{"id": "2", "text": "' + b"x" * 1_000 + b'"}\n'
    lines = list(bounded_lines(io.BytesIO(LINE % 1 + long + LINE % 3)))
    assert max(map(len, lines)) == 101
    items = read(lines)
    assert [isinstance(item, Document) for item in items] == [True, False, True]
    assert "line 2" in str(items[1])


def test_past_the_cap_on_documents_the_rest_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LIMITS", Limits(max_documents=2))
    items = read(LINE % number for number in range(5))
    assert [type(item) for item in items] == [Document, Document, InputRefusedError]
    assert "line 3" in str(items[2])


@given(st.lists(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: json.dumps({"text": text}).encode())))
def test_any_bytes_are_documents_or_refusals(lines: list[bytes]) -> None:
    for item in read(lines):
        assert isinstance(item, (Document, InputRefusedError))


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip))
def test_text_is_kept_to_the_last_character(text: str) -> None:
    (item,) = read([json.dumps({"id": "a", "text": text}).encode()])
    assert isinstance(item, Document)
    assert item.text == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Au moins 43 personnes sont mortes dans les inondations, a annoncé le gouverneur mercredi.", "fr"),
        ("Mindestens 1.250 Menschen wurden am Montag gerettet, teilte die Polizei mit.", "de"),
        ("Загинули 43 людини.", "uk"),
        ("43 dead, 12 missing", None),
        ("Putin, Zelenskyy, Lukashenko, Merz: 43 Shahed drones, 12 Kinzhal, five Iskander-M missiles", None),
    ],
)
def test_a_short_text_in_another_language_is_told_only_where_that_is_sure(text: str, language: str | None) -> None:
    (item,) = read([json.dumps({"text": text}).encode()])
    assert isinstance(item, Document)
    assert item.language == language
