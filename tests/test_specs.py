"""Every case of fixtures/specs: texts by phenomenon and the claims they make.

A case lists all numeric expressions of its text in order, unless it says `"partial": true`; each expectation checks
the fields it names. Where only fields of the number stage are named, only that stage runs.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tracker.language import extract
from tracker.language.numbers.expressions import find_expressions
from tracker.language.segment import split
from tracker.model import Document, Expression, Grain, Part

SPECS = Path(__file__).parent.parent / "fixtures" / "specs"
OF_NUMBERS = {
    "surface", "kind", "value", "low", "high", "modifier", "unit", "dimension", "per", "change",
    "canonical_value", "canonical_low", "canonical_high", "canonical_unit",
}  # fmt: skip


def cases() -> list[Any]:
    found = []
    for path in sorted(SPECS.glob("*.json")):
        for number, case in enumerate(json.loads(path.read_text(encoding="utf-8"))["cases"]):
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            found.append(pytest.param(case, id=f"{path.stem}-{number}-{case['label']}", marks=marks))
    return found


@pytest.mark.parametrize("case", cases())
def test_text_is_read_as_its_case_says(case: dict[str, Any]) -> None:
    expected = case["expect"]
    fields = {name for one in expected for name in one}
    read = of_numbers(case["text"]) if fields <= OF_NUMBERS and "title" not in case else of_claims(case)
    if case.get("partial"):
        surfaces = [one["surface"] for one in expected]
        read = [one for one in read if one["surface"] in surfaces]
    assert [kept(one, wanted) for one, wanted in zip(read, expected, strict=False)] == expected, shown(read)
    assert len(read) == len(expected), shown(read)


def kept(one: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """The fields of a reading that its expectation names, an equal one as it is written there."""
    return {name: value if is_same(one.get(name), value) else one.get(name) for name, value in wanted.items()}


def is_same(got: object, wanted: object) -> bool:
    """Whether they are equal: numbers to nine digits, a time and the day it is on."""
    if isinstance(got, int | float) and isinstance(wanted, int | float):
        return bool(got == pytest.approx(wanted, rel=1e-9))
    is_day = isinstance(got, str) and isinstance(wanted, str) and len(wanted) == len("2026-03-04")
    return got == wanted or (is_day and str(got).startswith(f"{wanted}T"))


def shown(read: list[dict[str, Any]]) -> str:
    return "\n".join(json.dumps({k: v for k, v in one.items() if v is not None}, default=str) for one in read)


def of_numbers(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for sentence in split(text, Part.TEXT):
        words = text[sentence.start : sentence.end]
        found.extend(as_row(one, words[one.start : one.end]) for one in find_expressions(words))
    return found


def as_row(expression: Expression, surface: str) -> dict[str, Any]:
    return {"surface": surface} | {name: getattr(expression, name) for name in sorted(OF_NUMBERS - {"surface"})}


def of_claims(case: dict[str, Any]) -> list[dict[str, Any]]:
    published = case.get("published")
    document = Document(
        doc_id="case",
        text=case["text"],
        title=case.get("title"),
        source="Case",
        published=None if published is None else in_utc(published),
        published_grain=Grain.UNKNOWN if published is None else Grain.INSTANT if "T" in published else Grain.DAY,
    )
    return [as_plain(claim) for claim in extract(document)]


def in_utc(published: str) -> datetime:
    """A day, or a time with its zone, in UTC."""
    when = datetime.fromisoformat(published)
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def as_plain(claim: object) -> dict[str, Any]:
    names = [name for name in claim.__slots__ if name != "steps"]  # type: ignore[attr-defined]
    values = {name: getattr(claim, name) for name in names}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}
