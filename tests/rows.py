"""Rows of the claims table as tests make them up: one builder, so that a new column is told in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.model import Part, claim_id

if TYPE_CHECKING:
    from datetime import datetime


def claim_row(doc_id: str, value: float | None, published: datetime | None = None, *, start: int = 0) -> dict[str, Any]:
    """A claim that there are so many people, exactly so many, as of its publication; a test replaces what it needs."""
    return {
        "claim_id": claim_id(doc_id, Part.TEXT, start, start + 2),
        "doc_id": doc_id,
        "published": published,
        "part": "text",
        "sentence_start": 0,
        "sentence_end": 200,
        "start": start,
        "end": start + 2,
        "surface": "dozens" if value is None else f"{value:,.0f}",
        "kind": "quantity",
        "value": value,
        "low": value,
        "high": value,
        "modifier": "exact",
        "unit": "count",
        "dimension": "count",
        "subject": "people",
        "counted": "people",
        "as_of_start": published,
        "as_of_end": published,
        "as_of_grain": "unknown" if published is None else "day",
        "outlook": "reported",
    }
